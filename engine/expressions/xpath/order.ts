import type { XmlAttribute, XmlElement, XmlNode, XmlParent } from '../../xml/index.js';
import { topOf } from './axes.js';
import { isNode, type XPathItem, type XPathNode } from './value.js';

/**
 * Puts the items of a node-set into document order. Attributes of one element are ordered by name, as the reference does;
 * trees in the order in which the set first names them. What is no node comes first, a namespace node last.
 */
export function inDocumentOrder(items: readonly XPathItem[]): readonly XPathItem[] {
  const collector = new Collector(items);
  for (const item of items) if (isNode(item)) collector.tree(topOf(item));
  return collector.finish();
}

/** Picks the wanted nodes out of whole trees: a walk is cheaper than comparing positions pair by pair. */
class Collector {
  private readonly wanted: Set<XPathItem>;
  private readonly walked = new Set<XPathNode>();
  private readonly ordered: XPathItem[] = [];

  constructor(private readonly items: readonly XPathItem[]) {
    this.wanted = new Set(items);
    for (const item of items) if (!isNode(item)) this.take(item);
  }

  private take(item: XPathItem): void {
    if (this.wanted.delete(item)) this.ordered.push(item);
  }

  tree(top: XPathNode): void {
    if (this.walked.has(top)) return;
    this.walked.add(top);
    this.take(top);
    if (top.nodeType === 1) this.attributes(top);
    if (top.nodeType !== 1 && top.nodeType !== 9) return;
    let node: XmlNode | null = top.firstChild;
    while (node !== null && this.wanted.size > 0) {
      this.take(node);
      if (node.nodeType === 1) this.attributes(node);
      node = this.next(node, top);
    }
  }

  private next(node: XmlNode, top: XmlParent): XmlNode | null {
    if (node.nodeType === 1 && node.firstChild !== null) return node.firstChild;
    let current: XmlNode = node;
    while (current.nextSibling === null) {
      const parent: XmlParent | null = current.parentNode;
      if (parent === null || parent === top) return null;
      current = parent as XmlElement;
    }
    return current.nextSibling;
  }

  private attributes(element: XmlElement): void {
    if (element.attributes.length === 0) return;
    const found = element.attributes.filter((attribute) => this.wanted.has(attribute));
    if (found.length > 1) found.sort((a, b) => compareText(sortName(a), sortName(b)));
    for (const attribute of found) this.take(attribute);
  }

  finish(): readonly XPathItem[] {
    if (this.wanted.size > 0) for (const item of this.items) this.take(item);
    return this.ordered;
  }
}

function sortName({ prefix, namespaceURI, localName }: XmlAttribute): string {
  return prefix === '' ? localName : `${prefix}:${namespaceURI}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
