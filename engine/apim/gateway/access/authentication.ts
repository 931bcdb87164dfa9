import type { ApiSetup } from '../../setup.js';
import type { ApimState } from '../../state.js';
import { type Caller, type Invocation, isRefusal, type Refusal } from '../invocation.js';
import { ApiKeys } from './api-keys.js';
import { type ApiSecurity, securityOf } from './api-security.js';
import { authenticationRefusal, missingCredentials } from './authentication-refusal.js';
import { BasicCredentials, unauthenticatedTier } from './basic-credentials.js';
import { InternalKeys } from './internal-keys.js';
import { OAuth, subscriptionText } from './oauth.js';
import type { AccessSettings } from './settings.js';

/** How one kind of credentials went; undefined = there are none. */
type Attempt = Caller | Refusal | undefined;

/** Who a caller is (gateway sheet E.2 to E.4). */
export class Authentication {
  readonly #settings: AccessSettings;
  readonly #internalKeys: InternalKeys;
  readonly #oauth: OAuth;
  readonly #basic: BasicCredentials;
  readonly #apiKeys: ApiKeys;
  readonly #security = new WeakMap<ApiSetup, ApiSecurity>();

  constructor(state: ApimState, settings: AccessSettings) {
    this.#settings = settings;
    this.#internalKeys = new InternalKeys(state);
    this.#oauth = new OAuth(state, settings);
    this.#basic = new BasicCredentials(state, settings);
    this.#apiKeys = new ApiKeys(state, settings);
  }

  authenticate(invocation: Invocation): Caller | Refusal | Promise<Caller | Refusal> {
    const { api, operation } = invocation;
    const security = this.#securityOf(api);
    const tried = this.#internalKeys.authenticate(invocation, security);
    if (tried) return tried;
    if (api.lifecycle === 'CREATED') return this.#unpublished(invocation, security);
    if (operation.authType?.toLowerCase() === 'none') return nobody(invocation, 'anonymous');
    return this.#withCredentials(invocation, security);
  }

  /** What is not published yet can be tried out with internal keys, and nobody can subscribe to it. */
  #unpublished(invocation: Invocation, security: ApiSecurity): Refusal | Promise<Refusal> {
    const refuse = (result: Caller | Refusal) =>
      isRefusal(result) ? result : authenticationRefusal(security, '900908', subscriptionText);
    const result = this.#withCredentials(invocation, security);
    return result instanceof Promise ? result.then(refuse) : refuse(result);
  }

  #withCredentials(invocation: Invocation, security: ApiSecurity): Caller | Refusal | Promise<Caller | Refusal> {
    const certified = certifiedCaller(invocation, security);
    if (security.certificateMandatory && !certified) return missingCredentials(security);
    const attempt = this.#attempt(invocation, security);
    return attempt instanceof Promise
      ? attempt.then((settled) => decide(settled, certified, security))
      : decide(attempt, certified, security);
  }

  /** By priority; whoever is let in by one is in, and what came last is said of a refused one. */
  #attempt(invocation: Invocation, security: ApiSecurity): Attempt | Promise<Attempt> {
    const { accepted } = security;
    const first = accepted.has('oauth2') ? this.#oauth.authenticate(invocation, security) : undefined;
    return first instanceof Promise
      ? first.then((settled) => this.#attemptOthers(settled, invocation, security))
      : this.#attemptOthers(first, invocation, security);
  }

  #attemptOthers(before: Attempt, invocation: Invocation, security: ApiSecurity): Attempt | Promise<Attempt> {
    const { accepted } = security;
    if (before && !isRefusal(before)) return before;
    const basic = (accepted.has('basic_auth') ? this.#basic.authenticate(invocation, security) : undefined) ?? before;
    if (!accepted.has('api_key') || (basic && !isRefusal(basic))) return basic;
    return this.#apiKeys.authenticate(invocation, security) ?? basic;
  }

  #securityOf(api: ApiSetup): ApiSecurity {
    const security = this.#security.get(api) ?? securityOf(api, this.#settings);
    this.#security.set(api, security);
    return security;
  }
}

/** A certificate that was accepted for the connection suffices; its common name is the user. */
function certifiedCaller(invocation: Invocation, { accepted }: ApiSecurity): Caller | undefined {
  const subject = accepted.has('mutualssl') && invocation.clientCertificate?.subject;
  return subject ? nobody(invocation, subject) : undefined;
}

/** Where certificate and credentials are both allowed, which of them must be there (gateway sheet E.2). */
function decide(attempt: Attempt, certified: Caller | undefined, security: ApiSecurity): Caller | Refusal {
  if (attempt && !isRefusal(attempt)) return attempt;
  if (certified && !security.credentialsMandatory) return certified;
  return attempt ?? missingCredentials(security);
}

/** Somebody for whom no application subscribed. */
function nobody({ target }: Invocation, user: string): Caller {
  return {
    application: undefined,
    consumerKey: undefined,
    keyType: 'PRODUCTION',
    user,
    tier: unauthenticatedTier,
    token: undefined,
    target,
  };
}
