import type { JWTPayload } from 'jose';
import type { ApiKey } from '../../api-keys.js';
import type { ApimState } from '../../state.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import type { ApiSecurity } from './api-security.js';
import { authenticationRefusal } from './authentication-refusal.js';
import { AddressList, clientAddress } from './client-address.js';
import { takeHeader, takeParameter } from './credentials.js';
import { subscriptionText } from './oauth.js';
import type { AccessSettings } from './settings.js';
import { isJwtShaped, verifySignedToken } from './signed-token.js';
import { checkSubscription } from './subscriptions.js';

/** Name of the query's parameter that may hold the key. */
const parameter = 'apikey';

/** Lets in who shows an API key (gateway sheet E.2). */
export class ApiKeys {
  constructor(
    readonly state: ApimState,
    readonly settings: AccessSettings,
  ) {}

  /**
   * Takes the key out of its header or the query and checks it: known, not expired, permitted from here, subscription.
   * Scopes are not asked of API keys. Undefined: there is no key. A promise only for keys in JWT form, which need not be
   * known.
   */
  authenticate(
    invocation: Invocation,
    security: ApiSecurity,
  ): Caller | Refusal | undefined | Promise<Caller | Refusal> {
    const header = takeHeader(invocation.headers, security.apiKeyHeader);
    const { value, target } =
      header === undefined ? takeParameter(invocation.target, parameter) : { value: header, target: invocation.target };
    if (value === undefined) return undefined;
    const cleaned = { ...invocation, target };
    const known = this.state.apiKeys.find(value);
    if (known) return this.#check(known, cleaned, security);
    if (isJwtShaped(value)) return this.#checkSigned(value, cleaned, security);
    return authenticationRefusal(security, '900901');
  }

  async #checkSigned(value: string, invocation: Invocation, security: ApiSecurity): Promise<Caller | Refusal> {
    const claims = await verifySignedToken(value, this.state, this.settings.timestampSkew, 'JWT');
    const key = typeof claims === 'string' ? undefined : keyOf(value, claims);
    return key ? this.#check(key, invocation, security) : authenticationRefusal(security, '900901');
  }

  #check(key: ApiKey, invocation: Invocation, security: ApiSecurity): Caller | Refusal {
    const { api, target } = invocation;
    const { application, keyType = 'PRODUCTION', expiresAt = Number.POSITIVE_INFINITY } = key;
    if (expiresAt <= this.state.clock.now()) return authenticationRefusal(security, '900901');
    if (!isPermitted(key, invocation)) {
      return authenticationRefusal(security, '900908', 'Access forbidden for the invocations');
    }
    const subscription = checkSubscription(this.state, application, api, keyType);
    if ('code' in subscription) return authenticationRefusal(security, subscription.code, subscriptionText);
    const owner = this.state.applications.get(application);
    return {
      application,
      consumerKey: owner?.keys?.[keyType]?.consumerKey,
      keyType,
      user: owner?.owner ?? '',
      tier: subscription.tier,
      token: undefined,
      target,
    };
  }
}

/** A key in JWT form, as the product's developer portal makes them. */
function keyOf(value: string, claims: JWTPayload): ApiKey | undefined {
  const { token_type: type, application, keytype, permittedIP, permittedReferer } = claims;
  const named = typeof application === 'object' && application !== null && 'name' in application && application.name;
  if (type !== 'apiKey' || typeof named !== 'string') return undefined;
  return {
    value,
    application: named,
    keyType: keytype === 'SANDBOX' ? 'SANDBOX' : 'PRODUCTION',
    ...(typeof permittedIP === 'string' && { permittedIP }),
    ...(typeof permittedReferer === 'string' && { permittedReferer }),
  };
}

/** A permitted address suffices; referers are looked at only when no addresses are listed. */
function isPermitted({ permittedIP, permittedReferer }: ApiKey, invocation: Invocation): boolean {
  if (permittedIP) {
    const addresses = new AddressList();
    for (const entry of permittedIP.split(',')) addresses.add(entry.trim());
    return addresses.has(clientAddress(invocation));
  }
  const referer = invocation.headers.get('Referer') ?? '';
  return !permittedReferer || permittedReferer.split(',').some((pattern) => matches(referer, pattern.trim()));
}

/** The whole text; `*` stands for anything without blanks. Looked through once, however many there are. */
function matches(text: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return text === pattern;
  if (text.includes(' ') || !text.startsWith(first)) return false;
  let end = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, end);
    if (found < 0) return false;
    end = found + part.length;
  }
  return text.length - last.length >= end && text.endsWith(last);
}
