import { JsonNumber, JsonObject, type JsonValue } from '../../message/index.js';
import { JsonPathFailure } from './failure.js';
import type { JsonPath } from './json-path.js';
import { namesOf } from './members.js';

/**
 * The text of a path's result (expressions sheet 3.2): a string without quotes, a number, `true`, `null`; compact JSON
 * for objects and arrays, where an object with a member `members` (else `elements`) is reduced to that member.
 * @throws JsonPathFailure for the result of a function that is a text, a boolean or null
 */
export function resultText(path: JsonPath, value: JsonValue): string {
  if (path.isCall && path.definite && (value === null || typeof value === 'string' || typeof value === 'boolean')) {
    throw new JsonPathFailure('failure', `The function at the end of ${path.text} gives no number, object or array`);
  }
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) return value.text;
  return value instanceof JsonObject ? gsonText(reduced(value)) : gsonText(value);
}

/** An object's member `members`, else `elements`; the object itself when it has neither. */
export function reduced(object: JsonObject): JsonValue {
  return object.get('members') ?? object.get('elements') ?? object;
}

/** Compact JSON as Gson writes it: a repeated name once with its last value, numbers with their digits. */
export function gsonText(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return arrayText(value);
  return value instanceof JsonObject ? objectText(value) : String(value);
}

function arrayText(items: readonly JsonValue[]): string {
  let text = '[';
  for (let at = 0; at < items.length; at++) text += at === 0 ? gsonText(items[0]!) : `,${gsonText(items[at]!)}`;
  return `${text}]`;
}

function objectText(object: JsonObject): string {
  const names = namesOf(object);
  // Without repeated names the values stand beside their names.
  const values = names === object.keys ? object.values : undefined;
  let text = '{';
  for (let at = 0; at < names.length; at++) {
    const name = names[at]!;
    text += `${(at === 0 ? '' : ',') + quoted(name)}:${gsonText(values ? values[at]! : object.get(name)!)}`;
  }
  return `${text}}`;
}

const needsEscape = /["\\\u0000-\u001f\u2028\u2029]/;
const escaped = /["\\\u0000-\u001f\u2028\u2029]/g;
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`;
  return `"${text.replace(escaped, (char) => escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}
