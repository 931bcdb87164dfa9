import { type JsonArray, JsonNumber, JsonObject, type JsonValue, stringifyJson } from '../../message/index.js';
import { JsonPathFailure } from './failure.js';
import { namesOf } from './members.js';
import { byName, doubleNumber } from './numbers.js';
import { type CallArgument, isDefinitePath, type PathStep, type PathSyntax, pathText } from './path-syntax.js';

type Call = PathStep & { kind: 'call' };

/** How a function reads the paths among its arguments. */
export interface ArgumentPaths {
  /** From the document's root. */
  fromRoot(path: PathSyntax): JsonValue;
  /** From a value that counts as the document. */
  from(path: PathSyntax, start: JsonValue): JsonValue;
}

/** An argument with its value. */
interface ArgumentValue {
  readonly kind: 'path' | 'json';
  readonly value: JsonValue | undefined;
}

interface CallContext {
  readonly call: Call;
  readonly args: readonly ArgumentValue[];
  readonly paths: ArgumentPaths;
}

type PathFunction = (value: JsonValue, context: CallContext) => JsonValue;

const functions: Readonly<Record<string, PathFunction>> = {
  // Jayway starts with the smallest positive double here, so the maximum of negative numbers is that.
  max: aggregate((numbers) => numbers.reduce((best, number) => Math.max(best, number), Number.MIN_VALUE)),
  min: aggregate((numbers) => numbers.reduce((best, number) => Math.min(best, number), Number.MAX_VALUE)),
  sum: aggregate(sum),
  avg: aggregate((numbers) => sum(numbers) / numbers.length),
  stddev: aggregate(standardDeviation),
  length: size,
  size,
  keys: (value) => (value instanceof JsonObject ? [...namesOf(value)] : null),
  append,
  concat,
  first: (value) => itemAt(value, () => 0),
  last: (value) => itemAt(value, () => -1),
  index: (value, context) => itemAt(value, () => indexArgument(context)),
};

/** The functions that end a path, by name. */
export const pathFunctionNames: readonly string[] = Object.keys(functions);

/**
 * Calls a path function.
 * @throws JsonPathFailure for an unknown function and for values that it cannot work on
 */
export function callFunction(call: Call, value: JsonValue, paths: ArgumentPaths): JsonValue {
  if (!Object.hasOwn(functions, call.name)) {
    throw new JsonPathFailure('invalid', `Function with name: ${call.name} does not exist.`);
  }
  const args = call.args.map((arg) => argumentValue(arg, paths));
  return functions[call.name]!(value, { call, args, paths });
}

function argumentValue(arg: CallArgument, paths: ArgumentPaths): ArgumentValue {
  return { kind: arg.kind, value: arg.kind === 'path' ? paths.fromRoot(arg.path) : arg.value };
}

/** JSON arguments are read when a function asks for them. */
function jsonOf({ value }: ArgumentValue): JsonValue {
  if (value === undefined) throw new JsonPathFailure('failure', 'An argument is no JSON');
  return value;
}

function aggregate(combine: (numbers: readonly number[]) => number): PathFunction {
  return (value, { args }) => {
    const numbers = [...numbersIn(value), ...args.flatMap(argumentNumbers)];
    const result = numbers.length === 0 ? undefined : doubleNumber(combine(numbers));
    if (!result) {
      throw new JsonPathFailure('failure', 'Aggregation function attempted to calculate value using empty array');
    }
    return result;
  };
}

function numbersIn(value: JsonValue): number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => item instanceof JsonNumber).map((number) => number.toNumber());
}

/** A JSON argument that is a single number is passed over, as in Jayway. */
function argumentNumbers(arg: ArgumentValue): number[] {
  const value = jsonOf(arg);
  if (arg.kind === 'path' && value instanceof JsonNumber) return [value.toNumber()];
  return numbersIn(value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function standardDeviation(numbers: readonly number[]): number {
  const count = numbers.length;
  const total = sum(numbers);
  const squares = sum(numbers.map((number) => number * number));
  return Math.sqrt(squares / count - (total * total) / count / count);
}

/** Of an array or object; null for anything else. With an argument: how many values stand below that path. */
function size(value: JsonValue, { call, paths }: CallContext): JsonValue {
  const [arg] = call.args;
  if (arg) {
    if (arg.kind === 'json') throw new JsonPathFailure('failure', `${call.name}() takes a path`);
    const counted = countedBy(arg.path, value, paths);
    if (Array.isArray(counted)) return count(counted.length);
  }
  if (Array.isArray(value)) return count(value.length);
  return value instanceof JsonObject ? count(namesOf(value).length) : null;
}

/**
 * What `length(path)` counts: everything below the hits. Below a definite path Jayway takes the last of it only, and
 * what stands before the function when that is no array.
 */
function countedBy(path: PathSyntax, value: JsonValue, paths: ArgumentPaths): JsonValue {
  const isCall = path.steps[path.steps.length - 1]?.kind === 'call';
  if (isCall || path.steps.length === 0) return paths.from(path, value);
  const children = paths.from({ ...path, steps: [...path.steps, { kind: 'wildcard' }] }, value) as JsonArray;
  if (!isDefinitePath(path)) return children;
  const last = children[children.length - 1];
  if (last === undefined) throw new JsonPathFailure('missing', `No results for path: ${pathText(path)}`);
  return last;
}

function count(number: number): JsonNumber {
  return new JsonNumber(String(number));
}

function append(value: JsonValue, { args }: CallContext): JsonValue {
  return Array.isArray(value) && args.length > 0 ? [...value, ...args.map(jsonOf)] : value;
}

function concat(value: JsonValue, { args }: CallContext): JsonValue {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return [...texts, ...args.flatMap(argumentTexts)].join('');
}

/** Members of lists, or the value itself; JSON arguments keep their quotes. */
function argumentTexts(arg: ArgumentValue): string[] {
  const value = jsonOf(arg);
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => plainText(byName(item)));
  if (arg.kind === 'path') return value === null ? [] : [plainText(value)];
  return [stringifyJson(value)];
}

function plainText(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

function itemAt(value: JsonValue, position: () => number): JsonValue {
  if (!Array.isArray(value)) {
    throw new JsonPathFailure('failure', 'Aggregation function attempted to calculate value using empty array');
  }
  const index = position();
  // Counted from the end, the first item is out of Jayway's reach.
  if (index < 0 && value.length + index <= 0) {
    throw new JsonPathFailure('failure', `Target index:${index} larger than object count:${value.length}`);
  }
  const item = (value as JsonArray)[index < 0 ? value.length + index : index];
  if (item === undefined)
    throw new JsonPathFailure('bounds', `Index ${index} out of bounds for length ${value.length}`);
  return byName(item);
}

function indexArgument({ args }: CallContext): number {
  const [first] = args.flatMap(argumentNumbers);
  if (first === undefined) throw new JsonPathFailure('bounds', 'Index 0 out of bounds for length 0');
  return Math.trunc(first);
}
