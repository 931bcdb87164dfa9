import { Fault } from '../../errors/index.js';
import {
  JavaNumber,
  JsonData,
  JsonNumber,
  JsonObject,
  type JsonValue,
  stringifyJson,
  type Value,
} from '../../message/index.js';
import { serializeXml, XmlElement, type XmlNode } from '../../xml/index.js';
import { failEvaluation } from './failure.js';

/**
 * What a JSON number counts as. `any`: int or long by its text and double at once (reached by index, or inside an object
 * or array); `none`: no number for any operator.
 */
export type JsonNumberKind = 'int' | 'long' | 'double' | 'any' | 'none';

/** A JSON element other than null. */
export class JsonOperand {
  /** @param kind of a number; means nothing for other elements */
  constructor(
    readonly value: Exclude<JsonValue, null>,
    readonly kind: JsonNumberKind = 'any',
  ) {}
}

/** A value while an expression is evaluated. A plain string may carry the quotes of its literal. */
export type Operand = null | string | boolean | JavaNumber | JsonOperand | XmlElement | readonly XmlNode[];

/** The number of a literal: 32 bits if they suffice, else 64, else a double. */
export function numberLiteral(text: string): JavaNumber {
  return JavaNumber.parse('int', text) ?? JavaNumber.parse('long', text) ?? new JavaNumber('double', Number(text));
}

/** The text form: for comparison by `==`, for text results, for what is put into a path. Throws Fault for a lone quote. */
export function textOf(operand: Exclude<Operand, null>): string {
  if (typeof operand === 'string') return withoutQuotes(operand);
  if (operand instanceof JsonOperand) return jsonText(operand.value);
  if (operand instanceof XmlElement) return serializeXml(operand);
  if (isNodes(operand)) return `[${operand.map((node) => serializeXml(node)).join(', ')}]`;
  return String(operand);
}

/** A text without a pair of equal quotes around it. */
function withoutQuotes(text: string): string {
  const first = text.charAt(0);
  if ((first !== '"' && first !== "'") || !text.endsWith(first)) return text;
  // The reference engine runs into an index error here.
  if (text.length === 1) throw new Fault('begin 1, end 0, length 1');
  return text.slice(1, -1);
}

function jsonText(value: Exclude<JsonValue, null>): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** Whether the operand is a list of nodes, as `xpath` gives it. */
export function isNodes(operand: Operand): operand is readonly XmlNode[] {
  return Array.isArray(operand);
}

/** Text for functions that take texts only: undefined for everything else. */
export function asText(operand: Operand): string | undefined {
  if (typeof operand === 'string') return withoutQuotes(operand);
  return operand instanceof JsonOperand && typeof operand.value === 'string' ? operand.value : undefined;
}

/** A real boolean, of Java or JSON: undefined for everything else. */
export function asBoolean(operand: Operand): boolean | undefined {
  if (typeof operand === 'boolean') return operand;
  return operand instanceof JsonOperand && typeof operand.value === 'boolean' ? operand.value : undefined;
}

/** Whether the operand counts as 32-bit integer. A negative JSON integer by name does, whatever its size. */
export function isInt(operand: Operand): boolean {
  if (operand instanceof JavaNumber) return operand.kind === 'int' || operand.kind === 'short';
  const text = jsonNumberText(operand);
  if (text === undefined) return false;
  const { kind } = operand as JsonOperand;
  return kind === 'int' || (kind === 'any' && JavaNumber.parse('int', text) !== undefined);
}

/** Whether the operand counts as 64-bit integer. */
export function isLong(operand: Operand): boolean {
  if (operand instanceof JavaNumber) return operand.kind === 'long';
  const text = jsonNumberText(operand);
  if (text === undefined) return false;
  const { kind } = operand as JsonOperand;
  return kind === 'long' || (kind === 'any' && JavaNumber.parse('long', text) !== undefined);
}

/** Whether the operand counts as double. */
export function isDouble(operand: Operand): boolean {
  if (operand instanceof JavaNumber) return operand.kind === 'double' || operand.kind === 'float';
  if (jsonNumberText(operand) === undefined) return false;
  const { kind } = operand as JsonOperand;
  return kind === 'double' || kind === 'any';
}

/** Whether the operand is a number for arithmetic. */
export function isNumeric(operand: Operand): boolean {
  return isInt(operand) || isDouble(operand) || isLong(operand);
}

function jsonNumberText(operand: Operand): string | undefined {
  return operand instanceof JsonOperand && operand.value instanceof JsonNumber ? operand.value.text : undefined;
}

/** The operand, which `isInt` accepted, cut to 32 bits. */
export function intOf(operand: Operand): number {
  if (operand instanceof JavaNumber && typeof operand.value === 'number') return operand.value;
  return Number(BigInt.asIntN(32, longOf(operand)));
}

/** The number as 64-bit integer; decimals are cut off. */
export function longOf(operand: Operand): bigint {
  const text = jsonNumberText(operand);
  if (text !== undefined) return BigInt.asIntN(64, integerPart(text));
  const value = operand instanceof JavaNumber ? operand.value : Number.NaN;
  return typeof value === 'bigint' ? value : saturated(value);
}

function integerPart(text: string): bigint {
  return /^-?[0-9]+$/.test(text) ? BigInt(text) : saturated(Number(text));
}

/** A double as long, the way Java's cast does it. */
function saturated(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  if (value <= -(2 ** 63)) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** The number as double. */
export function doubleOf(operand: Operand): number {
  if (operand instanceof JavaNumber) return operand.toNumber();
  return Number(jsonNumberText(operand));
}

/** The operand as JSON object: itself, or read from its text (see `parseQuotedJson`); undefined when it is none. */
export function asJsonObject(operand: Operand, parse: (text: string) => JsonValue | undefined): JsonObject | undefined {
  const value = operand instanceof JsonOperand ? operand.value : typeof operand === 'string' ? parse(operand) : null;
  return value instanceof JsonObject ? value : undefined;
}

/** The operand as JSON array: itself, or read from its text; undefined when it is none. */
export function asJsonArray(operand: Operand, parse: (text: string) => JsonValue | undefined): JsonValue[] | undefined {
  const value = operand instanceof JsonOperand ? operand.value : typeof operand === 'string' ? parse(operand) : null;
  return Array.isArray(value) ? value : undefined;
}

/** What a variable, a parameter or an entry of a map holds, as operand. Maps, faults and null have none. */
export function operandOf(value: Value): Operand {
  if (value instanceof JsonData) return jsonOperand(value.value);
  if (value instanceof Fault || value instanceof Map) return null;
  return value as Operand;
}

/** A JSON element as operand; JSON null is null. */
export function jsonOperand(value: JsonValue, kind?: JsonNumberKind): Operand {
  return value === null ? null : new JsonOperand(value, kind);
}

/** What a typed consumer gets for an operand. */
export function nativeValue(operand: Exclude<Operand, null>): Value {
  return operand instanceof JsonOperand ? new JsonData(operand.value) : operand;
}

/** The operand of a function or operator that takes no null. */
export function present(operand: Operand, what: string): Exclude<Operand, null> {
  return operand === null ? failEvaluation(`${what} is null`) : operand;
}
