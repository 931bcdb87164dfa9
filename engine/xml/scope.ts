import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlDeclaration } from './namespaces.js';

/** Up to this many declarations a search is faster than a map; beyond, only a map keeps hostile documents cheap. */
const FEW = 32;

/**
 * The namespace declarations in scope while a tree is read or written: two parallel stacks, searched from the top. A
 * document has few prefixes, so this beats a map for each element.
 */
export class NamespaceScope {
  private readonly prefixes: string[] = ['xml'];
  private readonly uris: string[] = [XML_NAMESPACE];
  /** The height of the stacks before each open element. */
  private readonly marks: number[] = [];
  /** The heights at which each prefix stands, while there are many declarations. */
  private index: Map<string, number[]> | undefined;

  /** Enters an element with the declarations that it carries. */
  open(declarations?: readonly XmlDeclaration[]): void {
    this.marks.push(this.prefixes.length);
    if (declarations === undefined) return;
    for (const { prefix, uri } of declarations) this.add(prefix, uri);
  }

  /** Leaves the element that was entered last. */
  close(): void {
    const { prefixes } = this;
    const height = this.marks.pop()!;
    if (height === prefixes.length) return;
    if (this.index !== undefined) this.unindex(height);
    prefixes.length = height;
    this.uris.length = height;
  }

  /** Adds a declaration to the element that was entered last. */
  add(prefix: string, uri: string): void {
    const { prefixes } = this;
    prefixes.push(prefix);
    this.uris.push(uri);
    if (prefixes.length === FEW + 1) {
      this.index = new Map();
      for (let at = 0; at < FEW; at++) this.addToIndex(prefixes[at]!, at);
    }
    if (this.index !== undefined) this.addToIndex(prefix, prefixes.length - 1);
  }

  /** What a prefix is bound to; '' when a default namespace was taken back, undefined when it never was bound. */
  uri(prefix: string): string | undefined {
    const { prefixes } = this;
    if (this.index !== undefined) return this.uris[this.index.get(prefix)?.at(-1) ?? -1];
    for (let index = prefixes.length - 1; index >= 0; index--) {
      if (prefixes[index] === prefix) return this.uris[index];
    }
    return undefined;
  }

  /** A prefix (not the default namespace) that means `uri` here. */
  prefixOf(uri: string): string | undefined {
    for (let index = this.prefixes.length - 1; index >= 0; index--) {
      const prefix = this.prefixes[index]!;
      if (prefix !== '' && this.uris[index] === uri && this.uri(prefix) === uri) return prefix;
    }
    return undefined;
  }

  private addToIndex(prefix: string, at: number): void {
    const heights = this.index!.get(prefix);
    if (heights === undefined) this.index!.set(prefix, [at]);
    else heights.push(at);
  }

  /** Takes out what stands above a height. */
  private unindex(height: number): void {
    if (height <= FEW) {
      this.index = undefined;
      return;
    }
    for (let at = this.prefixes.length - 1; at >= height; at--) this.index!.get(this.prefixes[at]!)!.pop();
  }
}

/** Why a declaration is not allowed by Namespaces in XML 1.0; undefined when it is. */
export function declarationFault(prefix: string, uri: string): string | undefined {
  if (prefix === 'xmlns' || uri === XMLNS_NAMESPACE) return 'the prefix xmlns may not be declared';
  if ((prefix === 'xml') !== (uri === XML_NAMESPACE)) return `the prefix xml and ${XML_NAMESPACE} belong together`;
  if (uri === '' && prefix !== '') return `the prefix ${prefix} may not be bound to nothing`;
  return undefined;
}

/** `xmlns` or `xmlns:p`. */
export function isDeclaration(name: string): boolean {
  return name.startsWith('xmlns') && (name.length === 5 || name.charCodeAt(5) === 58);
}

/** Whether a name with a colon has one prefix and one local name. */
export function isQualifiedName(name: string, colon: number): boolean {
  return colon > 0 && name.indexOf(':', colon + 1) < 0 && startsName(name.charCodeAt(colon + 1));
}

/** Whether a character that may stand inside a name may also begin one (NaN: there is none). */
function startsName(code: number): boolean {
  return code > 0x40 && code !== 0xb7 && !(code >= 0x300 && code <= 0x36f) && code !== 0x203f && code !== 0x2040;
}
