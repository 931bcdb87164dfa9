import type { Message } from '../message/index.js';
import type { EndpointProperty } from './definition.js';

/** Writes the properties of an endpoint to the message, as is done before every send (endpoints sheet 2.4). */
export function applyProperties(message: Message, properties: readonly EndpointProperty[]): void {
  for (const { name, scope, value } of properties) {
    const text = typeof value === 'string' ? value : value.string(message);
    if (text !== null) message.setProperty(scope, name, text);
  }
}

/** Prefixes of the properties that are variables of URI templates. */
export const templateVariable = /^(uri\.var\.|query\.param\.)/;

/**
 * Variables that an endpoint's own properties give its URI template, over those of the message. Only a static value
 * counts; with an expression the variable is blank.
 */
export function templateVariables(properties: readonly EndpointProperty[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const { name, value } of properties) {
    if (templateVariable.test(name)) variables.set(name, typeof value === 'string' ? value : '');
  }
  return variables;
}
