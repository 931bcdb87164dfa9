import { Fault } from '../../errors/index.js';
import { JavaNumber, JsonNumber, type JsonValue, javaDouble, parseJavaLong } from '../../message/index.js';
import { type JsonPath, JsonPathFailure, PathSyntaxError, parseJsonPath } from '../jsonpath/index.js';
import { failEvaluation } from './failure.js';
import { type JsonNumberKind, jsonOperand, type Operand } from './operand.js';

/** Paths kept compiled, the most recently used last; most are constants of artifacts. */
const compiledPaths = new Map<string, JsonPath>();
const compiledLimit = 500;

/**
 * Reads a JSONPath over JSON.
 * @throws EvaluationFailure when the path leads nowhere
 * @throws Fault for a bad path and for a function that cannot work
 */
export function readJsonPath(text: string, root: JsonValue): Operand {
  const path = compiledPath(text);
  const value = find(path, root);
  return value === undefined ? failEvaluation(`No results for path: ${path.text}`) : resultOf(path, value);
}

function find(path: JsonPath, root: JsonValue): JsonValue | undefined {
  try {
    return path.find(root);
  } catch (error) {
    if (!(error instanceof JsonPathFailure)) throw error;
    throw new Fault(error.message, { cause: error });
  }
}

function compiledPath(text: string): JsonPath {
  const path = compiledPaths.get(text) ?? compileJsonPathText(text);
  compiledPaths.delete(text);
  compiledPaths.set(text, path);
  if (compiledPaths.size > compiledLimit) compiledPaths.delete(compiledPaths.keys().next().value!);
  return path;
}

/** @throws Fault for a bad path */
export function compileJsonPathText(text: string): JsonPath {
  try {
    return parseJsonPath(text);
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error;
    throw new Fault(`Invalid path ${text}: ${error.reason}`, { cause: error });
  }
}

function resultOf(path: JsonPath, value: JsonValue): Operand {
  if (path.isCall) return javaValue(value);
  const last = path.members?.at(-1);
  const byName = typeof last === 'string' && value instanceof JsonNumber;
  return jsonOperand(value, byName ? kindByName(value.text) : undefined);
}

/** A path function gives Java objects instead of JSON: texts, booleans, longs and doubles; a larger number is lost. */
function javaValue(value: JsonValue): Operand {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (!(value instanceof JsonNumber)) return jsonOperand(value);
  switch (kindByName(value.text)) {
    case 'none':
      return null;
    case 'double':
      return new JavaNumber('double', Number(value.text));
    default:
      return new JavaNumber('long', BigInt(value.text));
  }
}

/** What a number counts as that a step by name made a Java number of. The sign decides for integers beyond 32 bits. */
function kindByName(text: string): JsonNumberKind {
  if (/^-?[0-9]+$/.test(text)) {
    const long = parseJavaLong(text, 64);
    if (long === undefined) return 'none';
    return long <= 0x7fffffffn ? 'int' : 'long';
  }
  return javaDouble(Number(text)) === text ? 'double' : 'none';
}
