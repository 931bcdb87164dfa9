import { codeUnits } from '../../xml/index.js';
import { JsonSyntaxError } from './json-syntax-error.js';

/** Deepest nesting accepted by default. */
export const defaultJsonDepth = 512;

/** No limit may be set above this: scanning calls itself once per level. */
const highestJsonDepth = 2048;

/**
 * Reads the words of one JSON text by RFC 8259; `at` is always the next character to look at. Base of the reader, which
 * builds a tree, and of the finder, which does not.
 */
export abstract class JsonScanner {
  protected at = 0;
  /** The text's characters and a 0 behind the last, which is a faulty character everywhere. */
  protected readonly codes: Uint16Array;
  private readonly depthLimit: number;

  constructor(
    protected readonly text: string,
    maxDepth = defaultJsonDepth,
  ) {
    this.codes = codeUnits(text);
    this.depthLimit = Math.min(maxDepth, highestJsonDepth);
  }

  /** Skips blanks and gives the code of the character after them. */
  protected blanks(): number {
    const { codes } = this;
    let code = codes[this.at]!;
    while (code <= 0x20 && (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) code = codes[++this.at]!;
    return code;
  }

  /** Enters an object or array whose bracket is next; gives what follows the bracket. */
  protected open(depth: number): number {
    if (depth > this.depthLimit) this.fail(`Nested deeper than ${this.depthLimit} levels`);
    this.at++;
    return this.blanks();
  }

  /** Takes the comma or the closing bracket that must come next; true for the bracket. */
  protected closes(bracket: number): boolean {
    const code = this.blanks();
    if (code !== 0x2c && code !== bracket) {
      this.fail(`Expected a comma or the end of the ${bracket === 0x7d ? 'object' : 'array'}`);
    }
    this.at++;
    return code === bracket;
  }

  /** Takes the colon after a name. */
  protected colon(): void {
    if (this.blanks() !== 0x3a) this.fail('Expected a colon');
    this.at++;
  }

  /** Nothing but blanks may follow. */
  protected end(): void {
    this.blanks();
    if (this.at < this.text.length) this.fail('Unexpected text after the value');
  }

  /** Reads the string whose opening quote is next. */
  protected string(): string {
    const start = this.at + 1;
    const stop = this.plainRun(start);
    if (this.codes[stop] !== 0x22) return this.escapedString(start, stop);
    this.at = stop + 1;
    return this.text.slice(start, stop);
  }

  /** Passes over the string whose opening quote is next; true when it holds no escape. */
  protected skipString(): boolean {
    let stop = this.plainRun(this.at + 1);
    const plain = this.codes[stop] === 0x22;
    while (this.codes[stop] !== 0x22) {
      this.at = stop;
      this.escape();
      stop = this.plainRun(this.at);
    }
    this.at = stop + 1;
    return plain;
  }

  /** Passes over a number. */
  protected skipNumber(): void {
    const { codes } = this;
    let { at } = this;
    if (codes[at] === 0x2d) at++;
    if (codes[at] === 0x30 && isDigit(codes[at + 1]!)) this.failAt(at, 'A number cannot start with 0');
    at = this.digits(at);
    if (codes[at] === 0x2e) at = this.digits(at + 1);
    if ((codes[at]! | 0x20) === 0x65) {
      const sign = codes[at + 1];
      at = this.digits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
    }
    this.at = at;
  }

  /** Takes `true`, `false` or `null`. */
  protected word(expected: string): void {
    if (!this.text.startsWith(expected, this.at)) this.fail('Expected a value');
    this.at += expected.length;
  }

  /** Passes over the number, `true`, `false` or `null` that begins with the character that is next. */
  protected skipWord(code: number): void {
    if (code === 0x74) this.word('true');
    else if (code === 0x66) this.word('false');
    else if (code === 0x6e) this.word('null');
    else if (code === 0x2d || isDigit(code)) this.skipNumber();
    else this.fail('Expected a value');
  }

  protected fail(reason: string): never {
    const ended = this.at >= this.text.length;
    throw new JsonSyntaxError(ended ? `${reason}, but the text ends` : reason, this.text, this.at);
  }

  private failAt(at: number, reason: string): never {
    this.at = at;
    this.fail(reason);
  }

  /** Where the plain characters of a string end: at a quote or a backslash; anything else is an error. */
  private plainRun(start: number): number {
    const { codes } = this;
    let at = start;
    let code = codes[at]!;
    while (code !== 0x22 && code !== 0x5c) {
      if (code < 0x20)
        this.failAt(at, at < this.text.length ? 'Control character in a string' : 'Expected the closing quote');
      code = codes[++at]!;
    }
    return at;
  }

  /** Goes on with a string from its first backslash. */
  private escapedString(start: number, firstEscape: number): string {
    const { text } = this;
    let result = text.slice(start, firstEscape);
    let stop = firstEscape;
    while (this.codes[stop] !== 0x22) {
      this.at = stop;
      result += this.escape();
      stop = this.plainRun(this.at);
      result += text.slice(this.at, stop);
    }
    this.at = stop + 1;
    return result;
  }

  /** Reads the escape whose backslash is next. */
  private escape(): string {
    const code = this.codes[this.at + 1]!;
    const plain = escapes[code];
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    if (code !== 0x75) this.fail('Unknown escape in a string');
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('Expected four hexadecimal digits');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  /** Where the one or more digits from `start` on end. */
  private digits(start: number): number {
    const { codes } = this;
    let at = start;
    while (isDigit(codes[at]!)) at++;
    if (at === start) this.failAt(at, 'Expected a digit');
    return at;
  }
}

/** Whether a character code is one of 0 to 9. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What stands for a backslash and one character, by that character's code. */
const escapes: readonly (string | undefined)[] = Array.from(
  { length: 0x80 },
  (_, code) =>
    ({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' })[String.fromCharCode(code)],
);
