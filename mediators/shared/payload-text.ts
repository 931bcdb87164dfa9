import { type JsonValue, jsonToXml, parseJson, parseXml, serializeXml, xmlToJsonText } from '../../engine/kit.js';

/** Media types of a payload template. */
export type Media = 'xml' | 'json' | 'text';

const XML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Escapes the five characters of XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => XML_ESCAPES[character]);
}

const JSON_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Escapes what the reference escapes inside a JSON string: backslash, quote and \b \f \n \r \t. */
export function escapeJson(text: string): string {
  return text.replace(/["\\\b\f\n\r\t]/g, (character) => JSON_ESCAPES[character]);
}

/** Escapes raw line breaks and the like inside JSON text, and leaves the rest (`escapeXmlChars="true"`). */
export function escapeControlCharacters(json: string): string {
  return json.replace(/[\b\f\n\r\t]/g, (character) => JSON_ESCAPES[character]);
}

/**
 * Whether the reference takes a text for XML: it ends with `>`, has four or more characters, and its first start tag can
 * be read; the rest is not checked (mediators-message sheet 6.1).
 */
export function looksLikeXml(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < 4 || !trimmed.endsWith('>') || !trimmed.startsWith('<')) return false;
  const start =
    /^(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*)*(<[A-Za-z_][^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>)/.exec(trimmed);
  if (!start) return false;
  const tag = start[1].endsWith('/>') ? start[1] : `${start[1].slice(0, -1)}/>`;
  return isWellFormed(tag);
}

function isWellFormed(xml: string): boolean {
  try {
    parseXml(xml);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text starts like a JSON object or array. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/** XML text, one or more roots, as a JSON object whose members are the roots; undefined when it cannot be parsed. */
export function xmlTextToJson(text: string): string | undefined {
  try {
    const root = parseXml(`<jsonObject>${text.replace(/^\s*<\?xml[\s\S]*?\?>/, '')}</jsonObject>`).documentElement!;
    return xmlToJsonText(root);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object, or the items of an array, as XML text. Throws what the reader throws. */
export function jsonTextToXml(json: string): string {
  return jsonValueToXml(parseJson(json));
}

/** The same for a value. */
export function jsonValueToXml(value: JsonValue): string {
  let xml = '';
  for (let node = jsonToXml(value).firstChild; node; node = node.nextSibling) xml += serializeXml(node);
  return xml;
}
