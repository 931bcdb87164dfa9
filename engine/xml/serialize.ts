import type { XmlAttribute } from './attribute.js';
import type { XmlDocument } from './document.js';
import type { XmlElement } from './element.js';
import type { XmlNode, XmlParent } from './linked-node.js';
import type { XmlDeclaration } from './namespaces.js';
import { NamespaceScope } from './scope.js';

/**
 * Writes a tree as XML: `<a/>` for an element without children, declarations before attributes, declarations that the
 * names need added, those that say nothing new left out. A document is written without an XML declaration; an attribute
 * gives its escaped value. Characters are escaped as the reference's writer (Woodstox) does.
 */
export function serializeXml(node: XmlNode | XmlDocument | XmlAttribute): string {
  switch (node.nodeType) {
    case 1:
      return new Writer().element(node);
    case 2:
      return escapeAttribute(node.value);
    case 9: {
      let out = '';
      for (let child = node.firstChild; child !== null; child = child.nextSibling) out += serializeXml(child);
      return out;
    }
    default:
      return leaf(node);
  }
}

/** A node without children. */
function leaf(node: Exclude<XmlNode, XmlElement>): string {
  switch (node.nodeType) {
    case 3:
      return escapeText(node.data);
    case 8:
      return `<!--${node.data}-->`;
    case 7:
      return node.data === '' ? `<?${node.target}?>` : `<?${node.target} ${node.data}?>`;
  }
}

/** Text as element content: `>` only where it could close a CDATA section, as the reference writes it. */
export function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text.replace(/[&<\r]|(?<=^|\])>/g, entity);
}

/** Text as attribute value between double quotes. */
export function escapeAttribute(text: string): string {
  if (!/[&<"\r\n\t]/.test(text)) return text;
  return text.replace(/[&<"\r\n\t]/g, entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xd;',
  '\n': '&#xa;',
  '\t': '&#x9;',
};

function entity(character: string): string {
  return ENTITIES[character]!;
}

/** The tags of an element name as they are written. */
interface Tags {
  readonly prefix: string;
  /** `<p:name` */
  readonly start: string;
  /** `<p:name>` */
  readonly open: string;
  /** `</p:name>` */
  readonly close: string;
}

class Writer {
  private readonly scope = new NamespaceScope();
  private invented = 0;
  /** Tags by local name, those with the prefix that was met first: names come again and again. */
  private readonly tags = new Map<string, Tags>();
  /** The open elements that entered the scope; the others say nothing about namespaces. */
  private readonly scoped: XmlElement[] = [];

  /** Walks, does not recurse: the depth of a tree is no limit. */
  element(top: XmlElement): string {
    let out = '';
    let node: XmlNode = top;
    for (;;) {
      if (node.nodeType === 1) {
        out += node !== top && saysNothingNew(node) ? this.plainStart(node) : this.startTag(node);
        if (node.firstChild !== null) {
          node = node.firstChild;
          continue;
        }
        this.closed(node);
      } else {
        out += node.nodeType === 3 ? escapeText(node.data) : leaf(node);
      }
      while (node !== top && node.nextSibling === null) {
        const parent: XmlParent = node.parentNode!;
        node = parent as XmlElement;
        out += this.tagsOf(node).close;
        this.closed(node);
      }
      if (node === top) return out;
      node = node.nextSibling!;
    }
  }

  private closed(element: XmlElement): void {
    if (this.scoped[this.scoped.length - 1] !== element) return;
    this.scoped.pop();
    this.scope.close();
  }

  private tagsOf({ namespaceURI, prefix: own, localName }: XmlElement): Tags {
    const prefix = namespaceURI === '' ? '' : own;
    const known = this.tags.get(localName);
    if (known !== undefined && known.prefix === prefix) return known;
    const name = prefix === '' ? localName : `${prefix}:${localName}`;
    const tags = { prefix, start: `<${name}`, open: `<${name}>`, close: `</${name}>` };
    if (known === undefined) this.tags.set(localName, tags);
    return tags;
  }

  /** The same as `startTag` for an element that says nothing new. */
  private plainStart(element: XmlElement): string {
    const tags = this.tagsOf(element);
    const { attributes } = element;
    if (attributes.length === 0 && element.firstChild !== null) return tags.open;
    let out = tags.start;
    for (let at = 0; at < attributes.length; at++) {
      const { localName, value } = attributes[at]!;
      out += ` ${localName}="${escapeAttribute(value)}"`;
    }
    return out + tagEnd(element);
  }

  /** `<p:name xmlns:p="…" a="…">`, or with `/>` when the element is empty. */
  private startTag(element: XmlElement): string {
    const { scope } = this;
    const { namespaceURI, declarations, attributes } = element;
    const prefix = namespaceURI === '' ? '' : element.prefix;
    scope.open();
    this.scoped.push(element);
    let out = this.tagsOf(element).start;
    if (declarations.length > 0) out += this.ownDeclarations(declarations, prefix, namespaceURI);
    if ((scope.uri(prefix) ?? '') !== namespaceURI) out += this.declare(prefix, namespaceURI);
    if (attributes.length === 0) return out + tagEnd(element);
    let values = '';
    for (const attribute of attributes) {
      if (attribute.namespaceURI === '') {
        values += ` ${attribute.localName}="${escapeAttribute(attribute.value)}"`;
        continue;
      }
      let written = attribute.prefix;
      if (written === '' || scope.uri(written) !== attribute.namespaceURI) {
        written = this.attributePrefix(attribute);
        if (scope.uri(written) !== attribute.namespaceURI) out += this.declare(written, attribute.namespaceURI);
      }
      values += ` ${written}:${attribute.localName}="${escapeAttribute(attribute.value)}"`;
    }
    return out + values + tagEnd(element);
  }

  private ownDeclarations(declarations: readonly XmlDeclaration[], prefix: string, namespaceURI: string): string {
    let out = '';
    for (const { prefix: declared, uri } of declarations) {
      // An element that was renamed or moved keeps its own name right.
      if (declared === prefix && uri !== namespaceURI) continue;
      if ((this.scope.uri(declared) ?? '') !== uri) out += this.declare(declared, uri);
    }
    return out;
  }

  private declare(prefix: string, uri: string): string {
    this.scope.add(prefix, uri);
    return prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
  }

  /** The prefix for an attribute whose own is missing or means something else here. */
  private attributePrefix({ prefix, namespaceURI }: XmlAttribute): string {
    const known = this.scope.prefixOf(namespaceURI);
    if (known !== undefined) return known;
    // A prefix that means something else further out may already be used by this very tag.
    if (prefix !== '' && this.scope.uri(prefix) === undefined) return prefix;
    let invented: string;
    do invented = `axis2ns${++this.invented}`;
    while (this.scope.uri(invented) !== undefined);
    return invented;
  }
}

function tagEnd(element: XmlElement): string {
  return element.firstChild === null ? '/>' : '>';
}

/** Whether an element is in its parent's namespace by the same prefix, and no other namespace stands on it. */
function saysNothingNew({ namespaceURI, prefix, declarations, attributes, parentNode }: XmlElement): boolean {
  const parent = parentNode as XmlElement;
  if (declarations.length > 0 || parent.namespaceURI !== namespaceURI) return false;
  if (namespaceURI !== '' && parent.prefix !== prefix) return false;
  for (let at = 0; at < attributes.length; at++) if (attributes[at]!.namespaceURI !== '') return false;
  return true;
}
