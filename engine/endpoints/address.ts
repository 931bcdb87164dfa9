import { Report } from '../errors/index.js';
import { compileUriTemplate, type UriTemplate } from '../expressions/index.js';
import type { Message, Services } from '../message/index.js';
import type { Address, HttpDefinition, LeafDefinition } from './definition.js';
import { deferredValue } from './parameter.js';
import { templateVariables } from './properties.js';
import { insertProperties } from './url.js';

/** Gives the address of an endpoint for a message, before the rest of the path is appended. Throws Fault. */
export type AddressOf = (message: Message) => string | undefined;

/** The address of a leaf endpoint: its own, expanded, or the message's To. */
export function addressOf(definition: LeafDefinition): AddressOf {
  switch (definition.kind) {
    case 'http':
      return httpAddress(definition);
    case 'address':
      return (message) =>
        mapText(addressText(definition.address, message.services), (text) => insertProperties(text.trim(), message));
    default:
      return (message) => message.to;
  }
}

function httpAddress({ address, uriTemplate, properties, place }: HttpDefinition): AddressOf {
  const variables = templateVariables(properties);
  /** Of an address that is a parameter: compiled for the value it has now. */
  let made: { text: string; template: UriTemplate | undefined } | undefined;
  const templateFor = (text: string): UriTemplate | undefined => {
    if (uriTemplate) return uriTemplate;
    if (made?.text !== text) made = { text, template: compileUriTemplate(text, place, new Report()) };
    return made.template;
  };
  return (message) =>
    mapText(addressText(address, message.services), (text) =>
      insertProperties(templateFor(text)?.expand(message, variables) ?? text, message),
    );
}

/** The text of an address as written, or of the parameter that stands in its place. */
function addressText(address: Address, services: Services): string | undefined {
  return typeof address === 'string' ? address : deferredValue(address, services);
}

function mapText(text: string | undefined, change: (text: string) => string): string | undefined {
  return text === undefined ? undefined : change(text);
}
