import { randomUUID } from 'node:crypto';
import type { Client } from '../applications.js';
import { ForgetfulMap } from '../forgetful-map.js';
import type { ApimState } from '../state.js';
import type { IssuedToken } from '../tokens.js';

/** An authorization code. */
export interface AuthorizationCode {
  readonly value: string;
  /** Name of the application that it was given to. */
  readonly application: string;
  /** The key of the application that asked; undefined = any. */
  readonly consumerKey?: string;
  readonly user: string;
  readonly redirectUri: string | undefined;
  readonly scopes: readonly string[];
  /** In milliseconds since 1970; undefined = never. */
  readonly expiresAt: number | undefined;
  readonly challenge: CodeChallenge | undefined;
  readonly nonce?: string | undefined;
  used: boolean;
  /** The access token that it was exchanged for. */
  token?: IssuedToken;
}

/** What the verifier must fit (RFC 7636). */
export interface CodeChallenge {
  readonly value: string;
  readonly method: 'S256' | 'plain';
}

/** So long after its end a code is still known, so that who presents it once more ends its tokens; in milliseconds. */
const remembrance = 24 * 3600 * 1000;

/** More codes are not kept: the oldest go. */
const mostCodes = 100_000;

/** The codes that were given. */
export class CodeStore {
  readonly #codes: ForgetfulMap<AuthorizationCode>;

  constructor({ clock, startedAt, setup: { codes = [] } }: ApimState) {
    const over = (end: number | undefined) => end !== undefined && end + remembrance <= clock.now();
    this.#codes = new ForgetfulMap({ limit: mostCodes, isOver: ({ expiresAt }) => over(expiresAt) });
    for (const { value, application, user, redirectUri, scopes, validFor = 300, ...pkce } of codes) {
      const { codeChallenge, codeChallengeMethod: method = 'plain' } = pkce;
      this.#codes.set(value, {
        value,
        application,
        user,
        redirectUri,
        scopes: scopes ?? ['default'],
        expiresAt: validFor < 0 ? undefined : startedAt + validFor * 1000,
        challenge: codeChallenge === undefined ? undefined : { value: codeChallenge, method },
        used: false,
      });
    }
  }

  /** A new code for a client. */
  create({ application, consumerKey }: Client, content: NewCode): AuthorizationCode {
    const code = { ...content, value: randomUUID(), application: application.name, consumerKey, used: false };
    this.#codes.set(code.value, code);
    return code;
  }

  /** The code when it was given to the client. */
  find(value: string, client: Client): AuthorizationCode | undefined {
    const code = this.#codes.get(value);
    const own = code?.application === client.application.name;
    return own && (code.consumerKey ?? client.consumerKey) === client.consumerKey ? code : undefined;
  }
}

type NewCode = Omit<AuthorizationCode, 'value' | 'application' | 'consumerKey' | 'used' | 'token'>;
