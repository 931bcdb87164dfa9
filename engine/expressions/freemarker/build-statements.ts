import { FtlSyntaxError } from './failure.js';
import { substitute } from './substitute.js';
import type { Branch, Expression, Header, MacroSyntax, Statement, SwitchCase } from './syntax.js';
import type { Piece, Tag } from './template-tags.js';

/** Deepest nesting of directives. */
const DEEPEST = 100;

/** A template as a tree. */
export interface TemplateSyntax {
  readonly header: Header;
  readonly body: readonly Statement[];
  /** Macros and functions, wherever they stand: they can be called before their definition. */
  readonly macros: readonly MacroSyntax[];
}

/** Directives that hold no content, with or without a slash at their end. */
const EMPTY = new Set([
  'break',
  'continue',
  'return',
  'stop',
  'nested',
  'assign',
  'setting',
  'include',
  'import',
  'flush',
  't',
  'lt',
  'rt',
  'nt',
]);

type Opening = Piece & { readonly kind: 'open' };

/** Puts the pieces of a template together: what stands between a tag and its end tag. Throws FtlSyntaxError. */
export function buildStatements(pieces: readonly Piece[], header: Header): TemplateSyntax {
  return new Builder(pieces, header).build();
}

class Builder {
  readonly #macros: MacroSyntax[] = [];
  #at = 0;
  #depth = 0;
  /** What `<#escape x as …>` does to interpolations, innermost last. */
  readonly #escapes: ({ readonly variable: string; readonly value: Expression } | undefined)[] = [];
  #autoEscape = true;
  /** The directives around, outermost first. */
  #around: string[] = [];

  constructor(
    readonly pieces: readonly Piece[],
    readonly header: Header,
  ) {}

  build(): TemplateSyntax {
    const body = this.#until();
    const extra = this.pieces[this.#at];
    if (extra) throw new FtlSyntaxError(`Unexpected ${describe(extra)}`, extra.start);
    return { header: this.header, body, macros: this.#macros };
  }

  /** Statements up to a tag that belongs to somebody further out. */
  #until(): Statement[] {
    this.#depth += 1;
    const statements: Statement[] = [];
    for (;;) {
      const piece = this.pieces[this.#at];
      if (!piece || piece.kind === 'close' || (piece.kind === 'open' && isMiddle(piece.tag))) break;
      if (this.#depth > DEEPEST) throw new FtlSyntaxError('The directives are nested too deep', piece.start);
      this.#at += 1;
      statements.push(...this.#statement(piece));
    }
    this.#depth -= 1;
    return statements;
  }

  #statement(piece: Exclude<Piece, { kind: 'close' }>): Statement[] {
    const { start, end } = piece;
    switch (piece.kind) {
      case 'text':
        return [{ kind: 'text', text: piece.text, start, end }];
      case 'print':
        return [
          {
            kind: 'print',
            value: this.#escaped(piece.value),
            format: piece.format,
            escape: this.#autoEscape,
            start,
            end,
          },
        ];
      case 'comment':
        return [];
      case 'open':
        return EMPTY.has(piece.tag.name) ? this.#simple(piece) : this.#container(piece);
    }
  }

  #escaped(value: Expression): Expression {
    const wrapping = this.#escapes.at(-1);
    return wrapping ? substitute(wrapping.value, wrapping.variable, value) : value;
  }

  /** A directive without content. */
  #simple({ tag, start, end }: Opening): Statement[] {
    this.#checkPlacement(tag, start);
    switch (tag.name) {
      case 'break':
      case 'continue':
        return [{ kind: tag.name, start, end }];
      case 'return':
        this.#checkReturn(tag.value !== undefined, start);
        return [{ kind: 'return', value: tag.value, start, end }];
      case 'stop':
        return [{ kind: 'stop', message: tag.value, start, end }];
      case 'nested':
        return [{ kind: 'nested', args: tag.args, start, end }];
      case 'assign':
        return [
          { kind: 'assign', scope: tag.scope, assignments: tag.assignments, namespace: tag.namespace, start, end },
        ];
      case 'setting':
        return [{ kind: 'setting', name: tag.setting, value: tag.value, start, end }];
      case 'include':
        return [{ kind: 'include', path: tag.path, ignoreMissing: tag.ignoreMissing, start, end }];
      case 'import':
        return [{ kind: 'import', path: tag.path, name: tag.as, start, end }];
      default:
        return [];
    }
  }

  /** Some directives stand only inside of certain others. */
  #checkPlacement(tag: Tag, start: number): void {
    const { name } = tag;
    const within = (...names: readonly string[]) => this.#around.some((each) => names.includes(each));
    const local = (name === 'assign' || name === 'capture') && tag.scope === 'local';
    if (name === 'break' && !within('list', 'items', 'switch')) misplaced(name, '#list, #items or #switch', start);
    if (name === 'continue' && !within('list', 'items')) misplaced(name, '#list or #items', start);
    if ((name === 'return' || local) && !within('macro', 'function')) misplaced(name, '#macro or #function', start);
    if (name === 'nested' && !within('macro')) misplaced(name, '#macro', start);
    if (name === 'sep' && !within('list', 'bare list', 'items')) misplaced(name, '#list or #items', start);
    if (name === 'items' && this.#around.findLast((each) => each.endsWith('list')) !== 'bare list') {
      misplaced(name, 'a #list without variables', start);
    }
  }

  #checkReturn(hasValue: boolean, start: number): void {
    const isFunction = this.#around[0] === 'function';
    if (isFunction === hasValue) return;
    throw new FtlSyntaxError(isFunction ? 'A function must return a value' : 'A macro cannot return a value', start);
  }

  /** Content of a directive that some directives may ask for. */
  #inside<T>(name: string, read: () => T): T {
    this.#around.push(name);
    const result = read();
    this.#around.pop();
    return result;
  }

  /** A directive with content and an end tag. */
  #container(opening: Opening): Statement[] {
    const { tag, start } = opening;
    this.#checkPlacement(tag, start);
    switch (tag.name) {
      case 'if':
        return [{ kind: 'if', branches: this.#branches(tag.value, opening), start, end: this.#end }];
      case 'switch':
        return [
          {
            kind: 'switch',
            value: tag.value,
            cases: this.#inside('switch', () => this.#cases(opening)),
            start,
            end: this.#end,
          },
        ];
      case 'list':
        return [this.#list(tag, opening)];
      case 'items':
        return [
          {
            kind: 'items',
            variables: tag.variables,
            body: this.#inside('items', () => this.#content('items', opening)),
            start,
            end: this.#end,
          },
        ];
      case 'sep':
        return [this.#sep(start)];
      case 'macro':
      case 'function':
        return [this.#macro(tag, opening)];
      case 'capture': {
        const { scope, variable, namespace } = tag;
        return [
          {
            kind: 'capture',
            scope,
            name: variable,
            namespace,
            body: this.#content(scope, opening),
            start,
            end: this.#end,
          },
        ];
      }
      case '@':
        return [this.#call(tag, opening)];
      case 'attempt':
        return [this.#attempt(opening)];
      default:
        return this.#region(opening);
    }
  }

  /** A directive that changes how its content is read. */
  #region(opening: Opening): Statement[] {
    const { tag, start } = opening;
    switch (tag.name) {
      case 'compress':
        return [{ kind: 'compress', body: this.#content('compress', opening), start, end: this.#end }];
      case 'escape':
        return this.#withEscape({ variable: tag.variable, value: this.#escaped(tag.value) }, 'escape', opening);
      case 'noescape':
        return this.#withEscape(this.#escapes.at(-2), 'noescape', opening);
      case 'autoesc':
      case 'noautoesc':
        return this.#withAutoEscape(tag.name === 'autoesc', tag.name, opening);
      case 'outputformat': {
        const { value } = tag;
        const format = value.kind === 'string' && typeof value.parts[0] === 'string' ? value.parts[0] : '';
        return [{ kind: 'output-format', format, body: this.#content('outputformat', opening), start, end: this.#end }];
      }
      case 'noparse':
        return this.#content('noparse', opening);
      case 'ftl':
        throw new FtlSyntaxError('#ftl must be the first thing of a template', start);
      default:
        throw new FtlSyntaxError(`Unexpected ${describe(opening)}`, start);
    }
  }

  #withEscape(
    wrapping: { variable: string; value: Expression } | undefined,
    name: string,
    opening: Opening,
  ): Statement[] {
    this.#escapes.push(wrapping);
    const body = this.#content(name, opening);
    this.#escapes.pop();
    return body;
  }

  #withAutoEscape(on: boolean, name: string, opening: Opening): Statement[] {
    const before = this.#autoEscape;
    this.#autoEscape = on;
    const body = this.#content(name, opening);
    this.#autoEscape = before;
    return body;
  }

  /** The end of what was read last. */
  get #end(): number {
    return this.pieces[this.#at - 1]?.end ?? 0;
  }

  /** The content up to the end tag of that name, which is taken. */
  #content(name: string, { empty, start }: Opening): Statement[] {
    if (empty) return [];
    const body = this.#until();
    this.#close(start, name);
    return body;
  }

  #close(start: number, ...names: readonly string[]): void {
    const piece = this.pieces[this.#at];
    if (piece?.kind === 'close' && names.includes(piece.name)) this.#at += 1;
    else if (piece) throw new FtlSyntaxError(`Unexpected ${describe(piece)}; #${names[0]} is not closed`, piece.start);
    else throw new FtlSyntaxError(`#${names[0]} is not closed`, start);
  }

  /** The next piece when it is a tag of that name; it is taken. */
  #middle<N extends Tag['name']>(name: N): (Tag & { readonly name: N }) | undefined {
    const piece = this.pieces[this.#at];
    if (piece?.kind !== 'open' || piece.tag.name !== name) return undefined;
    this.#at += 1;
    return piece.tag as Tag & { readonly name: N };
  }

  #branches(condition: Expression, { start }: Opening): Branch[] {
    const branches: Branch[] = [{ condition, body: this.#until() }];
    for (;;) {
      const next = this.#middle('elseif');
      if (!next) break;
      branches.push({ condition: next.value, body: this.#until() });
    }
    if (this.#middle('else')) branches.push({ condition: undefined, body: this.#until() });
    this.#close(start, 'if');
    return branches;
  }

  #cases({ start }: Opening): SwitchCase[] {
    const before = this.#until();
    const strange = before.find((each) => each.kind !== 'text' || each.text.trim() !== '');
    if (strange) throw new FtlSyntaxError('Nothing can stand before the first #case', strange.start);
    const cases: SwitchCase[] = [];
    for (;;) {
      const next = this.#middle('case');
      if (next) cases.push({ values: next.values, body: this.#until() });
      else if (this.#middle('default')) cases.push({ values: undefined, body: this.#until() });
      else break;
    }
    this.#close(start, 'switch');
    return cases;
  }

  #list(tag: Tag & { readonly name: 'list' }, { start }: Opening): Statement {
    const body = this.#inside(tag.variables.length > 0 ? 'list' : 'bare list', () => this.#until());
    const otherwise = this.#middle('else') ? this.#until() : [];
    this.#close(start, 'list', 'foreach');
    return { kind: 'list', over: tag.over, variables: tag.variables, body, otherwise, start, end: this.#end };
  }

  /** The end tag may be left out: then it ends with what it stands in. */
  #sep(start: number): Statement {
    const body = this.#until();
    const piece = this.pieces[this.#at];
    if (piece?.kind === 'close' && piece.name === 'sep') this.#at += 1;
    return { kind: 'sep', body, start, end: this.#end };
  }

  #macro(tag: Tag & { readonly name: 'macro' | 'function' }, opening: Opening): Statement {
    const { start } = opening;
    const { defines, parameters, catchAll } = tag;
    // What is around a macro is not around its calls.
    const outside = this.#around;
    this.#around = [tag.name];
    const body = this.#content(tag.name, opening);
    this.#around = outside;
    const isFunction = tag.name === 'function';
    const macro: MacroSyntax = { name: defines, isFunction, parameters, catchAll, body, start, end: this.#end };
    this.#macros.push(macro);
    return { kind: 'macro', macro, start, end: this.#end };
  }

  #call(tag: Tag & { readonly name: '@' }, opening: Opening): Statement {
    const { calls, positional, named, bodyVariables } = tag;
    const body = opening.empty ? undefined : this.#content('@', opening);
    const { start } = opening;
    return { kind: 'call', name: calls, positional, named, bodyVariables, body, start, end: this.#end };
  }

  #attempt({ start }: Opening): Statement {
    const body = this.#until();
    if (!this.#middle('recover')) throw new FtlSyntaxError('#attempt has no #recover', start);
    const recovery = this.#until();
    this.#close(start, 'attempt', 'recover');
    return { kind: 'attempt', body, recovery, start, end: this.#end };
  }
}

function misplaced(name: string, where: string, start: number): never {
  throw new FtlSyntaxError(`#${name} must be inside of ${where}`, start);
}

function isMiddle({ name }: Tag): boolean {
  return ['else', 'elseif', 'case', 'default', 'recover'].includes(name);
}

function describe(piece: Piece): string {
  if (piece.kind === 'close') return piece.name === '@' ? 'the end tag </@>' : `the end tag </#${piece.name}>`;
  return piece.kind === 'open' ? `#${piece.tag.name}` : piece.kind;
}
