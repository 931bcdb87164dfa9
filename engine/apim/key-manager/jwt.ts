import { createHash, type JsonWebKey, sign } from 'node:crypto';
import type { KeyRing } from '../keys.js';

/** Name of the key that signs what the key manager issues. */
const keyName = 'key-manager';

/**
 * A JWT signed with RS256, in its compact form. Signed at once, not aside: a token is looked up, made and kept in one go,
 * so that no other request comes between.
 * @param type of the JOSE header
 */
export function signedJwt(keys: KeyRing, type: string, claims: Readonly<Record<string, unknown>>): string {
  const header = { typ: type, alg: 'RS256', kid: keyIdOf(publicJwk(keys)) };
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), keys.get(keyName).privateKey);
  return `${content}.${signature.toString('base64url')}`;
}

/** The keys that check what the key manager issues, as a JSON Web Key Set. */
export function keySet(keys: KeyRing): { readonly keys: readonly JsonWebKey[] } {
  const key = publicJwk(keys);
  return { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: keyIdOf(key) }] };
}

function publicJwk(keys: KeyRing): JsonWebKey {
  return keys.get(keyName).publicKey.export({ format: 'jwk' });
}

/** The thumbprint of RFC 7638. */
function keyIdOf({ e, kty, n }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
