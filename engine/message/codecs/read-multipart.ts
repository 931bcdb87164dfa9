import { Fault } from '../../errors/index.js';
import { XmlElement, XmlText } from '../../xml/index.js';
import { decodeText } from './charset.js';
import { readHeaderValue } from './header-value.js';

/** One part of a multipart body. */
export interface MultipartPart {
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** More parts than this are refused. */
const mostParts = 1000;

/**
 * Splits a multipart body at its boundary (RFC 2046). Text before the first and after the last boundary is left out.
 * @throws Fault when the boundary is missing or never closed, or there are too many parts
 */
export function readMultipart(body: Buffer, boundary: string): MultipartPart[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: MultipartPart[] = [];
  // The first delimiter may stand at the very beginning, without the line break.
  let at = body.indexOf(`--${boundary}`);
  if (at < 0) throw new Fault(`The multipart body does not hold its boundary '${boundary}'`);
  at += delimiter.length - 2;
  while (!isClosing(body, at)) {
    if (parts.length >= mostParts) throw new Fault(`The multipart body has more than ${mostParts} parts`);
    const start = body.indexOf('\r\n', at);
    const end = start < 0 ? -1 : body.indexOf(delimiter, start);
    if (end < 0) throw new Fault('The multipart body ends before its closing boundary');
    parts.push(readPart(body.subarray(start, end)));
    at = end + delimiter.length;
  }
  return parts;
}

function isClosing(body: Buffer, at: number): boolean {
  return body[at] === 0x2d && body[at + 1] === 0x2d;
}

/** @param bytes from the line break that ends the delimiter up to the next delimiter */
function readPart(bytes: Buffer): MultipartPart {
  const headers = new Map<string, string>();
  const blank = bytes.indexOf('\r\n\r\n');
  const headerText = blank < 0 ? '' : bytes.subarray(0, blank).toString('utf8');
  for (const line of headerText.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: blank < 0 ? bytes.subarray(2) : bytes.subarray(blank + 4) };
}

/**
 * The body tree of multipart/form-data: `mediate` with a child per part, named by the field. A text keeps its text with
 * the attributes `charset` and `content-type`; a file becomes Base64 with `filename`, `content-type` and `charset`.
 * @param contentType the message's Content-Type; its boundary is needed
 * @param charset for texts whose part names none; default UTF-8
 * @throws Fault without a boundary, for a malformed body and an unknown charset
 */
export function readFormData(body: Buffer, contentType: string, charset = 'UTF-8'): XmlElement {
  const boundary = readHeaderValue(contentType).parameters.get('boundary');
  if (!boundary) throw new Fault('The Content-Type of the multipart body names no boundary');
  const root = new XmlElement('', 'mediate');
  for (const part of readMultipart(body, boundary)) {
    const field = fieldElement(part, charset);
    if (field !== undefined) root.append(field);
  }
  return root;
}

/** Undefined for a part without a name: it is no field. */
function fieldElement({ headers, body }: MultipartPart, messageCharset: string): XmlElement | undefined {
  const disposition = readHeaderValue(headers.get('content-disposition') ?? '').parameters;
  const name = disposition.get('name');
  if (name === undefined) return undefined;
  const filename = disposition.get('filename');
  const type = readHeaderValue(headers.get('content-type') ?? '');
  const charset = type.parameters.get('charset') ?? messageCharset;
  const element = new XmlElement('', name);
  if (filename !== undefined) element.setAttribute('filename', filename);
  element.setAttribute(
    'content-type',
    type.value || (filename === undefined ? 'text/plain' : 'application/octet-stream'),
  );
  element.setAttribute('charset', charset);
  const text = filename === undefined ? decodeText(body, charset) : body.toString('base64');
  if (text !== '') element.append(new XmlText(text));
  return element;
}
