import { padded } from '../calendar.js';
import { fieldValue, type Local } from './local-time.js';
import { fieldNames, firstNamed } from './names.js';
import type { Field, NumberPiece, Piece } from './pattern.js';

/**
 * Prints a local date, time or both; undefined where Java throws DateTimeException: the pattern wants what is not there,
 * or a number is too wide.
 */
export function printLocal(pieces: readonly Piece[], local: Local): string | undefined {
  let text = '';
  for (const piece of pieces) {
    const part = printPiece(piece, local);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

function printPiece(piece: Piece, local: Local): string | undefined {
  switch (piece.kind) {
    case 'literal':
      return piece.text;
    case 'number':
      return printNumber(piece, fieldValue(piece.field, local));
    case 'shortYear':
      return printWith(piece.field, local, (value) => padded((value < 0n ? -value : value) % 100n, 2));
    case 'fraction':
      return printWith('nano', local, (nano) => padded(nano, 9).slice(0, piece.digits));
    case 'name':
      return printWith(piece.field, local, (value) => nameOf(piece, value));
    case 'zone':
      return undefined;
    case 'optional':
      return printLocal(piece.pieces, local) ?? '';
    case 'pad': {
      const inner = printPiece(piece.piece, local);
      return inner === undefined || inner.length > piece.width ? undefined : inner.padStart(piece.width);
    }
  }
}

function printWith(field: Field, local: Local, print: (value: bigint) => string): string | undefined {
  const value = fieldValue(field, local);
  return value === undefined ? undefined : print(value);
}

function nameOf(piece: Piece & { kind: 'name' }, value: bigint): string {
  return fieldNames(piece.field, piece.style)[Number(value - firstNamed(piece.field))]!;
}

function printNumber({ min, max, sign }: NumberPiece, value: bigint | undefined): string | undefined {
  if (value === undefined) return undefined;
  const digits = String(value < 0n ? -value : value);
  if (digits.length > max) return undefined;
  const mark = value < 0n ? '-' : sign === 'padded' && digits.length > min ? '+' : '';
  return mark + digits.padStart(min, '0');
}
