import { Fault } from '../../errors/index.js';
import { XmlElement, XmlText } from '../../xml/index.js';

/** Namespace of the elements that stand for bodies which are neither XML nor JSON. */
export const PAYLOAD_NAMESPACE = 'http://ws.apache.org/commons/ns/payload';

/** The body tree of a text: `text` in the payload namespace. */
export function textElement(text: string): XmlElement {
  return payloadElement('text', text);
}

/** The body tree of bytes: `binary` in the payload namespace, Base64. */
export function binaryElement(bytes: Uint8Array): XmlElement {
  return payloadElement('binary', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'));
}

/** The text that an element made by `textElement` stands for; undefined for any other element. */
export function elementText(element: XmlElement | undefined): string | undefined {
  return element !== undefined && isPayload(element, 'text') ? element.ownText() : undefined;
}

/** The bytes that an element made by `binaryElement` stands for; undefined for any other. Throws Fault for bad Base64. */
export function elementBytes(element: XmlElement | undefined): Buffer | undefined {
  return element !== undefined && isPayload(element, 'binary') ? decodeBase64(element.ownText()) : undefined;
}

/** Bytes from Base64 text, in which white space does not count. Throws Fault for anything that is no Base64. */
export function decodeBase64(text: string): Buffer {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) || compact.replace(/=+$/, '').length % 4 === 1) {
    throw new Fault('The text is not valid Base64');
  }
  return Buffer.from(compact, 'base64');
}

function payloadElement(name: string, content: string): XmlElement {
  const element = new XmlElement(PAYLOAD_NAMESPACE, name);
  if (content !== '') element.append(new XmlText(content));
  return element;
}

function isPayload(element: XmlElement, name: string): boolean {
  return element.localName === name && element.namespaceURI === PAYLOAD_NAMESPACE;
}
