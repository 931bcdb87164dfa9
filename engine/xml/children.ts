import type { XmlElement } from './element.js';
import type { XmlNode, XmlParent } from './linked-node.js';

/** What elements and the document share: a linked list of children. */
export interface Container {
  firstChild: XmlNode | null;
  lastChild: XmlNode | null;
}

export function linkBefore(parent: XmlParent, child: XmlNode, reference: XmlNode | null): void {
  if (child.parentNode !== null) child.remove();
  const previous = reference === null ? parent.lastChild : reference.previousSibling;
  child.parentNode = parent;
  child.previousSibling = previous;
  child.nextSibling = reference;
  if (previous === null) parent.firstChild = child;
  else previous.nextSibling = child;
  if (reference === null) parent.lastChild = child;
  else reference.previousSibling = child;
}

export function childrenOf(parent: Container): XmlNode[] {
  const children: XmlNode[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) children.push(node);
  return children;
}

export function elementsOf(parent: Container): XmlElement[] {
  const children: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 1) children.push(node);
  }
  return children;
}

export function firstElementOf(parent: Container): XmlElement | null {
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 1) return node;
  }
  return null;
}

export function clearChildren(parent: Container): void {
  while (parent.firstChild !== null) parent.firstChild.remove();
}

/** All text below a node in document order, without comments and instructions; walks, does not recurse. */
export function deepText(top: XmlParent): string {
  let text = '';
  let node: XmlNode | null = top.firstChild;
  while (node !== null) {
    if (node.nodeType === 3) text += node.data;
    const down: XmlNode | null = node.nodeType === 1 ? node.firstChild : null;
    node = down ?? nextOutside(node, top);
  }
  return text;
}

/** The next node in document order that is not below `node`, or null when that leaves `top`. */
export function nextOutside(node: XmlNode, top: XmlParent): XmlNode | null {
  let current: XmlNode = node;
  while (current.nextSibling === null) {
    const parent: XmlParent | null = current.parentNode;
    if (parent === null || parent === top || parent.nodeType !== 1) return null;
    current = parent;
  }
  return current.nextSibling;
}
