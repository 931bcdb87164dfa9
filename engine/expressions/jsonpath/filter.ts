import { JsonNumber, type JsonValue } from '../../message/index.js';
import { compareOperands, JsonText, missing, type OperandValue } from './compare.js';
import type { DocumentRun } from './evaluation.js';
import { JsonPathFailure } from './failure.js';
import type { Condition, Operand, PathSyntax } from './path-syntax.js';
import { followPlainPath, type PlainPath } from './plain-path.js';

/** What a filter needs of the evaluation that it stands in. */
export interface FilterRun {
  readonly run: DocumentRun;
  evaluate(path: PathSyntax, start: JsonValue, run: DocumentRun, strict?: boolean): JsonValue;
}

/**
 * Whether an item passes a filter. What makes no sense for the item (an operator on the wrong kind of value) only means
 * that it does not pass.
 * @throws JsonPathFailure where Jayway gives up the whole path
 */
export function matchesFilter(condition: Condition, item: JsonValue, run: FilterRun): boolean {
  try {
    return holds(condition, item, run);
  } catch (error) {
    if (error instanceof JsonPathFailure && error.kind === 'invalid') return false;
    throw error;
  }
}

function holds(condition: Condition, item: JsonValue, run: FilterRun): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.items.some((part) => holds(part, item, run));
    case 'and':
      return condition.items.every((part) => holds(part, item, run));
    case 'not':
      return !holds(condition.item, item, run);
    case 'exists':
      return exists(condition.path, item, run) === condition.wanted;
    case 'compare': {
      const left = operandValue(condition.left, item, run);
      return compareOperands(left, condition.operator, operandValue(condition.right, item, run));
    }
  }
}

/** A `$` path starts at the item too here, as in Jayway. */
function exists(path: PathSyntax, item: JsonValue, { run, evaluate }: FilterRun): boolean {
  if (path.plain) return followPlainPath(path.plain, item) !== undefined;
  try {
    evaluate(path, item, { ...run, rootResults: new Map() }, true);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function operandValue(operand: Operand, item: JsonValue, run: FilterRun): OperandValue {
  switch (operand.kind) {
    case 'path':
      return pathValue(operand.path, item, run);
    case 'text':
      return operand.text;
    case 'number':
      return new JsonNumber(operand.text);
    case 'boolean':
      return operand.value;
    case 'null':
      return null;
    case 'json':
      return new JsonText(operand.text, operand.value);
    case 'pattern':
      return operand.regex;
  }
}

function pathValue(path: PathSyntax, item: JsonValue, { run, evaluate }: FilterRun): OperandValue {
  if (path.plain) return plainValue(path.plain, path.root === '@' ? item : run.root);
  if (path.root === '@') return orMissing(() => evaluate(path, item, run));
  if (!run.rootResults.has(path)) {
    const result = orMissing(() => evaluate(path, run.root, run));
    run.rootResults.set(path, result === missing ? undefined : (result as JsonValue));
  }
  const known = run.rootResults.get(path);
  return known === undefined ? missing : known;
}

function orMissing(evaluate: () => JsonValue): JsonValue | typeof missing {
  try {
    return evaluate();
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof JsonPathFailure && error.kind === 'missing';
}

function plainValue(path: PlainPath, start: JsonValue): OperandValue {
  const value = followPlainPath(path, start);
  return value === undefined ? missing : value;
}
