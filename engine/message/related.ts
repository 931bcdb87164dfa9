import { type XmlElement, XmlText } from '../xml/index.js';
import type { MultipartPart } from './codecs/index.js';
import { SOAP11_TYPE, SOAP12_TYPE } from './content-type.js';
import type { Message } from './message.js';
import { isTrue } from './value.js';

const XOP_NAMESPACE = 'http://www.w3.org/2004/08/xop/include';

/** Puts the parts of an MTOM message as Base64 in the place of the `xop:Include` elements that name them. */
export function inlineParts(root: XmlElement, parts: readonly MultipartPart[]): void {
  for (const element of includesBelow(root)) {
    const id = decodeURIComponent((element.getAttribute('href') ?? '').replace(/^cid:/, ''));
    const part = parts.find(({ headers }) => headers.get('content-id') === `<${id}>`);
    if (part) element.replaceWith(new XmlText(part.body.toString('base64')));
  }
}

function includesBelow(element: XmlElement): XmlElement[] {
  if (element.localName === 'Include' && element.namespaceURI === XOP_NAMESPACE) return [element];
  return element.elements().flatMap(includesBelow);
}

/** Whether a SOAP message is to be written as multipart/related (axis2 `enableMTOM`, `enableSwA`). */
export function wantsRelated(message: Message): boolean {
  return isTrue(message.axis2.get('enableMTOM')) || isTrue(message.axis2.get('enableSwA'));
}

/** A SOAP envelope as the one part of a multipart/related body; nothing is moved out of it. */
export function writeRelated(
  message: Message,
  envelope: Buffer,
  charset: string,
): { readonly bytes: Buffer; readonly contentType: string } {
  const swa = isTrue(message.axis2.get('enableSwA'));
  const id = `<0.urn:uuid:${message.services.random.uuid()}@apache.org>`;
  const boundary = `MIMEBoundary_${message.services.random.uuid().replaceAll('-', '')}`;
  const soapType = message.soapVersion === '1.2' ? SOAP12_TYPE : SOAP11_TYPE;
  const partType = swa
    ? `${soapType}; charset=${charset}`
    : `application/xop+xml; charset=${charset}; type="${soapType}"`;
  const head = `--${boundary}\r\nContent-Type: ${partType}\r\nContent-Transfer-Encoding: 8bit\r\nContent-ID: ${id}\r\n\r\n`;
  const type = swa ? `type="${soapType}"` : `type="application/xop+xml"; start-info="${soapType}"`;
  return {
    bytes: Buffer.concat([Buffer.from(head), envelope, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/related; boundary=${boundary}; ${type}; start="${id}"`,
  };
}
