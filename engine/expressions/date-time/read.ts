import { fieldNames, firstNamed } from './names.js';
import type { Field, NumberPiece, Piece } from './pattern.js';

/** The fields that a text holds. */
export type FieldValues = Map<Field, bigint>;

/** Reads a text by a pattern, to its end; undefined where it does not fit. */
export function readFields(pieces: readonly Piece[], text: string): FieldValues | undefined {
  const reader = new FieldReader(text);
  const end = reader.readAll(pieces, 0);
  return end === text.length ? reader.fields : undefined;
}

/** Positions after a part; -1 when it does not fit. */
class FieldReader {
  fields: FieldValues = new Map();

  constructor(private readonly text: string) {}

  readAll(pieces: readonly Piece[], start: number): number {
    let at = start;
    for (const piece of pieces) {
      at = this.read(piece, at);
      if (at < 0) return -1;
    }
    return at;
  }

  private read(piece: Piece, at: number): number {
    switch (piece.kind) {
      case 'literal':
        return this.text.startsWith(piece.text, at) ? at + piece.text.length : -1;
      case 'number':
        return this.readNumber(piece, at);
      case 'shortYear':
        return this.readDigits(piece.field, at, 2, (digits) => 2000n + BigInt(digits));
      case 'fraction':
        return this.readDigits('nano', at, piece.digits, (digits) => BigInt(digits.padEnd(9, '0')));
      case 'name':
        return this.readName(piece, at);
      case 'zone':
        return this.readZone(piece, at);
      case 'optional':
        return this.readOptional(piece.pieces, at);
      case 'pad':
        return this.readPadded(piece, at);
    }
  }

  private readOptional(pieces: readonly Piece[], at: number): number {
    const before = new Map(this.fields);
    const end = this.readAll(pieces, at);
    if (end >= 0) return end;
    this.fields = before;
    return at;
  }

  private readPadded({ width, piece }: Piece & { kind: 'pad' }, at: number): number {
    const end = at + width;
    if (end > this.text.length) return -1;
    let start = at;
    while (start < end && this.text[start] === ' ') start++;
    const inner = new FieldReader(this.text.slice(0, end));
    inner.fields = this.fields;
    return inner.read(piece, start) === end ? end : -1;
  }

  private readDigits(field: Field, at: number, count: number, value: (digits: string) => bigint): number {
    const digits = this.text.slice(at, at + count);
    if (digits.length < count || !/^[0-9]*$/.test(digits)) return -1;
    return this.set(field, value(digits), at + count);
  }

  private readNumber({ field, min, max, sign, reserved }: NumberPiece, at: number): number {
    const mark = this.signAt(at, sign);
    const start = at + mark.length;
    let length = 0;
    while (length < max + reserved && isDigit(this.text[start + length])) length++;
    if (reserved > 0) length = Math.max(min, length - reserved);
    if (length < min || start + length > this.text.length) return -1;
    const digits = this.text.slice(start, start + length);
    if (!/^[0-9]+$/.test(digits)) return -1;
    // A plus is for more digits than the width, and they need one.
    if (sign === 'padded' && mark !== '-' && (mark === '+') !== length > min) return -1;
    const value = BigInt(digits);
    if (mark === '-' && value === 0n) return -1;
    return this.set(field, mark === '-' ? -value : value, start + length);
  }

  private signAt(at: number, sign: NumberPiece['sign']): string {
    const next = this.text[at];
    if (next === '-' && sign !== 'never') return '-';
    return next === '+' && sign === 'padded' ? '+' : '';
  }

  private readName({ field, style }: Piece & { kind: 'name' }, at: number): number {
    let best = -1;
    const names = fieldNames(field, style);
    for (const [index, name] of names.entries()) {
      if (this.text.startsWith(name, at) && name.length > (names[best]?.length ?? 0)) best = index;
    }
    return best < 0 ? -1 : this.set(field, BigInt(best) + firstNamed(field), at + names[best]!.length);
  }

  private readZone({ letter, count }: Piece & { kind: 'zone' }, at: number): number {
    const pattern = new RegExp(zonePattern(letter, count), 'y');
    pattern.lastIndex = at;
    const found = pattern.exec(this.text);
    return found ? at + found[0].length : -1;
  }

  private set(field: Field, value: bigint, end: number): number {
    const earlier = this.fields.get(field);
    if (earlier !== undefined && earlier !== value) return -1;
    this.fields.set(field, value);
    return end;
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

const hours = '[+-](?:0[0-9]|1[0-8])';
const minutes = '[0-5][0-9]';
const isoOffsets: readonly string[] = [
  '',
  `${hours}(?:${minutes})?`,
  `${hours}${minutes}`,
  `${hours}:${minutes}`,
  `${hours}${minutes}(?:${minutes})?`,
  `${hours}:${minutes}(?::${minutes})?`,
];
const localOffset = `GMT(?:[+-][0-9]{1,2}(?::${minutes}(?::${minutes})?)?)?`;
/** Names of zones are taken as they look; which zones there are is not checked. */
const zoneId = `[A-Za-z][A-Za-z0-9/._~]*(?:${hours}(?::?${minutes})?)?`;

function zonePattern(letter: string, count: number): string {
  if (letter === 'X') return `Z|${isoOffsets[count]}`;
  if (letter === 'x') return isoOffsets[count]!;
  if (letter === 'Z' && count !== 4) return count === 5 ? `Z|${isoOffsets[5]}` : isoOffsets[2]!;
  return letter === 'Z' || letter === 'O' ? localOffset : zoneId;
}
