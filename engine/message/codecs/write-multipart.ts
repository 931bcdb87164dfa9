import { serializeXml, type XmlElement } from '../../xml/index.js';
import { encodeText } from './charset.js';
import { quoteParameter } from './header-value.js';
import { decodeBase64 } from './payload-element.js';

/** Namespace of the element `file`, which is a file whatever its attributes. */
export const FORM_DATA_NAMESPACE = 'http://org.apache.axis2/xsd/form-data';

export interface FormDataOptions {
  /** Separates the parts; must not occur in them. The reference's are `MIMEBoundary_` and random hexadecimal digits. */
  readonly boundary: string;
  /** Of texts that name none. Default UTF-8. */
  readonly charset?: string;
  /** Decode the text of elements with `filename` as Base64 (axis2 `DECODE_MULTIPART_DATA`). Default false. */
  readonly decodeFiles?: boolean;
}

/** One part before it is written. */
interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly contentType: string;
  readonly encoding: '8bit' | 'binary';
  readonly body: Buffer;
}

/**
 * A multipart/form-data body with a part per child of the payload element:
 * - with child elements: `text/xml`, the element itself
 * - `file` in the form-data namespace: a file, decoded from Base64; attributes `name` (default `file`), `filename`
 *   (`esb-generated-file`), `content-type` (`text/plain`), `charset` (ISO-8859-1)
 * - with attribute `filename`: a file named by the element or its `name`, its text as it is
 * - any other: a text
 *
 * The name of a part is the element's name with its prefix.
 * @throws Fault for text that should be Base64 and is not, and for an unknown charset
 */
export function writeFormData(payload: XmlElement | undefined, options: FormDataOptions): Buffer {
  const pieces: Buffer[] = [];
  for (const child of payload?.elements() ?? []) {
    const part = partOf(child, options);
    pieces.push(Buffer.from(`--${options.boundary}\r\n${headerLines(part)}\r\n\r\n`), part.body, lineBreak);
  }
  if (pieces.length > 0) pieces.push(Buffer.from(`--${options.boundary}--\r\n`));
  return Buffer.concat(pieces);
}

/** The Content-Type that goes with the body; always the formatter's own. */
export function formDataContentType({ boundary, charset = 'UTF-8' }: FormDataOptions): string {
  return `multipart/form-data; charset=${charset}; boundary=${boundary}`;
}

const lineBreak = Buffer.from('\r\n');

function headerLines({ name, filename, contentType, encoding }: Part): string {
  const file = filename === undefined ? '' : `; filename=${quoteParameter(filename)}`;
  return [
    `Content-Disposition: form-data; name=${quoteParameter(name)}${file}`,
    `Content-Type: ${contentType.replace(/[\r\n]+/g, ' ')}`,
    `Content-Transfer-Encoding: ${encoding}`,
  ].join('\r\n');
}

function partOf(element: XmlElement, options: FormDataOptions): Part {
  if (element.firstElement() !== null) return elementPart(element);
  if (element.localName === 'file' && element.namespaceURI === FORM_DATA_NAMESPACE) return namedFilePart(element);
  return element.getAttribute('filename') === null ? textPart(element, options) : filePart(element, options);
}

function elementPart(element: XmlElement): Part {
  const body = Buffer.from(serializeXml(element));
  return { name: element.nodeName, contentType: 'text/xml; charset=UTF-8', encoding: '8bit', body };
}

function namedFilePart(element: XmlElement): Part {
  return {
    name: element.getAttribute('name') ?? 'file',
    filename: element.getAttribute('filename') ?? 'esb-generated-file',
    contentType: typeWithCharset(element, 'text/plain', 'ISO-8859-1'),
    encoding: 'binary',
    body: decodeBase64(element.ownText()),
  };
}

function filePart(element: XmlElement, { charset = 'UTF-8', decodeFiles = false }: FormDataOptions): Part {
  const text = element.ownText();
  return {
    name: element.getAttribute('name') ?? element.nodeName,
    filename: element.getAttribute('filename')!,
    contentType: typeWithCharset(element, 'text/plain', charset),
    encoding: 'binary',
    body: decodeFiles ? decodeBase64(text) : encodeText(text, element.getAttribute('charset') ?? charset),
  };
}

function textPart(element: XmlElement, { charset = 'UTF-8' }: FormDataOptions): Part {
  const own = element.getAttribute('charset') ?? charset;
  const body = encodeText(element.ownText(), own);
  return { name: element.nodeName, contentType: `text/plain; charset=${own}`, encoding: '8bit', body };
}

function typeWithCharset(element: XmlElement, defaultType: string, defaultCharset: string): string {
  const type = element.getAttribute('content-type') ?? defaultType;
  return `${type}; charset=${element.getAttribute('charset') ?? defaultCharset}`;
}
