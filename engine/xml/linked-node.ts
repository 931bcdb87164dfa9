import type { XmlDocument } from './document.js';
import type { XmlElement } from './element.js';
import type { XmlComment, XmlInstruction, XmlText } from './leaf-nodes.js';
import { documentPosition } from './order.js';

/** A node that can stand below an element. */
export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction;
/** A node that has children. */
export type XmlParent = XmlElement | XmlDocument;

type NodeType = 1 | 2 | 3 | 7 | 8 | 9;

/**
 * What all nodes of the light tree share. The names are those of DOM as far as the XPath library reads them. Fields are
 * declared, not initialised, so that a node costs its assignments in the constructor and nothing else.
 */
export abstract class LinkedNode {
  abstract readonly nodeType: NodeType;
  abstract readonly nodeName: string;
  abstract readonly parentNode: XmlParent | null;

  /** The document at the top, null for a tree that was cut off. */
  get ownerDocument(): XmlDocument | null {
    let node: XmlParent | null = this.parentNode;
    while (node !== null && node.nodeType === 1) node = node.parentNode;
    return node as XmlDocument | null;
  }

  /** Where `other` stands seen from here, as DOM's bit set (1 apart, 2 before, 4 after, 8 contains this, 16 inside). */
  compareDocumentPosition(other: object): number {
    return documentPosition(this, other);
  }
}

/** A node with siblings. */
export abstract class ChildNode extends LinkedNode {
  declare parentNode: XmlParent | null;
  declare previousSibling: XmlNode | null;
  declare nextSibling: XmlNode | null;

  constructor() {
    super();
    this.parentNode = null;
    this.previousSibling = null;
    this.nextSibling = null;
  }

  /** Takes the node out of its parent; without a parent nothing happens. */
  remove(): void {
    const { parentNode, previousSibling, nextSibling } = this;
    if (parentNode === null) return;
    if (previousSibling === null) parentNode.firstChild = nextSibling;
    else previousSibling.nextSibling = nextSibling;
    if (nextSibling === null) parentNode.lastChild = previousSibling;
    else nextSibling.previousSibling = previousSibling;
    this.parentNode = null;
    this.previousSibling = null;
    this.nextSibling = null;
  }

  /** Puts other nodes in this one's place, in their order; none removes it. Without a parent nothing happens. */
  replaceWith(...nodes: readonly XmlNode[]): void {
    const parent = this.parentNode;
    if (parent === null) return;
    let reference = this.nextSibling;
    while (reference !== null && nodes.includes(reference)) reference = reference.nextSibling;
    this.remove();
    for (const node of nodes) parent.insertBefore(node, reference);
  }
}

/** Adds a new node at the end of its parent; saves the general case's look at a former parent. */
export function appendNew(parent: XmlParent, node: XmlNode): void {
  const last = parent.lastChild;
  node.parentNode = parent;
  node.previousSibling = last;
  if (last === null) parent.firstChild = node;
  else last.nextSibling = node;
  parent.lastChild = node;
}

/** Puts the node type on a class's prototype: one field less in every node. */
export function setNodeType(type: { readonly prototype: LinkedNode }, nodeType: NodeType): void {
  Object.defineProperty(type.prototype, 'nodeType', { value: nodeType });
}
