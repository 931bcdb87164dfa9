import { PathSyntaxError } from './path-syntax.js';

/**
 * A position in the text of a path. The rules of white space are Jayway's: only blanks separate, and most look-ahead
 * skips them. Reading beyond the text is a syntax error.
 */
export class PathCursor {
  at = 0;
  /** One behind the last character that counts; the text may go on. */
  end: number;

  /** @param base offset of the text in the artifact's, for errors; may be negative for text that was put in front */
  constructor(
    readonly text: string,
    readonly base: number,
  ) {
    this.end = text.length;
  }

  get inBounds(): boolean {
    return this.at < this.end;
  }

  /** Whether at most one character is left: Jayway stops there and passes over that character. */
  get atTail(): boolean {
    return this.at >= this.end - 1;
  }

  get current(): string {
    return this.charAt(this.at);
  }

  charAt(index: number): string {
    if (index < 0 || index >= this.text.length) this.fail('the path ends too early', this.text.length);
    return this.text[index]!;
  }

  fail(reason: string, index = this.at): never {
    throw new PathSyntaxError(reason, Math.max(0, this.base + index));
  }

  skipBlanks(): this {
    while (this.at < this.end - 1 && this.text[this.at] === ' ') this.at++;
    return this;
  }

  /** Leaves blanks at both sides out. */
  trim(): this {
    this.skipBlanks();
    while (this.at < this.end - 1 && this.text[this.end - 1] === ' ') this.end--;
    return this;
  }

  /** Index of the first character behind `index` that is no blank; may be the end. */
  significantAfter(index: number): number {
    let next = index + 1;
    while (next < this.end && this.text[next] === ' ') next++;
    return next;
  }

  /** That character, or a blank at the end. */
  significantCharAfter(index: number): string {
    const next = this.significantAfter(index);
    return next < this.end ? this.text[next]! : ' ';
  }

  /** The last character before `at` that is no blank, or a blank at the start. */
  significantCharBefore(index: number): string {
    let previous = index - 1;
    while (previous >= 0 && this.text[previous] === ' ') previous--;
    return previous >= 0 ? this.text[previous]! : ' ';
  }

  /** Index of `char` from `index` on; -1 when it does not come. */
  indexOf(char: string, index: number): number {
    const found = this.text.indexOf(char, index);
    return found < this.end ? found : -1;
  }

  /** Index of the next `char` behind `index` that no backslash stands before; -1 when there is none. */
  indexOfUnescaped(char: string, index: number): number {
    for (let next = index + 1; next < this.end; next++) {
      if (this.text[next] === '\\') next++;
      else if (this.text[next] === char) return next;
    }
    return -1;
  }

  /**
   * Index of the bracket that closes the one at `open`. Quoted texts, and regular expressions when told so, are passed
   * over; but only one of a kind, as Jayway does, when several follow each other directly. -1 when there is none.
   */
  closing(open: number, close: string, skipPatterns: boolean): number {
    const opening = this.charAt(open);
    let depth = 1;
    for (let next = open + 1; next < this.end; next++) {
      const quote = this.charAt(next);
      if (quote === "'" || quote === '"') next = this.#behind(quote, next);
      if (skipPatterns && this.charAt(next) === '/') next = this.#behind('/', next);
      const char = this.charAt(next);
      if (char === opening) depth++;
      if (char === close && --depth === 0) return next;
    }
    return -1;
  }

  #behind(quote: string, index: number): number {
    const end = this.indexOfUnescaped(quote, index);
    if (end < 0) this.fail(`the closing ${quote} is missing`, index);
    return end + 1;
  }
}

/**
 * Resolves the backslash escapes of a quoted name or text.
 * @throws PathSyntaxError with offset 0 for `\u` without four hexadecimal digits
 */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(u.{0,4}|.|$)/gs, (_, letters: string) => {
    if (letters[0] === 'u') return unicode(letters.slice(1));
    return letters === '' ? '\\' : (escapes[letters] ?? letters);
  });
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unicode(digits: string): string {
  // Fewer than four characters are dropped by Jayway without a word.
  if (digits.length < 4) return '';
  if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw new PathSyntaxError(`\\u${digits} is no character`, 0);
  return String.fromCharCode(Number.parseInt(digits, 16));
}
