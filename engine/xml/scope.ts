import { XML_NAMESPACE, type XmlDeclaration } from './nodes.js';

/**
 * The namespace declarations in scope while a tree is read or written: two parallel stacks, searched from the top. A
 * document has few prefixes, so this beats a map for each element.
 */
export class NamespaceScope {
  private readonly prefixes: string[] = ['xml'];
  private readonly uris: string[] = [XML_NAMESPACE];
  /** The height of the stacks before each open element. */
  private readonly marks: number[] = [];

  /** Enters an element with the declarations that it carries. */
  open(declarations?: readonly XmlDeclaration[]): void {
    this.marks.push(this.prefixes.length);
    if (declarations === undefined) return;
    for (const { prefix, uri } of declarations) this.add(prefix, uri);
  }

  /** Leaves the element that was entered last. */
  close(): void {
    const height = this.marks.pop()!;
    if (height === this.prefixes.length) return;
    this.prefixes.length = height;
    this.uris.length = height;
  }

  /** Adds a declaration to the element that was entered last. */
  add(prefix: string, uri: string): void {
    this.prefixes.push(prefix);
    this.uris.push(uri);
  }

  /** What a prefix is bound to; '' when a default namespace was taken back, undefined when it never was bound. */
  uri(prefix: string): string | undefined {
    const { prefixes } = this;
    for (let index = prefixes.length - 1; index >= 0; index--) {
      if (prefixes[index] === prefix) return this.uris[index];
    }
    return undefined;
  }

  /** Whether the element that was entered last declares the prefix itself. */
  declaredHere(prefix: string): boolean {
    return this.prefixes.indexOf(prefix, this.marks.at(-1)) >= 0;
  }

  /** A prefix (not the default namespace) that means `uri` here. */
  prefixOf(uri: string): string | undefined {
    for (let index = this.prefixes.length - 1; index >= 0; index--) {
      const prefix = this.prefixes[index]!;
      if (prefix !== '' && this.uris[index] === uri && this.uri(prefix) === uri) return prefix;
    }
    return undefined;
  }
}
