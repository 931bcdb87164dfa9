import { codeUnits } from './code-units.js';
import { isNameCode, type QualifiedName, qualifiedName, startsName } from './qualified-names.js';

const entities: readonly (readonly [written: string, meaning: string])[] = [
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
];

/**
 * Reads the words of plain XML; `at` is always the next character to look at. Whatever is not plain makes a method give
 * up: its answer is undefined then, and `at` stands anywhere.
 */
export abstract class PlainScanner {
  protected at = 0;
  /** The text's units and a 0 behind the last, which is faulty everywhere. */
  protected readonly codes: Uint16Array;

  constructor(protected readonly text: string) {
    this.codes = codeUnits(text);
  }

  /** Takes a name; undefined when it is none, or has characters beyond ASCII. */
  protected name(): QualifiedName | undefined {
    const { codes } = this;
    const start = this.at;
    let at = start;
    let hash = 0;
    let colon = 0;
    let code = codes[at]!;
    if (!startsName(code)) return undefined;
    do {
      hash = (hash * 31 + code) | 0;
      code = codes[++at]!;
      if (code === 0x3a) {
        if (colon > 0 || !startsName(codes[at + 1]!)) return undefined;
        colon = at - start;
      }
    } while (isNameCode(code));
    if (code >= 0x80) return undefined;
    this.at = at;
    return qualifiedName(this.text, start, at, colon, hash);
  }

  /** Text up to `end`, a `<` or a quote, which is not next; undefined: gave up. */
  protected characters(end: number): string | undefined {
    const { codes } = this;
    const inText = end === 0x3c;
    let { at } = this;
    let start = at;
    let text = '';
    for (;;) {
      const code = codes[at]!;
      if (code === end) break;
      if ((code >= 0x3d && code < 0xd800 && code !== 0x5d) || (code >= 0x20 && code !== 0x26 && code < 0x3c)) {
        at++;
      } else if (code === 0x26) {
        const entity = this.entityAt(at);
        if (entity === undefined) return undefined;
        text += this.text.slice(start, at) + entity[1];
        at += entity[0].length;
        start = at;
      } else if (code === 0x0d && inText) {
        text += `${this.text.slice(start, at)}\n`;
        at += codes[at + 1] === 0x0a ? 2 : 1;
        start = at;
      } else {
        const taken = this.special(at, inText);
        if (taken === 0) return undefined;
        at += taken;
      }
    }
    this.at = at;
    const last = this.text.slice(start, at);
    return text === '' ? last : text + last;
  }

  private entityAt(at: number): readonly [written: string, meaning: string] | undefined {
    return entities.find(([written]) => this.text.startsWith(written, at));
  }

  /** How many units are fine from a rare one on; 0: gave up. */
  private special(at: number, inText: boolean): number {
    const { codes } = this;
    const code = codes[at]!;
    if (code === 0x0a || code === 0x09) return inText ? 1 : 0;
    if (code === 0x5d) return inText && codes[at + 1] === 0x5d && codes[at + 2] === 0x3e ? 0 : 1;
    if (code < 0xd800) return 0;
    const next = codes[at + 1]!;
    if (code < 0xdc00) return next >= 0xdc00 && next < 0xe000 ? 2 : 0;
    return code >= 0xe000 && code < 0xfffe ? 1 : 0;
  }

  protected blanks(): void {
    while (isBlank(this.codes[this.at]!)) this.at++;
  }
}

/** Whether a character is white space between the words of a tag. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
