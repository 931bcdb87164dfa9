import { attributeList, XmlAttribute, type XmlAttributes } from './attribute.js';
import { childrenOf, clearChildren, deepText, elementsOf, firstElementOf, linkBefore } from './children.js';
import { XmlText } from './leaf-nodes.js';
import { ChildNode, setNodeType, type XmlNode, type XmlParent } from './linked-node.js';
import { XML_NAMESPACE, type XmlDeclaration } from './namespaces.js';

const NO_DECLARATIONS: readonly XmlDeclaration[] = Object.freeze([]);

const NO_ATTRIBUTES: XmlAttributes = Object.freeze(attributeList([]));

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

setNodeType(XmlElement, 1);
