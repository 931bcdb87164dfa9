import {
  type Expression,
  Fault,
  JsonData,
  JsonObject,
  type JsonValue,
  type Message,
  serializeXml,
  stringifyJson,
  type Value,
  valueText,
  XmlElement,
} from '../../engine/kit.js';
import type { ArgumentValue } from './payload-argument.js';
import {
  escapeControlCharacters,
  escapeJson,
  escapeXml,
  jsonTextToXml,
  jsonValueToXml,
  looksLikeJson,
  looksLikeXml,
  type Media,
  xmlTextToJson,
} from './payload-text.js';

/** Switches of the mediator. */
export interface PayloadSettings {
  /** `escapeXmlChars`. */
  readonly escapeControls: boolean;
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The text of an argument in the template, by media type and kind (mediators-message sheet 6.1). */
export function insertArgument(
  value: ArgumentValue,
  message: Message,
  media: Media,
  settings: PayloadSettings,
): string {
  if (media === 'text') return value.text;
  if (media === 'xml') return value.kind === 'json' ? jsonArgumentToXml(value.text) : value.text;
  if (value.kind === 'xml') return xmlTextToJson(value.text) ?? escapeJson(value.text);
  if (value.kind === 'json') return settings.escapeControls ? escapeControlCharacters(value.text) : value.text;
  return stringInJson(value, message);
}

function jsonArgumentToXml(text: string): string {
  try {
    return jsonTextToXml(text);
  } catch (thrown) {
    throw new Fault('The JSON value of an argument cannot be converted to XML', { cause: thrown });
  }
}

function stringInJson({ text, literal }: ArgumentValue, message: Message): string {
  const structured = !literal && looksLikeJson(text);
  if (structured) return text;
  const escaped = escapeJson(text);
  const quoting = message.properties.get('QUOTE_STRING_IN_PAYLOAD_FACTORY_JSON');
  if (typeof quoting !== 'string' || quoting.toLowerCase() !== 'true') return escaped;
  return ['true', 'false', 'null'].includes(text) || JSON_NUMBER.test(text) ? escaped : `"${escaped}"`;
}

/** The text of an inline `${…}` in the template. */
export function insertExpression(expression: Expression, message: Message, media: Media, quoted: boolean): string {
  const native = expression.source.includes('xpath(') ? expression.string(message) : expression.value(message);
  if (native === undefined || native === null) return quoted ? '""' : '';
  const text = native instanceof JsonData ? insertJson(native.value, media, quoted) : insertText(native, media, quoted);
  return quoted ? `"${text}"` : text;
}

function insertJson(value: JsonValue, media: Media, quoted: boolean): string {
  if (!Array.isArray(value) && !(value instanceof JsonObject)) return insertScalar(value, media);
  const compact = compactJson(value);
  if (media === 'text') return compact;
  if (media === 'json') return quoted ? escapeJson(compact) : compact;
  if (quoted) throw new Fault('A JSON object or array cannot stand in a quoted place of an XML payload');
  return jsonValueToXml(value);
}

function insertScalar(value: JsonValue, media: Media): string {
  const escaped = escapeJson(typeof value === 'string' ? value : stringifyJson(value));
  return media === 'xml' ? escapeXml(escaped) : escaped;
}

/** Compact JSON as the reference's writer prints it here: members that are null dropped, HTML characters escaped. */
function compactJson(value: JsonValue): string {
  const html: Record<string, string> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '=': '\\u003d',
    "'": '\\u0027',
  };
  return stringifyJson(withoutNullMembers(value)).replace(/[<>&=']/g, (character) => html[character]);
}

function withoutNullMembers(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNullMembers);
  if (!(value instanceof JsonObject)) return value;
  const kept = new JsonObject();
  for (const [key, member] of value.entries()) if (member !== null) kept.set(key, withoutNullMembers(member));
  return kept;
}

function insertText(native: Value, media: Media, quoted: boolean): string {
  const text = native instanceof XmlElement ? serializeXml(native) : (valueText(native) ?? '');
  const isXml = native instanceof XmlElement || looksLikeXml(text);
  if (media === 'text') return text;
  if (media === 'xml') return isXml && !quoted ? text : escapeXml(text);
  if (isXml) return quoted ? escapeJson(text) : (xmlTextToJson(text.replaceAll('\\\\', '\\')) ?? escapeJson(text));
  return quoted ? unescapeReplacement(text) : text;
}

/**
 * The reference hands the text to a regular-expression replacement, where `\x` stands for `x`… except that it doubles
 * known escapes before, so that they survive; a lone backslash disappears. A `$` fails there; it is kept here.
 */
function unescapeReplacement(text: string): string {
  return text.replace(/\\(?!["\\/bfnrtu])/g, '');
}
