import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';

/**
 * A JSON value from plain JavaScript data: strings, numbers, bigints, booleans, null, arrays, objects by their own
 * enumerable members. JSON values inside stay what they are. As in `JSON.stringify`, members without a value are left
 * out, and items without one, NaN and the infinities become null.
 * @throws TypeError for a function or symbol, and for data nested without end
 */
export function toJson(plain: unknown): JsonValue {
  return convert(plain, 0);
}

/** Deeper data is taken for a cycle. */
const deepestPlain = 1000;

function convert(plain: unknown, depth: number): JsonValue {
  if (depth > deepestPlain) throw new TypeError('Data nested without end cannot become JSON');
  switch (typeof plain) {
    case 'string':
    case 'boolean':
      return plain;
    case 'number':
      return Number.isFinite(plain) ? new JsonNumber(String(plain)) : null;
    case 'bigint':
      return new JsonNumber(String(plain));
    case 'undefined':
      return null;
    case 'object':
      return plain === null ? null : convertObject(plain, depth);
    default:
      throw new TypeError(`A ${typeof plain} cannot become JSON`);
  }
}

function convertObject(plain: object, depth: number): JsonValue {
  if (plain instanceof JsonNumber || plain instanceof JsonObject) return plain;
  if (Array.isArray(plain)) return plain.map((item) => convert(item, depth + 1));
  const object = new JsonObject();
  for (const [key, value] of Object.entries(plain)) {
    if (value !== undefined) object.append(key, convert(value, depth + 1));
  }
  return object;
}

/**
 * Plain JavaScript data from a JSON value: objects without prototype (the last of equal names wins), numbers as
 * doubles, so that digits beyond their reach are lost.
 */
export function fromJson(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.toNumber();
  if (Array.isArray(value)) return value.map(fromJson);
  if (!(value instanceof JsonObject)) return value;
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, member] of value.entries()) plain[key] = fromJson(member);
  return plain;
}
