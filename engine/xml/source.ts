import type { Place } from '../errors/index.js';

/** The text of an artifact file, which turns offsets into places. Lines end at `\n`, `\r\n` or `\r`. */
export class SourceText {
  private lineStarts: readonly number[] | undefined;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  /** The place of the character at an offset. */
  place(offset: number): Place {
    const starts = this.starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** The offset of a place in this text. */
  offset(line: number, column: number): number {
    return (this.starts()[line - 1] ?? 0) + column - 1;
  }

  private starts(): readonly number[] {
    if (this.lineStarts === undefined) {
      const starts = [0];
      for (const match of this.text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
      this.lineStarts = starts;
    }
    return this.lineStarts;
  }
}

/**
 * The offset in the raw text at which the character `index` of a parsed value stands: a reference such as `&amp;` and
 * the line end `\r\n` are one character of the value.
 * @param start the offset of the value's first character
 * @param index UTF-16 index in the parsed value
 * @param references false inside CDATA, where `&` is a character as any other
 */
export function rawOffset(text: string, start: number, index: number, references: boolean): number {
  let raw = start;
  let seen = 0;
  while (seen < index && raw < text.length) {
    const code = text.charCodeAt(raw);
    let length = 1;
    let produced = 1;
    if (code === 13 && text.charCodeAt(raw + 1) === 10) {
      length = 2;
    } else if (references && code === 38) {
      const end = text.indexOf(';', raw);
      if (end > 0) {
        length = end + 1 - raw;
        produced = isAstral(text.slice(raw + 1, end)) ? 2 : 1;
      }
    }
    if (seen + produced > index) break;
    raw += length;
    seen += produced;
  }
  return raw;
}

/** Whether the reference `#x1F600` means a character of two UTF-16 units. */
function isAstral(reference: string): boolean {
  if (!reference.startsWith('#')) return false;
  const code = reference[1] === 'x' ? Number.parseInt(reference.slice(2), 16) : Number.parseInt(reference.slice(1), 10);
  return code > 0xffff;
}
