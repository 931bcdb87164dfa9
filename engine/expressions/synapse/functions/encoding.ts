import { Fault } from '../../../errors/index.js';
import { decodeFormValue, encodeFormValue, encodeText, isKnownCharset } from '../../../message/index.js';
import { failEvaluation } from '../failure.js';
import { asText } from '../operand.js';
import { type Argument, type FunctionEntry, wrongArgument } from './call.js';

/** Base64 and percent-encoding. */
export const encodingFunctions = {
  base64encode: {
    1: (_call, [x]) => Buffer.from(text('base64encode', x)).toString('base64'),
    2: (_call, [x, charset]) =>
      encodeText(text('base64encode', x), known(text('base64encode', charset))).toString('base64'),
  },
  base64decode: { 1: (_call, [x]) => decodeBase64(text('base64decode', x)) },
  urlEncode: {
    1: (_call, [x]) => urlEncode(text('urlEncode', x), 'UTF-8'),
    2: (_call, [x, charset]) => urlEncode(text('urlEncode', x), known(text('urlEncode', charset))),
  },
  urlDecode: { 1: (_call, [x]) => decodeFormValue(text('urlDecode', x)) },
} satisfies Record<string, FunctionEntry>;

function text(name: string, operand: Argument): string {
  return asText(operand) ?? wrongArgument(name);
}

/** @throws Fault for what cannot be the name of a charset; an unknown one only fails */
function known(charset: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9.:+_-]*$/.test(charset)) throw new Fault(`Illegal charset name '${charset}'`);
  return isKnownCharset(charset) ? charset : failEvaluation(`the charset ${charset} is unknown`);
}

/** As Java's URLEncoder, but only for UTF-8, spelt so, with `%20` for a blank and `%2A` for a star. */
function urlEncode(text: string, charset: string): string {
  if (charset === 'UTF-8') return encodeFormValue(text).replaceAll('*', '%2A');
  return text
    .split(' ')
    .map((word) => encodeFormValue(word, charset))
    .join('+');
}

/** Strict, as `java.util.Base64`: only its alphabet; padding may be left out, but must not be wrong. */
function decodeBase64(encoded: string): string {
  const digits = encoded.replace(/={1,2}$/, '');
  const padded = digits.length < encoded.length;
  if (!/^[A-Za-z0-9+/]*$/.test(digits)) throw new Fault('Illegal base64 character');
  if (digits.length % 4 === 1) throw new Fault('Last unit does not have enough valid bits');
  if (padded && encoded.length % 4 !== 0) throw new Fault('Input byte array has wrong 4-byte ending unit');
  return Buffer.from(digits, 'base64').toString('utf8');
}
