import type { JWTPayload } from 'jose';
import type { ApimState } from '../../state.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import type { ApiSecurity } from './api-security.js';
import { authenticationRefusal } from './authentication-refusal.js';
import { takeHeader } from './credentials.js';
import { subscriptionText } from './oauth.js';
import { isJwtShaped, verifySignedToken } from './signed-token.js';

/** Lets in who tries out an API with a key that the publisher made for it (gateway sheet E.2). */
export class InternalKeys {
  constructor(readonly state: ApimState) {}

  /** Takes the key out of `Internal-Key`. Undefined: there is none. */
  authenticate(invocation: Invocation, security: ApiSecurity): undefined | Promise<Caller | Refusal> {
    const value = takeHeader(invocation.headers, 'Internal-Key');
    return value === undefined ? undefined : this.#check(value, invocation, security);
  }

  async #check(value: string, { context, target }: Invocation, security: ApiSecurity): Promise<Caller | Refusal> {
    const claims = isJwtShaped(value) ? await verifySignedToken(value, this.state, 0) : 'invalid';
    if (typeof claims === 'string' || claims.token_type !== 'InternalKey') {
      return authenticationRefusal(security, '900901');
    }
    if (!isFor(claims, context)) return authenticationRefusal(security, '900908', subscriptionText);
    return {
      application: undefined,
      consumerKey: undefined,
      keyType: claims.keytype === 'SANDBOX' ? 'SANDBOX' : 'PRODUCTION',
      user: claims.sub ?? '',
      tier: 'Unlimited',
      token: undefined,
      target,
    };
  }
}

/** A key names the APIs that it was made for in `subscribedAPIs`, by their contexts with the version. */
function isFor({ subscribedAPIs }: JWTPayload, context: string): boolean {
  return (
    Array.isArray(subscribedAPIs) &&
    subscribedAPIs.some(
      (api: unknown) => typeof api === 'object' && api !== null && 'context' in api && api.context === context,
    )
  );
}
