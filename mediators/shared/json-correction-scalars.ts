import {
  dynamicJavaRegex,
  Fault,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  javaDouble,
  parseJavaDouble,
  stringifyJson,
} from '../../engine/kit.js';

/** Converts strings and numbers alike to a number and checks it. */
export function correctNumber(value: JsonValue, schema: JsonObject, type: 'integer' | 'number'): JsonNumber {
  const text = withoutQuotes(scalarText(value, 'a number'));
  const number = parseJavaDouble(text);
  if (number === undefined || !Number.isFinite(number)) {
    throw new Fault(
      `"${text}" is not a number. A number expected in the schema ${stringifyJson(schema)} but received ${text}`,
    );
  }
  checkNumber(number, text, schema);
  return type === 'integer' ? wholeNumber(text) : decimalNumber(text, number);
}

function checkNumber(number: number, text: string, schema: JsonObject): void {
  const violated = (what: string, constraint: string) =>
    new Fault(
      `Number ${text} is ${what}. ${constraint} constraint in ${stringifyJson(schema)} is violated by the input : ${text}`,
    );
  const step = numberOf(schema, 'multipleOf');
  if (step !== undefined && number % step !== 0) {
    throw violated(`not a multiple of ${javaDouble(step)}`, 'multipleOf');
  }
  const minimum = numberOf(schema, 'minimum');
  if (minimum !== undefined && number < minimum) {
    throw violated('less than the minimum allowed value', 'minimumValue');
  }
  const maximum = numberOf(schema, 'maximum');
  if (maximum !== undefined && number > maximum) {
    throw violated('greater than the maximum allowed value', 'maximumValue');
  }
  const above = numberOf(schema, 'exclusiveMinimum');
  if (above !== undefined && number <= above) {
    throw violated('less than the minimum allowed value', 'ExclusiveMinimum');
  }
  const below = numberOf(schema, 'exclusiveMaximum');
  if (below !== undefined && number >= below) {
    throw violated('greater than the maximum allowed value', 'ExclusiveMaximum');
  }
  const { allowed, constant } = constantsOf(schema);
  const isIt = (candidate: JsonValue) => candidate instanceof JsonNumber && candidate.toNumber() === number;
  if (allowed && !allowed.some(isIt)) {
    throw new Fault(
      `Number "${text}" not contains any element from the enum. Input ${text} not contains any value from the enum in ${stringifyJson(schema)}`,
    );
  }
  if (constant !== undefined && !isIt(constant)) {
    throw new Fault(
      `Number "${text}" is not equal to the const value input ${text} not contains the const defined in ${stringifyJson(schema)}`,
    );
  }
}

function wholeNumber(text: string): JsonNumber {
  const digits = /^\+?(-?)0*(\d+)$/.exec(text.trim());
  if (!digits) throw new Fault(`NumberFormatException: For input string: "${text}"`);
  const [, sign, whole] = digits;
  return new JsonNumber(whole === '0' ? whole : `${sign}${whole}`);
}

/** A whole number gets as many zero decimals as its text has characters, as in the reference; others keep their digits. */
function decimalNumber(text: string, number: number): JsonNumber {
  const trimmed = text.trim();
  if (/^-?(?:0|[1-9]\d*)$/.test(trimmed)) return new JsonNumber(`${trimmed}.${'0'.repeat(text.length)}`);
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(trimmed)) return new JsonNumber(trimmed);
  return new JsonNumber(javaDouble(number));
}

/** Converts a scalar to a string and checks it. */
export function correctString(value: JsonValue, schema: JsonObject): string {
  const text = scalarText(value, 'a string');
  const violated = (constraint: string, keyword: string) =>
    new Fault(
      `String "${text}" violated the ${constraint}. Input string : ${text} violated the ${keyword} constraint defined in : ${stringifyJson(schema)}`,
    );
  const longest = numberOf(schema, 'maxLength');
  if (longest !== undefined && text.length > longest) throw violated('max length constraint', 'maxLength');
  const shortest = numberOf(schema, 'minLength');
  if (shortest !== undefined && text.length < shortest) throw violated('min length constraint', 'minLength');
  const pattern = schema.get('pattern');
  if (typeof pattern === 'string' && pattern !== '' && !dynamicJavaRegex(pattern).matches(text)) {
    throw violated(`regex constraint ${pattern}`, 'pattern');
  }
  const { allowed, constant } = constantsOf(schema);
  if (allowed && !allowed.includes(text)) {
    throw new Fault(
      `String "${text}" not contains any element from the enum. Input string : ${text} not contains any value defined in the enum of : ${stringifyJson(schema)}`,
    );
  }
  if (constant !== undefined && scalarText(constant, 'a string') !== text) {
    throw new Fault(
      `String "${text}" is not equal to the const value. Input string : ${text} not contains the const value defined in : ${stringifyJson(schema)}`,
    );
  }
  return text;
}

/** Converts `"true"` and `"false"` to booleans and checks them. */
export function correctBoolean(value: JsonValue, schema: JsonObject): boolean {
  const text = withoutQuotes(scalarText(value, 'a boolean'));
  if (text === '') throw new Fault('Cannot convert an empty string to boolean');
  if (text !== 'true' && text !== 'false') throw new Fault(`Cannot convert the sting : ${text} to boolean`);
  const parsed = text === 'true';
  const { allowed, constant } = constantsOf(schema);
  if (allowed && !allowed.includes(parsed)) {
    throw new Fault(`input "${text}" not contains any element from the enum  : ${stringifyJson([...allowed])}`);
  }
  if (constant !== undefined && scalarText(constant, 'a boolean') !== text) {
    throw new Fault(`String "${text}" is not equal to the const value`);
  }
  return parsed;
}

/** Takes null, an empty string and the string `null` for null. */
export function correctNull(value: JsonValue, schema: JsonObject): null {
  if (value === null || value === '' || value === 'null') return null;
  const text = stringifyJson(value);
  throw new Fault(
    `Expected a null but found a value. Received not null input${text} to be validated with : ${stringifyJson(schema)}`,
  );
}

/** Text of a scalar; an array of one item stands for the item, as in Gson. */
function scalarText(value: JsonValue, wanted: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value) && value.length === 1) return scalarText(value[0]!, wanted);
  throw new Fault(`Expected ${wanted} but found ${stringifyJson(value)}`);
}

function withoutQuotes(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** A keyword that is a number, or one written as a string. */
function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema.get(keyword);
  const text = value instanceof JsonNumber ? value.text : value;
  if (typeof text !== 'string' || text === '') return undefined;
  const number = parseJavaDouble(text);
  if (number === undefined) throw new Fault(`NumberFormatException: For input string: "${text}"`);
  return number;
}

function constantsOf(schema: JsonObject): {
  allowed: readonly JsonValue[] | undefined;
  constant: JsonValue | undefined;
} {
  const allowed = schema.get('enum');
  return {
    allowed: Array.isArray(allowed) && allowed.length > 0 ? allowed : undefined,
    constant: schema.get('const'),
  };
}
