import { Fault } from '../../errors/index.js';
import { JavaNumber, JsonData, type Message, parseJavaDouble, stringifyJson, type Value } from '../../message/index.js';
import { serializeXml, XmlElement } from '../../xml/index.js';
import { DeferredXPath } from '../xpath/index.js';
import { failEvaluation } from './failure.js';
import type { Operand } from './operand.js';
import type { KeySource } from './syntax.js';

/**
 * Reads `headers.x`, `props.synapse.x`, `params.pathParams.x` and so on. A text that looks like a number becomes one.
 * @throws EvaluationFailure when there is nothing of that name
 */
export function readKeyed(source: KeySource, name: string, message: Message): Operand {
  const value = lookUp(source, name, message);
  if (value === undefined || value === null) return failEvaluation(`${source} has no ${name}`);
  return asNumber(javaText(value));
}

function lookUp(source: KeySource, name: string, message: Message): Value | undefined {
  switch (source) {
    case 'headers':
      return message.headers.value(name);
    case 'configs':
      return message.services.config(name);
    case 'pathParams':
      return message.properties.get(`uri.var.${name}`);
    case 'queryParams':
      return message.properties.get(`query.param.${name}`);
    case 'synapse':
      return message.properties.get(name);
    case 'axis2':
      return message.getProperty('axis2', name);
    case 'functionParams':
      return parameterValue(name, message);
  }
}

/** A parameter of the innermost template; a deferred XPath is evaluated over the envelope. */
function parameterValue(name: string, message: Message): Value | undefined {
  const parameters: ReadonlyMap<string, Value | DeferredXPath> | undefined = message.templateParameters.at(-1);
  if (!parameters) throw new Fault(`The parameter ${name} is read outside of a template`);
  const value = parameters.get(name);
  if (!(value instanceof DeferredXPath)) return value;
  const result = value.over(message.envelope);
  return typeof result === 'number' ? new JavaNumber('double', result) : (result as Value);
}

function asNumber(text: string): Operand {
  const integer = JavaNumber.parse('int', text) ?? JavaNumber.parse('long', text);
  if (integer) return integer;
  const double = parseJavaDouble(text);
  return double === undefined ? text : new JavaNumber('double', double);
}

/** What Java's `toString` gives for a stored object. */
export function javaText(value: Exclude<Value, null>): string {
  if (value instanceof JsonData) return stringifyJson(value.value);
  if (value instanceof XmlElement) return serializeXml(value);
  if (value instanceof Fault) return `org.apache.synapse.SynapseException: ${value.message}`;
  if (value instanceof Map)
    return `{${[...value].map(([key, entry]) => `${key}=${javaTextOrNull(entry)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map((node) => serializeXml(node)).join(', ')}]`;
  return String(value);
}

function javaTextOrNull(value: Value): string {
  return value === null ? 'null' : javaText(value);
}
