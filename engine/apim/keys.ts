import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key that signs, and the one that checks it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Name of the key that signs what this API manager issues itself; the alias of the product's own key. */
export const ownKeyName = 'wso2carbon';

/** Keys by name, made when they are first asked for: RSA of 2048 bits. */
export class KeyRing {
  readonly #keys = new Map<string, SigningKey>();

  get(name: string): SigningKey {
    let key = this.#keys.get(name);
    if (!key) {
      key = generateKeyPairSync('rsa', { modulusLength: 2048 });
      this.#keys.set(name, key);
    }
    return key;
  }

  /** The key whose signatures count: a public key or certificate in PEM, or one of a name. */
  publicKey(nameOrPem: string): KeyObject {
    return nameOrPem.includes('-----BEGIN ') ? createPublicKey(nameOrPem) : this.get(nameOrPem).publicKey;
  }
}
