import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { parseXml } from './parse.js';

/**
 * XML as plain data, for descriptors and reports: an element is a member, `@name` an attribute, `#text` the text of an
 * element that has attributes, an array stands for elements of one name.
 */
export interface XmlObject {
  readonly [name: string]: XmlObjectValue;
}

/** What a member of an XmlObject can be. */
export type XmlObjectValue = string | XmlObject | readonly XmlObjectValue[];

const names = { ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text' } as const;

const parser = new XMLParser({
  ...names,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

const builder = new XMLBuilder({ ...names, format: true, suppressEmptyNode: true, suppressBooleanAttributes: false });

/**
 * Reads small documents whose shape is known, such as descriptors of archives. Prefixes stay part of the names; order
 * and mixed content are lost.
 * @throws XmlSyntaxError for malformed XML and document type declarations
 */
export function readXmlObject(text: string): XmlObject {
  // fast-xml-parser takes much that is not XML; from here on it is known to be.
  parseXml(text);
  return parser.parse(text) as XmlObject;
}

/** Writes plain data as an XML document, indented by two blanks. Characters that XML cannot hold become U+FFFD. */
export function writeXmlObject(object: XmlObject): string {
  const clean = JSON.parse(JSON.stringify(object), (_name, value: unknown) =>
    typeof value === 'string' ? value.replace(NOT_XML, '\uFFFD') : value,
  ) as XmlObject;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(clean)}`;
}

const NOT_XML = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
