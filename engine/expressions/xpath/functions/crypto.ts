import { createHmac, getHashes } from 'node:crypto';
import { type Compiled, textual } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import { decryptText, encryptText, type KeyPlace } from './cipher.js';
import { ANY_NUMBER, type FunctionDefinition } from './definition.js';

/** The functions of the message engine that use keys. A wrong number of arguments gives empty text. */
export const cryptoFunctions: readonly FunctionDefinition[] = [
  {
    name: 'hmac-generate',
    signature: 'hmac-generate(payload, secret[, algorithm])',
    least: 0,
    most: ANY_NUMBER,
    compile(args) {
      const [payload, secret, algorithm] = args;
      if (args.length < 2 || args.length > 3) return textual(() => '');
      return textual((frame) => hmac(payload!.text(frame), secret!.text(frame), algorithm?.text(frame) ?? 'HmacSHA1'));
    },
  },
  keyed('encrypt', encryptText),
  keyed('decrypt', decryptText),
];

/** Lower-case hexadecimal. Java's names of the algorithms are taken in any case. */
function hmac(payload: string, secret: string, algorithm: string): string {
  const hash = hashOf(algorithm);
  if (hash === undefined) throw new EvaluationError(`the algorithm ${algorithm} is not known`);
  if (secret === '') throw new EvaluationError('hmac-generate() was given an empty secret');
  return createHmac(hash, secret).update(payload, 'utf8').digest('hex');
}

/** `HmacSHA512/256` is `sha512-256` to Node. */
function hashOf(algorithm: string): string | undefined {
  const name = /^hmac(md5|sha1|sha(?:224|256|384|512)|sha512\/(?:224|256)|sha3-(?:224|256|384|512))$/i.exec(algorithm);
  const hash = name?.[1]?.toLowerCase().replace('/', '-');
  return hash !== undefined && getHashes().includes(hash) ? hash : undefined;
}

function keyed(name: string, apply: (text: string, place: KeyPlace, algorithm: string) => string): FunctionDefinition {
  return {
    name,
    signature: `${name}(text, keystore, password, alias[, type[, algorithm]])`,
    least: 0,
    most: ANY_NUMBER,
    compile(args: readonly Compiled[]) {
      if (args.length < 4 || args.length > 6) return textual(() => '');
      return textual((frame) => {
        const [text, file, password, alias, type = 'JKS', algorithm = 'RSA'] = args.map((one) => one.text(frame));
        return apply(text!, { file: file!, password: password!, alias: alias!, type }, algorithm);
      });
    },
  };
}
