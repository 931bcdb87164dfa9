import { JsonObject, type JsonValue } from '../../message/index.js';

/** Up to here looking at all pairs is cheaper than a set. */
const fewKeys = 8;

/** The names of an object in order, a repeated one once, at its first place. */
export function namesOf(object: JsonObject): readonly string[] {
  const { keys } = object;
  if (keys.length <= fewKeys) {
    return isRepeatFree(keys) ? keys : keys.filter((key, at) => keys.indexOf(key) === at);
  }
  const names = new Set(keys);
  return names.size === keys.length ? keys : [...names];
}

function isRepeatFree(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) {
    for (let before = 0; before < at; before++) if (keys[before] === keys[at]) return false;
  }
  return true;
}

/** A copy that shares nothing with the value; a repeated name is left with its last value, at its first place. */
export function copyJson(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(copyJson);
  if (!(value instanceof JsonObject)) return value;
  return JsonObject.of(namesOf(value).map((name) => [name, copyJson(value.get(name)!)] as const));
}
