import type { Fault } from '../../errors/index.js';
import { JavaNumber, type JsonData, type Value } from '../../message/index.js';
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from '../../xml/index.js';
import type { DeferredXPath } from './deferred.js';
import { javaTextToNumber, xpathNumberText } from './number-text.js';

/** A namespace node: a prefix in scope on an element. */
export interface NamespaceNode {
  readonly nodeType: 13;
  readonly prefix: string;
  readonly uri: string;
  readonly ownerElement: XmlElement;
}

/** What a location path can select. */
export type XPathNode = XmlNode | XmlAttribute | XmlDocument | NamespaceNode;

/** Objects of properties that XPath hands on without looking inside. */
export type OpaqueValue = JavaNumber | JsonData | ReadonlyMap<string, Value> | Fault | DeferredXPath;

/** One thing: a node or what a property holds. Null is Java's null: an unset property. */
export type XPathItem = XPathNode | string | number | boolean | OpaqueValue | null;

/**
 * The value of an expression. An array is a node-set (`evaluate()` and properties may put other things into it); a lone
 * element out of a property is not one.
 */
export type XPathValue = XPathItem | readonly XPathItem[];

/** Whether a value is a node-set. */
export function isNodeSet(value: XPathValue): value is readonly XPathItem[] {
  return Array.isArray(value);
}

/** The DOM number of a node's kind (13 for namespace nodes), 0 for anything that is no node. */
export function nodeTypeOf(item: XPathItem): number {
  if (typeof item !== 'object' || item === null) return 0;
  return (item as Partial<XPathNode>).nodeType ?? 0;
}

/** Whether an item is a node. */
export function isNode(item: XPathItem): item is XPathNode {
  return nodeTypeOf(item) !== 0;
}

/** A stored value as XPath sees it: a Double is a number, other Java numbers stay objects, no value is null. */
export function fromStored(value: Value | DeferredXPath | undefined): XPathValue {
  if (value === undefined) return null;
  if (value instanceof JavaNumber && value.kind === 'double') return Number(value.value);
  return value as XPathValue;
}

/** string(): of a node-set the first item; objects and null are empty. */
export function toText(value: XPathValue): string {
  if (typeof value === 'string') return value;
  if (isNodeSet(value)) return value.length === 0 ? '' : itemText(value[0]!);
  return itemText(value);
}

/** string() of one item. */
export function itemText(item: XPathItem): string {
  switch (typeof item) {
    case 'string':
      return item;
    case 'number':
      return xpathNumberText(item);
    case 'boolean':
      return item ? 'true' : 'false';
  }
  if (item === null) return '';
  if (isNode(item)) return nodeText(item);
  return item instanceof JavaNumber ? xpathNumberText(widened(item)) : '';
}

/** The string-value of a node. */
export function nodeText(node: XPathNode): string {
  switch (node.nodeType) {
    case 1:
      return elementText(node);
    case 2:
      return node.value;
    case 9:
      return node.documentElement === null ? '' : elementText(node.documentElement);
    case 13:
      return node.uri;
    default:
      return node.data;
  }
}

/** All text below an element; the usual single text child without a walk. */
function elementText(element: XmlElement): string {
  const only = element.firstChild;
  if (only === null) return '';
  return only.nextSibling === null && only.nodeType === 3 ? only.data : element.textContent;
}

/** number(): anything but text, boolean, number and node is NaN, also a typed property other than DOUBLE. */
export function toNumber(value: XPathValue): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'string':
      return javaTextToNumber(value);
    case 'boolean':
      return value ? 1 : 0;
  }
  if (isNodeSet(value)) return javaTextToNumber(toText(value));
  return isNode(value) ? javaTextToNumber(nodeText(value)) : Number.NaN;
}

/** boolean(): text by its length, a number unless 0 or NaN, a node-set by its first item, null false, objects true. */
export function toBoolean(value: XPathValue): boolean {
  const item: XPathItem | undefined = isNodeSet(value) ? value[0] : value;
  switch (typeof item) {
    case 'boolean':
      return item;
    case 'string':
      return item !== '';
    case 'number':
      return isTrueNumber(item);
  }
  if (item instanceof JavaNumber) return isTrueNumber(Number(item.value));
  return item !== undefined && item !== null;
}

function isTrueNumber(value: number): boolean {
  return value !== 0 && !Number.isNaN(value);
}

/** A Java number widened to double, as Java does it. */
export function widened(value: JavaNumber): number {
  return value.kind === 'float' ? Math.fround(Number(value.value)) : Number(value.value);
}
