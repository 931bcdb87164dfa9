import { attributeList, XmlAttribute } from './attribute.js';
import { codeUnits } from './code-units.js';
import { XmlDocument } from './document.js';
import { XmlElement } from './element.js';
import { XmlText } from './leaf-nodes.js';
import type { XmlNode, XmlParent } from './linked-node.js';
import type { XmlDeclaration } from './namespaces.js';
import { isNameCode, type QualifiedName, qualifiedName, startsName } from './qualified-names.js';
import { declarationFault, NamespaceScope } from './scope.js';

/**
 * Reads XML as programs write it, at a quarter of the time that saxes takes: elements, attributes, text, the five
 * entities, names in ASCII. Whatever else there is, be it an error or a comment, makes it give up, and saxes has to read
 * the text. So this reader never decides that a text is wrong.
 * @returns the tree that `parseXml` gives, or undefined when it gave up
 */
export function readPlainXml(text: string, maxDepth: number): XmlDocument | undefined {
  return new PlainReader(text, maxDepth).read();
}

/** With more attributes the check for equal names is left to saxes. */
const mostAttributes = 32;

const header =
  /^<\?xml version=(["'])1\.0\1(?: encoding=(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?: standalone=(["'])(yes|no)\4)? ?\?>/;

const entities: readonly (readonly [written: string, meaning: string])[] = [
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
];

class PlainReader {
  private at = 0;
  /** The text's units and a 0 behind the last, which is faulty everywhere. */
  private readonly codes: Uint16Array;
  private readonly scope = new NamespaceScope();
  /** Where the names of the open elements stand, by depth. */
  private readonly opened: number[] = [];
  private readonly attributeNames: QualifiedName[] = [];
  private readonly attributeValues: string[] = [];
  /** Attributes of the tag that is being read. */
  private count = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {
    this.codes = codeUnits(text);
  }

  read(): XmlDocument | undefined {
    const document = new XmlDocument();
    const found = header.exec(this.text);
    if (found !== null) {
      document.header = { version: '1.0', encoding: found[3], standalone: found[5] };
      this.at = found[0].length;
    }
    this.blanks();
    if (!this.content(document)) return undefined;
    this.blanks();
    return this.at === this.text.length ? document : undefined;
  }

  /** Reads the root element with all that it holds. False: gave up. */
  private content(document: XmlDocument): boolean {
    const { codes } = this;
    let parent: XmlParent = document;
    let depth = 0;
    do {
      if (codes[this.at] !== 0x3c) {
        const data = depth === 0 ? undefined : this.characters(0x3c);
        if (data === undefined) return false;
        add(parent, new XmlText(data));
      }
      if (codes[this.at + 1] === 0x2f) {
        if (depth === 0 || !this.endTag(this.opened[depth]!)) return false;
        depth--;
        parent = this.closed(parent as XmlElement);
        continue;
      }
      this.opened[depth + 1] = this.at + 1;
      const element = this.startTag(parent);
      if (element === undefined || depth >= this.maxDepth) return false;
      add(parent, element);
      const end = codes[this.at++];
      if (end === 0x3e) {
        depth++;
        parent = element;
      } else {
        if (end !== 0x2f || codes[this.at++] !== 0x3e) return false;
        this.closed(element);
      }
    } while (depth > 0);
    return true;
  }

  private closed(element: XmlElement): XmlParent {
    if (element.declarations.length > 0) this.scope.close();
    return element.parentNode!;
  }

  /** Takes the end tag whose `<` is next; its name must be the one that stands at `name`. */
  private endTag(name: number): boolean {
    const { codes } = this;
    let at = this.at + 2;
    let from = name;
    while (codes[at] === codes[from] && isNameCode(codes[at]!)) {
      at++;
      from++;
    }
    this.at = at + 1;
    return codes[at] === 0x3e && !isNameCode(codes[from]!);
  }

  /** Reads the start tag whose `<` is next, up to its `>` or `/>`. */
  private startTag(parent: XmlParent): XmlElement | undefined {
    this.at++;
    const name = this.name();
    if (name === undefined) return undefined;
    this.count = 0;
    while (isBlank(this.codes[this.at]!)) {
      this.blanks();
      const code = this.codes[this.at];
      if (code === 0x3e || code === 0x2f) break;
      if (!this.attribute()) return undefined;
    }
    const declarations = this.count === 0 ? undefined : this.declarations();
    if (declarations === null) return undefined;
    if (declarations !== undefined) this.scope.open(declarations);
    const { prefix } = name;
    const inherits = declarations === undefined && parent.nodeType === 1 && parent.prefix === prefix;
    const uri = inherits ? parent.namespaceURI : this.namespace(prefix);
    if (uri === undefined) return undefined;
    const element = new XmlElement(uri, name.local, prefix);
    if (declarations !== undefined) element.declarations = declarations;
    if (this.count > (declarations?.length ?? 0) && !this.attributes(element)) return undefined;
    return element;
  }

  private namespace(prefix: string): string | undefined {
    const uri = this.scope.uri(prefix);
    if (prefix === '') return uri ?? '';
    return prefix === 'xmlns' ? undefined : uri;
  }

  /** Takes `name="value"`. */
  private attribute(): boolean {
    const { codes, count } = this;
    const name = this.name();
    if (name === undefined || count === mostAttributes || codes[this.at] !== 0x3d) return false;
    const quote = codes[this.at + 1]!;
    if (quote !== 0x22 && quote !== 0x27) return false;
    this.at += 2;
    const value = codes[this.at] === quote ? '' : this.characters(quote);
    if (value === undefined) return false;
    for (let before = 0; before < count; before++) {
      if (this.attributeNames[before]!.text === name.text) return false;
    }
    this.at++;
    this.attributeNames[count] = name;
    this.attributeValues[count] = value;
    this.count = count + 1;
    return true;
  }

  /** The namespace declarations among the attributes; null: gave up. */
  private declarations(): XmlDeclaration[] | undefined | null {
    let declarations: XmlDeclaration[] | undefined;
    for (let at = 0; at < this.count; at++) {
      const name = this.attributeNames[at]!;
      if (!name.declares) continue;
      const prefix = name.prefix === '' ? '' : name.local;
      const uri = this.attributeValues[at]!;
      if (declarationFault(prefix, uri) !== undefined) return null;
      declarations ??= [];
      declarations.push({ prefix, uri });
    }
    return declarations;
  }

  /** Gives the element its attributes. False: gave up. */
  private attributes(element: XmlElement): boolean {
    let attributes: XmlAttribute[] | undefined;
    for (let at = 0; at < this.count; at++) {
      const { declares, prefix, local } = this.attributeNames[at]!;
      if (declares) continue;
      const uri = prefix === '' ? '' : this.namespace(prefix);
      if (uri === undefined) return false;
      if (prefix !== '' && attributes?.some((other) => other.localName === local && other.namespaceURI === uri)) {
        return false;
      }
      const attribute = new XmlAttribute(element, uri, local, prefix, this.attributeValues[at]!);
      // An array that starts with its only item has no room to spare.
      if (attributes === undefined) attributes = [attribute];
      else attributes.push(attribute);
    }
    element.attributes = attributeList(attributes!);
    return true;
  }

  /** Takes a name; undefined when it is none, or has characters beyond ASCII. */
  private name(): QualifiedName | undefined {
    const { codes } = this;
    const start = this.at;
    let at = start;
    let hash = 0;
    let colon = 0;
    let code = codes[at]!;
    if (!startsName(code)) return undefined;
    do {
      hash = (hash * 31 + code) | 0;
      code = codes[++at]!;
      if (code === 0x3a) {
        if (colon > 0 || !startsName(codes[at + 1]!)) return undefined;
        colon = at - start;
      }
    } while (isNameCode(code));
    if (code >= 0x80) return undefined;
    this.at = at;
    return qualifiedName(this.text, start, at, colon, hash);
  }

  /** Text up to `end`, a `<` or a quote, which is not next; undefined: gave up. */
  private characters(end: number): string | undefined {
    const { codes } = this;
    const inText = end === 0x3c;
    let { at } = this;
    let start = at;
    let text = '';
    for (;;) {
      const code = codes[at]!;
      if (code === end) break;
      if ((code >= 0x3d && code < 0xd800 && code !== 0x5d) || (code >= 0x20 && code !== 0x26 && code < 0x3c)) {
        at++;
      } else if (code === 0x26) {
        const entity = this.entityAt(at);
        if (entity === undefined) return undefined;
        text += this.text.slice(start, at) + entity[1];
        at += entity[0].length;
        start = at;
      } else if (code === 0x0d && inText) {
        text += `${this.text.slice(start, at)}\n`;
        at += codes[at + 1] === 0x0a ? 2 : 1;
        start = at;
      } else {
        const taken = this.special(at, inText);
        if (taken === 0) return undefined;
        at += taken;
      }
    }
    this.at = at;
    const last = this.text.slice(start, at);
    return text === '' ? last : text + last;
  }

  private entityAt(at: number): readonly [written: string, meaning: string] | undefined {
    return entities.find(([written]) => this.text.startsWith(written, at));
  }

  /** How many units are fine from a rare one on; 0: gave up. */
  private special(at: number, inText: boolean): number {
    const { codes } = this;
    const code = codes[at]!;
    if (code === 0x0a || code === 0x09) return inText ? 1 : 0;
    if (code === 0x5d) return inText && codes[at + 1] === 0x5d && codes[at + 2] === 0x3e ? 0 : 1;
    if (code < 0xd800) return 0;
    const next = codes[at + 1]!;
    if (code < 0xdc00) return next >= 0xdc00 && next < 0xe000 ? 2 : 0;
    return code >= 0xe000 && code < 0xfffe ? 1 : 0;
  }

  private blanks(): void {
    while (isBlank(this.codes[this.at]!)) this.at++;
  }
}

/** Adds a new node at the end. */
function add(parent: XmlParent, node: XmlNode): void {
  const last = parent.lastChild;
  node.parentNode = parent;
  node.previousSibling = last;
  if (last === null) parent.firstChild = node;
  else last.nextSibling = node;
  parent.lastChild = node;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
