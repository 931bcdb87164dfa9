import { createHash, randomUUID } from 'node:crypto';
import type { IssuedToken } from '../tokens.js';
import type { KeyManager } from './context.js';
import { inSeconds, issuerOf } from './issue-token.js';
import { signedJwt } from './jwt.js';
import { openidScope } from './scopes.js';

/** What a client gets of a token (gateway sheet B.2). */
export interface TokenContent {
  readonly access_token: string;
  readonly refresh_token: string | undefined;
  /** Separated by spaces. */
  readonly scope: string;
  readonly id_token: string | undefined;
  readonly token_type: 'Bearer';
  /** In seconds. */
  readonly expires_in: number;
}

/** What is answered for a token without an end: what still fits a Java `long`, as the product has it. */
const forever = 2 ** 63 - 1024;

/** An id token counts for so many seconds. */
const idTokenValidity = 3600;

/** What a client gets of a token; with an id token when the scope `openid` was granted to a user. */
export function tokenContent(keyManager: KeyManager, token: IssuedToken, nonce: string | undefined): TokenContent {
  const now = keyManager.state.clock.now();
  const { value, refreshToken, scopes, user, userType, consumerKey, expiresAt } = token;
  // Who stands for a client alone is nobody that an id token could name.
  const named = userType === 'APPLICATION_USER' && scopes.includes(openidScope);
  return {
    access_token: value,
    refresh_token: refreshToken?.value,
    scope: scopes.join(' '),
    id_token: named ? idToken(keyManager, { user, consumerKey, nonce, accessToken: value }) : undefined,
    token_type: 'Bearer',
    expires_in: expiresAt === undefined ? forever : inSeconds(expiresAt - now),
  };
}

/** What an id token says. */
export interface Identification {
  readonly user: string;
  readonly consumerKey: string;
  readonly nonce: string | undefined;
  /** The access token that comes along. */
  readonly accessToken: string | undefined;
}

/** Says to the client who the user is (OpenID Connect Core 1.0, section 2). */
export function idToken(
  { state, settings }: KeyManager,
  { user, consumerKey, nonce, accessToken }: Identification,
): string {
  const now = inSeconds(state.clock.now());
  return signedJwt(state.keys, 'JWT', {
    iss: issuerOf(settings.url),
    sub: user,
    aud: [consumerKey],
    azp: consumerKey,
    nonce,
    at_hash: accessToken === undefined ? undefined : halfHash(accessToken),
    iat: now,
    exp: now + idTokenValidity,
    jti: randomUUID(),
  });
}

function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}
