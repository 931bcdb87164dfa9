import type { AuthorizationRequest, Authorizer, BasicAuthentication } from '../endpoints/index.js';
import { errorCodes, Fault } from '../errors/index.js';
import type { CancelSignal, Settings } from '../message/index.js';
import { basic, type GrantRequest, grantFor } from './grant.js';
import { limitsFor } from './limits.js';
import { requestToken, TokenError } from './token-client.js';
import { type ProxyFactory, TokenRoutes } from './token-proxy.js';
import { type TokenStatistics, TokenStore } from './token-store.js';

/** What an authorizer can be given. */
export interface AuthorizerOptions {
  /** Makes the way through a proxy that an endpoint names for its token requests. Default: sockets. */
  readonly proxy?: ProxyFactory;
}

/** Credentials for backends, with the tokens that are kept for them. */
export interface TokenAuthorizer extends Authorizer {
  readonly statistics: TokenStatistics & { readonly keys: number };
  /** Forgets every token. */
  clear(): void;
  close(): Promise<void>;
}

/**
 * Makes the authorizer of a process: basicAuth, and the three OAuth grants of the reference engine. It may serve many
 * snapshots; tokens are kept under a hash of everything that they were asked for with.
 */
export function createAuthorizer(options: AuthorizerOptions = {}): TokenAuthorizer {
  return new StoringAuthorizer(new TokenStore(), new TokenRoutes(options.proxy));
}

class StoringAuthorizer implements TokenAuthorizer {
  constructor(
    readonly store: TokenStore,
    readonly routes: TokenRoutes,
  ) {}

  get statistics(): TokenStatistics & { readonly keys: number } {
    return { ...this.store.statistics, keys: this.store.size };
  }

  authorize(request: AuthorizationRequest): string | Promise<string> {
    const { authentication } = request;
    if (authentication.kind === 'basic') return basicHeader(request, authentication);
    return this.#bearer({ ...request, authentication });
  }

  clear(): void {
    this.store.clear();
  }

  close(): Promise<void> {
    return this.routes.close();
  }

  async #bearer(request: GrantRequest): Promise<string> {
    const { message, endpoint, authentication, rejected } = request;
    const { outbound, clock, settings } = message.services;
    try {
      const grant = grantFor(request);
      const route = this.routes.to(grant.tokenUrl, authentication.proxy, settings, outbound);
      const source = {
        clock,
        fixedLife: fixedLife(settings),
        fetch: () => requestToken(route, grant, limitsFor(authentication.timeouts, settings)),
      };
      const token = this.store.get(grant.key, source, rejected?.replace(/^Bearer /, ''));
      return `Bearer ${typeof token === 'string' ? token : await waitFor(token, message.exchange.signal)}`;
    } catch (thrown) {
      throw noToken(endpoint, thrown);
    }
  }
}

function basicHeader({ message }: AuthorizationRequest, { username, password }: BasicAuthentication): string {
  try {
    return basic(username(message), password(message));
  } catch (thrown) {
    throw new Fault('Error while setting basic auth header', {
      errorCode: errorCodes.authenticationFailed,
      cause: thrown,
    });
  }
}

/** Seconds in the configuration; 3,000 by default. */
function fixedLife(settings: Settings): number {
  const text = settings.property('synapse.endpoint.http.oauth.cache.timeout')?.trim();
  return (text && /^\d+$/.test(text) ? Number(text) : 3_000) * 1000;
}

/** Waits for a token that others may wait for too: who has no time left goes, the request for the token goes on. */
function waitFor(token: Promise<string>, signal: CancelSignal | undefined): Promise<string> {
  if (!signal) return token;
  return new Promise((resolve, reject) => {
    const gone = () =>
      reject(new TokenError('Socket timeout: OAuth token endpoint did not respond within the expected time frame.'));
    if (signal.aborted) {
      token.catch(() => {});
      gone();
      return;
    }
    signal.addEventListener('abort', gone, { once: true });
    token.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone));
  });
}

function noToken(endpoint: string | null, thrown: unknown): Fault {
  if (thrown instanceof TokenError && thrown.unforeseen) return new Fault(thrown.message, { cause: thrown });
  if (!(thrown instanceof TokenError || isCredentialFault(thrown))) {
    return thrown instanceof Fault ? thrown : new Fault('Error while getting a token', { cause: thrown });
  }
  const text = `Could not generate access token for oauth configured http endpoint ${endpoint}. ${thrown.message}`;
  return new Fault(text, { errorCode: errorCodes.authenticationFailed, cause: thrown });
}

function isCredentialFault(thrown: unknown): thrown is Fault {
  return thrown instanceof Fault && thrown.errorCode === errorCodes.authenticationFailed;
}
