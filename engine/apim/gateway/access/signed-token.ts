import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { ownKeyName } from '../../keys.js';
import type { ApimState } from '../../state.js';

/** What a token in JWT form turned out to be. */
export type SignedToken = JWTPayload | 'expired' | 'invalid';

/** Signatures by a public key only: neither `none` nor a secret that is shared. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** `typ` of the access tokens that we issue ourselves; ID tokens, signed with the same key, have another one. */
export const accessTokenType = 'at+jwt';

/** It has the three parts of a JWT, and the middle one can be read. */
export function isJwtShaped(token: string): boolean {
  try {
    return token.split('.').length === 3 && decodeJwt(token) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Checks our own signature and the times of a JWT (gateway sheet E.2). Identity providers vouch for users at the key manager;
 * who may call is not theirs to say, so what they sign is no access token.
 * @param token in the form of a JWT
 * @param tolerance it counts for so many milliseconds after its end
 * @param type what `typ` must say
 */
export async function verifySignedToken(
  token: string,
  state: ApimState,
  tolerance: number,
  type: string,
): Promise<SignedToken> {
  try {
    const { payload } = await jwtVerify(token, state.keys.publicKey(ownKeyName), {
      algorithms,
      currentDate: new Date(state.clock.now()),
      clockTolerance: tolerance / 1000,
      typ: type,
    });
    return payload;
  } catch (thrown) {
    return thrown instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}
