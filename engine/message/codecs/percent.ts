import { Fault } from '../../errors/index.js';
import { decodeText, encodeText } from './charset.js';

/** `java.net.URLEncoder`, but with `%20` for a blank: letters, digits, `.`, `-`, `*` and `_` stay. */
export function encodeFormValue(text: string, charset = 'UTF-8'): string {
  return percentEncode(text, /[^A-Za-z0-9.\-*_]+/g, charset);
}

/** For names and values of a query: what RFC 3986 allows in a query stays, except `&`. Always UTF-8. */
export function encodeQueryPart(text: string): string {
  return percentEncode(text, /[^A-Za-z0-9\-._~!$'()*+,;=:@/?]+/g, 'UTF-8');
}

function percentEncode(text: string, unsafe: RegExp, charset: string): string {
  return text.replace(unsafe, (run) => {
    let encoded = '';
    for (const byte of encodeText(run, charset)) encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return encoded;
  });
}

/**
 * Decodes `+` to a blank and `%XX` in a charset.
 * @throws Fault for a `%` without two hexadecimal digits
 */
export function decodeFormValue(text: string, charset = 'UTF-8'): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  const faulty = /%(?![0-9A-Fa-f]{2})/.exec(spaced);
  if (faulty !== null)
    throw new Fault(`Invalid % sequence (${spaced.slice(faulty.index, faulty.index + 3)}) in a form value`);
  return spaced.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    decodeText(Buffer.from(run.replaceAll('%', ''), 'hex'), charset),
  );
}
