import { adviceFor } from './advice.js';
import { scan, type Token, type TokenKind } from './scan.js';
import { XPathSyntaxError } from './syntax-error.js';

/** Most tokens of one expression; bounds the height of its tree as well. */
const MAX_TOKENS = 4000;

/** The tokens of an expression, one after the other, with the errors that name one of them. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private position = 0;

  /** Throws XPathSyntaxError for an expression that is too long. */
  constructor(private readonly expression: string) {
    this.tokens = scan(expression, MAX_TOKENS);
    const last = this.tokens[MAX_TOKENS - 1];
    if (last !== undefined && last.kind !== 'end') {
      throw new XPathSyntaxError(`it has more than ${MAX_TOKENS} words and signs`, last.start);
    }
  }

  /** The kind of the current token, or of one further on. */
  protected kind(ahead = 0): TokenKind {
    return this.tokens[this.position + ahead]?.kind ?? 'end';
  }

  /** Whether no token is left; the reference takes a text that does not close for the end. */
  protected atEnd(): boolean {
    return this.kind() === 'end' || this.kind() === 'unclosed';
  }

  /** The current token; the last one stays current. */
  protected current(): Token {
    return this.tokens[Math.min(this.position, this.tokens.length - 1)]!;
  }

  /** Goes on and gives the token that was current. */
  protected take(): Token {
    const token = this.current();
    this.position++;
    return token;
  }

  /** Goes on if the current token is of that kind. */
  protected skip(kind: TokenKind): boolean {
    if (this.kind() !== kind) return false;
    this.position++;
    return true;
  }

  /** @param expected what is missing if the current token is of another kind: `a closing bracket` */
  protected expect(kind: TokenKind, expected: string): Token {
    if (this.kind() !== kind) this.fail(`${expected} is expected here`);
    return this.take();
  }

  /** @param problem what is wrong at the current token: `a step is expected here` */
  protected fail(problem: string): never {
    const token = this.current();
    const advice = adviceFor(this.expression, token, this.tokens[this.position - 1]);
    throw new XPathSyntaxError(this.describe(token, problem), token.start, advice);
  }

  private describe(token: Token, problem: string): string {
    if (this.expression.trim() === '') return 'it is empty';
    if (token.kind === 'unclosed') return 'the text that starts here has no closing quote';
    if (token.kind === 'end') return `it ends too early: ${problem}`;
    const shown = token.kind === 'unknown' ? token.text : this.expression.slice(token.start, token.end);
    return `unexpected '${shown}', ${problem}`;
  }
}
