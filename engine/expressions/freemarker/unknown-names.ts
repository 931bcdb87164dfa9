import type { TemplateSyntax } from './build-statements.js';

/** A variable that nothing in a template sets. */
export interface UnknownName {
  readonly name: string;
  /** Where it stands, in UTF-16 units from the start of the template. */
  readonly offset: number;
}

/** Built-ins that take a missing value. */
const LENIENT = new Set(['default', 'exists', 'has_content', 'hasContent', 'if_exists', 'cn']);
/** What other templates or texts may set variables by. */
const OPEN = new Set(['include', 'import']);

/**
 * The variables of a template that are read without a default, are set nowhere in it, and are not among the known ones.
 * None for a template that includes others or evaluates texts: those may set anything.
 */
export function unknownNames({ body }: TemplateSyntax, known: ReadonlySet<string>): UnknownName[] {
  const walk = new NameWalk();
  walk.visit(body, false);
  return walk.open ? [] : walk.read.filter(({ name }) => !known.has(name) && !walk.bound.has(name));
}

interface Node {
  readonly kind?: string;
  readonly name?: unknown;
  readonly [key: string]: unknown;
}

/** Goes through the syntax as plain data: which member is what, its name tells. */
class NameWalk {
  readonly bound = new Set<string>();
  readonly read: UnknownName[] = [];
  open = false;
  /** Attempts around: what fails there is recovered. */
  #attempts = 0;

  /** @param lenient whether a missing value does no harm here */
  visit(value: unknown, lenient: boolean): void {
    if (Array.isArray(value)) for (const each of value) this.visit(each, lenient);
    else if (typeof value === 'object' && value !== null) this.#node(value as Node, lenient);
  }

  #node(node: Node, lenient: boolean): void {
    const { kind, name } = node;
    if (kind !== undefined && OPEN.has(kind)) this.open = true;
    if (kind === 'built-in' && name === 'eval') this.open = true;
    if (kind === 'name' && !lenient && this.#attempts === 0)
      this.read.push({ name: String(name), offset: Number(node.start) });
    this.#bind(node);
    const forgiving = ['default', 'exists'].includes(kind ?? '') || (kind === 'built-in' && LENIENT.has(String(name)));
    if (kind === 'attempt') this.#attempts += 1;
    for (const [key, member] of Object.entries(node)) this.visit(member, key === 'of' ? lenient || forgiving : false);
    if (kind === 'attempt') this.#attempts -= 1;
  }

  /** What a node makes a variable of: assignments, macros and their parameters, loops, lambdas. */
  #bind({ kind, name, variables, bodyVariables, parameters, catchAll, operator, namespace }: Node): void {
    const names = [variables, bodyVariables, parameters].flatMap((list) => (Array.isArray(list) ? list : []));
    for (const each of names) this.#add(typeof each === 'object' && each !== null ? (each as Node).name : each);
    this.#add(catchAll);
    const assigns = kind === undefined || kind === 'capture' || kind === 'macro';
    if (assigns && (operator !== undefined || namespace !== undefined || kind !== undefined || parameters))
      this.#add(name);
  }

  #add(name: unknown): void {
    if (typeof name !== 'string') return;
    for (const each of [name, `${name}_index`, `${name}_has_next`]) this.bound.add(each);
  }
}
