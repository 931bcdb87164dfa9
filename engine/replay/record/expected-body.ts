import { parseJson, stringifyJson } from '../../message/index.js';
import { sameXml } from '../../xml/index.js';
import { formFields } from '../body-text.js';
import type { BodyMatcher, Json } from '../fixture.js';
import type { BodyContent } from './body-content.js';
import { type ExpectedPiece, type ExpectedTexts, exactText, expressionOf } from './expected-texts.js';
import { bodyShape, mapLeaves } from './leaf-texts.js';

/**
 * The matcher for a body that came out: JSON, XML and forms by their content, other texts as they are, and bytes as
 * base64. Undefined when none is possible: a packed body that is another one in each run.
 */
export function expectedBody(content: BodyContent | undefined, texts: ExpectedTexts): BodyMatcher | undefined {
  if (content === undefined) return { empty: true };
  const { text, type, plain } = content;
  const shape = bodyShape(text, type);
  const pieces = mapLeaves<ExpectedPiece>(text, shape, (leaf, name) => texts.pieces(leaf, name));
  const exact = exactText(pieces);
  if (!plain) return exact === undefined ? undefined : bytesOf(content, exact);
  if (shape === 'json') return jsonMatcher(text, texts) ?? textMatcher(pieces);
  if (shape === 'form') return formMatcher(text, texts) ?? textMatcher(pieces);
  return shape === 'xml' && exact !== undefined && isXml(exact) ? { xml: exact } : textMatcher(pieces);
}

/** The bytes of a content that may have been changed. */
export function changedBytes(content: BodyContent, text: string): Buffer {
  return text === content.text ? content.bytes : content.encode(text);
}

function bytesOf(content: BodyContent, text: string): BodyMatcher {
  return { base64: changedBytes(content, text).toString('base64') };
}

function textMatcher(pieces: readonly ExpectedPiece[]): BodyMatcher {
  return exactText(pieces) ?? { matches: expressionOf(pieces) };
}

/** Undefined for JSON that would lose something as plain data, or whose names could be taken for matchers. */
function jsonMatcher(text: string, texts: ExpectedTexts): BodyMatcher | undefined {
  const data: unknown = JSON.parse(text);
  if (/"\$[^"]*"\s*:/.test(text) || !isLossless(text, data)) return undefined;
  return { json: expectedJson(data, '', texts) };
}

/** Whether plain data holds all of a JSON text: digits, equal names, order of names. */
export function isLossless(text: string, data: unknown): boolean {
  try {
    return stringifyJson(parseJson(text)) === JSON.stringify(data);
  } catch {
    return false;
  }
}

function expectedJson(data: unknown, name: string, texts: ExpectedTexts): Json {
  if (typeof data === 'string') return texts.value(data, name);
  if (typeof data === 'number') return texts.number(data, name);
  if (Array.isArray(data)) return data.map((item) => expectedJson(item, name, texts));
  if (typeof data !== 'object' || data === null) return data as Json;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, expectedJson(value, key, texts)]));
}

/** Undefined for a form that is not written as forms are. */
function formMatcher(text: string, texts: ExpectedTexts): BodyMatcher | undefined {
  if (new URLSearchParams(text).toString() !== text || /(?:^|&)(?:\$|%24)/.test(text)) return undefined;
  const fields = Object.entries(formFields(text)).map(([name, value]): [string, Json] => [
    name,
    Array.isArray(value) ? value.map((each) => texts.value(each, name)) : texts.value(value as string, name),
  ]);
  return { form: Object.fromEntries(fields) };
}

function isXml(text: string): boolean {
  try {
    return sameXml(text, text).same;
  } catch {
    return false;
  }
}
