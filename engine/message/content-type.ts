import { readHeaderValue } from './codecs/index.js';

/** What a body is read as or written as. */
export type BodyFormat = 'json' | 'xml' | 'soap' | 'form' | 'multipart' | 'related' | 'text' | 'binary';

/** The types that the reference engine has a builder and a formatter for (message-model sheet 5). */
const formats: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/json/badgerfish': 'json',
  'text/javascript': 'json',
  'application/xml': 'xml',
  'text/xml': 'soap',
  'application/soap+xml': 'soap',
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
  'multipart/related': 'related',
  'text/plain': 'text',
  'application/octet-stream': 'binary',
  'application/binary': 'binary',
  'application/pdf': 'binary',
  'application/msword': 'binary',
  'application/vnd.ms-excel': 'binary',
  'application/vnd.ms-powerpoint': 'binary',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'binary',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'binary',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'binary',
};

/** Forms; also the ContentType of a GET without one. */
export const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Plain XML; also the messageType of a GET without Content-Type and of an unread form. */
export const XML_TYPE = 'application/xml';
/** SOAP 1.1 with a SOAPAction, plain XML without. */
export const SOAP11_TYPE = 'text/xml';
/** SOAP 1.2. */
export const SOAP12_TYPE = 'application/soap+xml';
/** Bytes; also a POST without Content-Type. */
export const BINARY_TYPE = 'application/octet-stream';

/** The format of a type without parameters: looked up as it is, then in lower case. Undefined = not registered. */
export function formatOf(type: string): BodyFormat | undefined {
  if (Object.hasOwn(formats, type)) return formats[type];
  const lower = type.toLowerCase();
  return Object.hasOwn(formats, lower) ? formats[lower] : undefined;
}

/** The part of a Content-Type up to the first `;`, trimmed. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim();
}

/** A parameter of a Content-Type without its quotes; undefined when it is absent or empty. */
export function typeParameter(contentType: string, name: string): string | undefined {
  if (!contentType.includes(';')) return undefined;
  return readHeaderValue(contentType).parameters.get(name) || undefined;
}

/** The charset that a Content-Type names, without quotes. */
export function charsetOf(contentType: string): string | undefined {
  return typeParameter(contentType, 'charset');
}

/**
 * Whether a request or answer of that type counts as REST, so that no SOAP envelope is expected or written
 * (message-model sheet 5): any type but text/xml and application/soap+xml, and text/xml without SOAPAction.
 */
export function isRestType(contentType: string | undefined, soapAction: string | undefined): boolean {
  if (contentType === undefined) return true;
  if (contentType.includes(SOAP12_TYPE)) return false;
  return !contentType.includes(SOAP11_TYPE) || soapAction === undefined;
}
