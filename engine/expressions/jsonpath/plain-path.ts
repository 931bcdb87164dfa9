import { JsonObject, type JsonValue } from '../../message/index.js';
import { byName } from './numbers.js';
import type { PathStep } from './path-syntax.js';

/** A path of single names and positions only. */
export type PlainPath = readonly (string | number)[];

/** The steps as names and positions; undefined when one of them is anything else. */
export function plainPath(steps: readonly PathStep[]): PlainPath | undefined {
  const members: (string | number)[] = [];
  for (const step of steps) {
    if (step.kind === 'names' && step.names.length === 1) members.push(step.names[0]!);
    else if (step.kind === 'indexes' && step.indexes.length === 1) members.push(step.indexes[0]!);
    else return undefined;
  }
  return members;
}

/** The value at a plain path; undefined when it leads nowhere. */
export function followPlainPath(path: PlainPath, root: JsonValue): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  let named = false;
  for (const member of path) {
    named = typeof member === 'string';
    if (typeof member === 'string') value = value instanceof JsonObject ? value.get(member) : undefined;
    else if (Array.isArray(value)) value = value[member < 0 ? value.length + member : member];
    else return undefined;
    if (value === undefined) return undefined;
  }
  return named ? byName(value) : value;
}
