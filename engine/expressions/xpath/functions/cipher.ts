import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EvaluationError } from '../evaluation-error.js';
import { readJavaKeystore } from './java-keystore.js';

/** Where a key lies. The password opens the keystore and the key in it. */
export interface KeyPlace {
  readonly file: string;
  readonly password: string;
  readonly alias: string;
  /** Java's name of the keystore's format. */
  readonly type: string;
}

interface Padding {
  readonly padding: number;
  readonly oaepHash?: string;
}

/** The transformations of Java that have a counterpart here, in lower case. */
const paddings: Readonly<Record<string, Padding>> = {
  rsa: { padding: constants.RSA_PKCS1_PADDING },
  'rsa/ecb/pkcs1padding': { padding: constants.RSA_PKCS1_PADDING },
  'rsa/ecb/oaeppadding': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  'rsa/ecb/oaepwithsha1andmgf1padding': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  'rsa/ecb/oaepwithsha-1andmgf1padding': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
};

/** Encrypts with the public key of an alias; the result is Base64. Throws EvaluationError. */
export function encryptText(text: string, place: KeyPlace, algorithm: string): string {
  const padding = paddingOf(algorithm);
  const { certificateKey } = entryAt(place);
  return guarded('encrypt', () =>
    publicEncrypt({ key: certificateKey, ...padding }, Buffer.from(text, 'utf8')).toString('base64'),
  );
}

/** Decrypts Base64 with the private key of an alias. Throws EvaluationError. */
export function decryptText(text: string, place: KeyPlace, algorithm: string): string {
  const padding = paddingOf(algorithm);
  const key = entryAt(place).privateKey(place.password);
  const bytes = Buffer.from(text, 'base64');
  return guarded('decrypt', () => decrypt(key, bytes, padding).toString('utf8'));
}

/** Node 20 refuses PKCS#1 padding when decrypting with most builds, so it is taken off here. */
function decrypt(key: KeyObject, bytes: Buffer, padding: Padding): Buffer {
  if (padding.padding !== constants.RSA_PKCS1_PADDING) return privateDecrypt({ key, ...padding }, bytes);
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, bytes);
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error('the padding is wrong');
  return block.subarray(end + 1);
}

function paddingOf(algorithm: string): Padding {
  const name = algorithm.toLowerCase();
  const padding = Object.hasOwn(paddings, name) ? paddings[name] : undefined;
  if (padding === undefined) throw new EvaluationError(`the algorithm ${algorithm} is not known`);
  return padding;
}

function entryAt({ file, password, alias, type }: KeyPlace) {
  if (type.toUpperCase() !== 'JKS') throw new EvaluationError(`keystores of the type ${type} are not read`);
  const entries = guarded('open the keystore', () => readJavaKeystore(readFileSync(file), password));
  const entry = entries.get(alias.toLowerCase());
  if (entry === undefined) throw new EvaluationError(`the keystore has no key ${alias}`);
  return entry;
}

/** Errors of the platform name neither key nor text here. */
function guarded<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    throw new EvaluationError(`it was not possible to ${what}`, { cause: error });
  }
}
