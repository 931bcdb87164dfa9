import { Decimal } from '../decimal.js';
import { isBuiltIn } from './built-ins/index.js';
import { FtlSyntaxError, FtlUnknownName } from './failure.js';
import { isSpecialVariable } from './special-variables.js';
import { stringParts } from './string-literal.js';
import type { BinaryOperator, Expression } from './syntax.js';
import type { Token, TokenReader } from './tokens.js';

/** Deepest nesting of expressions. */
const DEEPEST = 200;

/** Operators by binding, the weakest first; within a level they bind from left to right. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '=', '!='], ['<', '<=', '>', '>=']];
const ADDITIVE = ['+', '-'];
const MULTIPLICATIVE = ['*', '/', '%'];

/** What may begin an expression; used to see whether a default has a value. */
const BEGINS = new Set(['(', '[', '{', '+', '-', '!', '.']);

/** Names that cannot be variables. */
const NO_VARIABLES = new Set(['as', 'in', 'using']);

/** Parses expressions out of a reader. One for each tag or interpolation. */
export class ExpressionParser {
  #depth = 0;
  /** In the arguments of a macro call white space ends an expression. */
  #bySpace = false;

  constructor(readonly reader: TokenReader) {}

  /** An expression. Throws FtlSyntaxError. */
  parse(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new FtlSyntaxError('The expression is nested too deep', this.reader.token.start);
    const result = this.#binary(0);
    this.#depth -= 1;
    return result;
  }

  /** An argument of a macro call: white space outside of brackets ends it. */
  parseArgument(): Expression {
    this.#bySpace = true;
    try {
      return this.parse();
    } finally {
      this.#bySpace = false;
    }
  }

  /** Whether the next token begins an expression. */
  get atExpression(): boolean {
    const { kind, text } = this.reader.token;
    if (kind === 'name') return !NO_VARIABLES.has(text);
    return kind === 'string' || kind === 'number' || (kind === 'sign' && BEGINS.has(text));
  }

  #isOperator(signs: readonly string[]): boolean {
    const { kind, text, spaced } = this.reader.token;
    return kind === 'sign' && signs.includes(text) && !(this.#bySpace && spaced);
  }

  #binary(level: number): Expression {
    const signs = LEVELS[level];
    if (!signs) return this.#range();
    let left = this.#binary(level + 1);
    while (this.#isOperator(signs) && !this.#endsTag()) {
      const operator = this.reader.take().text;
      left = this.#pair(operator === '=' ? '==' : operator, left, this.#binary(level + 1));
      // Comparisons do not chain.
      if (level >= 2) break;
    }
    return left;
  }

  #endsTag(): boolean {
    return (
      this.reader.inTag && this.reader.parentheses === 0 && this.reader.token.text === '>' && this.#written() === '>'
    );
  }

  #written(): string {
    const { start, end } = this.reader.token;
    return this.reader.text.slice(start, end);
  }

  #range(): Expression {
    const left = this.#chain(ADDITIVE, () => this.#chain(MULTIPLICATIVE, () => this.#unary()));
    if (!this.#isOperator(['..', '..<', '..!', '..*'])) return left;
    const sign = this.reader.take().text;
    const open = sign === '..' && !this.atExpression;
    const right = open ? undefined : this.#chain(ADDITIVE, () => this.#chain(MULTIPLICATIVE, () => this.#unary()));
    const operator = sign === '..!' ? '..<' : (sign as '..' | '..<' | '..*');
    return { kind: 'range', operator, left, right, start: left.start, end: this.reader.end };
  }

  #chain(signs: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    while (this.#isOperator(signs)) left = this.#pair(this.reader.take().text, left, operand());
    return left;
  }

  #pair(operator: string, left: Expression, right: Expression): Expression {
    if (!['+', '==', '!=', '&&', '||'].includes(operator)) for (const each of [left, right]) expectNumber(each);
    return { kind: 'binary', operator: operator as BinaryOperator, left, right, start: left.start, end: right.end };
  }

  #unary(): Expression {
    const { start } = this.reader.token;
    const kinds = { '!': 'not', '-': 'negative', '+': 'positive' } as const;
    for (const sign of ['!', '-', '+'] as const) {
      if (!(this.reader.token.kind === 'sign' && this.reader.is(sign))) continue;
      this.reader.take();
      this.#depth += 1;
      if (this.#depth > DEEPEST) throw new FtlSyntaxError('The expression is nested too deep', start);
      const of = this.#unary();
      this.#depth -= 1;
      return { kind: kinds[sign], of, start, end: of.end };
    }
    return this.#postfix(this.#primary());
  }

  #primary(): Expression {
    const { token } = this.reader;
    const { start, end } = token;
    switch (token.kind) {
      case 'number':
        this.reader.take();
        return { kind: 'number', value: Decimal.parse(token.text)!, start, end };
      case 'string':
        this.reader.take();
        return { kind: 'string', parts: stringParts(token), start, end };
      case 'name':
        return this.#name();
      default:
        return this.#bracketed(start);
    }
  }

  #name(): Expression {
    const { text, start, end } = this.reader.take();
    if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', start, end };
    if (this.reader.token.text === '->') {
      this.reader.take();
      const body = this.parse();
      return { kind: 'lambda', parameters: [text], body, start, end: body.end };
    }
    return { kind: 'name', name: text, start, end };
  }

  #bracketed(start: number): Expression {
    const { reader } = this;
    if (reader.is('.')) {
      reader.take();
      const { text: name, start: at } = reader.expectName();
      if (!isSpecialVariable(name)) throw new FtlUnknownName(`Unknown special variable name: ${name}`, at);
      return { kind: 'special', name, start, end: reader.end };
    }
    if (reader.is('(')) return this.#inBrackets(() => this.#parenthesised(start));
    if (reader.is('[')) return this.#inBrackets(() => this.#sequence(start));
    if (reader.is('{')) return this.#inBrackets(() => this.#hash(start));
    return reader.fail('expected an expression');
  }

  /** Inside brackets white space ends nothing. */
  #inBrackets<T>(parse: () => T): T {
    const bySpace = this.#bySpace;
    this.#bySpace = false;
    const result = parse();
    this.#bySpace = bySpace;
    return result;
  }

  #parenthesised(start: number): Expression {
    this.#open();
    const of = this.parse();
    this.#close();
    if (of.kind === 'name' && this.reader.token.text === '->') {
      this.reader.take();
      const body = this.parse();
      return { kind: 'lambda', parameters: [of.name], body, start, end: body.end };
    }
    return { kind: 'parentheses', of, start, end: this.reader.end };
  }

  #open(): void {
    this.reader.expect('(');
    this.reader.parentheses += 1;
  }

  #close(): void {
    if (!this.reader.is(')')) this.reader.fail('expected )');
    this.reader.take();
    this.reader.parentheses -= 1;
  }

  #sequence(start: number): Expression {
    this.reader.expect('[');
    const items: Expression[] = [];
    while (!this.reader.is(']')) {
      items.push(this.parse());
      // Commas may be left out.
      this.reader.takeIf(',');
    }
    this.reader.take();
    return { kind: 'sequence', items, start, end: this.reader.end };
  }

  #hash(start: number): Expression {
    this.reader.expect('{');
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.reader.is('}')) {
      const key = this.parse();
      if (!this.reader.takeIf(':')) this.reader.expect(',');
      entries.push([key, this.parse()]);
      if (!this.reader.takeIf(',')) break;
    }
    this.reader.expect('}');
    return { kind: 'hash', entries, start, end: this.reader.end };
  }

  #postfix(first: Expression): Expression {
    let of = first;
    for (;;) {
      const { token } = this.reader;
      if (token.kind !== 'sign' || (this.#bySpace && token.spaced)) return of;
      const next = this.#step(of, token);
      if (!next) return of;
      of = next;
    }
  }

  /** One more postfix operator; undefined when the next token is none. */
  #step(of: Expression, { text }: Token): Expression | undefined {
    const { start } = of;
    switch (text) {
      case '.':
        return this.#member(of);
      case '[': {
        const key = this.#inBrackets(() => {
          this.reader.take();
          const inside = this.parse();
          this.reader.expect(']');
          return inside;
        });
        return { kind: 'index', of, key, start, end: this.reader.end };
      }
      case '(':
        return { kind: 'call', of, args: this.#arguments(), start, end: this.reader.end };
      case '?':
        return this.#builtIn(of);
      case '??':
        this.reader.take();
        return { kind: 'exists', of, start, end: this.reader.end };
      case '!':
        return this.#default(of);
      default:
        return undefined;
    }
  }

  #member(of: Expression): Expression {
    this.reader.take();
    const { kind, text } = this.reader.token;
    if (kind !== 'name' && !['*', '**'].includes(text)) this.reader.fail('expected a name');
    this.reader.take();
    return { kind: 'member', of, name: text, start: of.start, end: this.reader.end };
  }

  #builtIn(of: Expression): Expression {
    this.reader.take();
    const name = this.reader.expectName();
    if (!isBuiltIn(name.text)) throw new FtlUnknownName(`Unknown built-in: ${JSON.stringify(name.text)}`, name.start);
    const { token } = this.reader;
    const called = token.kind === 'sign' && token.text === '(' && !(this.#bySpace && token.spaced);
    const args = called ? this.#arguments() : undefined;
    return { kind: 'built-in', of, name: name.text, args, start: of.start, end: this.reader.end };
  }

  #arguments(): Expression[] {
    return this.#inBrackets(() => {
      this.#open();
      const args: Expression[] = [];
      while (!this.reader.is(')')) {
        args.push(this.parse());
        this.reader.takeIf(',');
      }
      this.#close();
      return args;
    });
  }

  /** `x!` and `x!default`: what follows belongs to the default as far as it is an expression. */
  #default(of: Expression): Expression {
    const { reader } = this;
    reader.take();
    const { end } = reader;
    const { parentheses } = reader;
    const { token } = reader;
    const without: Expression = { kind: 'default', of, fallback: undefined, start: of.start, end };
    if (!this.atExpression || (this.#bySpace && token.spaced)) return without;
    if (token.kind === 'name' && /^\s*=(?!=)/.test(reader.text.slice(token.end))) return without;
    try {
      const fallback = this.parse();
      return { kind: 'default', of, fallback, start: of.start, end: reader.end };
    } catch (thrown) {
      if (!(thrown instanceof FtlSyntaxError) || thrown instanceof FtlUnknownName) throw thrown;
      reader.return(end, parentheses);
      return without;
    }
  }
}

/** A literal that cannot be a number is found out at once. */
function expectNumber({ kind, start }: Expression): void {
  if (['string', 'boolean', 'sequence', 'hash'].includes(kind)) {
    throw new FtlSyntaxError(`Found a ${kind} literal, but expected a number`, start);
  }
}
