import { Fault } from '../errors/index.js';
import { parseXml, type XmlElement, XmlSyntaxError } from '../xml/index.js';
import { JavaNumber, parseJavaDouble, parseJavaLong } from './codecs/index.js';
import { JsonData, JsonSyntaxError, parseJson } from './json/index.js';
import type { Value } from './value.js';

/** Where the text to be converted comes from: only results of expressions have their decimals cut. */
export type ValueSource = 'literal' | 'expression';

/** Types of the property mediator; `XML` is the variable mediator's name for OM. */
export const valueTypes = [
  'STRING',
  'BOOLEAN',
  'INTEGER',
  'LONG',
  'SHORT',
  'FLOAT',
  'DOUBLE',
  'OM',
  'JSON',
  'XML',
] as const;
/** One of `valueTypes`. */
export type ValueType = (typeof valueTypes)[number];

/**
 * Converts a text as the `type` of the property mediator says (message-model sheet 2.1).
 * - BOOLEAN: `true`, `yes` (any case) and `1` are true, anything else, null included, is false.
 * - INTEGER, SHORT: decimals of an expression's result are cut; LONG does not take any.
 * - DOUBLE, FLOAT: Java's number texts, `1e3`, ` 5 `, `5d`, `NaN`, `Infinity`.
 * - OM, XML: parsed; null stays null. JSON: parsed leniently, else taken as a string.
 * @param text null = an expression that gave nothing
 * @param mediator name in the fault's message
 * @throws Fault for a type that is unknown and for a text that does not fit
 */
export function convertValue(
  type: string,
  text: string | null,
  source: ValueSource = 'literal',
  mediator: 'property' | 'variable' = 'property',
): Value {
  const converted = convert(type, text, source);
  if (converted === undefined) {
    throw new Fault(
      `Unknown type : ${type} for the ${mediator} mediator or the ${mediator} value cannot be converted into the specified type.`,
    );
  }
  return converted;
}

/** The value, or undefined when the text does not fit. */
function convert(type: string, text: string | null, source: ValueSource): Value | undefined {
  switch (type) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return text !== null && /^(true|yes|1)$/i.test(text);
    case 'INTEGER':
      return integer('int', text, source, 32);
    case 'SHORT':
      return integer('short', text, source, 16);
    case 'LONG':
      return integer('long', text, 'literal', 64);
    case 'DOUBLE':
      return decimal('double', text);
    case 'FLOAT':
      return decimal('float', text);
    case 'OM':
    case 'XML':
      return text === null ? null : parseOm(text);
    case 'JSON':
      return text === null ? undefined : parseJsonValue(text);
    default:
      return undefined;
  }
}

function integer(
  kind: 'int' | 'short' | 'long',
  text: string | null,
  source: ValueSource,
  bits: 16 | 32 | 64,
): JavaNumber | undefined {
  if (text === null) return undefined;
  const value = parseJavaLong(source === 'expression' ? cutDecimals(text) : text, bits);
  return value === undefined ? undefined : new JavaNumber(kind, kind === 'long' ? value : Number(value));
}

/** `2.0` and `1.0E7`, as an XPath number is written, without what stands behind the point. */
function cutDecimals(text: string): string {
  if (!text.includes('.')) return text;
  const value = parseJavaDouble(text);
  return value === undefined || !Number.isFinite(value) ? text : BigInt(Math.trunc(value)).toString();
}

function decimal(kind: 'double' | 'float', text: string | null): JavaNumber | undefined {
  const value = text === null ? undefined : parseJavaDouble(text);
  if (value === undefined) return undefined;
  return new JavaNumber(kind, kind === 'float' ? Math.fround(value) : value);
}

function parseOm(text: string): XmlElement {
  try {
    const root = parseXml(text).documentElement!;
    root.remove();
    return root;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    throw new Fault(
      'Unable to convert a string to OM Node as the string is malformed , Please check the string for malformed XML',
      { detail: error.message, cause: error },
    );
  }
}

/** Gson's lenient reading; what fails is tried once more between quotes. */
function parseJsonValue(text: string): JsonData | undefined {
  return readJson(text) ?? readJson(`"${text}"`);
}

function readJson(text: string): JsonData | undefined {
  try {
    return new JsonData(parseJson(text, { lenient: true }));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
