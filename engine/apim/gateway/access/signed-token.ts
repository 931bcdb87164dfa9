import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { ownKeyName } from '../../keys.js';
import type { ApimState } from '../../state.js';

/** What a token in JWT form turned out to be. */
export type SignedToken = JWTPayload | 'expired' | 'invalid';

/** Signatures by a public key only: neither `none` nor a secret that is shared. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** It has the three parts of a JWT, and the middle one can be read. */
export function isJwtShaped(token: string): boolean {
  try {
    return token.split('.').length === 3 && decodeJwt(token) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Checks signature and times of a JWT (gateway sheet E.2): by the key of the identity provider that issued it, else by our
 * own.
 * @param token in the form of a JWT
 * @param tolerance it counts for so many milliseconds after its end
 */
export async function verifySignedToken(token: string, state: ApimState, tolerance: number): Promise<SignedToken> {
  const { iss } = decodeJwt(token);
  const key = state.setup.idps?.find(({ name }) => name === iss)?.key ?? ownKeyName;
  try {
    const { payload } = await jwtVerify(token, state.keys.publicKey(key), {
      algorithms,
      currentDate: new Date(state.clock.now()),
      clockTolerance: tolerance / 1000,
    });
    return payload;
  } catch (thrown) {
    return thrown instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}
