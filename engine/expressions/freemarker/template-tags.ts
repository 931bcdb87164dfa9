import { FtlSyntaxError } from './failure.js';
import { ExpressionParser } from './parse-expression.js';
import { isSetting } from './setting-names.js';
import type { Assignment, AssignScope, Expression, Parameter } from './syntax.js';
import { TokenReader } from './tokens.js';

interface Spot {
  readonly start: number;
  readonly end: number;
}

/** A piece of a template in the order in which it stands; what belongs together is found out later. */
export type Piece = Spot &
  /** `raw`: out of #noparse, where white space stays. */
  (
    | { readonly kind: 'text'; readonly text: string; readonly raw?: boolean }
    | { readonly kind: 'print'; readonly value: Expression; readonly format: string | undefined }
    | { readonly kind: 'comment' }
    | { readonly kind: 'open'; readonly tag: Tag; readonly empty: boolean }
    | { readonly kind: 'close'; readonly name: string }
  );

/** The name and the arguments of a tag. */
export type Tag =
  | { readonly name: 'if' | 'elseif' | 'switch' | 'outputformat'; readonly value: Expression }
  | { readonly name: 'case'; readonly values: readonly Expression[] }
  | { readonly name: 'list'; readonly over: Expression; readonly variables: readonly string[] }
  | { readonly name: 'items'; readonly variables: readonly string[] }
  | { readonly name: 'return' | 'stop'; readonly value: Expression | undefined }
  | { readonly name: 'nested'; readonly args: readonly Expression[] }
  | {
      readonly name: 'assign';
      readonly scope: AssignScope;
      readonly assignments: readonly Assignment[];
      readonly namespace: Expression | undefined;
    }
  | {
      readonly name: 'capture';
      readonly scope: AssignScope;
      readonly variable: string;
      readonly namespace: Expression | undefined;
    }
  | {
      readonly name: 'macro' | 'function';
      readonly defines: string;
      readonly parameters: readonly Parameter[];
      readonly catchAll: string | undefined;
    }
  | {
      readonly name: '@';
      readonly calls: Expression;
      readonly positional: readonly Expression[];
      readonly named: readonly (readonly [string, Expression])[];
      readonly bodyVariables: readonly string[];
    }
  | { readonly name: 'setting'; readonly setting: string; readonly value: Expression }
  | { readonly name: 'include'; readonly path: Expression; readonly ignoreMissing: Expression | undefined }
  | { readonly name: 'import'; readonly path: Expression; readonly as: string }
  | { readonly name: 'escape'; readonly variable: string; readonly value: Expression }
  | { readonly name: 'ftl'; readonly settings: readonly (readonly [string, Expression])[] }
  | { readonly name: Plain };

/** Tags without arguments. */
type Plain = (typeof PLAIN)[number];
const PLAIN = [
  'else',
  'sep',
  'break',
  'continue',
  'default',
  'attempt',
  'recover',
  'compress',
  'noescape',
  'autoesc',
  'noautoesc',
  'flush',
  't',
  'lt',
  'rt',
  'nt',
  'noparse',
  'comment',
] as const;

const WITH_ARGUMENTS = [
  'if',
  'elseif',
  'elseIf',
  'switch',
  'case',
  'list',
  'foreach',
  'items',
  'return',
  'stop',
  'nested',
  'assign',
  'global',
  'local',
  'macro',
  'function',
  'setting',
  'include',
  'import',
  'escape',
  'outputformat',
  'outputFormat',
  'ftl',
];

/** Without arguments they are text, or unknown. */
const NEED_ARGUMENTS = new Set(WITH_ARGUMENTS.filter((name) => !['return', 'stop', 'nested', 'ftl'].includes(name)));

/** Directives of FreeMarker that are not run here. */
const UNSUPPORTED = new Set(['visit', 'recurse', 'fallback', 'transform', 'call', 'on']);
const KNOWN: ReadonlySet<string> = new Set([
  ...PLAIN,
  ...WITH_ARGUMENTS,
  'autoEsc',
  'noAutoEsc',
  'noEscape',
  'noParse',
]);

const CAMEL: Readonly<Record<string, string>> = {
  elseIf: 'elseif',
  foreach: 'list',
  outputFormat: 'outputformat',
  autoEsc: 'autoesc',
  noAutoEsc: 'noautoesc',
  noEscape: 'noescape',
  noParse: 'noparse',
};

/** Cuts a template into text, interpolations and tags, and parses what is in them. Throws FtlSyntaxError. */
export function readPieces(text: string): Piece[] {
  return new TemplateReader(text).read();
}

class TemplateReader {
  readonly #pieces: Piece[] = [];
  #position = 0;
  /** A tag was seen: from then on a tag that nobody knows is an error, before it is text. */
  #established = false;

  constructor(readonly text: string) {}

  read(): Piece[] {
    const { text } = this;
    const mark = /[$#]\{|<#--|<\/?[#@]/g;
    let copied = 0;
    for (;;) {
      mark.lastIndex = this.#position;
      const found = mark.exec(text);
      if (!found) break;
      const start = found.index;
      this.#position = start + found[0].length;
      const piece = this.#piece(found[0], start);
      if (!piece) continue;
      this.#text(copied, start);
      this.#pieces.push(piece);
      copied = this.#position;
      if (piece.kind === 'open' && piece.tag.name === 'noparse') copied = this.#noParse();
      if (piece.kind === 'open' && piece.tag.name === 'comment') copied = this.#oldComment(piece.start);
    }
    this.#text(copied, text.length);
    return this.#pieces;
  }

  #text(start: number, end: number): void {
    if (end > start) this.#pieces.push({ kind: 'text', text: this.text.slice(start, end), start, end });
  }

  /** What begins with that mark; undefined when it is text after all. */
  #piece(mark: string, start: number): Piece | undefined {
    switch (mark) {
      case '${':
      case '#{':
        return this.#interpolation(start, mark === '#{');
      case '<#--':
        return this.#comment(start);
      case '<#':
        return this.#directive(start);
      case '<@':
        return this.#call(start);
      default:
        return this.#closing(mark, start);
    }
  }

  #interpolation(start: number, numeric: boolean): Piece {
    const reader = new TokenReader(this.text, this.#position, false);
    const value = new ExpressionParser(reader).parse();
    let format: string | undefined;
    if (numeric) {
      format = '';
      if (reader.takeIf(';')) format = reader.expectName().text;
    }
    if (!reader.is('}')) reader.fail('expected }');
    this.#position = reader.take().end;
    return { kind: 'print', value, format, start, end: this.#position };
  }

  #comment(start: number): Piece {
    const end = this.text.indexOf('-->', this.#position);
    // A comment without an end goes to the end of the template.
    this.#position = end < 0 ? this.text.length : end + 3;
    return { kind: 'comment', start, end: this.#position };
  }

  #closing(mark: string, start: number): Piece | undefined {
    const rest = /^([\w.]*)\s*>/.exec(this.text.slice(this.#position, this.#position + 200));
    const name = mark === '</@' ? '@' : rest && (CAMEL[rest[1]] ?? rest[1]);
    if (!rest || name === null || (mark === '</#' && !this.#known(rest[1]!, start))) return undefined;
    this.#position += rest[0].length;
    return { kind: 'close', name, start, end: this.#position };
  }

  #known(name: string, start: number): boolean {
    if (KNOWN.has(name)) return true;
    if (UNSUPPORTED.has(name)) throw new FtlSyntaxError(`The directive #${name} is not supported`, start);
    if (this.#established) throw new FtlSyntaxError(`Unknown directive: #${name}`, start);
    return false;
  }

  #directive(start: number): Piece | undefined {
    const named = /^([A-Za-z_]+)(?=[\s/>]|$)/.exec(this.text.slice(this.#position, this.#position + 40));
    const written = named?.[1];
    if (written === undefined || this.#position + written.length >= this.text.length) return undefined;
    const bare = !/\s/.test(this.text[this.#position + written.length] ?? '') && NEED_ARGUMENTS.has(written);
    if (!this.#known(bare ? `${written}>` : written, start)) return undefined;
    this.#established = true;
    const reader = new TokenReader(this.text, this.#position + written.length, true);
    const tag = new TagParser(reader, written).parse(CAMEL[written] ?? written);
    return this.#finish(tag, reader, start);
  }

  #call(start: number): Piece {
    this.#established = true;
    const reader = new TokenReader(this.text, this.#position, true);
    return this.#finish(new TagParser(reader, '@').parseCall(), reader, start);
  }

  #finish(tag: Tag, reader: TokenReader, start: number): Piece {
    const empty = reader.is('/>');
    if (!empty && !reader.is('>')) reader.fail('expected >');
    this.#position = reader.take().end;
    return { kind: 'open', tag, empty, start, end: this.#position };
  }

  /** The raw text up to the end tag becomes a piece; without an end tag nothing comes of it. */
  #noParse(): number {
    const { text } = this;
    const start = this.#position;
    const end = /<\/#no[pP]arse\s*>/.exec(text.slice(start));
    this.#position = end ? start + end.index : text.length;
    if (end)
      this.#pieces.push({
        kind: 'text',
        text: text.slice(start, this.#position),
        raw: true,
        start,
        end: this.#position,
      });
    else this.#pieces.pop();
    return this.#position;
  }

  /** `<#comment>…</#comment>` */
  #oldComment(start: number): number {
    const end = /<\/#comment\s*>/.exec(this.text.slice(this.#position));
    if (!end) throw new FtlSyntaxError('#comment is not closed', start);
    this.#position += end.index + end[0].length;
    this.#pieces[this.#pieces.length - 1] = { kind: 'comment', start, end: this.#position };
    return this.#position;
  }
}

/** Parses the arguments of a tag. */
class TagParser {
  readonly #expressions: ExpressionParser;

  constructor(
    readonly reader: TokenReader,
    readonly written: string,
  ) {
    this.#expressions = new ExpressionParser(reader);
  }

  parse(name: string): Tag {
    switch (name) {
      case 'if':
      case 'elseif':
      case 'switch':
      case 'outputformat':
        return { name, value: this.#expression() };
      case 'case':
        return { name, values: this.#commaList() };
      case 'list':
        return this.written === 'foreach' ? this.#forEach() : this.#list();
      case 'items':
        this.reader.expect('as');
        return { name, variables: this.#names() };
      case 'return':
      case 'stop':
        return { name, value: this.#atEnd ? undefined : this.#expression() };
      case 'nested':
        return { name, args: this.#atEnd ? [] : this.#commaList() };
      case 'assign':
      case 'global':
      case 'local':
        return this.#assign(name);
      case 'macro':
      case 'function':
        return this.#macro(name);
      default:
        return this.#other(name);
    }
  }

  #other(name: string): Tag {
    switch (name) {
      case 'setting': {
        const { text: setting, start } = this.reader.expectName();
        if (!isSetting(setting)) throw new FtlSyntaxError(`Unknown setting name: ${setting}`, start);
        this.reader.expect('=');
        return { name, setting, value: this.#expression() };
      }
      case 'include':
        return this.#include();
      case 'import': {
        const path = this.#expression();
        this.reader.expect('as');
        return { name, path, as: this.reader.expectName().text };
      }
      case 'escape': {
        const variable = this.reader.expectName().text;
        this.reader.expect('as');
        return { name, variable, value: this.#expression() };
      }
      case 'ftl':
        return { name, settings: this.#named() };
      default:
        return { name: name as Plain };
    }
  }

  /** `<@name a b>`, `<@name x=1 y=2; loop, variables>` */
  parseCall(): Tag {
    const calls = this.#expressions.parseArgument();
    const positional: Expression[] = [];
    const named: (readonly [string, Expression])[] = [];
    while (!this.#atEnd && !this.reader.is(';')) {
      if (this.#atNamed) {
        const name = this.reader.take().text;
        this.reader.take();
        named.push([name, this.#expression()]);
      } else {
        if (named.length > 0) this.reader.fail('expected a named argument');
        positional.push(this.#expressions.parseArgument());
        this.reader.takeIf(',');
      }
    }
    const bodyVariables = this.reader.takeIf(';') ? this.#names() : [];
    return { name: '@', calls, positional, named, bodyVariables };
  }

  get #atEnd(): boolean {
    return this.reader.is('>', '/>') || this.reader.token.kind === 'end';
  }

  /** The next token is a name with `=` behind it. */
  get #atNamed(): boolean {
    const { kind, end } = this.reader.token;
    return kind === 'name' && /^\s*=(?!=)/.test(this.reader.text.slice(end, end + 50));
  }

  #expression(): Expression {
    return this.#expressions.parse();
  }

  #commaList(): Expression[] {
    const list = [this.#expression()];
    while (this.reader.takeIf(',')) list.push(this.#expression());
    return list;
  }

  #names(): string[] {
    if (this.#atEnd) return [];
    const names = [this.reader.expectName().text];
    while (this.reader.takeIf(',')) names.push(this.reader.expectName().text);
    return names;
  }

  #named(): (readonly [string, Expression])[] {
    const named: (readonly [string, Expression])[] = [];
    while (!this.#atEnd) {
      const name = this.reader.expectName().text;
      this.reader.expect('=');
      named.push([name, this.#expression()]);
    }
    return named;
  }

  #list(): Tag {
    const over = this.#expression();
    const variables = this.reader.takeIf('as') ? this.#names() : [];
    if (variables.length > 2) this.reader.fail('expected one or two loop variables');
    return { name: 'list', over, variables };
  }

  /** `<#foreach x in xs>` */
  #forEach(): Tag {
    const variable = this.reader.expectName().text;
    this.reader.expect('in');
    return { name: 'list', over: this.#expression(), variables: [variable] };
  }

  #include(): Tag {
    const path = this.#expression();
    let ignoreMissing: Expression | undefined;
    for (const [name, value] of this.#named()) if (/^ignore_?[mM]issing$/.test(name)) ignoreMissing = value;
    return { name: 'include', path, ignoreMissing };
  }

  #variable(): string {
    const { kind, text } = this.reader.token;
    if (kind !== 'string') return this.reader.expectName().text;
    this.reader.take();
    return text.slice(1, -1);
  }

  #assign(scope: AssignScope): Tag {
    const assignments: Assignment[] = [];
    for (;;) {
      const { start } = this.reader.token;
      const name = this.#variable();
      const operator = this.#operator();
      if (operator === undefined) {
        if (assignments.length > 0) this.reader.fail('expected =');
        return { name: 'capture', scope, variable: name, namespace: this.#inNamespace() };
      }
      const value = operator === '++' || operator === '--' ? undefined : this.#expression();
      assignments.push({ name, operator, value, start });
      this.reader.takeIf(',');
      if (this.#atEnd || this.reader.is('in')) break;
    }
    return { name: 'assign', scope, assignments, namespace: this.#inNamespace() };
  }

  #operator(): Assignment['operator'] | undefined {
    for (const sign of ['=', '+=', '-=', '*=', '/=', '%=', '++', '--'] as const) {
      if (this.reader.token.kind === 'sign' && this.reader.takeIf(sign)) return sign;
    }
    return undefined;
  }

  #inNamespace(): Expression | undefined {
    return this.reader.takeIf('in') ? this.#expression() : undefined;
  }

  #macro(name: 'macro' | 'function'): Tag {
    const defines = this.#variable();
    const parenthesised = this.reader.takeIf('(');
    if (parenthesised) this.reader.parentheses += 1;
    const parameters: Parameter[] = [];
    let catchAll: string | undefined;
    while (!this.#atEnd && !this.reader.is(')')) {
      const parameter = this.reader.expectName().text;
      if (this.reader.takeIf('...')) catchAll = parameter;
      else {
        const fallback = this.reader.takeIf('=') ? this.#expression() : undefined;
        parameters.push({ name: parameter, fallback });
      }
      this.reader.takeIf(',');
    }
    if (parenthesised) {
      this.reader.expect(')');
      this.reader.parentheses -= 1;
    }
    return { name, defines, parameters, catchAll };
  }
}
