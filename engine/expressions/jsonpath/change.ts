import { type JsonArray, JsonObject, type JsonValue } from '../../message/index.js';
import type { JsonMatch } from './evaluation.js';
import { JsonPathFailure } from './failure.js';
import type { JsonPath } from './json-path.js';
import { copyJson } from './members.js';

/**
 * A copy of a document with every hit of a path set to a value.
 * @throws JsonPathFailure when the path leads nowhere or to the root, and for a negative index (as Jayway)
 */
export function setAtPath(path: JsonPath, root: JsonValue, value: JsonValue): JsonValue {
  return change(path, root, ({ parent, key }) => {
    if (Array.isArray(parent)) parent[positionIn(parent, key)] = value;
    else for (const name of namesIn(parent, key)) parent!.set(name, value);
  });
}

/** A copy without the hits. Failures as for `setAtPath`. */
export function deleteAtPath(path: JsonPath, root: JsonValue): JsonValue {
  return change(path, root, ({ parent, key }) => {
    if (Array.isArray(parent)) parent.splice(positionIn(parent, key), 1);
    else for (const name of namesIn(parent, key)) parent!.delete(name);
  });
}

/** A copy with a value appended to every array that the path leads to; a null member stays. Another hit is a failure. */
export function addAtPath(path: JsonPath, root: JsonValue, value: JsonValue): JsonValue {
  return change(path, root, (match) => {
    if (isNullMember(match)) return;
    if (!Array.isArray(match.value)) fail('Can only add to an array');
    match.value.push(value);
  });
}

/** A copy with a member set in every object that the path leads to; a null member stays. Another hit is a failure. */
export function putAtPath(path: JsonPath, root: JsonValue, name: string, value: JsonValue): JsonValue {
  return change(path, root, (match) => {
    if (isNullMember(match)) return;
    if (typeof match.key === 'object') fail('Put can not be performed to multiple properties');
    if (!(match.value instanceof JsonObject)) fail('Can only add properties to a map');
    match.value.set(name, value);
  });
}

/**
 * A copy with the members that the path leads to renamed. As in Jayway the member goes to the end, or takes the place
 * of one that has the new name already.
 * @throws JsonPathFailure when the path leads nowhere, or to something that is no member of an object
 */
export function renameAtPath(path: JsonPath, root: JsonValue, name: string): JsonValue {
  return change(path, root, ({ parent, key, value }) => {
    if (!(parent instanceof JsonObject) || typeof key !== 'string') fail('Can only rename properties in a map');
    if (key === name) return;
    parent.set(name, value);
    parent.delete(key);
  });
}

/** Applies an edit to each hit of a copy: positions in arrays from the last to the first, so that they stay right. */
function change(path: JsonPath, root: JsonValue, edit: (match: JsonMatch) => void): JsonValue {
  const copy = copyJson(root);
  const matches = [...path.locate(copy)].sort((a, b) => {
    return typeof a.key === 'number' && typeof b.key === 'number' ? b.key - a.key : 0;
  });
  for (const match of matches) edit(match);
  return copy;
}

function positionIn(array: JsonArray, key: JsonMatch['key']): number {
  const index = key as number;
  if (index < 0) fail(`Index ${index} out of bounds for length ${array.length}`);
  return index;
}

function namesIn(parent: JsonObject | undefined, key: JsonMatch['key']): readonly string[] {
  if (parent === undefined) fail('The root cannot be changed as a whole');
  return typeof key === 'object' ? key : [key as string];
}

function isNullMember({ key, value }: JsonMatch): boolean {
  return value === null && typeof key === 'string';
}

function fail(reason: string): never {
  throw new JsonPathFailure('failure', reason);
}
