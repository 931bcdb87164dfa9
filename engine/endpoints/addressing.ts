import type { Message } from '../message/index.js';
import { xmlElement } from '../xml/index.js';

/** Versions of WS-Addressing that `enableAddressing` knows. */
export type AddressingVersion = 'final' | 'submission';

const namespaces: Readonly<Record<AddressingVersion, string>> = {
  final: 'http://www.w3.org/2005/08/addressing',
  submission: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
};

/** Writes the WS-Addressing headers of a SOAP message that is about to be sent (`enableAddressing`). */
export function addAddressing(message: Message, version: AddressingVersion, to: string, messageId: string): void {
  const namespace = namespaces[version];
  for (const block of message.soapHeader?.elements() ?? []) if (block.namespaceURI === namespace) block.remove();
  const add = (name: string, text: string) => message.addSoapHeader(xmlElement(namespace, `wsa:${name}`, text));
  const address = (name: string, text: string) =>
    message.addSoapHeader(xmlElement(namespace, `wsa:${name}`, xmlElement(namespace, 'wsa:Address', text)));
  add('To', to);
  if (message.replyTo !== undefined) address('ReplyTo', message.replyTo);
  if (message.from !== undefined) address('From', message.from);
  if (message.faultTo !== undefined) address('FaultTo', message.faultTo);
  add('MessageID', messageId);
  if (message.action !== undefined) add('Action', message.action);
  if (message.relatesTo !== undefined) add('RelatesTo', message.relatesTo);
}
