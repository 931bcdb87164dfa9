import type { Readable } from 'node:stream';
import { remembered } from '../observe/index.js';
import { BINARY_TYPE, charsetOf, FORM_TYPE, isRestType, mediaType, typeParameter, XML_TYPE } from './content-type.js';
import type { Exchange } from './exchange.js';
import { contentTypeHeader, type Header, Headers, headerName } from './headers.js';
import { Message } from './message.js';
import { PropertyMap, UsualNames } from './property-map.js';

/** A request as the host or the player has it; method, target and addresses are in `exchange.client`. */
export interface IncomingRequest {
  /** Node's flat list (`rawHeaders`), or pairs. */
  readonly headers: readonly string[] | Iterable<Header>;
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
  const contentType = headers.textOf(contentTypeHeader);
  const soapAction = headers.textOf(soapActionHeader);
  const message = new Message(exchange, headers, axis2OfRequest(exchange, contentType));
  const present = body !== null && !(Buffer.isBuffer(body) && body.length === 0);
  message.rest = isBodylessMethod(client.method) || isRestType(contentType, soapAction);
  message.to = client.target;
  message.action = actionOf(contentType, soapAction);
  if (present) message.setSource(body);
  else message.axis2.set('NO_ENTITY_BODY', true);
  if (!message.rest && contentType?.includes('application/soap+xml')) message.soapVersion = '1.2';
  exchange.request = message;
  exchange.clientSoap = message.rest ? undefined : message.soapVersion;
  exchange.closeAfterResponse = isBodyUnexpected(client.method, headers);
  return message;
}

const soapActionHeader = headerName('SOAPAction');

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

const axis2Names = new UsualNames([
  'HTTP_METHOD',
  'TransportInURL',
  'REST_URL_POSTFIX',
  'SERVICE_PREFIX',
  'REMOTE_ADDR',
  'REMOTE_HOST',
  'ClientApiNonBlocking',
  'ContentType',
  'messageType',
  'CHARACTER_SET_ENCODING',
  'NO_ENTITY_BODY',
]);

function axis2OfRequest({ client }: Exchange, contentType: string | undefined): PropertyMap {
  const { method, target, scheme, host, remoteAddress, remoteHost } = client;
  const types = typesOf(method, contentType);
  return new PropertyMap(axis2Names, [
    method,
    target,
    target.startsWith('/') ? target.slice(1) : target,
    `${scheme}://${host}/`,
    remoteAddress,
    remoteHost,
    false,
    types.contentType,
    types.messageType,
    types.charset,
  ]);
}

interface Types {
  readonly contentType: string | undefined;
  readonly messageType: string | undefined;
  readonly charset: string | undefined;
}

const noTypes: Types = { contentType: undefined, messageType: undefined, charset: undefined };
const typesOfGet: Types = { contentType: FORM_TYPE, messageType: XML_TYPE, charset: undefined };

/** GET, HEAD and OPTIONS with a Content-Type get no types at all: their bodies are never read. */
function typesOf(method: string, contentType: string | undefined): Types {
  if (isBodylessMethod(method)) return contentType === undefined ? typesOfGet : noTypes;
  return typesOfBody(contentType ?? BINARY_TYPE);
}

const typesOfBody = remembered((contentType): Types => {
  const type = mediaType(contentType);
  return {
    contentType,
    messageType: type === FORM_TYPE ? XML_TYPE : type,
    charset: charsetOf(contentType) ?? 'UTF-8',
  };
});

/** A GET, HEAD or DELETE with the headers of a body: its connection is not kept. */
function isBodyUnexpected(method: string, headers: Headers): boolean {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') return false;
  return headers.has('Content-Length') || headers.has('Transfer-Encoding');
}
