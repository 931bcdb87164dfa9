import type { ClientCertificate, Headers } from '../../message/index.js';
import type { ApiSetup, KeyType, OperationSetup } from '../setup.js';
import type { IssuedToken } from '../tokens.js';

/** A request to an API of the gateway, once its resource is known. */
export interface Invocation {
  readonly api: ApiSetup;
  /** Context with the version: `/pizzashack/1.0.0`. */
  readonly context: string;
  readonly operation: OperationSetup;
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  /** Those of the message: what the gateway has read, it takes out. */
  readonly headers: Headers;
  readonly scheme: 'http' | 'https';
  readonly remoteAddress: string;
  /** Whom the client's certificate names, when it showed one that the connection accepted. */
  readonly clientCertificate?: ClientCertificate | undefined;
}

/** Who invokes an API, as far as that is known. */
export interface Caller {
  /** Name; undefined = nobody subscribes (Basic credentials, no credentials). */
  readonly application: string | undefined;
  readonly consumerKey: string | undefined;
  readonly keyType: KeyType;
  /** `anonymous` without credentials. */
  readonly user: string;
  /** Subscription tier; `Unauthenticated` without credentials. */
  readonly tier: string;
  readonly token: IssuedToken | undefined;
  /** The target without credentials in its query. */
  readonly target: string;
}

/** Why a request is refused (gateway sheet E.3, E.7). */
export interface Refusal {
  readonly kind: 'authentication' | 'throttling';
  readonly status: number;
  /** `900902` */
  readonly code: string;
  readonly message: string;
  readonly description: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Throttling: when the window ends, as the body says it. */
  readonly nextAccessTime?: string;
}

export function isRefusal(result: Caller | Refusal): result is Refusal {
  return 'kind' in result;
}
