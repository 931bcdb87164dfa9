import type { Clock } from '../observe/index.js';
import type { ApplicationTable } from './applications.js';
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
  /** The authorization code that it was given for. */
  readonly code?: string | undefined;
  /** Other claims that a resource server sees. */
  readonly claims?: Readonly<Record<string, unknown>>;
  state: 'ACTIVE' | 'INACTIVE' | 'EXPIRED' | 'REVOKED';
}

const defaultValidity = 3600;

/** The tokens that were issued, in memory: the key manager adds and revokes them, gateway and resources look them up. */
export class TokenStore {
  readonly #clock: Clock;
  readonly #byValue = new Map<string, IssuedToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(token: IssuedToken): void {
    this.#byValue.set(token.value, token);
  }

  find(value: string): IssuedToken | undefined {
    return this.#byValue.get(value);
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
