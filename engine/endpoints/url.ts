import { type Message, valueText } from '../message/index.js';
import type { LeafDefinition } from './definition.js';

/**
 * Puts `${name}` in an address: the default-scope property of that name; one that is unset stays as it is
 * (endpoints sheet 1.1).
 */
export function insertProperties(address: string, message: Message): string {
  if (!address.includes('${')) return address;
  return address.replace(
    /\$\{(.*?)\}/g,
    (whole, name: string) => valueText(message.getProperty('default', name)) ?? whole,
  );
}

/**
 * Appends the rest of the request's path (endpoints sheet, section 3): one slash between them, none before a query.
 * To a To address (`loose`) only a missing slash is added.
 */
export function appendPostfix(address: string, postfix: string, loose: boolean): string {
  const slash = postfix.startsWith('/');
  const query = postfix.startsWith('?');
  if (!address.endsWith('/')) return slash || query ? address + postfix : `${address}/${postfix}`;
  if (loose) return address + postfix;
  if (slash) return address + postfix.slice(1);
  return query ? address.slice(0, -1) + postfix : address + postfix;
}

/** The path that is appended to the address of this endpoint; empty when none is. */
export function postfixFor(message: Message, definition: LeafDefinition, blocking: boolean): string {
  const postfix = valueText(message.getProperty('axis2', 'REST_URL_POSTFIX')) ?? '';
  if (postfix === '' || definition.kind === 'to') return '';
  if (!blocking && definition.kind === 'http' && definition.method !== undefined) return '';
  const soap = definition.format === 'soap11' || definition.format === 'soap12';
  const wanted = definition.format === 'rest' || (soap ? blocking && message.rest : countsAsRest(message));
  return wanted ? postfix : '';
}

const restMethods = new Set(['GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD']);
const restTypes =
  /^(application\/xml|application\/x-www-form-urlencoded|multipart\/form-data|application\/json|application\/jwt)\b/i;

/** Whether a message counts as REST for the postfix, beyond the way in which it came in. */
function countsAsRest(message: Message): boolean {
  if (message.rest) return true;
  const method = valueText(message.getProperty('axis2', 'HTTP_METHOD'));
  if (method === null) return false;
  if (restMethods.has(method)) return true;
  return method === 'POST' && restTypes.test(valueText(message.getProperty('axis2', 'messageType')) ?? '');
}

/** Whether an address is an http or https URL, which is all that this engine can send to. */
export function isHttpUrl(address: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(address);
}

/** An address for messages and logs: without user name and password. */
export function withoutUserInfo(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, '$1');
}
