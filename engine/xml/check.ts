import { explainFlaw, type XmlFlaw } from './flaw.js';
import { complaint, type SaxHandlers, saxReader } from './sax.js';
import { declarationFault, isDeclaration, isQualifiedName, NamespaceScope } from './scope.js';

/**
 * Looks for the first flaw of an artifact's text: well-formedness, namespaces, document type declaration, depth. xmldom
 * builds the tree afterwards; it repairs where it can and does not tell exactly where it could not.
 */
export function findFlaw(text: string, maxDepth: number): XmlFlaw | undefined {
  return new Checker(text, maxDepth).run();
}

/** Attributes of one element, namespace declarations included; the limit of the reference's reader. */
const MOST_ATTRIBUTES = 1000;

/** Carries a flaw out of the handlers of saxes. */
class FlawFound extends Error {
  constructor(readonly flaw: XmlFlaw) {
    super(flaw.reason);
  }
}

/** An attribute of the tag that is being read. `end`: the offset behind its closing quote. */
interface SeenAttribute {
  readonly name: string;
  readonly value: string;
  readonly end: number;
}

class Checker implements SaxHandlers {
  private readonly sax = saxReader(this);
  private readonly scope = new NamespaceScope();
  /** Offsets of the `<` of all open elements, and their names. */
  private readonly starts: number[] = [];
  private readonly names: string[] = [];
  private seen: SeenAttribute[] = [];
  /** The element that was closed last, for the message about a wrong end tag. */
  private closed = '';

  constructor(
    private readonly source: string,
    private readonly maxDepth: number,
  ) {}

  run(): XmlFlaw | undefined {
    try {
      this.sax.write(this.source).close();
      return undefined;
    } catch (error) {
      if (error instanceof FlawFound) return error.flaw;
      return explainFlaw(complaint(error), {
        text: this.source,
        at: Math.min(Math.max(0, this.sax.position - 1), Math.max(0, this.source.length - 1)),
        closed: this.closed,
        open: this.starts.at(-1),
        twin: (name) => {
          const twin = this.seen.filter((attribute) => attribute.name === name).at(1);
          return twin && this.nameStart(twin);
        },
      });
    }
  }

  private fail(reason: string, offset: number, kind: XmlFlaw['kind'] = 'malformed'): never {
    throw new FlawFound({ kind, reason, offset });
  }

  attribute(name: string, value: string): void {
    if (this.seen.length >= MOST_ATTRIBUTES) {
      this.fail(
        `an element has more than ${MOST_ATTRIBUTES} attributes`,
        this.source.lastIndexOf('<', this.sax.position),
      );
    }
    this.seen.push({ name, value, end: this.sax.position });
  }

  doctype(): void {
    this.fail('a document type declaration', this.source.lastIndexOf('<!DOCTYPE', this.sax.position), 'doctype');
  }

  close(): void {
    this.starts.pop();
    this.closed = this.names.pop()!;
    this.scope.close();
  }

  open(name: string): void {
    const start = this.source.lastIndexOf('<', this.sax.position - 1);
    if (this.starts.length >= this.maxDepth) this.fail('nested too deep', start, 'too-deep');
    this.starts.push(start);
    this.names.push(name);
    this.scope.open();
    const attributes = this.seen;
    this.seen = [];
    for (const attribute of attributes) {
      if (!isDeclaration(attribute.name)) continue;
      const prefix = attribute.name.slice(6);
      const fault = declarationFault(prefix, attribute.value);
      if (fault !== undefined) this.fail(fault, this.nameStart(attribute));
      this.scope.add(prefix, attribute.value);
    }
    this.checkName(name, start + 1);
    if (attributes.length > 0) this.checkAttributes(attributes);
  }

  private checkAttributes(attributes: readonly SeenAttribute[]): void {
    const expanded = new Set<string>();
    for (const attribute of attributes) {
      const { name } = attribute;
      if (isDeclaration(name) || !name.includes(':')) continue;
      this.checkName(name, this.nameStart(attribute));
      const [prefix, local] = name.split(':') as [string, string];
      const key = `${local} ${this.scope.uri(prefix)}`;
      if (expanded.has(key)) this.fail(`the attribute ${name} stands twice`, this.nameStart(attribute));
      expanded.add(key);
    }
  }

  private checkName(name: string, offset: number): void {
    const colon = name.indexOf(':');
    if (colon < 0) return;
    if (!isQualifiedName(name, colon)) this.fail(`${name} is not a name`, offset);
    const prefix = name.slice(0, colon);
    if (prefix === 'xmlns' || this.scope.uri(prefix) === undefined) {
      this.fail(`the prefix ${prefix} of ${name} is not declared`, offset);
    }
  }

  /** The offset of an attribute's name. */
  private nameStart({ name, end }: SeenAttribute): number {
    const quote = this.source.lastIndexOf(this.source[end - 1]!, end - 2);
    return this.source.lastIndexOf(name, this.source.lastIndexOf('=', quote));
  }
}
