import type { ErrorObject } from 'ajv';

type Text = (params: Record<string, unknown>, error: ErrorObject) => string;

/** What an error of ajv is called by the library of the reference. */
const texts: Readonly<Record<string, Text>> = {
  type: ({ type }, { data }) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${json([type].flat().sort())})`,
  enum: ({ allowedValues }, { data }) =>
    `instance value (${json(data)}) not found in enum (possible values: ${json(allowedValues)})`,
  required: (_, { data, schema }) => `object has missing required properties (${json(missing(schema, data))})`,
  additionalProperties: ({ additionalProperty }) =>
    `object instance has properties which are not allowed by the schema: ${json([additionalProperty])}`,
  minProperties: ({ limit }, { data }) =>
    `object has too few properties (found ${sizeOf(data)} but schema requires at least ${limit})`,
  maxProperties: ({ limit }, { data }) =>
    `object has too many properties (found ${sizeOf(data)} but schema requires at most ${limit})`,
  minItems: ({ limit }, { data }) =>
    `array is too short: must have at least ${limit} elements but instance has ${sizeOf(data)} elements`,
  maxItems: ({ limit }, { data }) =>
    `array is too long: must have at most ${limit} elements but instance has ${sizeOf(data)} elements`,
  additionalItems: ({ limit }, { data }) =>
    `schema only allows ${limit} elements in array but instance has ${sizeOf(data)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minLength: ({ limit }, { data }) =>
    `string ${json(data)} is too short (length: ${lengthOf(data)}, required minimum: ${limit})`,
  maxLength: ({ limit }, { data }) =>
    `string ${json(data)} is too long (length: ${lengthOf(data)}, maximum allowed: ${limit})`,
  pattern: ({ pattern }, { data }) => `ECMA 262 regex "${pattern}" does not match input string "${data}"`,
  minimum: ({ comparison, limit }, { data }) =>
    comparison === '>'
      ? `numeric instance is not strictly greater than the required minimum ${limit}`
      : `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${data})`,
  maximum: ({ comparison, limit }, { data }) =>
    comparison === '<'
      ? `numeric instance is not strictly lower than the required maximum ${limit}`
      : `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${data})`,
  multipleOf: ({ multipleOf }, { data }) => `remainder of division is not zero (${data} / ${multipleOf})`,
  dependencies: ({ property, missingProperty, deps }) =>
    `property "${property}" of object has missing property dependencies (schema requires ${json(listed(deps))}; missing: ${json(listed(missingProperty))})`,
  anyOf: (_, { schema }) => `instance failed to match at least one required schema among ${sizeOf(schema)}`,
  oneOf: ({ passingSchemas }, { schema }) =>
    `instance failed to match exactly one schema (matched ${passingSchemas === null ? 0 : 2} out of ${sizeOf(schema)})`,
  not: () => 'instance matched a schema which it should not have',
  format: ({ format }, { data }) => `string "${data}" is invalid against the format ${format}`,
};

/** The text of an error; ajv's own where the library has none. */
export function draft4Message(error: ErrorObject): string {
  return texts[error.keyword]?.(error.params, error) ?? error.message ?? 'is not valid';
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function missing(required: unknown, data: unknown): string[] {
  const names = Array.isArray(required) ? required.map(String) : [];
  return names.filter((name) => !Object.hasOwn(data as object, name)).sort();
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** In code points, as JSON Schema counts. */
function lengthOf(value: unknown): number {
  return typeof value === 'string' ? [...value].length : 0;
}

function listed(names: unknown): string[] {
  return String(names).split(', ');
}
