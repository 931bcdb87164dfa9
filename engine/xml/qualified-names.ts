import { Buffer } from 'node:buffer';

/** A name as it is written, and its parts. */
export interface QualifiedName {
  readonly text: string;
  readonly prefix: string;
  readonly local: string;
  /** It is `xmlns` or `xmlns:…`. */
  readonly declares: boolean;
}

/**
 * The names that were met last, by hash: bodies repeat a few, and a name that is kept need not be cut out of the text
 * again. A newcomer takes the place of the one before.
 */
const kept: (QualifiedName | undefined)[] = new Array(512).fill(undefined);
/** Longer names are not kept. */
const longest = 64;

/**
 * The name that stands from `start` to `end` in a text, in ASCII.
 * @param colon where its colon stands, counted from its start; 0: it has none
 * @param hash any number made of its characters
 */
export function qualifiedName(text: string, start: number, end: number, colon: number, hash: number): QualifiedName {
  const place = hash & 511;
  const known = kept[place];
  if (known !== undefined && known.text.length === end - start && text.startsWith(known.text, start)) return known;
  if (end - start > longest) return cut(text.slice(start, end), colon);
  const name = cut(copied(text.slice(start, end)), colon);
  kept[place] = name;
  return name;
}

/** V8 cuts longer texts by pointing into the whole, which would keep the body in memory. */
function copied(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'latin1').toString('latin1');
}

function cut(text: string, colon: number): QualifiedName {
  const prefix = text.slice(0, colon);
  const local = colon === 0 ? text : text.slice(colon + 1);
  return { text, prefix, local, declares: (colon === 0 ? text : prefix) === 'xmlns' };
}

/** By character code below 0x80: 2 what may begin a name, 1 what else may stand in one, the colon included. */
const nameCodes = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return 2;
  return /[-.0-9:]/.test(character) ? 1 : 0;
});

/** Whether a character of ASCII may begin a name. */
export function startsName(code: number): boolean {
  return code < 0x80 && nameCodes[code] === 2;
}

/** Whether a character of ASCII may stand in a name, also as its colon. */
export function isNameCode(code: number): boolean {
  return code < 0x80 && nameCodes[code] !== 0;
}
