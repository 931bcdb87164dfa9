import { attributeList, XmlAttribute } from './attribute.js';
import { XmlDocument } from './document.js';
import { XmlElement } from './element.js';
import { XmlComment, XmlInstruction, XmlText } from './leaf-nodes.js';
import { appendNew, type XmlParent } from './linked-node.js';
import type { XmlDeclaration } from './namespaces.js';
import { readPlainXml } from './read-plain.js';
import { complaint, type SaxHandlers, saxReader } from './sax.js';
import { declarationFault, isDeclaration, isQualifiedName, NamespaceScope } from './scope.js';

/** How to read a body. */
export interface ParseOptions {
  /** Elements nested deeper than this are refused. Default 1000, as the reference's reader. */
  readonly maxDepth?: number;
  /** Whether processing instructions become nodes. Default true. */
  readonly keepInstructions?: boolean;
  /** Whether a document type declaration is skipped instead of refused. Its entities stay unknown. Default false. */
  readonly allowDoctype?: boolean;
}

/** The text of a body is not well-formed XML, or breaks a limit. Lines and columns count from 1, the offset from 0. */
export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError';

  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
    readonly offset: number,
  ) {
    super(`${reason} (line ${line}, column ${column})`);
  }
}

/**
 * Reads a body into a light tree. CDATA sections become text, joined with the text beside them; blank text outside the
 * root is dropped. No entity but the five of XML and character references is ever expanded.
 * @throws XmlSyntaxError
 */
export function parseXml(text: string, options: ParseOptions = {}): XmlDocument {
  return readPlainXml(text, options.maxDepth ?? DEFAULT_DEPTH) ?? readWithSaxes(text, options);
}

/**
 * The same, all of it by saxes: what `parseXml` does with a text that is not plain.
 * @throws XmlSyntaxError
 */
export function readWithSaxes(text: string, options: ParseOptions = {}): XmlDocument {
  const reader = idle ?? new Reader();
  idle = undefined;
  const document = reader.read(text, options);
  // A reader that failed stands in the middle of something and is not used again.
  idle = reader;
  return document;
}

/** The reader of the last parse: setting one up costs as much as reading a short body. */
let idle: Reader | undefined;

const DEFAULT_DEPTH = 1000;
/** From here on equal attribute names are looked for through a set. */
const MANY_ATTRIBUTES = 8;

/** Builds the tree from the events of saxes, which checks everything but namespaces. */
class Reader implements SaxHandlers {
  private readonly sax = saxReader(this);
  private readonly scope = new NamespaceScope();
  private current: XmlParent = new XmlDocument();
  private depth = 0;
  private maxDepth = DEFAULT_DEPTH;
  private keepInstructions = true;
  private allowDoctype = false;

  /** The attributes of the tag that is being read, in pairs of name and value. */
  private names: string[] = [];
  private values: string[] = [];

  read(text: string, options: ParseOptions): XmlDocument {
    const document = new XmlDocument();
    this.current = document;
    this.depth = 0;
    this.maxDepth = options.maxDepth ?? DEFAULT_DEPTH;
    this.keepInstructions = options.keepInstructions ?? true;
    this.allowDoctype = options.allowDoctype ?? false;
    try {
      this.sax.write(text);
      const { version, encoding, standalone } = this.sax.xmlDecl;
      if (version !== undefined) document.header = { version, encoding, standalone };
      this.sax.close();
    } catch (error) {
      if (error instanceof XmlSyntaxError) throw error;
      this.fail(complaint(error));
    }
    return document;
  }

  private fail(reason: string): never {
    const { line, columnIndex, position } = this.sax;
    throw new XmlSyntaxError(reason, line, Math.max(1, columnIndex), Math.max(0, position - 1));
  }

  attribute(name: string, value: string): void {
    this.names.push(name);
    this.values.push(value);
  }

  comment(data: string): void {
    appendNew(this.current, new XmlComment(data));
  }

  instruction(target: string, data: string): void {
    if (target.includes(':')) this.fail('the target of a processing instruction may not hold a colon');
    if (this.keepInstructions) appendNew(this.current, new XmlInstruction(target, data));
  }

  doctype(): void {
    if (!this.allowDoctype) this.fail('a document type declaration is not allowed');
  }

  text(data: string): void {
    const parent = this.current;
    if (parent.nodeType === 9 || data === '') return;
    const last = parent.lastChild;
    if (last !== null && last.nodeType === 3) last.data += data;
    else appendNew(this.current, new XmlText(data));
  }

  open(name: string): void {
    if (++this.depth > this.maxDepth) this.fail(`elements are nested more than ${this.maxDepth} levels deep`);
    const { names, scope } = this;
    const declarations = names.length === 0 ? undefined : this.takeDeclarations();
    scope.open(declarations);
    const colon = name.indexOf(':');
    const element =
      colon < 0
        ? new XmlElement(scope.uri('') ?? '', name)
        : new XmlElement(this.resolve(name, colon), name.slice(colon + 1), name.slice(0, colon));
    if (declarations !== undefined) element.declarations = declarations;
    if (names.length > 0) {
      const attributes = this.attributes(element);
      if (attributes.length > 0) element.attributes = attributeList(attributes);
      names.length = 0;
      this.values.length = 0;
    }
    appendNew(this.current, element);
    this.current = element;
  }

  close(): void {
    this.depth--;
    this.scope.close();
    this.current = this.current.parentNode!;
  }

  private takeDeclarations(): XmlDeclaration[] | undefined {
    const { names, values } = this;
    let declarations: XmlDeclaration[] | undefined;
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      if (!isDeclaration(name)) continue;
      declarations ??= [];
      declarations.push(this.declaration(name.slice(6), values[index]!));
    }
    return declarations;
  }

  private attributes(element: XmlElement): XmlAttribute[] {
    const { names, values } = this;
    const attributes: XmlAttribute[] = [];
    let prefixed = false;
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      if (isDeclaration(name)) continue;
      const colon = name.indexOf(':');
      if (colon < 0) {
        attributes.push(new XmlAttribute(element, '', name, '', values[index]!));
        continue;
      }
      prefixed = true;
      const uri = this.resolve(name, colon);
      attributes.push(new XmlAttribute(element, uri, name.slice(colon + 1), name.slice(0, colon), values[index]!));
    }
    // saxes has compared the names as they are written.
    if (prefixed && attributes.length > 1) this.refuseTwins(attributes);
    return attributes;
  }

  private refuseTwins(attributes: readonly XmlAttribute[]): void {
    if (attributes.length > MANY_ATTRIBUTES) {
      const names = new Set(attributes.map(({ namespaceURI, localName }) => `${localName} ${namespaceURI}`));
      if (names.size < attributes.length) this.fail('an attribute stands twice under different prefixes');
      return;
    }
    for (let i = 1; i < attributes.length; i++) {
      const one = attributes[i]!;
      for (let j = 0; j < i; j++) {
        const other = attributes[j]!;
        if (one.localName === other.localName && one.namespaceURI === other.namespaceURI) {
          this.fail(`duplicate attribute: ${one.name}`);
        }
      }
    }
  }

  /** The namespace of a prefixed name. */
  private resolve(name: string, colon: number): string {
    if (!isQualifiedName(name, colon)) this.fail(`malformed name: ${name}`);
    const prefix = name.slice(0, colon);
    if (prefix === 'xmlns') this.fail(`the prefix xmlns is not for elements: ${name}`);
    return this.scope.uri(prefix) ?? this.fail(`unbound namespace prefix: ${prefix}`);
  }

  private declaration(prefix: string, uri: string): XmlDeclaration {
    const fault = declarationFault(prefix, uri);
    if (fault !== undefined) this.fail(fault);
    return { prefix, uri };
  }
}
