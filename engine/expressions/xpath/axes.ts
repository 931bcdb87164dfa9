import { XML_NAMESPACE, type XmlElement, type XmlNode, type XmlParent } from '../../xml/index.js';
import { following, preceding } from './far-axes.js';
import type { Axis } from './syntax.js';
import { type NamespaceNode, nodeTypeOf, type XPathItem, type XPathNode } from './value.js';

/** Whether a step takes an item. */
export type ItemTest = (item: XPathItem) => boolean;

/** Adds the items of an axis that pass the test, nearest first. What is no node has only itself. */
export type Walk = (item: XPathItem, test: ItemTest, out: XPathItem[]) => void;

function isParent(item: XPathItem): item is XmlParent {
  const type = nodeTypeOf(item);
  return type === 1 || type === 9;
}

/** Whether a node has siblings: not the document, not attributes and namespaces. */
function isSibling(item: XPathItem): item is XmlNode {
  const type = nodeTypeOf(item);
  return type !== 0 && type !== 2 && type !== 9 && type !== 13;
}

/** The parent, for attributes and namespaces their element; null at the top. */
export function parentOf(item: XPathItem): XmlParent | null {
  if (isSibling(item)) return item.parentNode;
  const type = nodeTypeOf(item);
  return type === 2 || type === 13 ? (item as NamespaceNode).ownerElement : null;
}

/** The top of a node's tree: the document, or the outermost element where there is none. */
export function topOf(node: XPathNode): XPathNode {
  let top = node;
  for (let up = parentOf(top); up !== null; up = parentOf(up)) top = up;
  return top;
}

function self(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (test(item)) out.push(item);
}

function child(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (!isParent(item)) return;
  for (let node = item.firstChild; node !== null; node = node.nextSibling) {
    if (test(node)) out.push(node);
  }
}

/** Walks, does not recurse: the depth of a body is no limit. */
function descendant(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (!isParent(item)) return;
  let node: XmlNode | null = item.firstChild;
  while (node !== null) {
    if (test(node)) out.push(node);
    if (node.nodeType === 1 && node.firstChild !== null) {
      node = node.firstChild;
      continue;
    }
    while (node.nextSibling === null) {
      const parent: XmlParent | null = node.parentNode;
      if (parent === item || parent === null) return;
      node = parent as XmlElement;
    }
    node = node.nextSibling;
  }
}

function descendantOrSelf(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  self(item, test, out);
  descendant(item, test, out);
}

/** An element without a parent has null as its parent, as in the reference: `..` of the envelope is unset, not empty. */
function parent(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (nodeTypeOf(item) === 0 || nodeTypeOf(item) === 9) return;
  self(parentOf(item), test, out);
}

function ancestor(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  for (let up = parentOf(item); up !== null; up = parentOf(up)) self(up, test, out);
}

function ancestorOrSelf(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  self(item, test, out);
  ancestor(item, test, out);
}

function followingSibling(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (!isSibling(item)) return;
  for (let node = item.nextSibling; node !== null; node = node.nextSibling) self(node, test, out);
}

function precedingSibling(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (!isSibling(item)) return;
  for (let node = item.previousSibling; node !== null; node = node.previousSibling) self(node, test, out);
}

function attribute(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (nodeTypeOf(item) !== 1) return;
  const { attributes } = item as XmlElement;
  for (let index = 0; index < attributes.length; index++) self(attributes[index]!, test, out);
}

/** The prefixes in scope, inner ones first: declared, or used by the names of an element and its attributes. */
function namespace(item: XPathItem, test: ItemTest, out: XPathItem[]): void {
  if (nodeTypeOf(item) !== 1) return;
  const ownerElement = item as XmlElement;
  const seen = new Set<string>();
  const add = (prefix: string, uri: string): void => {
    if (seen.has(prefix)) return;
    seen.add(prefix);
    if (uri !== '') self({ nodeType: 13, prefix, uri, ownerElement }, test, out);
  };
  for (let up: XmlParent | null = ownerElement; up !== null && up.nodeType === 1; up = up.parentNode) {
    for (const { prefix, uri } of up.declarations) add(prefix, uri);
    add(up.prefix, up.namespaceURI);
    for (const { prefix, namespaceURI } of up.attributes) if (prefix !== '') add(prefix, namespaceURI);
  }
  add('xml', XML_NAMESPACE);
}

/** The walk along each axis. */
export const walks: Readonly<Record<Axis, Walk>> = {
  self,
  child,
  descendant,
  parent,
  ancestor,
  attribute,
  namespace,
  following: (item, test, out) => filtered(following(item), test, out),
  preceding: (item, test, out) => filtered(preceding(item), test, out),
  'descendant-or-self': descendantOrSelf,
  'ancestor-or-self': ancestorOrSelf,
  'following-sibling': followingSibling,
  'preceding-sibling': precedingSibling,
};

function filtered(nodes: readonly XPathNode[], test: ItemTest, out: XPathItem[]): void {
  for (const node of nodes) self(node, test, out);
}
