import type { ApimState } from '../../state.js';
import type { IssuedToken } from '../../tokens.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import type { ApiSecurity } from './api-security.js';
import { type AuthenticationCode, authenticationRefusal, messageOf } from './authentication-refusal.js';
import { takeCredentials } from './credentials.js';
import type { AccessSettings } from './settings.js';
import { isJwtShaped, verifySignedToken } from './signed-token.js';
import { checkSubscription } from './subscriptions.js';
import { tokenOf } from './token-of-claims.js';

/** Lets in who shows an access token (gateway sheet E.2). */
export class OAuth {
  constructor(
    readonly state: ApimState,
    readonly settings: AccessSettings,
  ) {}

  /**
   * Takes the token out of its header and checks it, in this order: known or rightly signed, not revoked, not expired, of
   * the type that the operation wants, subscription, scope. Undefined: there is no token. A promise only for tokens that
   * were issued elsewhere.
   */
  authenticate(
    invocation: Invocation,
    security: ApiSecurity,
  ): Caller | Refusal | undefined | Promise<Caller | Refusal> {
    const value = takeCredentials(invocation.headers, security.authHeader, 'bearer', this.settings.keepAuthHeader);
    if (value === undefined) return undefined;
    const known = this.state.tokens.find(value);
    if (known) return this.#check(known, invocation, security);
    if (isJwtShaped(value)) return this.#checkSigned(value, invocation, security);
    return authenticationRefusal(security, '900901', failureText('900901', invocation));
  }

  async #checkSigned(value: string, invocation: Invocation, security: ApiSecurity): Promise<Caller | Refusal> {
    const claims = await verifySignedToken(value, this.state, this.settings.timestampSkew);
    if (claims === 'expired') return authenticationRefusal(security, this.#expiredCode);
    // API keys and internal keys say what they are; they are no access tokens.
    if (claims === 'invalid' || claims.token_type !== undefined) return authenticationRefusal(security, '900901');
    return this.#check(tokenOf(value, claims, this.state), invocation, security);
  }

  #check(token: IssuedToken, invocation: Invocation, security: ApiSecurity): Caller | Refusal {
    const { api, operation, target } = invocation;
    const jwt = token.format === 'jwt';
    const refuse = (code: AuthenticationCode, textForJwt?: string) =>
      authenticationRefusal(security, code, jwt ? textForJwt : failureText(code, invocation));
    const invalid = this.#invalidity(token);
    if (invalid) return refuse(invalid, this.#isExpired(token) ? undefined : revokedText(invalid));
    if (!isRightType(token, operation.authType)) return refuse('900905');
    const subscription = checkSubscription(this.state, token.application, api, token.keyType);
    if ('code' in subscription) return refuse(subscription.code, subscriptionText);
    const { scopes = [] } = operation;
    if (scopes.length > 0 && !scopes.some((scope) => token.scopes.includes(scope))) {
      return refuse(
        '900910',
        `User is NOT authorized to access the Resource: ${operation.target}. Scope validation failed.`,
      );
    }
    return {
      application: token.application || undefined,
      consumerKey: token.consumerKey || undefined,
      keyType: token.keyType,
      user: token.user,
      tier: subscription.tier,
      token,
      target,
    };
  }

  #invalidity(token: IssuedToken): AuthenticationCode | undefined {
    if (token.state === 'REVOKED') return '900901';
    if (token.state === 'INACTIVE') return this.#old ? '900904' : '900901';
    return this.#isExpired(token) ? this.#expiredCode : undefined;
  }

  #isExpired({ state, expiresAt }: IssuedToken): boolean {
    const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt + this.settings.timestampSkew;
    return state === 'EXPIRED' || (state === 'ACTIVE' && end <= this.state.clock.now());
  }

  /** 1.x to 3.x tell apart what is wrong with a token; 4.x does not. */
  get #old(): boolean {
    return this.state.profile === '1.x' || this.state.profile === '3.x';
  }

  get #expiredCode(): AuthenticationCode {
    return this.#old ? '900903' : '900901';
  }
}

/** What is said of tokens in JWT form, and of API keys, without a subscription that lets them in. */
export const subscriptionText = 'User is NOT authorized to access the Resource. API Subscription validation failed.';

/** What is said of an opaque token. */
function failureText(code: AuthenticationCode, { context, api }: Invocation): string {
  return `Access failure for API: ${context}, version: ${api.version} status: (${code}) - ${messageOf(code)}`;
}

function revokedText(code: AuthenticationCode): string | undefined {
  return code === '900901' ? 'Invalid JWT token' : undefined;
}

/** Operations may want tokens of applications, or of users. */
function isRightType({ userType }: IssuedToken, authType = 'Any'): boolean {
  const wanted = authType.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (wanted === 'application') return userType === 'APPLICATION';
  return wanted !== 'applicationuser' || userType === 'APPLICATION_USER';
}
