import type { Readable } from 'node:stream';
import { BINARY_TYPE, charsetOf, FORM_TYPE, isRestType, mediaType, typeParameter, XML_TYPE } from './content-type.js';
import type { Exchange } from './exchange.js';
import { Headers } from './headers.js';
import { Message } from './message.js';

/** A request as the host or the player has it; method, target and addresses are in `exchange.client`. */
export interface IncomingRequest {
  /** Node's flat list (`rawHeaders`), or pairs. */
  readonly headers: readonly string[] | Iterable<readonly [name: string, value: string]>;
  /** null or an empty Buffer = the request has no body (neither a length above 0 nor Transfer-Encoding). */
  readonly body: Buffer | Readable | null;
}

/**
 * The message of a request (message-model sheet, sections 1, 5 and 10): headers, axis2 properties of the transport,
 * types, To, Action; its body stays unread. Properties of an API or proxy are the dispatcher's business, but for
 * REST_URL_POSTFIX, which is here as `main` sees it.
 */
export function readRequest(exchange: Exchange, { headers: list, body }: IncomingRequest): Message {
  const { client } = exchange;
  const headers = isFlat(list) ? Headers.fromRaw(list) : new Headers(list);
  const message = new Message(exchange, headers);
  const contentType = headers.get('Content-Type');
  const soapAction = headers.get('SOAPAction');
  const present = body !== null && !(Buffer.isBuffer(body) && body.length === 0);
  message.rest = isBodylessMethod(client.method) || isRestType(contentType, soapAction);
  message.to = client.target;
  message.action = actionOf(contentType, soapAction);
  setTransport(message);
  setTypes(message, contentType);
  if (present) message.setSource(body);
  else message.axis2.set('NO_ENTITY_BODY', true);
  if (!message.rest && contentType?.includes('application/soap+xml')) message.soapVersion = '1.2';
  exchange.request = message;
  exchange.clientSoap = message.rest ? undefined : message.soapVersion;
  exchange.closeAfterResponse = isBodyUnexpected(client.method, headers);
  return message;
}

function isFlat(list: IncomingRequest['headers']): list is readonly string[] {
  return Array.isArray(list) && (list.length === 0 || typeof list[0] === 'string');
}

function isBodylessMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** SOAPAction without its quotes; the action parameter of a SOAP 1.2 type. */
function actionOf(contentType: string | undefined, soapAction: string | undefined): string | undefined {
  const text =
    soapAction ?? (contentType?.includes('application/soap+xml') ? typeParameter(contentType, 'action') : undefined);
  return text?.replace(/^"(.*)"$/s, '$1');
}

function setTransport(message: Message): void {
  const { client } = message.exchange;
  const { axis2 } = message;
  axis2.set('HTTP_METHOD', client.method);
  axis2.set('TransportInURL', client.target);
  axis2.set('REST_URL_POSTFIX', client.target.startsWith('/') ? client.target.slice(1) : client.target);
  axis2.set('SERVICE_PREFIX', `${client.scheme}://${client.host}/`);
  axis2.set('REMOTE_ADDR', client.remoteAddress);
  axis2.set('REMOTE_HOST', client.remoteHost);
  axis2.set('ClientApiNonBlocking', false);
}

/** GET, HEAD and OPTIONS with a Content-Type get no types at all: their bodies are never read. */
function setTypes(message: Message, contentType: string | undefined): void {
  const { axis2 } = message;
  if (isBodylessMethod(message.exchange.client.method)) {
    if (contentType !== undefined) return;
    axis2.set('ContentType', FORM_TYPE);
    axis2.set('messageType', XML_TYPE);
    return;
  }
  const full = contentType ?? BINARY_TYPE;
  const type = mediaType(full);
  axis2.set('ContentType', full);
  axis2.set('messageType', type === FORM_TYPE ? XML_TYPE : type);
  axis2.set('CHARACTER_SET_ENCODING', charsetOf(full) ?? 'UTF-8');
}

/** A GET, HEAD or DELETE with the headers of a body: its connection is not kept. */
function isBodyUnexpected(method: string, headers: Headers): boolean {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') return false;
  return headers.has('Content-Length') || headers.has('Transfer-Encoding');
}
