import { decodeText, encodeText, isKnownCharset, javaTrim } from '../../../message/index.js';
import { type Compiled, textual } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import { ANY_NUMBER, type FunctionDefinition } from './definition.js';

/** The functions of the message engine that encode and decode text. A wrong number of arguments gives empty text. */
export const encodingFunctions: readonly FunctionDefinition[] = [
  recoding('base64Encode', (text, charset) => base64Encode(text, known(charset))),
  recoding('base64Decode', (text, charset) => base64Decode(text, known(charset))),
  recoding('url-encode', urlEncode),
];

function recoding(name: string, recode: (text: string, charset: string) => string): FunctionDefinition {
  return {
    name,
    signature: `${name}(text[, charset])`,
    least: 0,
    most: ANY_NUMBER,
    compile(args: readonly Compiled[]) {
      const [text, charset] = args;
      if (text === undefined || args.length > 2) return textual(() => '');
      return textual((frame) => {
        const plain = text.text(frame);
        const charsetName = charset === undefined ? 'UTF-8' : charset.text(frame);
        return plain === '' ? '' : recode(plain, charsetName);
      });
    },
  };
}

function known(charset: string): string {
  if (!isKnownCharset(charset)) throw new EvaluationError(`the charset ${charset} is not known`);
  return charset;
}

/** The Base64 characters are read with the charset too, so that UTF-16 gives garbage, as in the reference. */
function base64Encode(text: string, charset: string): string {
  return decodeText(Buffer.from(encodeText(text, charset).toString('base64'), 'latin1'), charset);
}

/** Skips what is not Base64, takes the URL-safe letters as well; the result is trimmed. */
function base64Decode(text: string, charset: string): string {
  const characters = encodeText(text, charset).toString('latin1');
  return javaTrim(decodeText(Buffer.from(characters, 'base64'), charset));
}

/** Up to the first `?`. */
const outsidePath = /[^A-Za-z0-9\-_.~!*'()/?:@&=;,$]/g;
/** Behind the first `?`. */
const outsideQuery = /[^A-Za-z0-9\-_.~!*'()/?:@&=;,$+]/g;

/** Escapes a text as path and query: separators stay, `+` stays behind the `?` only. An unknown charset is UTF-8. */
function urlEncode(text: string, charsetName: string): string {
  if (charsetName === '') throw new EvaluationError('url-encode() was given an empty charset');
  const charset = isKnownCharset(charsetName) ? charsetName : 'UTF-8';
  const question = text.indexOf('?');
  const path = question < 0 ? text : text.slice(0, question);
  const query = question < 0 ? '' : text.slice(question);
  return escapeBytes(path, charset, outsidePath) + escapeBytes(query, charset, outsideQuery);
}

function escapeBytes(text: string, charset: string, unsafe: RegExp): string {
  return encodeText(text, charset)
    .toString('latin1')
    .replace(unsafe, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
