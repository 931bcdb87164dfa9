import { remembered } from './remembered.js';

/** What stands in the place of a secret. */
export const redacted = '***';

/** Headers whose whole value is a secret, beside those with a telling name. */
const secretHeaders = new Set(['proxy-authorization', 'set-cookie', 'internal-key', 'x-jwt-assertion', 'dpop']);

/** Ends of the names of fields, parameters and elements that hold a secret: access_token, client_secret, userPassword. */
const secretName =
  '(?:(?:access|refresh|id|auth|bearer|subject|actor|device|session|security|csrf|xsrf)?[_-]?token|client[_-]?secret|' +
  'consumer[_-]?secret|(?:client[_-]?)?assertion|pass(?:word|wd|phrase|code)|secret(?:[_-]?key)?|private[_-]?key|' +
  'api[_-]?key|credentials?|authorization|cookie)';

const wholeSecretName = new RegExp(`^[\\w.-]{0,40}?${secretName}$`, 'i');

/** Whether a field, parameter or header of this name holds a secret. */
export const isSecretName: (name: string) => boolean = remembered(
  (name) => wholeSecretName.test(name) || secretHeaders.has(name.toLowerCase()),
);

/** A header's value for a log line. Of credentials the scheme stays visible: `Bearer ***`. */
export function redactHeader(name: string, value: string): string {
  if (!isSecretName(name)) return redactText(value);
  const scheme = /^(?:bearer|basic|digest|dpop|negotiate|ntlm)(?=\s)/i.exec(value)?.[0];
  return scheme ? `${scheme} ${redacted}` : redacted;
}

/** Cheap test that lets most texts pass as they are. */
const suspicious =
  /token|secret|pass|key|credential|assertion|authorization|cookie|bearer|basic|dpop|eyJ|:\/\/[^/\s]*@/i;

/**
 * Each rule keeps what stands around the secret. Repetitions that could run into each other are bounded, so that no text
 * takes more than linear time.
 */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // JSON: "access_token": "abc", numbers too; then the same inside a JSON string
  [
    new RegExp(`("[\\w.-]{0,40}?${secretName}"\\s{0,8}:\\s{0,8})(?:"(?:[^"\\\\]+|\\\\.)*"?|[^\\s"{[,}\\]]+)`, 'gi'),
    `$1"${redacted}"`,
  ],
  [
    new RegExp(`(\\\\{1,7}"[\\w.-]{0,40}?${secretName}\\\\{1,7}"\\s{0,8}:\\s{0,8}\\\\{1,7}")[^"\\\\]+`, 'gi'),
    `$1${redacted}`,
  ],
  // XML: <client_secret>abc</client_secret>
  [new RegExp(`(<(?:[\\w.-]{1,40}:)?[\\w.-]{0,40}?${secretName}(?:\\s[^<>]{0,500})?>)[^<]+`, 'gi'), `$1${redacted}`],
  // Bearer abc, Basic abc, wherever they stand
  [/\b(bearer|basic|dpop)(\s{1,8})[\w.~+/-]{4,}=*/gi, `$1$2${redacted}`],
  // Authorization: abc and Cookie: a=b; c=d, up to the end of the line
  [/\b((?:proxy-)?authorization\s{0,8}[:=]\s{0,8})(?!(?:bearer|basic|dpop)\s|["'])[^\s,]+/gi, `$1${redacted}`],
  [/\b((?:set-)?cookie\s{0,8}[:=]\s{0,8})[^\r\n]+/gi, `$1${redacted}`],
  // forms, query strings, XML attributes, properties of the log mediator: client_secret=abc
  [
    new RegExp(
      `((?<![\\w.-])[\\w.-]{0,40}?${secretName}\\s{0,8}=\\s{0,8}["']?)(?!(?:bearer|basic|dpop)\\s)[^\\s&;,"'<>]+`,
      'gi',
    ),
    `$1${redacted}`,
  ],
  // https://user:password@host
  [/(:\/\/)[^/\s:@]{0,200}:[^/\s@]{0,200}@/g, `$1${redacted}@`],
  // a JSON Web Token
  [/(?<![\w-])eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, redacted],
];

/**
 * A text without the credentials and tokens that can be recognised in it: values of fields, form parameters, elements
 * and headers with telling names, bearer and basic credentials, passwords in URLs, JSON Web Tokens.
 */
export function redactText(text: string): string {
  if (!suspicious.test(text)) return text;
  let result = text;
  for (const [pattern, replacement] of rules) result = result.replace(pattern, replacement);
  return result;
}
