import type { XmlAttribute } from './attribute.js';
import { XmlElement } from './element.js';
import { XmlText } from './leaf-nodes.js';
import type { XmlNode } from './linked-node.js';

/** What an element can be built of: nodes and text. */
export type XmlContent = XmlNode | string;

/**
 * Builds an element with its children; a string becomes a text node. The prefix is free of choice through
 * `qualifiedName` (`soapenv:Body`); declarations are added when the tree is written.
 */
export function xmlElement(namespaceURI: string, qualifiedName: string, ...content: readonly XmlContent[]): XmlElement {
  const colon = qualifiedName.indexOf(':');
  const element =
    colon < 0
      ? new XmlElement(namespaceURI, qualifiedName)
      : new XmlElement(namespaceURI, qualifiedName.slice(colon + 1), qualifiedName.slice(0, colon));
  for (const item of content) element.append(typeof item === 'string' ? new XmlText(item) : item);
  return element;
}

/** Whether a value is a node of the light tree that can stand below an element. */
export function isXmlNode(value: unknown): value is XmlNode {
  if (typeof value !== 'object' || value === null || !('nodeType' in value)) return false;
  const type = value.nodeType;
  return type === 1 || type === 3 || type === 7 || type === 8;
}

/** Whether a value is an attribute of the light tree. */
export function isXmlAttribute(value: unknown): value is XmlAttribute {
  return typeof value === 'object' && value !== null && 'nodeType' in value && value.nodeType === 2;
}
