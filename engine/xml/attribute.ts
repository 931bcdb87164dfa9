import type { XmlDocument } from './document.js';
import type { XmlElement } from './element.js';
import { LinkedNode, setNodeType } from './linked-node.js';

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

setNodeType(XmlAttribute, 2);
