import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { JavaNumber, parseJavaLong } from './codecs/index.js';
import { isOnlyDecoded } from './content-encoding.js';
import { SOAP11_TYPE, SOAP12_TYPE } from './content-type.js';
import type { Exchange } from './exchange.js';
import { builtContentType, formatBody, outputFormat, type WrittenBody } from './format-body.js';
import type { Header } from './headers.js';
import type { Message } from './message.js';
import { responseHeaders } from './outgoing-headers.js';
import { convertEnvelope } from './soap.js';
import { isTrue, valueText } from './value.js';
import { booleanFlag, textFlag } from './wire-flags.js';

/** A response ready for the client's connection. */
export interface ClientResponse {
  readonly status: number;
  /** Reason phrase; undefined = the standard one. */
  readonly reason: string | undefined;
  readonly headers: readonly Header[];
  /** null = no body. */
  readonly body: Buffer | Readable | null;
  /** Content-Length to be sent; undefined = in chunks. */
  readonly contentLength: number | undefined;
  /** Close the connection afterwards. */
  readonly close: boolean;
  /** Answer in HTTP/1.0. */
  readonly http10: boolean;
}

/** The automatic 202: empty, without the headers of the request. */
export function acceptedResponse(exchange: Exchange): ClientResponse {
  return plainResponse(exchange, 202);
}

/** An empty response that no message made. */
export function plainResponse(exchange: Exchange, status: number, headers: readonly Header[] = []): ClientResponse {
  return {
    status,
    reason: undefined,
    headers: [...headers, ['Server', exchange.services.settings.serverName]],
    body: null,
    contentLength: undefined,
    close: exchange.closeAfterResponse,
    http10: false,
  };
}

/**
 * What the client gets of a message (message-model sheet, section 9): status, reason, headers, body. An unbuilt body is
 * handed over as it is; a promise only when something in the message wants it built and a stream has to be collected.
 * @throws Fault when the body cannot be written or a switch has the wrong type
 */
export function writeResponse(message: Message): ClientResponse | Promise<ClientResponse> {
  const building = message.built || !mustBuild(message) ? undefined : message.build();
  return building ? building.then(() => write(message)) : write(message);
}

function mustBuild(message: Message): boolean {
  return (
    isTrue(message.axis2.get('DISABLE_CHUNKING')) ||
    textFlag(message, 'FORCE_HTTP_1.0') ||
    booleanFlag(message, 'HTTP_ETAG')
  );
}

function write(message: Message): ClientResponse {
  const { exchange } = message;
  const bodiless = booleanFlag(message, 'NO_ENTITY_BODY');
  const failed = message.axis2.get('ERROR_CODE');
  const broken = failed instanceof JavaNumber && failed.kind === 'int';
  const status = broken ? 502 : statusOf(message);
  const http10 = textFlag(message, 'FORCE_HTTP_1.0');
  const parts = bodiless || isBodiless(exchange.client.method, status) ? withoutBody(message) : withBody(message);
  return {
    status,
    reason: reasonOf(message, status),
    headers: parts.headers,
    body: parts.body,
    contentLength: contentLength(message, parts.body, http10),
    close: broken || exchange.closeAfterResponse || textFlag(message, 'NO_KEEPALIVE'),
    http10,
  };
}

/** HEAD requests and these statuses have no body. */
function isBodiless(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 205 || status === 304;
}

/** Backend's 202, then HTTP_SC, then 500 for a fault, then 200. */
function statusOf(message: Message): number {
  const { axis2 } = message;
  if (isTrue(axis2.get('SC_ACCEPTED'))) return 202;
  const text = valueText(axis2.get('HTTP_SC'));
  if (text !== null) {
    const code = /^[2-9]\d\d$/.test(text) ? Number(text) : Number(parseJavaLong(text, 32));
    if (code >= 200 && code <= 999) return code;
  }
  if (text !== null && text !== '') message.log('warn', `HTTP_SC is ignored: ${JSON.stringify(text)} is no status`);
  if (isTrue(axis2.get('FAULTS_AS_HTTP_200'))) return 200;
  return isTrue(axis2.get('FAULT_MESSAGE')) || message.hasSoapFault ? 500 : 200;
}

/** HTTP_SC_DESC; the backend's own phrase only while its status is unchanged. */
function reasonOf(message: Message, status: number): string | undefined {
  const { axis2 } = message;
  const reason = valueText(axis2.get('HTTP_SC_DESC'));
  if (reason === null || reason === '') return undefined;
  const original = valueText(axis2.get('ORIGINAL_STATUS_CODE'));
  if (reason === valueText(axis2.get('HTTP_REASON_PHRASE')) && original !== String(status)) return undefined;
  return reason.replace(/[^\t\x20-\x7e\x80-\xff]+/g, ' ');
}

interface Parts {
  readonly headers: readonly Header[];
  readonly body: Buffer | Readable | null;
}

function withoutBody(message: Message): Parts {
  message.discardBody();
  return { headers: responseHeaders(message, undefined), body: null };
}

function withBody(message: Message): Parts {
  if (!message.built) {
    const type = message.headers.present ? valueText(message.axis2.get('ContentType')) : null;
    return { headers: responseHeaders(message, type ?? undefined), body: message.takeSource()! };
  }
  convertForClient(message);
  const written = formatBody(message);
  dropUndoneEncoding(message);
  const headers = responseHeaders(message, builtContentType(message, written));
  if (booleanFlag(message, 'HTTP_ETAG')) return { headers: [...headers, etag(written)], body: written.bytes };
  return { headers, body: written.bytes };
}

function etag({ bytes }: WrittenBody): Header {
  return ['ETag', `"${createHash('md5').update(bytes).digest('hex')}"`];
}

/** A body that came in br goes out plain. */
export function dropUndoneEncoding(message: Message): void {
  if (isOnlyDecoded(message.headers.get('Content-Encoding'))) message.headers.delete('Content-Encoding');
}

/** A SOAP client gets the version that it speaks. */
function convertForClient(message: Message): void {
  const version = message.exchange.clientSoap;
  if (version === undefined || message.rest || outputFormat(message).format !== 'soap') return;
  const { envelope } = message;
  if (message.soapVersion === version) return;
  message.replaceEnvelope(convertEnvelope(envelope, version));
  message.setProperty('axis2', 'messageType', version === '1.1' ? SOAP11_TYPE : SOAP12_TYPE);
}

function contentLength(message: Message, body: Parts['body'], http10: boolean): number | undefined {
  if (http10 || isTrue(message.axis2.get('DISABLE_CHUNKING'))) {
    if (body === null) return 0;
    return Buffer.isBuffer(body) ? body.length : undefined;
  }
  return copiedLength(message);
}

/** Content-Length as it came in, when both properties ask for it. */
export function copiedLength(message: Message): number | undefined {
  const { axis2 } = message;
  if (!isTrue(axis2.get('FORCE_HTTP_CONTENT_LENGTH'))) return undefined;
  if (!isTrue(axis2.get('COPY_CONTENT_LENGTH_FROM_INCOMING'))) return undefined;
  const length = message.headers.get('Content-Length');
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}
