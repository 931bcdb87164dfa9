import type { Readable } from 'node:stream';
import { Fault } from '../errors/index.js';
import { XmlSyntaxError } from '../xml/index.js';
import type { Body } from './body.js';
import { binaryElement, decodeText, JavaNumber, readForm, readFormData, readMultipart } from './codecs/index.js';
import { BodyTooLarge, collect } from './collect.js';
import { decodeContent } from './content-encoding.js';
import { type BodyFormat, charsetOf, formatOf, mediaType, typeParameter } from './content-type.js';
import { HeldJson } from './held-json.js';
import { JsonSyntaxError, parseJson } from './json/index.js';
import type { Message } from './message.js';
import { buildFault, readFault } from './parsing-fault.js';
import { inlineParts } from './related.js';
import { isTrue, valueText } from './value.js';
import { readXmlStart } from './xml-start.js';

/**
 * Builds the unbuilt body of a message: picks the reader by the axis2 ContentType, does Accept negotiation, sets
 * messageType (message-model sheet 4 to 6). JSON and XML are recognised here and parsed when a view is read. A promise
 * only when a stream has to be collected. Throws or rejects with a Fault; the body is empty then.
 */
export function buildMessage(message: Message, body: Body): void | Promise<void> {
  const contentType = valueText(message.axis2.get('ContentType')) ?? valueText(message.axis2.get('messageType'));
  // A GET, HEAD or OPTIONS that came with a Content-Type has neither property: its body is never read.
  if (contentType === null || !body.source) return;
  if (Buffer.isBuffer(body.source)) {
    const bytes = body.source;
    body.sourceTaken();
    finish(message, bytes, contentType);
    return;
  }
  return collectBody(message, body, body.source).then((bytes) => finish(message, bytes, contentType));
}

async function collectBody(message: Message, body: Body, stream: Readable): Promise<Buffer> {
  try {
    return await collect(stream, message.services.settings.maxBodyBytes);
  } catch (error) {
    if (error instanceof BodyTooLarge && !message.resumed) message.axis2.set('HTTP_SC', new JavaNumber('int', 413));
    throw readFault((error as Error).message, error);
  } finally {
    body.sourceTaken();
  }
}

function finish(message: Message, bytes: Buffer, contentType: string): void {
  const type = mediaType(contentType);
  if (formatOf(type) !== undefined) {
    message.axis2.set('messageType', acceptedType(message) ?? type);
  }
  if (message.axis2.get('HTTP_METHOD') === 'DELETE' && isBlank(bytes)) {
    message.axis2.set('NO_ENTITY_BODY', true);
    return;
  }
  const charset = valueText(message.axis2.get('CHARACTER_SET_ENCODING')) ?? charsetOf(contentType) ?? 'UTF-8';
  readBody(message, bytes, { contentType, charset, encoding: message.headers.get('Content-Encoding') });
}

/**
 * The first type of the Accept header that can be written, untrimmed as the reference takes it; text/xml never counts.
 * The header is cut at its first `;`.
 */
function acceptedType(message: Message): string | undefined {
  if (!message.services.settings.httpContentNegotiation) return undefined;
  const accept = message.headers.get('Accept');
  if (accept === undefined) return undefined;
  const end = accept.indexOf(';');
  return (end > 0 ? accept.slice(0, end) : accept).split(',').find((entry) => {
    const type = entry.trim();
    return type !== 'text/xml' && formatOf(type) !== undefined;
  });
}

/** How bytes are to be read. */
export interface BodyReading {
  /** With its parameters. */
  readonly contentType: string;
  readonly charset: string;
  /** Content-Encoding of the bytes. */
  readonly encoding?: string | undefined;
}

/**
 * Puts bytes into a message as the content of a type. Neither messageType nor ContentType is touched.
 * @throws Fault when the bytes are not what the type says, as far as that is checked without parsing
 */
export function readBody(message: Message, bytes: Buffer, reading: BodyReading): void {
  try {
    const plain = decodeContent(bytes, reading.encoding, message.services.settings.maxBodyBytes);
    readers[formatFor(message, reading.contentType)](message, plain, reading);
  } catch (error) {
    message.emptyBody();
    if (error instanceof Fault && error.parsing) throw error;
    throw buildFault(error as Error);
  }
}

/** The format to read; a type without reader is XML (REST) or SOAP. */
function formatFor(message: Message, contentType: string): BodyFormat {
  const type = mediaType(contentType);
  const format = formatOf(type) ?? (message.rest ? 'xml' : 'soap');
  return format === 'soap' && message.rest && !contentType.includes('soap+xml') ? 'xml' : format;
}

type Reader = (message: Message, bytes: Buffer, reading: BodyReading) => void;

const readers: Readonly<Record<BodyFormat, Reader>> = {
  json: readJson,
  xml: (message, bytes, reading) => readXml(message, bytes, reading, false),
  soap: (message, bytes, reading) => readXml(message, bytes, reading, true),
  form(message, bytes, { charset }) {
    message.setXml(readForm({ body: bytes, charset, query: queryOf(message.to) }));
  },
  multipart(message, bytes, { contentType, charset }) {
    message.soapVersion = '1.2';
    message.setXml(readFormData(bytes, contentType, charset));
  },
  related: readRelated,
  text: (message, bytes, { charset }) => message.setText(decodeText(bytes, charset)),
  binary: (message, bytes) => message.setXml(binaryElement(bytes)),
};

function readJson(message: Message, bytes: Buffer, { charset }: BodyReading): void {
  const held = HeldJson.ofBytes(bytes, charset);
  const method = message.axis2.get('HTTP_METHOD');
  const bodiless = held.kind === 'unstarted' && (method === 'GET' || method === 'DELETE');
  if (!held.acceptable && !bodiless) throw buildFault('Payload is not a JSON string.');
  if (message.services.settings.validateJson) validateJson(message, held.text);
  if (bodiless) message.emptyBody();
  else message.holdJson(held);
}

function validateJson(message: Message, text: string): void {
  try {
    parseJson(text, { maxDepth: message.services.settings.maxBodyDepth });
  } catch (error) {
    if (error instanceof JsonSyntaxError) message.axis2.set('RAW_PAYLOAD', text);
    throw error;
  }
}

function readXml(message: Message, bytes: Buffer, { charset }: BodyReading, soap: boolean): void {
  if (bytes.length === 0) {
    message.emptyBody();
    return;
  }
  const text = decodeText(bytes, charset);
  const start = readXmlStart(text);
  const allowDoctype = isTrue(message.axis2.get('ApplicationXMLBuilder.allowDTD'));
  if (!start) throw buildFault('Unexpected content before or in the root element');
  if (start.doctype && !allowDoctype) throw buildFault('A document type declaration is not allowed');
  if (soap && start.name.replace(/^.*:/, '') !== 'Envelope') {
    throw buildFault(`First Element must contain the local name, Envelope , but found ${start.name}`);
  }
  if (start.encoding && start.encoding.toLowerCase() !== charset.toLowerCase()) {
    message.axis2.set('XML_DECLARATION_ENCODING', start.encoding);
  }
  const { maxBodyDepth, validateXml } = message.services.settings;
  message.holdXml({
    text,
    soap,
    allowDoctype,
    maxDepth: maxBodyDepth,
    keepInstructions: isTrue(message.axis2.get('PRESERVE_XML_PROCESSING_INSTRUCTIONS')),
  });
  if (validateXml) validateHeldXml(message, text);
}

function validateHeldXml(message: Message, text: string): void {
  try {
    void message.envelope;
  } catch (error) {
    if (error instanceof Fault && error.cause instanceof XmlSyntaxError) {
      message.axis2.set('RAW_PAYLOAD', text);
      throw buildFault(error.cause);
    }
    throw error;
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 9 && byte <= 13));
}

/** multipart/related: the root part is the message; parts that it includes are put into it, others are not kept. */
function readRelated(message: Message, bytes: Buffer, { contentType, charset }: BodyReading): void {
  const parts = readMultipart(bytes, typeParameter(contentType, 'boundary') ?? '');
  const start = typeParameter(contentType, 'start');
  const root = parts.find(({ headers }) => start !== undefined && headers.get('content-id') === start) ?? parts[0];
  if (!root) throw buildFault('The multipart message has no root part');
  const own = root.headers.get('content-type') ?? 'text/xml';
  const partType = typeParameter(contentType, 'start-info') ?? typeParameter(own, 'type') ?? own;
  const format = formatOf(mediaType(partType)) ?? 'soap';
  const reading = { contentType: partType, charset: charsetOf(own) ?? charset };
  readers[format === 'related' ? 'soap' : format](message, root.body, reading);
  if (parts.length > 1 && format !== 'json') inlineParts(message.envelope, parts);
}

function queryOf(target: string | undefined): string {
  const at = target?.indexOf('?') ?? -1;
  return at < 0 ? '' : target!.slice(at + 1);
}
