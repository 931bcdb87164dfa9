import { Decimal } from '../decimal.js';
import { numberOf, plainOf, textOf } from './convert.js';
import type { Environment } from './environment.js';
import { blaming, condition, required } from './evaluate.js';
import { calculate, compareNumbers } from './number-text.js';
import type { Expression } from './syntax.js';
import {
  FtlDate,
  FtlHash,
  FtlRange,
  FtlSequence,
  FtlTypeError,
  type FtlValue,
  isObject,
  itemsOf,
  wrongType,
} from './value.js';

type Of<K extends Expression['kind']> = Expression & { readonly kind: K };

/** The value of an expression with an operator between or before its parts. Throws FtlFailure. */
export function operation(expression: Expression, environment: Environment): FtlValue | undefined {
  switch (expression.kind) {
    case 'not':
      return !condition(expression.of, environment);
    case 'negative': {
      const value = numeric(expression.of, environment);
      return new Decimal(-value.unscaled, value.scale);
    }
    case 'positive':
      return numeric(expression.of, environment);
    case 'range':
      return rangeOf(expression, environment);
    case 'binary':
      return binary(expression, environment);
    default:
      throw environment.blame(expression, `Cannot evaluate ${expression.kind}`);
  }
}

function numeric(expression: Expression, environment: Environment): Decimal {
  const value = required(expression, environment);
  return blaming(expression, environment, () => numberOf(value));
}

function rangeOf({ operator, left, right }: Of<'range'>, environment: Environment): FtlRange {
  const first = Math.trunc(numeric(left, environment).toNumber());
  if (!right) return new FtlRange(first, 1, Number.POSITIVE_INFINITY);
  const last = Math.trunc(numeric(right, environment).toNumber());
  if (operator === '..*') return new FtlRange(first, last < 0 ? -1 : 1, Math.abs(last), true);
  const step = last < first ? -1 : 1;
  return new FtlRange(first, step, Math.abs(last - first) + (operator === '..' ? 1 : 0));
}

function binary(expression: Of<'binary'>, environment: Environment): FtlValue {
  const { operator, left, right } = expression;
  switch (operator) {
    case '&&':
      return condition(left, environment) && condition(right, environment);
    case '||':
      return condition(left, environment) || condition(right, environment);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compared(expression, environment);
    case '+':
      return added(expression, environment);
    default: {
      const [first, second] = [numeric(left, environment), numeric(right, environment)];
      return blaming(expression, environment, () => calculate(operator, first, second));
    }
  }
}

function compared(expression: Of<'binary'>, environment: Environment): boolean {
  const { operator, left, right } = expression;
  const first = required(left, environment);
  const second = required(right, environment);
  return blaming(expression, environment, () => {
    const [one, other] = [plainOf(first), plainOf(second)];
    const order = orderOf(one, other, operator === '==' || operator === '!=');
    switch (operator) {
      case '==':
        return order === 0;
      case '!=':
        return order !== 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      default:
        return order >= 0;
    }
  });
}

function orderOf(left: FtlValue, right: FtlValue, equality: boolean): number {
  if (left instanceof Decimal && right instanceof Decimal) return compareNumbers(left, right);
  if (left instanceof FtlDate && right instanceof FtlDate) return left.milliseconds - right.milliseconds;
  if (equality && typeof left === 'string' && typeof right === 'string') return left === right ? 0 : 1;
  if (equality && typeof left === 'boolean' && typeof right === 'boolean') return left === right ? 0 : 1;
  throw new FtlTypeError(`Can't compare values of these types: ${describePair(left, right)}`);
}

function describePair(left: FtlValue, right: FtlValue): string {
  return [left, right].map((value) => wrongType(value, '').message.replace(/^.*evaluated to /, '')).join(' and ');
}

/** Numbers are added, sequences and hashes joined, anything else is joined as text. */
function added({ left, right }: Of<'binary'>, environment: Environment): FtlValue {
  const first = required(left, environment);
  const second = required(right, environment);
  return blaming(left, environment, () => sum(first, environment, second, right));
}

function sum(first: FtlValue, environment: Environment, second: FtlValue, right: Expression): FtlValue {
  if (first instanceof Decimal && second instanceof Decimal) return calculate('+', first, second);
  if (isObject(first) && isObject(second)) {
    if (first.at && second.at) return new FtlSequence([...itemsOf(first), ...itemsOf(second)]);
    if (first.get && second.get && !first.text && !second.text) return joined(first, second);
    if (first.markup !== undefined && second.markup !== undefined) {
      return { description: 'markup_output', markup: first.markup + second.markup };
    }
  }
  return textOf(first, environment) + blaming(right, environment, () => textOf(second, environment));
}

function joined(first: FtlValue, second: FtlValue): FtlHash {
  const members = new Map<string, FtlValue | undefined>();
  for (const hash of [first, second]) {
    if (!isObject(hash) || !hash.keys || !hash.get) continue;
    for (const key of hash.keys()) members.set(key, hash.get(key));
  }
  return new FtlHash(members);
}
