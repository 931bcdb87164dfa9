import { documentPosition } from './order.js';

/** The namespace of the prefix `xml`. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** The namespace of the prefix `xmlns`. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** A node that can stand below an element. */
export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction;
/** A node that has children. */
export type XmlParent = XmlElement | XmlDocument;

/** `xmlns:prefix="uri"`; the prefix of a default declaration is ''. Never changed, so elements share them. */
export interface XmlDeclaration {
  readonly prefix: string;
  readonly uri: string;
}

const NO_DECLARATIONS: readonly XmlDeclaration[] = Object.freeze([]);

/** Attributes of an element: an array with the one method of DOM's NamedNodeMap that the XPath library calls. */
export interface XmlAttributes extends ReadonlyArray<XmlAttribute> {
  /** The attribute at an index, null past the end. */
  item(index: number): XmlAttribute | null;
}

/** Makes the attribute list of an element; an array that carries a method, as a subclass of Array is made 20 times slower. */
export function attributeList(attributes: XmlAttribute[]): XmlAttributes {
  const list = attributes as XmlAttribute[] & { item: typeof item };
  list.item = item;
  return list;
}

function item(this: readonly XmlAttribute[], index: number): XmlAttribute | null {
  return this[index] ?? null;
}

const NO_ATTRIBUTES: XmlAttributes = Object.freeze(attributeList([]));

/**
 * What all nodes of the light tree share. The names are those of DOM as far as the XPath library reads them. Fields are
 * declared, not initialised, so that a node costs its assignments in the constructor and nothing else.
 */
abstract class LinkedNode {
  abstract readonly nodeType: 1 | 2 | 3 | 7 | 8 | 9;
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
abstract class ChildNode extends LinkedNode {
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

/** What elements and the document share: a linked list of children. */
interface Container {
  firstChild: XmlNode | null;
  lastChild: XmlNode | null;
}

function linkBefore(parent: XmlParent, child: XmlNode, reference: XmlNode | null): void {
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

function childrenOf(parent: Container): XmlNode[] {
  const children: XmlNode[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) children.push(node);
  return children;
}

function elementsOf(parent: Container): XmlElement[] {
  const children: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 1) children.push(node);
  }
  return children;
}

function firstElementOf(parent: Container): XmlElement | null {
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 1) return node;
  }
  return null;
}

function clearChildren(parent: Container): void {
  while (parent.firstChild !== null) parent.firstChild.remove();
}

/** All text below a node in document order, without comments and instructions; walks, does not recurse. */
function deepText(top: XmlParent): string {
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
function nextOutside(node: XmlNode, top: XmlParent): XmlNode | null {
  let current: XmlNode = node;
  while (current.nextSibling === null) {
    const parent: XmlParent | null = current.parentNode;
    if (parent === null || parent === top || parent.nodeType !== 1) return null;
    current = parent;
  }
  return current.nextSibling;
}

/** An element of a message body. Names are resolved: `namespaceURI` and `prefix` are '' where there is none. */
export class XmlElement extends ChildNode {
  declare readonly nodeType: 1;
  declare localName: string;
  declare prefix: string;
  declare namespaceURI: string;
  /** All but the namespace declarations. Change them through `setAttribute` and `removeAttribute`. */
  declare attributes: XmlAttributes;
  /** The namespace declarations written on this element. Change them through `declare`. */
  declare declarations: readonly XmlDeclaration[];
  declare firstChild: XmlNode | null;
  declare lastChild: XmlNode | null;

  constructor(namespaceURI: string, localName: string, prefix = '') {
    super();
    this.localName = localName;
    this.prefix = prefix;
    this.namespaceURI = namespaceURI;
    this.attributes = NO_ATTRIBUTES;
    this.declarations = NO_DECLARATIONS;
    this.firstChild = null;
    this.lastChild = null;
  }

  /** The name as written: `prefix:local`. */
  get nodeName(): string {
    return this.prefix === '' ? this.localName : `${this.prefix}:${this.localName}`;
  }

  get nodeValue(): null {
    return null;
  }

  get childNodes(): XmlNode[] {
    return childrenOf(this);
  }

  /** All text below, in document order. */
  get textContent(): string {
    return deepText(this);
  }

  set textContent(text: string) {
    this.clear();
    if (text !== '') this.append(new XmlText(text));
  }

  /** The text that stands directly in this element, joined. */
  ownText(): string {
    let text = '';
    for (let node = this.firstChild; node !== null; node = node.nextSibling) {
      if (node.nodeType === 3) text += node.data;
    }
    return text;
  }

  /** The child elements. */
  elements(): XmlElement[] {
    return elementsOf(this);
  }

  /** The first child element. */
  firstElement(): XmlElement | null {
    return firstElementOf(this);
  }

  /** The first child element of that name. */
  child(namespaceURI: string, localName: string): XmlElement | null {
    for (let node = this.firstChild; node !== null; node = node.nextSibling) {
      if (node.nodeType === 1 && node.localName === localName && node.namespaceURI === namespaceURI) return node;
    }
    return null;
  }

  /** Adds a child at the end; a child of another parent moves. */
  append(child: XmlNode): void {
    linkBefore(this, child, null);
  }

  /** Adds a child before one of this element's children, at the end when that is null. */
  insertBefore(child: XmlNode, reference: XmlNode | null): void {
    if (child !== reference) linkBefore(this, child, reference);
  }

  /** Takes all children out. */
  clear(): void {
    clearChildren(this);
  }

  /** The attribute node of that name; the default is an attribute in no namespace. */
  attribute(localName: string, namespaceURI = ''): XmlAttribute | null {
    for (const attribute of this.attributes) {
      if (attribute.localName === localName && attribute.namespaceURI === namespaceURI) return attribute;
    }
    return null;
  }

  /** The value of an attribute in no namespace, null when it is absent. */
  getAttribute(localName: string): string | null {
    return this.attribute(localName)?.value ?? null;
  }

  /** As in DOM; the XPath function `lang` calls it. */
  getAttributeNS(namespaceURI: string | null, localName: string): string | null {
    return this.attribute(localName, namespaceURI ?? '')?.value ?? null;
  }

  /** Sets an attribute's value, adding the attribute at the end when it is absent. */
  setAttribute(localName: string, value: string, namespaceURI = '', prefix = ''): XmlAttribute {
    const present = this.attribute(localName, namespaceURI);
    if (present !== null) {
      present.value = value;
      return present;
    }
    const added = new XmlAttribute(this, namespaceURI, localName, prefix, value);
    this.attributes = attributeList([...this.attributes, added]);
    return added;
  }

  /** Takes an attribute away; true when there was one. */
  removeAttribute(localName: string, namespaceURI = ''): boolean {
    const present = this.attribute(localName, namespaceURI);
    if (present === null) return false;
    this.attributes = attributeList(this.attributes.filter((attribute) => attribute !== present));
    return true;
  }

  /** Writes a namespace declaration on this element, in place of one for the same prefix. */
  declareNamespace(prefix: string, uri: string): void {
    this.declarations = [...this.declarations.filter((one) => one.prefix !== prefix), { prefix, uri }];
  }

  /** The namespace of a prefix in scope here ('' = default namespace); null when it has none. */
  lookupNamespaceURI(prefix: string | null): string | null {
    const wanted = prefix ?? '';
    if (wanted === 'xml') return XML_NAMESPACE;
    for (let node: XmlParent | null = this; node !== null && node.nodeType === 1; node = node.parentNode) {
      for (const declaration of node.declarations) {
        if (declaration.prefix === wanted) return declaration.uri === '' ? null : declaration.uri;
      }
      if (node.prefix === wanted) return node.namespaceURI === '' ? null : node.namespaceURI;
    }
    return null;
  }

  /** A copy of the element and all below it, without parent. */
  clone(): XmlElement {
    const copy = this.shallowCopy();
    let from: XmlElement = this;
    let to = copy;
    let node: XmlNode | null = this.firstChild;
    while (node !== null) {
      const twin: XmlNode = node.nodeType === 1 ? node.shallowCopy() : node.clone();
      linkBefore(to, twin, null);
      if (node.nodeType === 1 && node.firstChild !== null) {
        from = node;
        to = twin as XmlElement;
        node = node.firstChild;
        continue;
      }
      while (node.nextSibling === null && from !== this) {
        node = from;
        from = from.parentNode as XmlElement;
        to = to.parentNode as XmlElement;
      }
      node = node.nextSibling;
    }
    return copy;
  }

  private shallowCopy(): XmlElement {
    const copy = new XmlElement(this.namespaceURI, this.localName, this.prefix);
    copy.declarations = this.declarations;
    if (this.attributes.length > 0) {
      const attributes: XmlAttribute[] = [];
      for (const { namespaceURI, localName, prefix, value } of this.attributes) {
        attributes.push(new XmlAttribute(copy, namespaceURI, localName, prefix, value));
      }
      copy.attributes = attributeList(attributes);
    }
    return copy;
  }
}

/** An attribute; namespace declarations are not among them. */
export class XmlAttribute extends LinkedNode {
  declare readonly nodeType: 2;
  declare ownerElement: XmlElement;
  declare namespaceURI: string;
  declare localName: string;
  declare prefix: string;
  declare value: string;

  constructor(ownerElement: XmlElement, namespaceURI: string, localName: string, prefix: string, value: string) {
    super();
    this.ownerElement = ownerElement;
    this.namespaceURI = namespaceURI;
    this.localName = localName;
    this.prefix = prefix;
    this.value = value;
  }

  /** The name as written: `prefix:local`. */
  get name(): string {
    return this.prefix === '' ? this.localName : `${this.prefix}:${this.localName}`;
  }

  get nodeName(): string {
    return this.name;
  }

  get nodeValue(): string {
    return this.value;
  }

  get textContent(): string {
    return this.value;
  }

  /** DOM's attributes have no parent. */
  get parentNode(): null {
    return null;
  }

  override get ownerDocument(): XmlDocument | null {
    return this.ownerElement.ownerDocument;
  }

  get firstChild(): null {
    return null;
  }
}

/** A run of text; CDATA sections are part of it. */
export class XmlText extends ChildNode {
  declare readonly nodeType: 3;
  declare data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }

  get nodeName(): string {
    return '#text';
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlText {
    return new XmlText(this.data);
  }
}

/** A comment. */
export class XmlComment extends ChildNode {
  declare readonly nodeType: 8;
  declare data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }

  get nodeName(): string {
    return '#comment';
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlComment {
    return new XmlComment(this.data);
  }
}

/** A processing instruction. */
export class XmlInstruction extends ChildNode {
  declare readonly nodeType: 7;
  declare target: string;
  declare data: string;

  constructor(target: string, data: string) {
    super();
    this.target = target;
    this.data = data;
  }

  get nodeName(): string {
    return this.target;
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }

  get firstChild(): null {
    return null;
  }

  clone(): XmlInstruction {
    return new XmlInstruction(this.target, this.data);
  }
}

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

// The node type stands on the prototype: one field less in every node.
for (const [type, nodeType] of [
  [XmlElement, 1],
  [XmlAttribute, 2],
  [XmlText, 3],
  [XmlInstruction, 7],
  [XmlComment, 8],
  [XmlDocument, 9],
] as const) {
  Object.defineProperty(type.prototype, 'nodeType', { value: nodeType });
}
