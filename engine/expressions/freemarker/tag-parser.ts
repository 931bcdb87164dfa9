import { FtlSyntaxError } from './failure.js';
import { ExpressionParser } from './parse-expression.js';
import { isSetting } from './setting-names.js';
import type { Assignment, AssignScope, Expression, Parameter } from './syntax.js';
import type { Plain, Tag } from './template-tags.js';
import type { TokenReader } from './tokens.js';

/** Parses the arguments of a tag. */
export class TagParser {
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
