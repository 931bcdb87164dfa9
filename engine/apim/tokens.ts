import type { Clock } from '../observe/index.js';
import type { ApplicationTable } from './applications.js';
import { ForgetfulMap } from './forgetful-map.js';
import type { KeyType, TokenSetup } from './setup.js';

/** An access token, with the refresh token that came with it. */
export interface IssuedToken {
  readonly value: string;
  readonly format: 'opaque' | 'jwt';
  /** Name of the application. */
  readonly application: string;
  readonly keyType: KeyType;
  readonly consumerKey: string;
  /** Whom it stands for; with its tenant when that is not `carbon.super`. */
  readonly user: string;
  /** `APPLICATION`: of the client alone. */
  readonly userType: 'APPLICATION' | 'APPLICATION_USER';
  readonly scopes: readonly string[];
  /** Grant that led to it. */
  readonly grant: string;
  /** In milliseconds since 1970. */
  readonly issuedAt: number;
  /** In milliseconds since 1970; undefined = never. */
  readonly expiresAt: number | undefined;
  readonly refreshToken?: { readonly value: string; readonly expiresAt: number | undefined } | undefined;
  /** The authorization code that it was given for, directly or by renewal. */
  readonly code?: string | undefined;
  /** The identity provider that vouched for the user; undefined = one of our own. */
  readonly idp?: string | undefined;
  /** Other claims that a resource server sees. */
  readonly claims?: Readonly<Record<string, unknown>>;
  state: 'ACTIVE' | 'INACTIVE' | 'EXPIRED' | 'REVOKED';
}

/** What tells apart the tokens that are given again (gateway sheet B.4). */
export type TokenKey = Pick<IssuedToken, 'consumerKey' | 'user' | 'userType' | 'idp' | 'scopes'>;

const defaultValidity = 3600;

/** So long after its end a token is still known, and so answered as expired or inactive; in milliseconds. */
const remembrance = 24 * 3600 * 1000;

/** More tokens are not kept: the oldest go. */
const mostTokens = 250_000;

/**
 * The tokens that were issued, in memory: the key manager adds and revokes them, gateway and resources look them up.
 * A day after a token and its refresh token ended, it is forgotten.
 */
export class TokenStore {
  readonly #clock: Clock;
  readonly #byValue: ForgetfulMap<IssuedToken>;
  /** Each refresh token with the access token that it renews. */
  readonly #byRefreshToken = new Map<string, IssuedToken>();
  /** The opaque token that was last given for a key. */
  readonly #latest = new Map<string, IssuedToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#byValue = new ForgetfulMap({
      limit: mostTokens,
      isOver: (token) => this.#isOver(token),
      dropped: (token) => this.#unlink(token),
    });
  }

  add(token: IssuedToken): void {
    if (token.refreshToken) this.#byRefreshToken.set(token.refreshToken.value, token);
    if (token.format === 'opaque' && token.state === 'ACTIVE') this.#latest.set(textOf(token), token);
    this.#byValue.set(token.value, token);
  }

  find(value: string): IssuedToken | undefined {
    return this.#byValue.get(value);
  }

  /** The token that a refresh token renews; undefined when it was renewed or revoked. It may be expired. */
  findByRefreshToken(value: string): IssuedToken | undefined {
    const token = this.#byRefreshToken.get(value);
    return token && (token.state === 'ACTIVE' || token.state === 'EXPIRED') ? token : undefined;
  }

  /** The opaque token that was last given for a key; it may have ended since. */
  latest(key: TokenKey): IssuedToken | undefined {
    return this.#latest.get(textOf(key));
  }

  all(): Iterable<IssuedToken> {
    return this.#byValue.values();
  }

  isExpired({ expiresAt }: { readonly expiresAt: number | undefined }): boolean {
    return expiresAt !== undefined && expiresAt <= this.#clock.now();
  }

  /** It is there, was not revoked, and its time is not over. */
  isActive(token: IssuedToken): boolean {
    return token.state === 'ACTIVE' && !this.isExpired(token);
  }

  #isOver(token: IssuedToken): boolean {
    const { refreshToken, expiresAt, state, format } = token;
    const renewable = refreshToken && this.findByRefreshToken(refreshToken.value) === token;
    if (renewable && !this.#endedLongAgo(refreshToken.expiresAt)) return false;
    // A revoked JWT without an end must stay known as revoked: it proves itself otherwise.
    if (expiresAt === undefined) return state !== 'ACTIVE' && format === 'opaque';
    return this.#endedLongAgo(expiresAt);
  }

  #endedLongAgo(end: number | undefined): boolean {
    return end !== undefined && end + remembrance <= this.#clock.now();
  }

  #unlink(token: IssuedToken): void {
    const { refreshToken } = token;
    if (refreshToken && this.#byRefreshToken.get(refreshToken.value) === token) {
      this.#byRefreshToken.delete(refreshToken.value);
    }
    const key = textOf(token);
    if (this.#latest.get(key) === token) this.#latest.delete(key);
  }
}

function textOf({ consumerKey, user, userType, idp, scopes }: TokenKey): string {
  return JSON.stringify([consumerKey, user.toLowerCase(), userType, idp ?? null, [...scopes].sort()]);
}

/** The tokens of a setup. */
export function addTokens(
  store: TokenStore,
  tokens: readonly TokenSetup[],
  applications: ApplicationTable,
  now: number,
): void {
  for (const {
    value,
    application: name = '',
    keyType = 'PRODUCTION',
    user,
    scopes,
    validFor,
    state,
    format,
  } of tokens) {
    const application = applications.get(name);
    const lifetime = validFor ?? defaultValidity;
    store.add({
      value,
      format: format ?? 'opaque',
      application: name,
      keyType,
      consumerKey: application?.keys?.[keyType]?.consumerKey ?? '',
      user: user ?? application?.owner ?? '',
      userType: user === undefined ? 'APPLICATION' : 'APPLICATION_USER',
      scopes: scopes ?? ['default'],
      grant: user === undefined ? 'client_credentials' : 'password',
      issuedAt: now,
      expiresAt: lifetime < 0 ? undefined : now + lifetime * 1000,
      state: state ?? 'ACTIVE',
    });
  }
}
