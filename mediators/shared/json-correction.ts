import { dynamicJavaRegex, Fault, JsonNumber, JsonObject, type JsonValue, stringifyJson } from '../../engine/kit.js';
import { correctBoolean, correctNull, correctNumber, correctString } from './json-correction-scalars.js';

/**
 * Corrects a JSON value after a schema: types are converted, single values wrapped into arrays, constraints checked
 * (mediators-message sheet 8; a dialect of its own, not JSON Schema). What the schema does not name stays as it is.
 * @throws Fault with the reference's text when the value cannot be corrected or breaks a constraint
 */
export function correctJson(value: JsonValue, schema: JsonObject): JsonValue {
  if (!schema.has('type')) throw new Fault('JSON schema should contain a type declaration');
  return correct(value, schema);
}

/** A schema without type changes nothing. */
function correct(value: JsonValue, schema: JsonObject): JsonValue {
  const type = schema.get('type');
  if (Array.isArray(type)) return correctAnyOf(value, schema, type);
  return typeof type === 'string' ? correctAs(type, value, schema) : value;
}

/** The type that the value has already, otherwise the first that it can be converted to. */
function correctAnyOf(value: JsonValue, schema: JsonObject, types: readonly JsonValue[]): JsonValue {
  const names = types.filter((type) => typeof type === 'string');
  const own = names.find((name) => isOfType(value, name));
  let failure: unknown;
  for (const name of own === undefined ? names : [own]) {
    try {
      return correctAs(name, value, schema);
    } catch (thrown) {
      failure ??= thrown;
    }
  }
  if (failure) throw failure;
  return value;
}

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'integer':
      return value instanceof JsonNumber && /^-?\d+$/.test(value.text);
    case 'number':
      return value instanceof JsonNumber;
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    default:
      return value instanceof JsonObject;
  }
}

function correctAs(type: string, value: JsonValue, schema: JsonObject): JsonValue {
  switch (type) {
    case 'integer':
    case 'number':
      return correctNumber(value, schema, type);
    case 'string':
    case 'String':
      return correctString(value, schema);
    case 'boolean':
      return correctBoolean(value, schema);
    case 'null':
      return correctNull(value, schema);
    case 'array':
      return correctArray(Array.isArray(value) ? value : [value], schema);
    case 'object':
      if (!(value instanceof JsonObject)) {
        throw new Fault(`Expected a JSON as input but found : ${stringifyJson(value)}`);
      }
      return correctObject(value, schema);
    default:
      throw new Fault(`The type ${type} in the JSON schema is not known`);
  }
}

function correctObject(object: JsonObject, schema: JsonObject): JsonObject {
  checkMembers(object, schema);
  const corrected = JsonObject.of(object.entries());
  const listed = objectOf(schema.get('properties'));
  const covered = new Set<string>();
  for (const name of new Set(object.keys)) {
    if (!listed?.has(name)) continue;
    covered.add(name);
    const member = objectOf(listed.get(name));
    if (member) corrected.set(name, correct(object.get(name)!, member));
  }
  for (const [pattern, memberSchema] of objectOf(schema.get('patternProperties'))?.entries() ?? []) {
    const regex = dynamicJavaRegex(pattern);
    for (const name of new Set(object.keys)) {
      if (!regex.find(name)) continue;
      covered.add(name);
      const member = typedSchema(memberSchema, 'Schema for object must have a type declaration : ');
      if (member) corrected.set(name, correct(corrected.get(name)!, member));
    }
  }
  correctAdditional(corrected, schema, covered);
  return corrected;
}

function checkMembers(object: JsonObject, schema: JsonObject): void {
  const required = schema.get('required');
  if (Array.isArray(required) && required.some((name) => typeof name === 'string' && !object.has(name))) {
    throw new Fault(
      `Input object : ${stringifyJson(object)} does not contains all the elements required in the schema : ${stringifyJson(schema)}`,
    );
  }
  const count = new Set(object.keys).size;
  const minimum = limitOf(schema, 'minProperties');
  if (minimum !== undefined && count < minimum) {
    throw new Fault(
      `Object violates the minimum number of properties constraint. Input object has less number of properties than allowed minimum ${minimum}`,
    );
  }
  const maximum = limitOf(schema, 'maxProperties');
  if (maximum !== undefined && count > maximum) {
    throw new Fault(
      `Object violates the maximum number of properties constraint. Input object has higher number of properties than allowed maximum ${maximum}`,
    );
  }
}

function correctAdditional(object: JsonObject, schema: JsonObject, covered: ReadonlySet<string>): void {
  const additional = schema.get('additionalProperties');
  if (additional === undefined) return;
  const names = [...new Set(object.keys)].filter((name) => !covered.has(name));
  if (additional instanceof JsonObject) {
    if (additional.size === 0 || names.length === 0) return;
    const member = typedSchema(additional, 'Schema for array must have a type declaration : ');
    for (const name of names) if (member) object.set(name, correct(object.get(name)!, member));
  } else if (isFalse(additional) && names.length > 0) {
    throw new Fault(
      `Input object ${stringifyJson(object)} has additional properties than schema ${stringifyJson(schema)} and additional properties are not allowed`,
    );
  }
}

function correctArray(items: readonly JsonValue[], schema: JsonObject): JsonValue {
  checkItems(items, schema);
  const itemSchema = schema.get('items');
  if (itemSchema instanceof JsonObject) return items.map((item) => correct(item, itemSchema));
  if (Array.isArray(itemSchema)) return correctTuple(items, itemSchema, schema);
  if (itemSchema !== undefined) {
    throw new Fault('Schema for Array is invalid. Should contain either JsonArray or JsonObject');
  }
  return [...items];
}

/** `items` as a list: a schema for each place, `additionalItems` for the rest. */
function correctTuple(items: readonly JsonValue[], schemas: readonly JsonValue[], schema: JsonObject): JsonValue {
  const additional = schema.get('additionalItems');
  if (additional !== undefined && isFalse(additional) && items.length > schemas.length) {
    throw new Fault(`Array : ${stringifyJson([...items])} has more items than allowed in the schema`);
  }
  return items.map((item, at) => {
    const own = at < schemas.length ? schemas[at] : additional;
    const itemSchema =
      own === undefined ? undefined : typedSchema(own, 'Array items should contain a type declaration : ');
    return itemSchema ? correct(item, itemSchema) : item;
  });
}

function checkItems(items: readonly JsonValue[], schema: JsonObject): void {
  const violated = (constraint: string) =>
    new Fault(
      `Error occurs while validating the structure of array : ${stringifyJson([...items])}. Array violated the ${constraint} constraint`,
    );
  const minimum = limitOf(schema, 'minItems');
  if (minimum !== undefined && minimum < 0) throw new Fault('Invalid minItems constraint in the schema');
  if (minimum !== undefined && items.length < minimum) throw violated('minItems');
  const maximum = limitOf(schema, 'maxItems');
  if (maximum !== undefined && maximum < 0) throw new Fault('Invalid maxItems constraint in the schema');
  if (maximum !== undefined && items.length > maximum) throw violated('maxItems');
  const unique = schema.get('uniqueItems');
  if ((unique === true || unique === 'true') && hasEqualItems(items)) throw violated('uniqueItems');
}

function hasEqualItems(items: readonly JsonValue[]): boolean {
  return new Set(items.map(canonical)).size < items.length;
}

/** A text that is the same for equal values: order of members and spelling of numbers do not count. */
function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof JsonNumber) return String(value.toNumber());
  if (!(value instanceof JsonObject)) return stringifyJson(value);
  const members = [...new Set(value.keys)].sort();
  return `{${members.map((name) => `${stringifyJson(name)}:${canonical(value.get(name)!)}`).join()}}`;
}

/** The whole number of a keyword, which may also be written as a string. */
function limitOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema.get(keyword);
  const text = value instanceof JsonNumber ? value.text : value;
  if (typeof text !== 'string' || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text.trim())) throw new Fault(`NumberFormatException: For input string: "${text}"`);
  return Number(text);
}

function isFalse(value: JsonValue): boolean {
  return value === false || value === 'false';
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return value instanceof JsonObject ? value : undefined;
}

/** A schema that must have a type; an empty one, and one that is no object, change nothing. */
function typedSchema(schema: JsonValue, complaint: string): JsonObject | undefined {
  if (!(schema instanceof JsonObject) || schema.size === 0) return undefined;
  if (!schema.has('type')) throw new Fault(complaint + stringifyJson(schema));
  return schema;
}
