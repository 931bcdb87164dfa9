import {
  bigDecimalText,
  type JsonArray,
  JsonNumber,
  JsonObject,
  type JsonValue,
  javaDouble,
} from '../../message/index.js';
import { JsonPathFailure } from './failure.js';
import { namesOf } from './members.js';
import { compareDecimals } from './numbers.js';
import { jsonOrNothing } from './parse-arguments.js';
import { parsePath } from './parse-path.js';
import { unescapeText } from './path-cursor.js';
import type { RelationalOperator } from './path-syntax.js';

/** The value of a path that leads nowhere. */
export const missing = Symbol('missing');

/** JSON that stands in a filter. Jayway keeps its text and reads it when a comparison looks inside. */
export class JsonText {
  /** @param parsed undefined when the text is no JSON */
  constructor(
    readonly text: string,
    readonly parsed: JsonValue | undefined,
  ) {}

  get value(): JsonValue {
    if (this.parsed === undefined) throw new JsonPathFailure('failure', `${this.text} is no JSON`);
    return this.parsed;
  }
}

/** A regular expression in a filter. */
export interface PatternOperand {
  matches(text: string): boolean;
}

/** One side of a comparison with its value. */
export type OperandValue = JsonValue | JsonText | PatternOperand | typeof missing;

/**
 * Compares as Jayway does with values from Gson.
 * @throws JsonPathFailure `invalid` when an operator does not take such values, `failure` where Jayway breaks off
 */
export function compareOperands(left: OperandValue, operator: RelationalOperator, right: OperandValue): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case '===':
      return kindOf(left) === kindOf(right) && equals(left, right);
    case '!==':
      return !(kindOf(left) === kindOf(right) && equals(left, right));
    case '<':
      return ordered(left, right, (order) => order < 0);
    case '<=':
      return ordered(left, right, (order) => order <= 0);
    case '>':
      return ordered(left, right, (order) => order > 0);
    case '>=':
      return ordered(left, right, (order) => order >= 0);
    case '=~':
      return matches(left, right);
    case 'IN':
      return isIn(left, right);
    case 'NIN':
      return !isIn(left, right);
    case 'CONTAINS':
      return contains(left, right);
    case 'SIZE':
      return hasSize(left, right);
    case 'EMPTY':
      return isEmpty(left, right);
    case 'SUBSETOF':
      return both(left, right, (items, allowed) => items.every((item) => includes(allowed, item)));
    case 'ANYOF':
      return both(left, right, (items, wanted) => items.some((item) => includes(wanted, item)));
    case 'NONEOF':
      return both(left, right, (items, unwanted) => !items.some((item) => includes(unwanted, item)));
    case 'EXISTS':
      return exists(left, right);
    default:
      throw new JsonPathFailure('invalid', `The operator ${operator} has no use in the text of a path`);
  }
}

type Kind = 'text' | 'number' | 'boolean' | 'null' | 'missing' | 'json' | 'pattern';

function kindOf(value: OperandValue): Kind {
  if (value === missing) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof JsonNumber) return 'number';
  return isJson(value) ? 'json' : 'pattern';
}

function isJson(value: OperandValue): value is JsonText | JsonObject | JsonArray {
  return value instanceof JsonText || value instanceof JsonObject || Array.isArray(value);
}

function isPattern(value: OperandValue): value is PatternOperand {
  return kindOf(value) === 'pattern';
}

function equals(left: OperandValue, right: OperandValue): boolean {
  // The text of the left side is compared with the content of the right one here, which is never the same.
  if (left instanceof JsonText) return left === right;
  if (isJson(left) && isJson(right)) return sameContent(left, right instanceof JsonText ? right.value : right, right);
  return sameScalar(left, right);
}

function sameScalar(left: OperandValue, right: OperandValue): boolean {
  if (typeof left === 'string') {
    if (right instanceof JsonNumber) return left === bigDecimalText(right.text);
    return left === right;
  }
  if (left instanceof JsonNumber) {
    if (right instanceof JsonNumber) return compareDecimals(left.text, right.text) === 0;
    return typeof right === 'string' && isDecimal(right) && compareDecimals(left.text, right) === 0;
  }
  return left !== missing && !isPattern(left) && left === right;
}

function isDecimal(text: string): boolean {
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text);
}

/** @param origin where `right` comes from: numbers of a literal keep their kind, those of a document are doubles */
function sameContent(left: JsonValue, right: JsonValue, origin: OperandValue): boolean {
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, at) => sameContent(item, right[at]!, origin));
  }
  if (left instanceof JsonObject) {
    if (!(right instanceof JsonObject)) return false;
    const names = namesOf(left);
    if (names.length !== namesOf(right).length) return false;
    return names.every((name) => right.has(name) && sameContent(left.get(name)!, right.get(name)!, origin));
  }
  if (left instanceof JsonNumber && right instanceof JsonNumber) {
    if (origin instanceof JsonText && /^-?[0-9]+$/.test(right.text)) return false;
    return left.toNumber() === right.toNumber();
  }
  return left === right;
}

function ordered(left: OperandValue, right: OperandValue, accepts: (order: number) => boolean): boolean {
  if (left instanceof JsonNumber && right instanceof JsonNumber) return accepts(compareDecimals(left.text, right.text));
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  return accepts(left < right ? -1 : left > right ? 1 : 0);
}

function matches(left: OperandValue, right: OperandValue): boolean {
  const pattern = isPattern(left) ? left : right;
  const value = isPattern(left) ? right : left;
  if (!isPattern(pattern) || isPattern(value)) return false;
  const content = isJson(value) ? contentOf(value) : undefined;
  if (Array.isArray(content))
    return listItems(value as JsonText | JsonArray).some((item) => pattern.matches(textOf(item)));
  return pattern.matches(textOf(value));
}

/** What a regular expression is tried on. Anything but text, numbers and booleans is an empty text. */
function textOf(value: OperandValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return value instanceof JsonNumber ? bigDecimalText(value.text) : '';
}

function contentOf(value: JsonText | JsonObject | JsonArray): JsonValue {
  return value instanceof JsonText ? value.value : value;
}

/** The items of a list for comparisons; undefined for JSON that is no list, a failure for anything else. */
function listOf(value: OperandValue): readonly OperandValue[] | undefined {
  if (!isJson(value)) throw new JsonPathFailure('invalid', 'Expected value list node');
  return Array.isArray(contentOf(value)) ? listItems(value) : undefined;
}

function listItems(value: JsonText | JsonObject | JsonArray): readonly OperandValue[] {
  const items = contentOf(value) as JsonArray;
  return items.map((item) => listItem(item, value instanceof JsonText));
}

/** Texts that look like a path equal nothing; texts that look like JSON are JSON; escapes in others are resolved. */
function listItem(item: JsonValue, literal: boolean): OperandValue {
  if (item instanceof JsonObject || Array.isArray(item)) {
    throw new JsonPathFailure('failure', 'Could not determine value type');
  }
  if (item instanceof JsonNumber) {
    const integer = literal && /^-?[0-9]+$/.test(item.text);
    return integer ? item : new JsonNumber(javaDouble(item.toNumber()));
  }
  if (typeof item !== 'string') return item;
  const text = item.trim();
  if (/^[@$]/.test(text) && isPath(text)) return missing;
  if (/^(?:\[.*\]|\{.*\})$/s.test(text)) {
    const parsed = jsonOrNothing(text);
    if (parsed !== undefined) return new JsonText(item, parsed);
  }
  return unescapeText(/^(['"]).*\1$/s.test(item) && item.length > 1 ? item.slice(1, -1) : item);
}

function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch {
    return false;
  }
}

function includes(items: readonly OperandValue[], value: OperandValue): boolean {
  return items.some((item) => equalsInList(value, item));
}

function equalsInList(value: OperandValue, item: OperandValue): boolean {
  if (value instanceof JsonText) return item instanceof JsonText && value.text === item.text;
  if (isJson(value)) return !(item instanceof JsonText) && isJson(item) && sameContent(value, item, item);
  return sameScalar(value, item);
}

function isIn(left: OperandValue, right: OperandValue): boolean {
  const items = listOf(right);
  return items !== undefined && includes(items, left);
}

function contains(left: OperandValue, right: OperandValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right);
  if (!isJson(left)) return false;
  const items = listOf(left);
  return items !== undefined && includes(items, right);
}

function hasSize(left: OperandValue, right: OperandValue): boolean {
  if (!(right instanceof JsonNumber)) return false;
  const size = Math.trunc(right.toNumber());
  if (typeof left === 'string') return left.length === size;
  if (!isJson(left)) return false;
  const content = contentOf(left);
  return (Array.isArray(content) ? content.length : -1) === size;
}

function isEmpty(left: OperandValue, right: OperandValue): boolean {
  if (typeof left !== 'string' && !isJson(left)) return false;
  const content = isJson(left) ? contentOf(left) : left;
  if (content instanceof JsonObject) throw new JsonPathFailure('failure', 'An object cannot be tested with empty');
  if (typeof right !== 'boolean') throw new JsonPathFailure('invalid', 'Expected boolean node');
  return ((content as string | JsonArray).length === 0) === right;
}

function both(
  left: OperandValue,
  right: OperandValue,
  test: (left: readonly OperandValue[], right: readonly OperandValue[]) => boolean,
): boolean {
  const rightItems = listOf(right);
  if (!rightItems) return false;
  const leftItems = listOf(left);
  return leftItems !== undefined && test(leftItems, rightItems);
}

function exists(left: OperandValue, right: OperandValue): boolean {
  if (typeof left !== 'boolean' && typeof right !== 'boolean') {
    throw new JsonPathFailure('failure', 'Failed to evaluate exists expression');
  }
  if (typeof left !== 'boolean' || typeof right !== 'boolean')
    throw new JsonPathFailure('invalid', 'Expected boolean node');
  return left === right;
}
