import type { ApimRequest } from '../server.js';
import type { User } from '../users.js';
import type { Refusal } from './refusal.js';

/** Who makes a request. */
export interface Caller {
  /** An OAuth2 client with its own credentials stands for no user. */
  readonly kind: 'user' | 'client';
  readonly tenant: string;
  /** Undefined: a client, or the user of a token who is not in the user store. */
  readonly user: User | undefined;
  /** Those of the token; undefined = the caller showed none. */
  readonly scopes: readonly string[] | undefined;
}

/** One way to tell who makes a request. */
export interface AuthenticationHandler {
  /** As `allowed_auth_handlers` says it. */
  readonly name: string;
  /** The last part of the name of the product's class, as `[[event_listener]]` says it. */
  readonly className: string;
  /** A rule must name it. Default: false. */
  readonly onlyByName?: boolean;
  /** @param path as the rules see it */
  canHandle(request: ApimRequest, path: string): boolean;
  /** Called for what it can handle. */
  authenticate(request: ApimRequest, path: string): Caller | Refusal;
}
