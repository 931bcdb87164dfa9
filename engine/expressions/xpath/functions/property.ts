import type { Message, Value } from '../../../message/index.js';
import { DatePatternError, formatJavaDate } from '../../java-date.js';
import { anything, type Compiled, constant } from '../compiled.js';
import type { DeferredXPath } from '../deferred.js';
import { EvaluationError } from '../evaluation-error.js';
import type { Frame } from '../frame.js';
import { fromStored, toText, type XPathValue } from '../value.js';
import type { FunctionDefinition } from './definition.js';

/** The scopes that a two-argument call can name; any other first argument is the name of a property. */
const scopes: ReadonlySet<string> = new Set([
  'default',
  'axis2',
  'operation',
  'transport',
  'registry',
  'func',
  'system',
  'env',
  'file',
]);

/** Scopes in which a missing name is empty text, not unset. */
const emptyScopes: ReadonlySet<string> = new Set(['registry', 'system', 'env', 'file']);

/** Computed names of the default scope: without a value they are empty text. */
const computedNames: ReadonlySet<string> = new Set([
  'To',
  'From',
  'Action',
  'FaultTo',
  'ReplyTo',
  'RelatesTo',
  'MessageID',
  'FAULT',
  'MESSAGE_FORMAT',
  'OperationName',
  'OperationNamespace',
]);

/** `get-property([scope,] name[, date pattern])`. */
export const getProperty: FunctionDefinition = {
  name: 'get-property',
  signature: 'get-property([scope, ]name[, datePattern])',
  least: 0,
  most: 3,
  compile([first, second, third]) {
    if (first === undefined) return constant('');
    if (second === undefined) return fromScope('default', first, undefined);
    if (third !== undefined) return anything((frame) => read(frame, first.text(frame), second.text(frame), third));
    return first.constant === undefined ? eitherWay(first, second) : twoArguments(first, second);
  },
};

function twoArguments(first: Compiled, second: Compiled): Compiled {
  const scope = String(first.constant);
  return scopes.has(scope) ? fromScope(scope, second, undefined) : fromScope('default', first, second);
}

/** The first argument shows only at run time whether it is a scope. */
function eitherWay(first: Compiled, second: Compiled): Compiled {
  return anything((frame) => {
    const scope = first.text(frame);
    return scopes.has(scope)
      ? read(frame, scope, second.text(frame), undefined)
      : read(frame, 'default', scope, second);
  });
}

/** The scope is known; with a fixed name too, which is the rule, nothing is left to decide per message. */
function fromScope(scope: string, name: Compiled, datePattern: Compiled | undefined): Compiled {
  if (name.constant === undefined) return anything((frame) => read(frame, scope, name.text(frame), datePattern));
  const fixed = toText(name.constant);
  if (fixed === '' || fixed === 'SYSTEM_DATE' || fixed === 'SYSTEM_TIME' || scope === 'func') {
    return anything((frame) => read(frame, scope, fixed, datePattern));
  }
  return anything((frame) => stored(messageOf(frame), scope, fixed));
}

function read(frame: Frame, scope: string, name: string, datePattern: Compiled | undefined): XPathValue {
  const message = messageOf(frame);
  if (name === '') return '';
  const { clock } = message.services;
  if (name === 'SYSTEM_TIME') return String(Math.trunc(clock.now()));
  if (name === 'SYSTEM_DATE') return formatDate(clock.now(), datePattern?.text(frame));
  if (!scopes.has(scope)) return '';
  if (scope === 'func') return fromStored(templateParameter(message, name));
  return stored(message, scope, name);
}

function stored(message: Message, scope: string, name: string): XPathValue {
  const value = message.getProperty(scope, name);
  return value === undefined || value === null ? missingValue(message, scope, name) : fromStored(value);
}

function missingValue(message: Message, scope: string, name: string): '' | null {
  if (scope === 'default') return computedNames.has(name) ? '' : null;
  if (scope === 'transport') return message.headers.present ? null : '';
  return emptyScopes.has(scope) ? '' : null;
}

/** @param pattern default: Java's short form */
function formatDate(time: number, pattern: string | undefined): string {
  try {
    return formatJavaDate(time, pattern);
  } catch (error) {
    if (!(error instanceof DatePatternError)) throw error;
    throw new EvaluationError(`'${pattern}' is not a date pattern: ${error.message}`);
  }
}

/** A parameter of the innermost template; undefined when it was not given. Fails outside any template. */
export function templateParameter(message: Message, name: string): Value | DeferredXPath | undefined {
  const parameters: ReadonlyMap<string, Value | DeferredXPath> | undefined = message.templateParameters.at(-1);
  if (parameters === undefined) throw new EvaluationError(`the parameter ${name} is asked for outside a template`);
  return parameters.get(name);
}

/** Functions of messages do not exist in a deferred expression. */
export function messageOf(frame: Frame): Message {
  if (frame.message === undefined) throw new EvaluationError('functions of the message do not exist here');
  return frame.message;
}
