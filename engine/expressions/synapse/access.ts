import { Fault } from '../../errors/index.js';
import { JsonData, JsonSyntaxError, type JsonValue, type Message, parseJson, type Value } from '../../message/index.js';
import { XmlElement } from '../../xml/index.js';
import { failEvaluation } from './failure.js';
import { javaText } from './key-access.js';
import { JsonOperand, type Operand, operandOf, present, textOf } from './operand.js';
import type { BuildPath, Evaluate } from './path-text.js';
import { readJsonPath } from './read-json-path.js';

/** `payload` and `$`: the message's JSON, or the JSON form of its XML. */
export function payloadAccess(path: BuildPath): Evaluate {
  return (message, native) => {
    const text = path(message, native);
    return readJsonPath(text, payloadJson(message));
  };
}

function payloadJson(message: Message): JsonValue {
  const json = message.json ?? xmlAsJson(message);
  return json === undefined ? failEvaluation('the payload is empty') : json;
}

/** XML that has no JSON form counts as no payload. */
function xmlAsJson(message: Message): JsonValue | undefined {
  try {
    return message.jsonForm();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** `vars.x` with an optional path. */
export function variableAccess(path: BuildPath): Evaluate {
  return (message, native) => {
    const [name, rest] = splitName(path(message, native));
    const variable = message.variables.get(name);
    if (variable === undefined || variable === null) return failEvaluation(`the variable ${name} is not defined`);
    if (rest === '') return operandOf(variable);
    if (variable instanceof Map) return readEntry(variable, rest);
    return readJsonPath(pathBelow(rest), jsonIn(variable));
  };
}

/** A path behind `object(...)`, `array(...)` or `registry(...)`. */
export function callPathAccess(call: Evaluate, path: BuildPath): Evaluate {
  return (message, native) => {
    const text = pathBelow(path(message, native));
    const result = present(call(message, native), 'what the path is to be read from');
    return readJsonPath(text, result instanceof JsonOperand ? result.value : parsed(textOf(result)));
  };
}

/** The first step below a connector's result is a key of the map; the rest is a path over the JSON there. */
function readEntry(map: ReadonlyMap<string, Value>, steps: string): Operand {
  const [key, rest] = splitName(`vars${steps.startsWith('.') ? '' : '.'}${steps}`);
  const entry = map.get(key);
  if (entry === undefined || entry === null) return failEvaluation(`the variable has no entry ${key}`);
  if (rest === '') return operandOf(entry);
  if (!(entry instanceof JsonData)) return failEvaluation(`the entry ${key} of the variable is not JSON`);
  return readJsonPath(pathBelow(rest), entry.value);
}

/**
 * Splits `vars.name...` or `vars["name"]...` behind the name. Single quotes right behind `vars` are not understood.
 * @throws Fault for those, as in the reference engine
 */
export function splitName(text: string): [name: string, rest: string] {
  for (const start of ['vars.["', 'vars["']) {
    if (!text.startsWith(start)) continue;
    const end = text.indexOf('"]', start.length);
    if (end < 0) throw new Fault(`The name of the variable in ${text} does not end`);
    return [text.slice(start.length, end), text.slice(end + 2)];
  }
  if (!text.startsWith('vars.')) {
    throw new Fault('Invalid input format. Could not parse variable and JSONPath.');
  }
  const end = text.slice('vars.'.length).search(/[.[]/);
  if (end < 0) return [text.slice('vars.'.length), ''];
  return [text.slice('vars.'.length, 'vars.'.length + end), text.slice('vars.'.length + end)];
}

/** The path that the steps behind a name or a call are read as. */
export function pathBelow(steps: string): string {
  return steps.startsWith('.') ? `$${steps}` : `$.${steps}`;
}

/** The JSON in a variable: JSON itself, or its text parsed. XML is none. */
function jsonIn(variable: Exclude<Value, null>): JsonValue {
  if (variable instanceof JsonData) return variable.value;
  if (variable instanceof XmlElement || Array.isArray(variable)) {
    return failEvaluation('a path cannot be read from an XML variable');
  }
  return parsed(typeof variable === 'string' ? variable : javaText(variable));
}

/** @throws Fault for a text that is no JSON, or empty */
function parsed(text: string): JsonValue {
  if (text === '') throw new Fault('json string can not be null or empty');
  try {
    return parseJson(text, { lenient: true });
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new Fault(error.message, { cause: error });
    throw error;
  }
}
