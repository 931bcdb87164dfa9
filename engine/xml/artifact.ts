import type { Place } from '../errors/index.js';
import { XmlElement } from './element.js';
import { XmlComment, XmlInstruction, XmlText } from './leaf-nodes.js';
import type { XmlDeclaration } from './namespaces.js';
import { rawOffset, type SourceText } from './source.js';

/** An attribute of an artifact; namespace declarations are not among them. */
export interface ArtifactAttribute {
  /** The local name. */
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
  /** The place of the value's first character. */
  readonly place: Place;
  /** The place of a character of the value; a reference such as `&amp;` counts as the one character that it means. */
  placeAt(offset: number): Place;
}

/** A run of text or a CDATA section of an artifact. */
export interface ArtifactText {
  readonly kind: 'text';
  readonly value: string;
  readonly cdata: boolean;
  /** The place of the first character. */
  readonly place: Place;
  /** The place of a character of the value. */
  placeAt(offset: number): Place;
}

/** A comment or processing instruction of an artifact. */
export interface ArtifactAside {
  readonly kind: 'comment' | 'instruction';
  readonly value: string;
  readonly place: Place;
}

/** What can stand below an element of an artifact. */
export type ArtifactNode = ArtifactElement | ArtifactText | ArtifactAside;

/** An element of an artifact, with its place in the file. It never changes. */
export interface ArtifactElement {
  readonly kind: 'element';
  /** The local name. */
  readonly name: string;
  readonly prefix: string;
  /** `prefix:name` as written. */
  readonly qualifiedName: string;
  readonly namespace: string;
  /** In the order of the file, without namespace declarations. */
  readonly attributes: readonly ArtifactAttribute[];
  readonly children: readonly ArtifactNode[];
  readonly parent: ArtifactElement | undefined;
  /** The place of the tag's `<`. */
  readonly place: Place;
  /**
   * The prefixes that expressions here may use. By the reference's rule: the outermost declaration of a prefix wins, and
   * the default namespace is left out.
   */
  readonly namespaces: ReadonlyMap<string, string>;
  /** The declarations in scope by the rules of XML, the default namespace under ''. */
  readonly inScope: ReadonlyMap<string, string>;
  /** The attribute of that name in no namespace. */
  attribute(name: string): ArtifactAttribute | undefined;
  /** The child elements. */
  elements(): ArtifactElement[];
  /** The text that stands directly in this element, CDATA sections included. */
  text(): string;
  /** A copy of the element and all below it as a tree that messages can take. */
  toLight(): XmlElement;
}

/** An attribute or text: a value that stands somewhere in the raw text. */
class PlacedValue {
  constructor(
    protected readonly source: SourceText,
    readonly value: string,
    readonly place: Place,
    /** Whether `&…;` is a reference in the raw text: everywhere but in CDATA. */
    private readonly references: boolean,
  ) {}

  placeAt(offset: number): Place {
    const { source, place } = this;
    const start = source.offset(place.line, place.column);
    return source.place(rawOffset(source.text, start, offset, this.references));
  }
}

/** @internal */
export class SourceAttribute extends PlacedValue implements ArtifactAttribute {
  constructor(
    source: SourceText,
    readonly name: string,
    readonly prefix: string,
    readonly namespace: string,
    value: string,
    place: Place,
  ) {
    super(source, value, place, true);
  }
}

/** @internal */
export class SourceTextNode extends PlacedValue implements ArtifactText {
  readonly kind = 'text';

  constructor(
    source: SourceText,
    value: string,
    readonly cdata: boolean,
    place: Place,
  ) {
    super(source, value, place, !cdata);
  }
}

/** @internal Built from the outside in: an element is made, then its children are pushed. */
export class SourceElement implements ArtifactElement {
  readonly kind = 'element';
  readonly children: ArtifactNode[] = [];
  #namespaces: ReadonlyMap<string, string> | undefined;
  #inScope: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly name: string,
    readonly prefix: string,
    readonly namespace: string,
    readonly attributes: readonly ArtifactAttribute[],
    private readonly declarations: readonly XmlDeclaration[],
    readonly parent: SourceElement | undefined,
    readonly place: Place,
  ) {}

  // Both maps are made when they are first asked for, and shared by elements that declare nothing.
  get namespaces(): ReadonlyMap<string, string> {
    if (this.#namespaces === undefined) {
      const outer = this.parent?.namespaces ?? NO_NAMESPACES;
      const own = this.#declared().filter(([prefix]) => prefix !== '');
      // Outer declarations come last and so win.
      this.#namespaces = own.length === 0 ? outer : new Map([...own, ...outer]);
    }
    return this.#namespaces;
  }

  get inScope(): ReadonlyMap<string, string> {
    if (this.#inScope === undefined) {
      const outer = this.parent?.inScope ?? NO_NAMESPACES;
      const own = this.#declared();
      this.#inScope = own.length === 0 ? outer : new Map([...outer, ...own]);
    }
    return this.#inScope;
  }

  #declared(): (readonly [prefix: string, uri: string])[] {
    return this.declarations.map(({ prefix, uri }) => [prefix, uri] as const);
  }

  get qualifiedName(): string {
    return this.prefix === '' ? this.name : `${this.prefix}:${this.name}`;
  }

  attribute(name: string): ArtifactAttribute | undefined {
    return this.attributes.find((attribute) => attribute.name === name && attribute.namespace === '');
  }

  elements(): ArtifactElement[] {
    return this.children.filter((child) => child.kind === 'element');
  }

  text(): string {
    let text = '';
    for (const child of this.children) if (child.kind === 'text') text += child.value;
    return text;
  }

  toLight(): XmlElement {
    const top = this.lightTag();
    const pending: [SourceElement, XmlElement][] = [[this, top]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [from, to] = next;
      for (const child of from.children) {
        if (child.kind === 'element') {
          const element = (child as SourceElement).lightTag();
          to.append(element);
          pending.push([child as SourceElement, element]);
        } else if (child.kind === 'text') {
          if (to.lastChild?.nodeType === 3) to.lastChild.data += child.value;
          else to.append(new XmlText(child.value));
        } else if (child.kind === 'comment') {
          to.append(new XmlComment(child.value));
        } else {
          const [target, data] = splitInstruction(child.value);
          to.append(new XmlInstruction(target, data));
        }
      }
    }
    return top;
  }

  private lightTag(): XmlElement {
    const element = new XmlElement(this.namespace, this.name, this.prefix);
    if (this.declarations.length > 0) element.declarations = this.declarations;
    for (const { name, value, namespace, prefix } of this.attributes) {
      element.setAttribute(name, value, namespace, prefix);
    }
    return element;
  }
}

const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/** `target data` of an instruction. */
function splitInstruction(value: string): [string, string] {
  const blank = value.indexOf(' ');
  return blank < 0 ? [value, ''] : [value.slice(0, blank), value.slice(blank + 1)];
}
