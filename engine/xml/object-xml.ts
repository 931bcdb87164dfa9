import { createRequire } from 'node:module';
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

type FastXmlParser = typeof import('fast-xml-parser');

// Loaded with the first document: a gateway that is started neither reads nor writes one.
const require = createRequire(import.meta.url);

const names = { ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text' } as const;

const reading = {
  ...names,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
} as const;

const writing = { ...names, format: true, suppressEmptyNode: true, suppressBooleanAttributes: false } as const;

/**
 * Reads small documents whose shape is known, such as descriptors of archives. Prefixes stay part of the names; order
 * and mixed content are lost.
 * @throws XmlSyntaxError for malformed XML and document type declarations
 */
export function readXmlObject(text: string): XmlObject {
  // fast-xml-parser takes much that is not XML; from here on it is known to be.
  parseXml(text);
  const { XMLParser } = require('fast-xml-parser') as FastXmlParser;
  return new XMLParser(reading).parse(text) as XmlObject;
}

/** Writes plain data as an XML document, indented by two blanks. Characters that XML cannot hold become U+FFFD. */
export function writeXmlObject(object: XmlObject): string {
  const clean = JSON.parse(JSON.stringify(object), (_name, value: unknown) =>
    typeof value === 'string' ? value.replace(NOT_XML, '\uFFFD') : value,
  ) as XmlObject;
  const { XMLBuilder } = require('fast-xml-parser') as FastXmlParser;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLBuilder(writing).build(clean)}`;
}

const NOT_XML = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
