import type { Message } from '../message/index.js';
import type { LeafDefinition } from './definition.js';
import { withoutUserInfo } from './url.js';

/** Name and address of a leaf endpoint, as log lines show them. */
export function leafLabel(definition: LeafDefinition, message: Message): string {
  const address = definition.kind === 'address' || definition.kind === 'http' ? definition.address : message.to;
  const text = typeof address === 'object' ? address.text : address;
  return `${definition.name ?? 'AnonymousEndpoint'}${text === undefined ? '' : ` with address ${withoutUserInfo(text)}`}`;
}
