import { charsetOf, FORM_TYPE, SOAP11_TYPE, SOAP12_TYPE, XML_TYPE } from './content-type.js';
import type { Message } from './message.js';
import { convertEnvelope, type SoapVersion } from './soap.js';
import { valueText } from './value.js';

/** `format` of an endpoint. */
export type EndpointFormat = 'soap11' | 'soap12' | 'pox' | 'get' | 'rest';

/**
 * Turns a message into what an endpoint's `format` wants (message-model sheet 7.3): types, method, REST or SOAP,
 * envelope version. Changes the message, so give it the copy that is sent; build it first, but for `rest`.
 * @param encoding the endpoint's `encoding`: goes behind the types as `;X` and becomes CHARACTER_SET_ENCODING
 */
export function applyEndpointFormat(message: Message, format: EndpointFormat, encoding?: string): void {
  if (encoding !== undefined) message.axis2.set('CHARACTER_SET_ENCODING', encoding);
  const suffix = encoding === undefined ? '' : `;${encoding}`;
  switch (format) {
    case 'soap11':
      toSoap(message, '1.1', SOAP11_TYPE, encoding);
      return;
    case 'soap12':
      toSoap(message, '1.2', soap12Type(message), encoding);
      return;
    case 'pox':
      message.rest = true;
      message.axis2.set('messageType', XML_TYPE);
      message.axis2.set('ContentType', XML_TYPE + suffix);
      message.headers.set('Content-Type', XML_TYPE + suffix);
      return;
    case 'get':
      message.rest = true;
      message.axis2.set('HTTP_METHOD', 'GET');
      message.axis2.set('messageType', FORM_TYPE);
      return;
    case 'rest':
      message.rest = true;
      if (isGetOrDelete(message)) message.axis2.delete('messageType');
      return;
  }
}

function isGetOrDelete(message: Message): boolean {
  const method = valueText(message.axis2.get('HTTP_METHOD'));
  return method === 'GET' || method === 'DELETE';
}

function soap12Type(message: Message): string {
  const { action } = message;
  return action && message.headers.has('Content-Type') ? `${SOAP12_TYPE};action="${action}"` : SOAP12_TYPE;
}

function toSoap(message: Message, version: SoapVersion, type: string, encoding: string | undefined): void {
  message.rest = false;
  message.axis2.set('HTTP_METHOD', 'POST');
  message.axis2.delete('messageType');
  const { envelope } = message;
  if (message.soapVersion !== version) message.replaceEnvelope(convertEnvelope(envelope, version));
  const header = message.headers.get('Content-Type');
  if (header?.includes('multipart/related')) return;
  const charset = header && charsetOf(header);
  const suffix = encoding === undefined ? (charset ? `; charset=${charset}` : '') : `;${encoding}`;
  message.headers.set('Content-Type', type + suffix);
}
