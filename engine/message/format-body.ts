import { Fault } from '../errors/index.js';
import { serializeXml, type XmlElement } from '../xml/index.js';
import {
  elementBytes,
  elementText,
  encodeText,
  type FormDataOptions,
  formDataContentType,
  writeForm,
  writeFormData,
} from './codecs/index.js';
import { gzip, isWrittenEncoded } from './content-encoding.js';
import { type BodyFormat, FORM_TYPE, formatOf, mediaType, SOAP11_TYPE, SOAP12_TYPE, XML_TYPE } from './content-type.js';
import { xmlToJsonText } from './json/index.js';
import type { Message } from './message.js';
import { wantsRelated, writeRelated } from './related.js';
import { envelopeText, isSoapFault, restFault } from './soap.js';
import { isTrue, valueText } from './value.js';
import { textSwitch } from './wire-flags.js';

/** A built body as it goes on the wire. */
export interface WrittenBody {
  readonly bytes: Buffer;
  /** The formatter's type; with all parameters for multipart, without charset otherwise. */
  readonly contentType: string;
  readonly format: BodyFormat;
}

/** How a message is written, by its messageType (message-model sheet 5). */
export interface OutputFormat {
  readonly format: BodyFormat;
  /** messageType, or the default that stands in for one that has no formatter. */
  readonly type: string;
}

/**
 * The formatter of a message: by axis2 messageType as it stands (a blank in front finds none). Without one, REST
 * messages are written as a form (GET, DELETE) or as XML, others as SOAP; REST leaves the envelope out.
 */
export function outputFormat(message: Message): OutputFormat {
  const type = valueText(message.axis2.get('messageType'));
  const format = type === null ? undefined : formatOf(type);
  if (type === null || format === undefined) return fallbackFormat(message);
  if (format !== 'soap' && format !== 'related') return { type, format };
  if (message.rest) return { type, format: 'xml' };
  return { type, format: wantsRelated(message) ? 'related' : format };
}

function fallbackFormat(message: Message): OutputFormat {
  if (!message.rest) {
    const format = wantsRelated(message) ? 'related' : 'soap';
    return { format, type: message.soapVersion === '1.2' ? SOAP12_TYPE : SOAP11_TYPE };
  }
  const method = valueText(message.axis2.get('HTTP_METHOD'));
  if (method === 'GET' || method === 'DELETE') return { format: 'form', type: FORM_TYPE };
  return { format: 'xml', type: XML_TYPE };
}

/** The charset that a message is written in: CHARACTER_SET_ENCODING, default UTF-8. */
export function charsetFor(message: Message): string {
  return valueText(message.axis2.get('CHARACTER_SET_ENCODING')) || 'UTF-8';
}

/**
 * Writes a built body by the message's type, in gzip while its Content-Encoding says so.
 * @throws Fault when the content cannot be written as that type
 */
export function formatBody(message: Message): WrittenBody {
  const { format, type } = outputFormat(message);
  const { bytes, contentType = type } = writers[format](message, charsetFor(message));
  const encoded = bytes.length > 0 && isWrittenEncoded(message.headers.get('Content-Encoding'));
  return { bytes: encoded ? gzip(bytes) : bytes, contentType, format };
}

type Writer = (message: Message, charset: string) => { readonly bytes: Buffer; readonly contentType?: string };

const writers: Readonly<Record<BodyFormat, Writer>> = {
  json: (message, charset) => ({ bytes: jsonBytes(message, charset) }),
  xml: (message, charset) => ({ bytes: encodeText(xmlText(message, charset), charset) }),
  soap: (message, charset) => ({ bytes: encodeText(soapText(message, charset), charset) }),
  related: (message, charset) => writeRelated(message, encodeText(soapText(message, charset), charset), charset),
  form: (message, charset) => ({ bytes: encodeText(writeForm(message.payload, charset), charset) }),
  multipart(message, charset) {
    const options: FormDataOptions = {
      boundary: `MIMEBoundary_${message.services.random.uuid().replaceAll('-', '')}`,
      charset,
      decodeFiles: message.axis2.get('DECODE_MULTIPART_DATA') === true,
    };
    return { bytes: writeFormData(message.payload, options), contentType: formDataContentType(options) };
  },
  text: (message, charset) => ({ bytes: encodeText(elementText(message.payload) ?? '', charset) }),
  binary: (message) => ({ bytes: elementBytes(message.payload) ?? Buffer.alloc(0) }),
};

/** Held JSON as it is, else the JSON form of the payload, else axis2 JSON_STRING (message-model sheet 6.1). */
function jsonBytes(message: Message, charset: string): Buffer {
  const held = message.heldJson;
  if (held) return held.bytes(charset);
  const { payload } = message;
  if (payload) return encodeText(xmlToJsonText(payload, message.jsonXmlOptions), charset);
  const text = message.axis2.get('JSON_STRING');
  if (typeof text === 'string') return encodeText(text, charset);
  throw new Fault('Payload could not be written as JSON.');
}

function xmlText(message: Message, charset: string): string {
  const { payload } = message;
  if (!payload) return '';
  return xmlDeclaration(message, charset) + message.instructions + serializeXml(restElement(payload));
}

function restElement(payload: XmlElement): XmlElement {
  return isSoapFault(payload) ? restFault(payload) : payload;
}

/** With WRITE_XML_DECLARATION=true only. */
function xmlDeclaration(message: Message, charset: string): string {
  if (!isTrue(message.axis2.get('WRITE_XML_DECLARATION'))) return '';
  const encoding = valueText(message.axis2.get('XML_DECLARATION_ENCODING')) ?? charset;
  const standalone = valueText(message.axis2.get('XML_DECLARATION_STANDALONE'));
  return `<?xml version="1.0" encoding="${encoding}" ${standalone === null ? '' : `standalone="${standalone}" `}?>`;
}

function soapText(message: Message, charset: string): string {
  const declared = valueText(message.axis2.get('WRITE_XML_DECLARATION'))?.toLowerCase() !== 'false';
  const declaration = declared ? `<?xml version='1.0' encoding='${charset}'?>` : '';
  return declaration + envelopeText(message.envelope);
}

/** A Content-Type with `; charset=` unless it has one or setCharacterEncoding is `false`. */
export function withCharset(message: Message, contentType: string): string {
  if (/charset/i.test(contentType)) return contentType;
  if (textSwitch(message, 'setCharacterEncoding') === 'false') return contentType;
  return `${contentType}; charset=${charsetFor(message)}`;
}

/**
 * The Content-Type of a built body towards the client, and of blocking calls: ContentType, else messageType, with
 * charset; for multipart the formatter's own.
 */
export function builtContentType(message: Message, written: WrittenBody): string {
  if (written.format === 'related') return written.contentType;
  const own = valueText(message.axis2.get('ContentType'));
  if (own !== null && !isMultipart(own)) return withCharset(message, own);
  return written.format === 'multipart' ? written.contentType : withCharset(message, written.contentType);
}

/** Whether a type is multipart/…, whose boundary only the formatter knows. */
export function isMultipart(contentType: string): boolean {
  return /^multipart\//i.test(mediaType(contentType));
}
