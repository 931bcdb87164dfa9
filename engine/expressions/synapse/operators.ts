import { Fault } from '../../errors/index.js';
import { JavaNumber } from '../../message/index.js';
import { Decimal } from '../decimal.js';
import { failEvaluation } from './failure.js';
import {
  asBoolean,
  asText,
  doubleOf,
  intOf,
  isDouble,
  isInt,
  isLong,
  isNumeric,
  longOf,
  type Operand,
  textOf,
} from './operand.js';
import type { BinaryOperator } from './syntax.js';

/**
 * Applies an operator with the reference engine's number kinds: any double makes the result one, computed by decimal
 * arithmetic; then any long; else 32-bit integers.
 * @throws EvaluationFailure for operands that the operator does not take
 */
export function applyOperator(operator: BinaryOperator, left: Operand, right: Operand): Operand {
  if (operator === '==') return sameText(left, right);
  if (operator === '!=') return !sameText(left, right);
  if (left === null || right === null) return failEvaluation(`an operand of ${operator} is null`);
  switch (operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, left, right);
    case 'and':
    case 'or':
      return combine(operator, left, right);
    case '+':
      return add(left, right);
    default:
      return calculate(operator, left, right);
  }
}

function sameText(left: Operand, right: Operand): boolean {
  if (left === null || right === null) return left === right;
  return textOf(left) === textOf(right);
}

function compare(operator: '<' | '<=' | '>' | '>=', left: Operand, right: Operand): boolean {
  if (!(isDouble(left) || isInt(left)) || !(isDouble(right) || isInt(right))) {
    return failEvaluation(`${operator} compares something that is no int or double`);
  }
  const [a, b] = [doubleOf(left), doubleOf(right)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function combine(operator: 'and' | 'or', left: Operand, right: Operand): boolean {
  const [a, b] = [asBoolean(left), asBoolean(right)];
  if (a === undefined || b === undefined) return failEvaluation(`an operand of ${operator} is no boolean`);
  return operator === 'and' ? a && b : a || b;
}

function add(left: Exclude<Operand, null>, right: Exclude<Operand, null>): Operand {
  if (isNumeric(left) && isNumeric(right)) {
    if (isDouble(left) || isDouble(right)) {
      return double(() =>
        decimal(textOf(left))
          .add(decimal(textOf(right)))
          .toNumber(),
      );
    }
    if (isLong(left) || isLong(right)) return long(longOf(left) + longOf(right));
    const sum = intOf(left) + intOf(right);
    return sum === (sum | 0) ? int(sum) : long(longOf(left) + longOf(right));
  }
  const [a, b] = [asText(left), asText(right)];
  if (a === undefined || b === undefined) return failEvaluation('+ takes two numbers or two texts');
  return a + b;
}

type Arithmetic = '-' | '*' | '/' | '%';

function calculate(operator: Arithmetic, left: Operand, right: Operand): Operand {
  if (!isNumeric(left) || !isNumeric(right)) return failEvaluation(`an operand of ${operator} is no number`);
  if (isDouble(left) || isDouble(right)) return calculateDoubles(operator, doubleOf(left), doubleOf(right));
  if (isLong(left) || isLong(right)) return calculateLongs(operator, longOf(left), longOf(right));
  return calculateInts(operator, intOf(left), intOf(right));
}

function calculateDoubles(operator: Arithmetic, left: number, right: number): Operand {
  // Java prints both sides before it calculates: 3 / 4.0 starts from 3.0, which has one decimal.
  const a = decimal(String(new JavaNumber('double', left)));
  const b = decimal(String(new JavaNumber('double', right)));
  if (operator === '-') return double(() => a.subtract(b).toNumber());
  if (operator === '*') return double(() => a.multiply(b).toNumber());
  if (right === 0) return failEvaluation(`${operator} by zero`);
  return double(() => (operator === '/' ? a.divide(b) : a.remainder(b)).toNumber());
}

function calculateLongs(operator: Arithmetic, left: bigint, right: bigint): Operand {
  if (operator === '-') return long(left - right);
  if (operator === '*') return long(left * right);
  if (right === 0n) return failEvaluation(`${operator} by zero`);
  return operator === '/' ? double(() => Number(left) / Number(right)) : long(left % right);
}

function calculateInts(operator: Arithmetic, left: number, right: number): Operand {
  if (operator === '-') return int(left - right);
  if (operator === '*') return intOrLong(BigInt(left) * BigInt(right));
  if (right === 0) return failEvaluation(`${operator} by zero`);
  if (operator === '%') return int(left % right);
  return left % right === 0 ? int(left / right) : double(() => left / right);
}

/** 32 bits, wrapping around. A zero has no sign. */
function int(value: number): JavaNumber {
  return new JavaNumber('int', value | 0);
}

function long(value: bigint): JavaNumber {
  return new JavaNumber('long', BigInt.asIntN(64, value));
}

function intOrLong(value: bigint): JavaNumber {
  return BigInt.asIntN(32, value) === value ? int(Number(value)) : long(value);
}

function double(calculate: () => number): JavaNumber {
  try {
    return new JavaNumber('double', calculate());
  } catch (error) {
    if (error instanceof RangeError) throw new Fault(error.message, { cause: error });
    throw error;
  }
}

/** @throws Fault for NaN and Infinity, as Java's BigDecimal does */
function decimal(text: string): Decimal {
  const value = Decimal.parse(text);
  if (!value)
    throw new Fault(
      `Character ${text.charAt(0)} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`,
    );
  return value;
}
