import { FtlSyntaxError } from './failure.js';

/** A token of an expression. */
export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign' | 'end';
  /** A name without its escapes, a sign in its plain form (`&gt;` is `>`), a number or string as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** White space stands before it. */
  readonly spaced: boolean;
}

/** Signs that have another form, for templates written in XML attributes and the like. */
const ESCAPED_SIGNS: readonly (readonly [written: string, sign: string])[] = [
  ['&amp;&amp;', '&&'],
  ['\\and', '&&'],
  ['-&gt;', '->'],
  ['&lt;=', '<='],
  ['&gt;=', '>='],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['\\lte', '<='],
  ['\\gte', '>='],
  ['\\lt', '<'],
  ['\\gt', '>'],
];

const SIGNS = /\.\.\.|\.\.[<!*]?|\?\?|[=!<>+\-*/%]=|\+\+|--|->|&&|\|\||\*\*|[.?!=+\-*/%()[\]{},;:<>]/y;
const NAME = /(?:[\p{L}\p{Nl}$_@]|\\[-.:#])(?:[\p{L}\p{Nl}\p{Nd}$_@]|\\[-.:#])*/uy;
const NUMBER = /\d+(?:\.\d+)?/y;
const STRING = /r?"(?:[^"\\]|\\[\s\S])*"|r?'(?:[^'\\]|\\[\s\S])*'/y;
const RAW_STRING = /r"[^"]*"|r'[^']*'/y;
/** White space, and comments, which may stand between any two tokens. */
const SPACE = /(?:\s+|<#--[\s\S]*?-->|<!--[\s\S]*?-->)*/y;
/** Names that are signs, but behind a dot or question mark. */
const NAMED_SIGNS: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** Reads the tokens of an expression from the middle of a template. */
export class TokenReader {
  #next: Token | undefined;
  #last: Token | undefined;
  /** Open parentheses: inside them `>` compares, outside it ends a tag. */
  parentheses = 0;

  /** @param inTag whether the expression stands in a tag, so that `>` and `/>` end it */
  constructor(
    readonly text: string,
    private position: number,
    readonly inTag: boolean,
  ) {}

  /** The next token, which stays. */
  get token(): Token {
    this.#next ??= this.#read();
    return this.#next;
  }

  /** The position behind the last token that was taken. */
  get end(): number {
    return this.#last?.end ?? this.position;
  }

  take(): Token {
    const { token } = this;
    this.#last = token;
    this.#next = undefined;
    this.position = token.end;
    return token;
  }

  /** Whether the next token is one of these signs, or the name of one. */
  is(...signs: readonly string[]): boolean {
    const { kind, text } = this.token;
    return (kind === 'sign' || kind === 'name') && signs.includes(text) && !(kind === 'name' && /\W/.test(text));
  }

  /** Takes the next token when it is this sign or name. */
  takeIf(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.take();
    return true;
  }

  expect(sign: string): Token {
    if (!this.is(sign)) this.fail(`expected ${sign}`);
    return this.take();
  }

  expectName(): Token {
    const { token } = this;
    if (token.kind !== 'name') this.fail('expected a name');
    return this.take();
  }

  /** Goes back to a position that was noted before. */
  return(position: number, parentheses: number): void {
    this.position = position;
    this.parentheses = parentheses;
    this.#next = undefined;
  }

  /** Throws the error that the next token is not what was expected. */
  fail(expected: string): never {
    const { kind, text, start } = this.token;
    const found = kind === 'end' ? 'the end of the template' : JSON.stringify(text);
    throw new FtlSyntaxError(`Encountered ${found}, but ${expected}`, start);
  }

  #read(): Token {
    const before = this.position;
    const start = before + (this.#match(SPACE, before)?.length ?? 0);
    const spaced = start > before;
    const { text } = this;
    if (start >= text.length) return { kind: 'end', text: '', start, end: start, spaced };
    if (this.inTag && this.parentheses === 0 && text[start] === '>') return sign('>', start, 1, spaced);
    if (this.inTag && this.parentheses === 0 && text.startsWith('/>', start)) return sign('/>', start, 2, spaced);
    const string = this.#match(RAW_STRING, start) ?? this.#match(STRING, start);
    if (string !== undefined) return { kind: 'string', text: string, start, end: start + string.length, spaced };
    for (const [written, plain] of ESCAPED_SIGNS) {
      if (text.startsWith(written, start)) return sign(plain, start, written.length, spaced);
    }
    const name = this.#match(NAME, start);
    if (name !== undefined) return this.#name(name, start, spaced);
    const number = this.#match(NUMBER, start);
    if (number !== undefined) return { kind: 'number', text: number, start, end: start + number.length, spaced };
    const found = this.#match(SIGNS, start);
    if (found !== undefined) return sign(found, start, found.length, spaced);
    throw new FtlSyntaxError(`Encountered ${JSON.stringify(text[start])}, which cannot stand in an expression`, start);
  }

  #name(written: string, start: number, spaced: boolean): Token {
    const end = start + written.length;
    const behindDot = this.#last?.kind === 'sign' && ['.', '?'].includes(this.#last.text);
    const meaning = behindDot ? undefined : NAMED_SIGNS[written];
    if (meaning !== undefined) return { kind: 'sign', text: meaning, start, end, spaced };
    return { kind: 'name', text: written.replace(/\\([-.:#])/g, '$1'), start, end, spaced };
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }
}

function sign(text: string, start: number, length: number, spaced: boolean): Token {
  return { kind: 'sign', text, start, end: start + length, spaced };
}
