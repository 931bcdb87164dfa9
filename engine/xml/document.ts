import { childrenOf, clearChildren, deepText, elementsOf, firstElementOf, linkBefore } from './children.js';
import type { XmlElement } from './element.js';
import { LinkedNode, setNodeType, type XmlNode } from './linked-node.js';

/** `<?xml …?>` as it was received. */
export interface XmlHeader {
  readonly version: string | undefined;
  readonly encoding: string | undefined;
  readonly standalone: string | undefined;
}

/** The top of a tree: the root element and what stands beside it. */
export class XmlDocument extends LinkedNode {
  declare readonly nodeType: 9;
  declare firstChild: XmlNode | null;
  declare lastChild: XmlNode | null;
  /** The XML declaration that was read, if there was one. */
  declare header: XmlHeader | undefined;

  constructor(root?: XmlElement) {
    super();
    this.firstChild = null;
    this.lastChild = null;
    this.header = undefined;
    if (root !== undefined) this.append(root);
  }

  get nodeName(): string {
    return '#document';
  }

  get nodeValue(): null {
    return null;
  }

  get parentNode(): null {
    return null;
  }

  get nextSibling(): null {
    return null;
  }

  get previousSibling(): null {
    return null;
  }

  override get ownerDocument(): null {
    return null;
  }

  /** The root element. */
  get documentElement(): XmlElement | null {
    return firstElementOf(this);
  }

  /** The XPath library asks whether the document is HTML; it is not. */
  get implementation(): { hasFeature(name: string): boolean } {
    return { hasFeature: () => false };
  }

  get childNodes(): XmlNode[] {
    return childrenOf(this);
  }

  get textContent(): string {
    return deepText(this);
  }

  /** Adds a child at the end; a child of another parent moves. */
  append(child: XmlNode): void {
    linkBefore(this, child, null);
  }

  /** Adds a child before one of the document's children, at the end when that is null. */
  insertBefore(child: XmlNode, reference: XmlNode | null): void {
    if (child !== reference) linkBefore(this, child, reference);
  }

  /** Takes all children out. */
  clear(): void {
    clearChildren(this);
  }

  elements(): XmlElement[] {
    return elementsOf(this);
  }

  /** A copy of the document and all below it. */
  clone(): XmlDocument {
    const copy = new XmlDocument();
    copy.header = this.header;
    for (let node = this.firstChild; node !== null; node = node.nextSibling) copy.append(node.clone());
    return copy;
  }
}

setNodeType(XmlDocument, 9);
