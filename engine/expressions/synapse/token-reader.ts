import type { Token, TokenKind } from './tokens.js';

/** Deepest nesting of an expression; real ones stay below ten. */
const deepestNesting = 100;

/** A syntax error. It never leaves this folder: the compiler turns it into a finding. */
export class SyntaxProblem {
  /** @param offset in the text between `${` and `}`, in UTF-16 units */
  constructor(
    readonly reason: string,
    readonly offset: number,
    readonly hint?: string,
  ) {}
}

/** Walks over the tokens of an expression. */
export class TokenReader {
  private at = 0;
  private depth = 0;

  /** @param tokens the last one is of kind `end` */
  constructor(private readonly tokens: readonly Token[]) {}

  get current(): Token {
    return this.tokens[this.at]!;
  }

  /** A token further on; the end stays the end. */
  ahead(distance: number): Token {
    return this.tokens[Math.min(this.at + distance, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  is(kind: TokenKind): boolean {
    return this.current.kind === kind;
  }

  isSymbol(text: string, distance = 0): boolean {
    const token = this.ahead(distance);
    return token.kind === 'symbol' && token.text === text;
  }

  /** Takes the symbol when it comes next. */
  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.at++;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.fail(`expected ${text}`);
  }

  /** Position to take text from later. */
  get position(): number {
    return this.at;
  }

  /** The texts of the tokens from a position up to here, joined: blanks are gone. */
  textSince(position: number): string {
    let text = '';
    for (let at = position; at < this.at; at++) text += this.tokens[at]!.text;
    return text;
  }

  /** Runs a nested part, as long as the nesting is not too deep. */
  nested<T>(read: () => T): T {
    if (this.depth >= deepestNesting) this.fail(`it is nested more than ${deepestNesting} levels deep`);
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  /** Ends the reading at the current token. */
  fail(reason: string, hint?: string): never {
    throw new SyntaxProblem(`${reason}${this.found()}`, this.current.offset, hint);
  }

  private found(): string {
    return this.current.kind === 'end' ? ', but it ends here' : ` at ${JSON.stringify(this.current.text)}`;
  }
}
