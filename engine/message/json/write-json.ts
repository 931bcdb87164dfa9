import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';

/**
 * Writes a JSON value: compact, names and order as they are, numbers with their digits. Strings escape `"`, `\` and
 * control characters only (`\b \f \n \r \t`, else `\u00XX`); `/` and everything beyond ASCII stay.
 * @param indent spaces per level, or the text of one level; default none, which gives one line without blanks
 */
export function stringifyJson(value: JsonValue, indent: number | string = ''): string {
  const step = typeof indent === 'number' ? ' '.repeat(indent) : indent;
  return step === '' ? compact(value) : indented(value, step, '\n');
}

function compact(value: JsonValue): string {
  if (typeof value === 'string') return quoteJson(value);
  if (value instanceof JsonNumber) return value.text;
  if (value instanceof JsonObject) return compactObject(value);
  if (Array.isArray(value)) return compactArray(value);
  return String(value);
}

function compactObject({ keys, values }: JsonObject): string {
  let text = '{';
  for (let at = 0; at < keys.length; at++) {
    text += `${(at === 0 ? '' : ',') + quoteJson(keys[at]!)}:${compact(values[at]!)}`;
  }
  return `${text}}`;
}

function compactArray(items: readonly JsonValue[]): string {
  let text = '[';
  for (let at = 0; at < items.length; at++) text += at === 0 ? compact(items[0]!) : `,${compact(items[at]!)}`;
  return `${text}]`;
}

/** @param lineBreak a line feed and the indentation of the line that the value stands in */
function indented(value: JsonValue, step: string, lineBreak: string): string {
  const inner = lineBreak + step;
  if (value instanceof JsonObject && value.size > 0) {
    const members = value.keys.map((key, at) => `${quoteJson(key)}: ${indented(value.values[at]!, step, inner)}`);
    return `{${inner}${members.join(`,${inner}`)}${lineBreak}}`;
  }
  if (Array.isArray(value) && value.length > 0) {
    return `[${inner}${value.map((item) => indented(item, step, inner)).join(`,${inner}`)}${lineBreak}]`;
  }
  return compact(value);
}

const needsEscape = /["\\\u0000-\u001f]/;
const allThatNeedEscape = /["\\\u0000-\u001f]/g;
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text as JSON string, with its quotes. */
export function quoteJson(text: string): string {
  return needsEscape.test(text) ? `"${text.replace(allThatNeedEscape, escapeOf)}"` : `"${text}"`;
}

function escapeOf(character: string): string {
  return shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
