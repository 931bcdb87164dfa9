/**
 * What a text is that should be JSON, judged by its first telling character.
 * - `object`, `array`: it goes on with `{` or `[`; nothing more is checked, junk before the bracket included
 * - `value`: the whole text is a string, number, boolean or null
 * - `empty`: nothing but spaces
 * - `unstarted`: nothing in it could start a JSON value. A fault, but an empty body on a GET or DELETE
 * - `malformed`: it starts like a string, number, boolean or null and is none. A fault
 */
export type JsonTextKind = 'object' | 'array' | 'value' | 'empty' | 'unstarted' | 'malformed';

const telling = /[{["tnf\-0-9]/;
const scalar = /^(?:"[\s\S]*"|true|false|null|-?[0-9]+(?:\.[0-9]+)?)$/;

/** Looks at a body or at a text that becomes one, as the reference's JSON builder does: it does not parse. */
export function detectJson(text: string): JsonTextKind {
  const first = telling.exec(text)?.[0];
  if (first === '{') return 'object';
  if (first === '[') return 'array';
  if (first !== undefined) return scalar.test(text) ? 'value' : 'malformed';
  return /^ *$/.test(text) ? 'empty' : 'unstarted';
}
