import { type JsonWebKey, sign } from 'node:crypto';
import { type KeyRing, keyIdOf, ownKeyName } from '../keys.js';

/**
 * A JWT signed with RS256, in its compact form. Signed at once, not aside: a token is looked up, made and kept in one go,
 * so that no other request comes between.
 * @param type of the JOSE header
 */
export function signedJwt(keys: KeyRing, type: string, claims: Readonly<Record<string, unknown>>): string {
  const header = { typ: type, alg: 'RS256', kid: keyIdOf(keys.get(ownKeyName).publicKey) };
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), keys.get(ownKeyName).privateKey);
  return `${content}.${signature.toString('base64url')}`;
}

/** The keys that check what the key manager issues, as a JSON Web Key Set. */
export function keySet(keys: KeyRing): { readonly keys: readonly JsonWebKey[] } {
  const { publicKey } = keys.get(ownKeyName);
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: keyIdOf(publicKey) }] };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
