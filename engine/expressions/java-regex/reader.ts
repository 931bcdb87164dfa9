import { PatternError } from './pattern.js';

/** One code point of a pattern. `quoted`: it stands between `\Q` and `\E` and means itself. */
export interface PatternChar {
  readonly char: string;
  readonly offset: number;
  readonly quoted: boolean;
}

const end = '';

/** Reads a pattern character by character; knows `\Q...\E` quoting and, when told so, the comments of the flag x. */
export class PatternReader {
  readonly #chars: readonly PatternChar[];
  #at = 0;
  /** White space and `#...` mean nothing (flag x). */
  comments = false;

  constructor(readonly source: string) {
    this.#chars = unquote(source);
  }

  /** The next significant character, not consumed; empty at the end and for a quoted one see `quoted`. */
  peek(): string {
    this.#skipComments();
    return this.#chars[this.#at]?.char ?? end;
  }

  /** The next character that has a meaning of its own; empty at the end or when it is quoted. */
  peekMeta(): string {
    const char = this.peek();
    return this.quoted ? end : char;
  }

  /** Whether the next character is quoted. */
  get quoted(): boolean {
    return this.#chars[this.#at]?.quoted ?? false;
  }

  get atEnd(): boolean {
    this.#skipComments();
    return this.#at >= this.#chars.length;
  }

  /** Offset of the next character. */
  get offset(): number {
    return this.#chars[this.#at]?.offset ?? this.source.length;
  }

  /** The character after the next one, comments not skipped. */
  second(): string {
    const next = this.#chars[this.#at + 1];
    return next && !next.quoted ? next.char : end;
  }

  /** The next character as it stands, comments not skipped; consumes nothing. */
  peekRaw(): string {
    return this.#chars[this.#at]?.char ?? end;
  }

  /** Consumes one character as it stands. */
  takeRaw(): string {
    return this.#chars[this.#at++]?.char ?? end;
  }

  take(): string {
    this.#skipComments();
    return this.takeRaw();
  }

  /** Consumes `char` when it is the next character and not quoted. */
  accept(char: string): boolean {
    if (this.peekMeta() !== char) return false;
    this.#at++;
    return true;
  }

  /** Consumes characters as they stand while they match. */
  takeWhile(pattern: RegExp, limit = Number.POSITIVE_INFINITY): string {
    let taken = '';
    while (taken.length < limit && this.peekRaw() !== end && pattern.test(this.peekRaw())) taken += this.takeRaw();
    return taken;
  }

  fail(reason: string, offset = this.offset): never {
    throw new PatternError(reason, offset);
  }

  unsupported(construct: string, offset = this.offset): never {
    throw new PatternError(construct, offset, true);
  }

  #skipComments(): void {
    if (!this.comments) return;
    for (;;) {
      const next = this.#chars[this.#at];
      if (!next || next.quoted) return;
      if (/[ \t\n\v\f\r]/.test(next.char)) this.#at++;
      else if (next.char === '#') this.#skipLine();
      else return;
    }
  }

  #skipLine(): void {
    while (this.#at < this.#chars.length && !/[\n\r\u0085\u2028\u2029]/.test(this.#chars[this.#at]!.char)) this.#at++;
  }
}

function unquote(source: string): PatternChar[] {
  const chars: PatternChar[] = [];
  let offset = 0;
  let quoted = false;
  while (offset < source.length) {
    if (quoted && source.startsWith('\\E', offset)) {
      quoted = false;
      offset += 2;
    } else if (!quoted && source.startsWith('\\Q', offset)) {
      quoted = true;
      offset += 2;
    } else {
      const escapes = !quoted && source[offset] === '\\' && offset + 1 < source.length;
      for (const char of String.fromCodePoint(source.codePointAt(offset)!)) chars.push({ char, offset, quoted });
      offset += chars[chars.length - 1]!.char.length;
      // The character after a backslash is taken along, so that `\\Q` is an escaped backslash and a Q.
      if (!escapes) continue;
      const char = String.fromCodePoint(source.codePointAt(offset)!);
      chars.push({ char, offset, quoted });
      offset += char.length;
    }
  }
  return chars;
}
