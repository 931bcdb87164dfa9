import { randomUUID } from 'node:crypto';
import type { Client } from '../applications.js';
import type { IssuedToken, TokenKey } from '../tokens.js';
import type { KeyManager } from './context.js';
import { signedJwt } from './jwt.js';

/** What a client has shown to be granted. */
export interface Grant {
  readonly user: string;
  readonly userType: IssuedToken['userType'];
  readonly scopes: readonly string[];
  readonly type: string;
  readonly idp?: string | undefined;
  readonly code?: string | undefined;
  /** What the id token repeats. */
  readonly nonce?: string | undefined;
  /** In seconds, negative: for ever; default: that of the settings. */
  readonly validity?: number | undefined;
  /** The token that is renewed; it has ended. */
  readonly renewed?: IssuedToken;
  /** Told of the token that came of it. */
  issued?(token: IssuedToken): void;
}

/** An opaque token with less time left is not given again; in milliseconds. */
const leastRest = 1000;

/**
 * The token for a grant (gateway sheet B.4): an opaque one that has time left is given again, otherwise there is a new
 * one, which takes over the refresh token of an expired one.
 */
export function issueToken(keyManager: KeyManager, client: Client, grant: Grant): IssuedToken {
  const { settings, state } = keyManager;
  const { consumerKey } = client;
  const key = { consumerKey, user: grant.user, userType: grant.userType, idp: grant.idp, scopes: grant.scopes };
  const before = settings.tokenType === 'opaque' ? activeBefore(keyManager, key) : undefined;
  if (before && !grant.renewed && !settings.newTokenPerRequest && hasRest(keyManager, before)) {
    grant.issued?.(before);
    return before;
  }
  const refreshToken = refreshTokenFor(keyManager, grant, before);
  if (before) before.state = state.tokens.isExpired(before) ? 'EXPIRED' : 'INACTIVE';
  const token = newToken(keyManager, client, grant, refreshToken);
  state.tokens.add(token);
  grant.issued?.(token);
  return token;
}

/** The opaque token of a key that was neither renewed nor revoked; it may be expired. */
function activeBefore({ state }: KeyManager, key: TokenKey): IssuedToken | undefined {
  const token = state.tokens.latest(key);
  return token?.state === 'ACTIVE' ? token : undefined;
}

function hasRest({ state }: KeyManager, { expiresAt }: IssuedToken): boolean {
  return expiresAt === undefined || expiresAt - state.clock.now() >= leastRest;
}

type RefreshToken = NonNullable<IssuedToken['refreshToken']>;

function refreshTokenFor(
  { state, settings }: KeyManager,
  { renewed, userType }: Grant,
  before: IssuedToken | undefined,
): RefreshToken | undefined {
  if (renewed && !settings.newRefreshToken) return renewed.refreshToken;
  if (!renewed && userType === 'APPLICATION' && !settings.refreshForClients) return undefined;
  const kept = renewed ? undefined : before?.refreshToken;
  if (kept && !state.tokens.isExpired(kept)) return kept;
  return { value: randomUUID(), expiresAt: endOf(settings.refreshTokenValidity, state.clock.now()) };
}

function newToken(
  { state, settings }: KeyManager,
  { application, keyType, consumerKey }: Client,
  { user, userType, scopes, type, idp, code, validity }: Grant,
  refreshToken: RefreshToken | undefined,
): IssuedToken {
  const usual = userType === 'APPLICATION' ? settings.appTokenValidity : settings.userTokenValidity;
  const issuedAt = state.clock.now();
  const expiresAt = endOf(validity ?? usual, issuedAt);
  const id = randomUUID();
  const content = { consumerKey, user, userType, scopes, issuedAt, expiresAt };
  const claims = settings.tokenType === 'jwt' ? claimsOf(settings.url, id, content) : undefined;
  return {
    ...content,
    value: claims ? signedJwt(state.keys, 'at+jwt', claims) : id,
    format: settings.tokenType,
    application: application.name,
    keyType,
    grant: type,
    refreshToken,
    code,
    idp,
    ...(claims && { claims }),
    state: 'ACTIVE',
  };
}

/** The claims of an access token that is a JWT. */
function claimsOf(
  url: string,
  jti: string,
  { consumerKey, user, userType, scopes, issuedAt, expiresAt }: Omit<TokenKey, 'idp'> & TokenTimes,
): Readonly<Record<string, unknown>> {
  return {
    iss: issuerOf(url),
    sub: user,
    aud: consumerKey,
    azp: consumerKey,
    client_id: consumerKey,
    aut: userType,
    scope: scopes.join(' '),
    nbf: inSeconds(issuedAt),
    iat: inSeconds(issuedAt),
    exp: expiresAt === undefined ? undefined : inSeconds(expiresAt),
    jti,
  };
}

type TokenTimes = Pick<IssuedToken, 'issuedAt' | 'expiresAt'>;

/** How a key manager names itself in its tokens. */
export function issuerOf(url: string): string {
  return `${url}/token`;
}

/** Milliseconds as whole seconds. */
export function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** The end of a validity in seconds, in milliseconds since 1970; undefined when it is negative, for ever. */
export function endOf(validity: number, now: number): number | undefined {
  return validity < 0 ? undefined : now + validity * 1000;
}
