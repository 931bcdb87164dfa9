import type { Message, Value } from '../../message/index.js';
import { valueText } from '../../message/index.js';
import { isXmlNode, serializeXml } from '../../xml/index.js';
import { anything, type Compiled, failing } from './compiled.js';
import { DeferredXPath } from './deferred.js';
import { EvaluationError } from './evaluation-error.js';
import type { Frame } from './frame.js';
import { templateParameter } from './functions/index.js';
import { type Namespaces, namespaceOf } from './node-test.js';
import type { VariableSyntax } from './syntax.js';
import { fromStored, type XPathValue } from './value.js';

/** Reads a variable of a prefix. */
type Read = (message: Message, name: string) => XPathValue;

const prefixes: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['ctx', (message, name) => fromStored(message.properties.get(name))],
  ['axis2', (message, name) => fromStored(message.getProperty('axis2', name))],
  ['trp', (message, name) => fromStored(message.headers.value(name))],
  ['operation', (message, name) => fromStored(message.operation.get(name))],
  ['var', (message, name) => fromStored(message.variables.get(name))],
  ['sys', (message, name) => message.services.systemProperty(name) ?? ''],
  ['url', (message, name) => queryParameter(message.to, name)],
  ['func', parameter],
  ['config', configuration],
]);

/** The prefixes of variables, for advice. */
export const variablePrefixes: readonly string[] = [...prefixes.keys()];

/** The variables without a prefix, for advice. */
export const variableNames: readonly string[] = ['body', 'header', 'env'];

/** Compiles a variable. One that does not resolve is a fault when it is evaluated. */
export function compileVariable({ prefix, name }: VariableSyntax, namespaces: Namespaces): Compiled {
  const written = prefix === '' ? `$${name}` : `$${prefix}:${name}`;
  const unresolvable = (): Error => new EvaluationError(`there is no variable ${written}`);
  if (prefix !== '' && namespaceOf(prefix, namespaces) !== undefined) return failing(unresolvable);
  // The reference looks at these three names first, so `$ctx:body` is the SOAP body.
  if (name === 'body') return anything((frame) => frame.body);
  if (name === 'header') return anything((frame) => frame.header);
  if (name === 'env') return anything((frame) => frame.envelope);
  if (prefix === '') return failing(unresolvable);
  const read = prefixes.get(prefix);
  if (read !== undefined) return anything((frame) => read(frame.messageFor(written), name));
  return anything((frame) => entryOf(frame, prefix, name, written) ?? fail(unresolvable));
}

function fail(error: () => Error): never {
  throw error();
}

/** `$other:name`: an entry of a map that is the default property `other`, as text. */
function entryOf(frame: Frame, property: string, name: string, written: string): string | undefined {
  const map = frame.messageFor(written).properties.get(property);
  const entry: Value | undefined = map instanceof Map ? map.get(name) : undefined;
  if (entry === undefined || entry === null) return undefined;
  return isXmlNode(entry) ? serializeXml(entry) : (valueText(entry) ?? '');
}

function parameter(message: Message, name: string): XPathValue {
  const value = templateParameter(message, name);
  return value instanceof DeferredXPath ? value.over(message.envelope) : fromStored(value);
}

function configuration(message: Message, name: string): XPathValue {
  const value = message.services.config(name);
  if (value === undefined) throw new EvaluationError(`there is no configuration value ${name}`);
  return fromStored(value);
}

/**
 * A query parameter of an address: the first of that name in any case, up to a second `=`, decoded; '' when there is none.
 * Throws EvaluationError for a malformed `%`.
 */
export function queryParameter(address: string | undefined, name: string): string {
  const question = address?.indexOf('?') ?? -1;
  if (question < 0) return '';
  const wanted = name.toLowerCase();
  for (const part of address!.slice(question + 1).split('&')) {
    const [key, value = ''] = part.split('=');
    if (key!.toLowerCase() === wanted) return decode(value, name);
  }
  return '';
}

function decode(value: string, name: string): string {
  const text = value.replaceAll('+', ' ');
  if (!text.includes('%')) return text;
  if (/%(?![\da-f]{2})/i.test(text)) throw new EvaluationError(`the query parameter ${name} has a malformed %`);
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
