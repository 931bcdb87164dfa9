import type { Readable } from 'node:stream';
import { Fault } from '../errors/index.js';
import { remembered } from '../observe/index.js';
import { formQuery } from './codecs/index.js';
import {
  builtContentType,
  formatBody,
  isMultipart,
  outputFormat,
  type WrittenBody,
  withCharset,
} from './format-body.js';
import { contentTypeHeader, type Header } from './headers.js';
import type { Message } from './message.js';
import { blockingHeaders, requestHeaders } from './outgoing-headers.js';
import { isTrue, valueText } from './value.js';
import { booleanFlag, textFlag } from './wire-flags.js';
import { copiedLength, dropUndoneEncoding } from './write-response.js';

/** Where a message is to be sent. */
export interface RequestAim {
  /** Upper case. */
  readonly method: string;
  /** Whole URL of the backend, expanded, postfix appended. */
  readonly url: string;
  /** By the rules of blocking calls: other headers, always with charset. Default false. */
  readonly blocking?: boolean;
}

/** A message as a request, without times and connection. */
export interface OutgoingRequest {
  readonly method: string;
  /** The aim's URL; with a form's fields as query on a GET or DELETE. */
  readonly url: string;
  readonly headers: readonly Header[];
  /** null = no body. A stream goes out in chunks unless `contentLength` is there. */
  readonly body: Buffer | Readable | null;
  readonly contentLength: number | undefined;
  readonly keepAlive: boolean;
  readonly http10: boolean;
  /** The request line carries the whole URL (FULL_URI, POST_TO_URI). */
  readonly absoluteUri: boolean;
}

/**
 * What a backend gets of a message (message-model sheet, section 8). An unbuilt body is handed over as it is; a promise
 * only when it has to be built and a stream has to be collected.
 * @throws Fault when the body cannot be written or a switch has the wrong type
 */
export function writeRequest(message: Message, aim: RequestAim): OutgoingRequest | Promise<OutgoingRequest> {
  const building = message.built || !mustBuild(message, aim) ? undefined : message.build();
  return building ? building.then(() => write(message, aim)) : write(message, aim);
}

function mustBuild(message: Message, { blocking = false }: RequestAim): boolean {
  return blocking || textFlag(message, 'DISABLE_CHUNKING') || textFlag(message, 'FORCE_HTTP_1.0');
}

function write(message: Message, aim: RequestAim): OutgoingRequest {
  const { method, blocking = false } = aim;
  const http10 = textFlag(message, 'FORCE_HTTP_1.0');
  const counted = textFlag(message, 'DISABLE_CHUNKING') || http10;
  const content = contentOf(message, method);
  const { body } = content;
  const headerParts = {
    contentType: blocking ? blockingType(message, content) : contentType(message, method, content),
    soapAction: soapAction(message),
    host: valueText(message.axis2.get('REQUEST_HOST_HEADER')) || hostOf(aim.url),
  };
  const length = counted && Buffer.isBuffer(body) ? body.length : copiedLength(message);
  return {
    method,
    url: body === null ? withFormQuery(message, aim) : aim.url,
    headers: blocking ? blockingHeaders(message, headerParts) : requestHeaders(message, headerParts),
    body,
    contentLength: body === null ? undefined : length,
    keepAlive: !textFlag(message, 'NO_KEEPALIVE'),
    http10,
    absoluteUri: textFlag(message, 'FULL_URI') || isTrue(message.axis2.get('POST_TO_URI')),
  };
}

interface Content {
  readonly body: Buffer | Readable | null;
  /** Set when the body was built and formatted. */
  readonly written: WrittenBody | undefined;
}

/** GET and HEAD never have a body, DELETE not with NO_ENTITY_BODY; others one of a payload or when one is expected. */
function contentOf(message: Message, method: string): Content {
  const bodiless = booleanFlag(message, 'NO_ENTITY_BODY');
  if (method === 'GET' || method === 'HEAD' || (method === 'DELETE' && bodiless))
    return { body: null, written: undefined };
  if (!message.built) return { body: message.takeSource()!, written: undefined };
  if (bodiless && !message.hasPayload) return { body: null, written: undefined };
  const written = formatBody(message);
  dropUndoneEncoding(message);
  return { body: written.bytes, written };
}

/** Message-model sheet 8.1. */
function contentType(message: Message, method: string, { body, written }: Content): string | undefined {
  if (method === 'GET') return undefined;
  if (written?.format === 'related') return written.contentType;
  const header = message.headers.textOf(contentTypeHeader);
  const type = valueText(message.axis2.get('messageType'));
  if (header !== undefined && !isMultipart(header)) {
    return type === null ? header : (valueText(message.axis2.get('ContentType')) ?? type);
  }
  if (!written || body === null) return undefined;
  return written.format === 'multipart' ? written.contentType : withCharset(message, written.contentType);
}

function blockingType(message: Message, { written }: Content): string | undefined {
  return written && builtContentType(message, written);
}

/**
 * SOAPAction of a message whose envelope is SOAP 1.1 and that has an Action: quoted for SOAP, empty for JSON. Undefined
 * = nothing is computed.
 */
function soapAction(message: Message): string | undefined {
  const { action } = message;
  if (!action || message.soapVersion !== '1.1') return undefined;
  switch (outputFormat(message).format) {
    case 'soap':
    case 'related':
      return `"${action}"`;
    case 'json':
      return '';
    default:
      return action;
  }
}

/** A form that cannot be a body becomes `/root?name=value` behind the URL (message-model sheet 7.1). */
function withFormQuery(message: Message, { method, url }: RequestAim): string {
  if ((method !== 'GET' && method !== 'DELETE') || !message.built || !message.hasPayload) return url;
  if (outputFormat(message).format !== 'form') return url;
  const { segment, query } = formQuery(message.payload!);
  const [path = '', present] = url.split(/\?(.*)/s, 2);
  const queries = [present, query].filter((part) => part !== undefined && part !== '');
  return `${path.replace(/\/$/, '')}/${segment}${queries.length > 0 ? '?' : ''}${queries.join('&')}`;
}

/** Host header of a URL: its port only when it is written there. Throws Fault when there is no host. */
const hostOf = remembered((url) => {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1]?.replace(/^.*@/, '');
  if (!authority) throw new Fault('The address of the endpoint is no URL with a host');
  return authority;
});
