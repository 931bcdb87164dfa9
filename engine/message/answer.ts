import type { Readable } from 'node:stream';
import { readBody } from './build-message.js';
import { JavaNumber } from './codecs/index.js';
import { BodyTooLarge, collect } from './collect.js';
import { charsetOf, FORM_TYPE, formatOf, mediaType, SOAP12_TYPE } from './content-type.js';
import { contentTypeHeader, type Header, Headers, headerName } from './headers.js';
import type { Message } from './message.js';
import { readFault } from './parsing-fault.js';
import { PropertyMap, UsualNames } from './property-map.js';
import { type Value, valueText } from './value.js';

/** What came back from a backend. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Iterable<Header>;
  /** null or an empty Buffer = no body. */
  readonly body: Buffer | Readable | null;
}

const ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous';
/** Statuses whose Location goes to the client as it is. */
const PLAIN_LOCATIONS = new Set([201, 301, 302, 303, 307]);

/** The answer of a non-blocking call or send (message-model sheet, section 1). */
export function takeAnswer(message: Message, answer: Answer): void {
  const { exchange } = message;
  const { status } = answer;
  const requestType = valueText(message.axis2.get('messageType'));
  const servicePrefix = valueText(message.axis2.get('SERVICE_PREFIX'));
  if (exchange.request === message) exchange.request = undefined;

  const headers = new Headers(answer.headers);
  if (!PLAIN_LOCATIONS.has(status)) rewriteLocation(message, headers, servicePrefix);
  message.headers = headers;
  const contentType = headers.textOf(contentTypeHeader);
  message.axis2 = axis2OfAnswer(answer, contentType, requestType);
  message.becomeAnswer();
  message.to = ANONYMOUS;
  message.from = undefined;
  message.action = undefined;
  message.resumed = true;
  message.emptyBody();
  message.soapVersion = contentType?.includes(SOAP12_TYPE) ? '1.2' : '1.1';
  if (hasContent(answer.body)) message.setSource(answer.body);
  else if (contentType !== undefined) message.setSource(Buffer.alloc(0));
  else message.axis2.set('NO_ENTITY_BODY', true);
}

const axis2Names = new UsualNames([
  'messageType',
  'ContentType',
  'CHARACTER_SET_ENCODING',
  'HTTP_SC',
  'HTTP_SC_DESC',
  'ORIGINAL_STATUS_CODE',
  'HTTP_REASON_PHRASE',
  'FAULT_MESSAGE',
  'SC_ACCEPTED',
  'NO_ENTITY_BODY',
]);

function axis2OfAnswer(
  { status, reason }: Answer,
  contentType: string | undefined,
  requestType: string | null,
): PropertyMap {
  const inherited = requestType === null || requestType === FORM_TYPE ? undefined : requestType;
  const code = new JavaNumber('int', status);
  const values: (Value | undefined)[] = [
    contentType === undefined ? inherited : mediaType(contentType),
    contentType,
    (contentType && charsetOf(contentType)) ?? 'UTF-8',
    code,
    reason,
    code,
    reason,
    status >= 400 ? 'TRUE' : undefined,
    status === 202 ? 'true' : undefined,
  ];
  return new PropertyMap(axis2Names, values);
}

const locationHeader = headerName('Location');

function hasContent(body: Buffer | Readable | null): body is Buffer | Readable {
  return body !== null && !(Buffer.isBuffer(body) && body.length === 0);
}

/** A Location that would lead past the gateway gets the gateway's prefix in front of its path. */
function rewriteLocation(message: Message, headers: Headers, servicePrefix: string | null): void {
  const location = headers.textOf(locationHeader);
  if (location === undefined || servicePrefix === null) return;
  if (message.services.settings.preservedResponseHeaders.has('location')) return;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\/?(.*)$/i.exec(location)?.[1];
  if (path !== undefined) headers.set('Location', servicePrefix + path);
}

/**
 * The answer of a blocking call (endpoints sheet, section 5): the body is replaced, axis2 HTTP_SC is the status as
 * text. Request headers and types stay unless BLOCKING_SENDER_PRESERVE_REQ_HEADERS is the string `false`.
 */
export function takeBlockingAnswer(message: Message, answer: Answer): void | Promise<void> {
  const { body } = answer;
  if (body === null || Buffer.isBuffer(body)) return finishBlocking(message, answer, body ?? Buffer.alloc(0));
  return collect(body, message.services.settings.maxBodyBytes).then(
    (bytes) => finishBlocking(message, answer, bytes),
    (error: unknown) => {
      throw readFault(error instanceof BodyTooLarge ? error.message : 'The answer broke off', error);
    },
  );
}

function finishBlocking(message: Message, answer: Answer, bytes: Buffer): void {
  const headers = new Headers(answer.headers);
  const contentType = headers.get('Content-Type');
  const type = contentType ?? valueText(message.axis2.get('messageType')) ?? undefined;
  const taken = message.properties.get('BLOCKING_SENDER_PRESERVE_REQ_HEADERS') === 'false';
  if (taken) {
    message.headers = headers;
    if (contentType !== undefined) {
      message.axis2.set('ContentType', contentType);
      message.axis2.set('messageType', mediaType(contentType));
    }
  }
  message.axis2.set('HTTP_SC', String(answer.status));
  message.properties.set('blocking.sender.error', 'false');
  message.emptyBody();
  if (bytes.length === 0) {
    // An empty answer that leaves as JSON is empty, no fault.
    if (formatOf(valueText(message.axis2.get('messageType')) ?? '') === 'json') message.setJson('');
    return;
  }
  if (type === undefined) return;
  readBody(message, bytes, {
    contentType: type,
    charset: charsetOf(type) ?? 'UTF-8',
    encoding: headers.get('Content-Encoding'),
  });
  if (taken && headers.has('Content-Encoding')) headers.delete('Content-Encoding');
}
