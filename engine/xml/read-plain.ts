import { attributeList, XmlAttribute } from './attribute.js';
import { XmlDocument } from './document.js';
import { XmlElement } from './element.js';
import { XmlComment, XmlText } from './leaf-nodes.js';
import { appendNew, type XmlParent } from './linked-node.js';
import type { XmlDeclaration } from './namespaces.js';
import { isNameCode, type QualifiedName } from './qualified-names.js';
import { isBlank, PlainScanner } from './scan-plain.js';
import { declarationFault, NamespaceScope } from './scope.js';

/**
 * Reads XML as programs write it, in a fifth of the time that it takes through saxes: elements, attributes, text, CDATA,
 * comments inside the root, the five entities, names in ASCII. Whatever else there is, be it an error or an instruction,
 * makes it give up, and saxes has to read the text. So this reader never decides that a text is wrong.
 * @returns the tree that `parseXml` gives, or undefined when it gave up
 */
export function readPlainXml(text: string, maxDepth: number): XmlDocument | undefined {
  return new PlainReader(text, maxDepth).read();
}

/** With more attributes the check for equal names is left to saxes. */
const mostAttributes = 32;

const header =
  /^<\?xml version=(["'])1\.0\1(?: encoding=(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?: standalone=(["'])(yes|no)\4)? ?\?>/;

/** A text in which nothing is wrong or to be changed; there are others. */
const allFine = /^[\t\n -\ud7ff\ue000-\ufffd]*$/;

class PlainReader extends PlainScanner {
  private readonly scope = new NamespaceScope();
  /** Where the names of the open elements stand, by depth. */
  private readonly opened: number[] = [];
  private readonly attributeNames: QualifiedName[] = [];
  private readonly attributeValues: string[] = [];
  /** Attributes of the tag that is being read. */
  private count = 0;

  constructor(
    text: string,
    private readonly maxDepth: number,
  ) {
    super(text);
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
        addText(parent, data);
      }
      const next = codes[this.at + 1];
      if (next === 0x21) {
        if (depth === 0 || !this.aside(parent)) return false;
        continue;
      }
      if (next === 0x2f) {
        if (depth === 0 || !this.endTag(this.opened[depth]!)) return false;
        depth--;
        parent = this.closed(parent as XmlElement);
        continue;
      }
      this.opened[depth + 1] = this.at + 1;
      const element = this.startTag(parent);
      if (element === undefined || depth >= this.maxDepth) return false;
      appendNew(parent, element);
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

  /** Takes the comment or CDATA section whose `<!` is next. */
  private aside(parent: XmlParent): boolean {
    const { text, at } = this;
    const isComment = text.startsWith('<!--', at);
    if (!isComment && !text.startsWith('<![CDATA[', at)) return false;
    const start = at + (isComment ? 4 : 9);
    const end = text.indexOf(isComment ? '--' : ']]>', start);
    const data = text.slice(start, end);
    if (end < 0 || !allFine.test(data) || (isComment && this.codes[end + 2] !== 0x3e)) return false;
    if (isComment) appendNew(parent, new XmlComment(data));
    else addText(parent, data);
    this.at = end + 3;
    return true;
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
}

/** Adds text at the end, to the text that stands there. */
function addText(parent: XmlParent, data: string): void {
  const last = parent.lastChild;
  if (last !== null && last.nodeType === 3) last.data += data;
  else if (data !== '') appendNew(parent, new XmlText(data));
}
