import { Decimal } from '../decimal.js';
import { type BuiltInCall, findBuiltIn } from './built-ins/index.js';
import { callFunction } from './call-macro.js';
import { booleanOf, plainOf, textOf } from './convert.js';
import { type Environment, Macro } from './environment.js';
import { FtlFailure, FtlSyntaxError } from './failure.js';
import { operation } from './operators.js';
import { ExpressionParser } from './parse-expression.js';
import { specialVariable } from './special-variables.js';
import type { Expression } from './syntax.js';
import { TokenReader } from './tokens.js';
import {
  FtlDate,
  FtlHash,
  FtlRange,
  FtlSequence,
  FtlTypeError,
  type FtlValue,
  isObject,
  NOTHING,
  wrongType,
} from './value.js';

const DATE_FORMATS = new Set(['iso', 'xs', 'short', 'medium', 'long', 'full']);

type Of<K extends Expression['kind']> = Expression & { readonly kind: K };

/** The value of an expression; undefined when it is missing. Throws FtlFailure. */
export function evaluate(expression: Expression, environment: Environment): FtlValue | undefined {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return expression.value;
    case 'string':
      return stringOf(expression, environment);
    case 'name':
      return environment.variable(expression.name);
    case 'special':
      return blaming(expression, environment, () => specialVariable(expression.name, environment));
    case 'parentheses':
      return evaluate(expression.of, environment);
    case 'sequence':
      return new FtlSequence(expression.items.map((item) => required(item, environment)));
    case 'hash':
      return hashOf(expression, environment);
    case 'member':
      return member(expression, expression.name, environment);
    case 'index':
      return indexed(expression, environment);
    case 'call':
      return called(expression, environment);
    case 'built-in':
      return builtIn(expression, environment);
    case 'default':
      return withDefault(expression, environment);
    case 'exists':
      return lenient(expression.of, environment) !== undefined;
    case 'lambda':
      throw environment.blame(expression, 'A lambda can stand only as argument of some built-ins');
    default:
      return operation(expression, environment);
  }
}

/** The value of an expression that must not be missing. */
export function required(expression: Expression, environment: Environment): FtlValue {
  const value = evaluate(expression, environment);
  if (value !== undefined) return value;
  throw environment.blame(culprit(expression), 'The following has evaluated to null or missing');
}

/** What is blamed for a missing value: brackets around it do not count. */
function culprit(expression: Expression): Expression {
  return expression.kind === 'parentheses' ? culprit(expression.of) : expression;
}

/** A condition. */
export function condition(expression: Expression, environment: Environment): boolean {
  const value = required(expression, environment);
  return blaming(expression, environment, () => booleanOf(value));
}

/** The text of an expression, as it is printed. */
export function printed(expression: Expression, environment: Environment): string {
  const value = required(expression, environment);
  return blaming(expression, environment, () => textOf(value, environment));
}

/** Runs something that knows no expressions; for what it finds wrong an expression is blamed. */
export function blaming<T>(expression: Expression, environment: Environment, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof FtlTypeError) throw environment.blame(expression, thrown.message);
    if (thrown instanceof RangeError)
      throw environment.blame(expression, `The value is out of range: ${thrown.message}`);
    throw thrown;
  }
}

function stringOf({ parts }: Of<'string'>, environment: Environment): string {
  if (parts.length === 1 && typeof parts[0] === 'string') return parts[0];
  return parts.map((part) => (typeof part === 'string' ? part : printed(part, environment))).join('');
}

function hashOf({ entries }: Of<'hash'>, environment: Environment): FtlHash {
  const members = new Map<string, FtlValue | undefined>();
  for (const [key, value] of entries) members.set(printed(key, environment), required(value, environment));
  return new FtlHash(members);
}

function member(expression: Of<'member' | 'index'>, name: string, environment: Environment): FtlValue | undefined {
  const of = required(expression.of, environment);
  return blaming(expression.of, environment, () => {
    if (isObject(of) && of.get) return of.get(name);
    // `?date.iso` and the like name how the text was written.
    if (of instanceof FtlDate && DATE_FORMATS.has(name)) return of;
    throw wrongType(of, 'a hash');
  });
}

function indexed(expression: Of<'index'>, environment: Environment): FtlValue | undefined {
  const { of, key } = expression;
  const target = required(of, environment);
  const at = required(key, environment);
  if (at instanceof FtlRange) return blaming(of, environment, () => slice(target, at, environment));
  if (at instanceof Decimal) return blaming(of, environment, () => itemAt(target, at, environment));
  const name = blaming(key, environment, () => {
    const plain = plainOf(at);
    if (typeof plain === 'string') return plain;
    throw wrongType(at, 'a number, a string or a range');
  });
  return member(expression, name, environment);
}

function itemAt(target: FtlValue, index: Decimal, environment: Environment): FtlValue | undefined {
  const at = Math.trunc(index.toNumber());
  if (isObject(target) && target.at) return at < 0 ? undefined : target.at(at);
  const text = textOf(target, environment);
  if (at < 0 || at >= text.length) throw new FtlTypeError(`String index out of range: ${at}`);
  return text[at]!;
}

/** A part of a sequence or string; what ends outside is an error, but for ranges with a length. */
function slice(target: FtlValue, range: FtlRange, environment: Environment): FtlValue {
  const isList = isObject(target) && target.at !== undefined;
  const size = isList ? (target.size?.() ?? 0) : textOf(target, environment).length;
  const length = range.endless
    ? Math.max(0, size - range.first)
    : range.lenient
      ? Math.min(range.length, Math.max(0, size - range.first))
      : range.length;
  if (!isList && range.step < 0 && !range.lenient) {
    if (length === 2) return '';
    throw new FtlTypeError('Decreasing ranges are not allowed for slicing strings');
  }
  const last = range.first + (length - 1) * range.step;
  if (range.first > size) throw new FtlTypeError(`Range start index ${range.first} is out of bounds, of ${size}`);
  if (length > 0 && (range.first < 0 || range.first >= size || last < 0 || last >= size)) {
    throw new FtlTypeError(`The range is out of bounds: ${range.first} to ${last}, of ${size}`);
  }
  const indexes = Array.from({ length }, (_, turn) => range.first + turn * range.step);
  if (isList) return new FtlSequence(indexes.map((index) => target.at?.(index)));
  const text = textOf(target, environment);
  return indexes.map((index) => text[index]).join('');
}

function called(expression: Of<'call'>, environment: Environment): FtlValue | undefined {
  const target = required(expression.of, environment);
  const args = expression.args.map((arg) => evaluate(arg, environment));
  return apply(target, args, expression, environment);
}

/** Calls a function of the template, or one of the engine. */
function apply(
  target: FtlValue,
  args: readonly (FtlValue | undefined)[],
  at: Expression,
  environment: Environment,
): FtlValue | undefined {
  if (target instanceof Macro && target.syntax.isFunction) return callFunction(target, args, at, environment);
  return blaming(at, environment, () => {
    if (isObject(target) && target.call) return target.call(args, environment);
    throw wrongType(target, 'a function or method');
  });
}

/** In `(a.b)!x` and the like every step inside the brackets may be missing, otherwise the last one alone. */
function lenient(expression: Expression, environment: Environment): FtlValue | undefined {
  if (expression.kind !== 'parentheses') return evaluate(expression, environment);
  try {
    return evaluate(expression, environment);
  } catch (thrown) {
    if (thrown instanceof FtlFailure && thrown.reason === 'The following has evaluated to null or missing')
      return undefined;
    throw thrown;
  }
}

function withDefault({ of, fallback }: Of<'default'>, environment: Environment): FtlValue | undefined {
  return lenient(of, environment) ?? (fallback ? evaluate(fallback, environment) : NOTHING);
}

function builtIn(expression: Of<'built-in'>, environment: Environment): FtlValue | undefined {
  const { of, name, args } = expression;
  const found = findBuiltIn(name)!;
  const value = found.lenient ? lenient(of, environment) : found.loop ? undefined : required(of, environment);
  const call: BuiltInCall = {
    value,
    count: args?.length,
    environment,
    loop: of.kind === 'name' ? environment.loopOf(of.name) : undefined,
    argument: (index) => (args?.[index] ? evaluate(args[index], environment) : undefined),
    apply: (target, given) => apply(target, given, expression, environment),
    functionArgument: (index) => functionOf(args?.[index], expression, environment),
    evaluate: (text) => evaluateText(text, of, environment),
  };
  return blaming(of, environment, () => found.run(call));
}

/** A lambda, or a function or method by its value. */
function functionOf(
  argument: Expression | undefined,
  at: Expression,
  environment: Environment,
): (...args: readonly (FtlValue | undefined)[]) => FtlValue | undefined {
  if (!argument) throw new FtlTypeError('A function is missing');
  if (argument.kind === 'lambda') {
    const { parameters, body } = argument;
    return (...args) => environment.withVariables(parameters, args, () => evaluate(body, environment));
  }
  const target = required(argument, environment);
  return (...args) => apply(target, args, at, environment);
}

function evaluateText(text: string, at: Expression, environment: Environment): FtlValue | undefined {
  try {
    const reader = new TokenReader(text, 0, false);
    const expression = new ExpressionParser(reader).parse();
    if (reader.token.kind !== 'end') reader.fail('expected the end');
    return environment.withText(text, () => evaluate(expression, environment));
  } catch (thrown) {
    if (thrown instanceof FtlSyntaxError)
      throw environment.blame(at, `Failed to evaluate the string: ${thrown.reason}`);
    throw thrown;
  }
}
