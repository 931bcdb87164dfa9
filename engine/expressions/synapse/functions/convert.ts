import { Fault } from '../../../errors/index.js';
import { JavaNumber, JsonSyntaxError, type JsonValue, parseJavaDouble, parseJson } from '../../../message/index.js';
import {
  asBoolean,
  asJsonArray,
  asJsonObject,
  asText,
  doubleOf,
  intOf,
  isDouble,
  isInt,
  JsonOperand,
  type Operand,
  textOf,
} from '../operand.js';
import { type Argument, type FunctionEntry, wrongArgument } from './call.js';

/** Tests and conversions of kinds. */
export const convertFunctions = {
  isString: { 1: (_call, [x]) => asText(x) !== undefined },
  isNumber: { 1: (_call, [x]) => isInt(x) || isDouble(x) },
  isArray: { 1: (_call, [x]) => asJsonArray(x, readQuotedJson) !== undefined },
  isObject: { 1: (_call, [x]) => asJsonObject(x, readQuotedJson) !== undefined },
  string: { 1: (_call, [x]) => textOf(x) },
  boolean: { 1: (_call, [x]) => asBoolean(x) ?? textOf(x).toLowerCase() === 'true' },
  integer: { 1: (_call, [x]) => toInteger(x) },
  float: { 1: (_call, [x]) => toFloat(x) },
  object: { 1: (_call, [x]) => new JsonOperand(asJsonObject(x, readQuotedJson) ?? wrongArgument('object')) },
  array: { 1: (_call, [x]) => new JsonOperand(asJsonArray(x, readQuotedJson) ?? wrongArgument('array')) },
  not: { 1: (_call, [x]) => !(asBoolean(x) ?? wrongArgument('not')) },
} satisfies Record<string, FunctionEntry>;

function toInteger(operand: Argument): Operand {
  if (isInt(operand)) return new JavaNumber('int', intOf(operand));
  return JavaNumber.parse('int', textOf(operand)) ?? wrongArgument('integer');
}

function toFloat(operand: Argument): Operand {
  const value = isDouble(operand) ? doubleOf(operand) : parseJavaDouble(textOf(operand));
  return value === undefined ? wrongArgument('float') : new JavaNumber('double', value);
}

/**
 * JSON in a text, by the rules of `object`, `array` and their tests: double quotes around it are taken off, single ones
 * are not, all backslashes are dropped, and the rest is read leniently. Undefined when it is no JSON.
 */
export function readQuotedJson(text: string): JsonValue | undefined {
  if (text === '"') throw new Fault('begin 1, end 0, length 1');
  const inner = text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  try {
    return parseJson(inner.replaceAll('\\', ''), { lenient: true });
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
