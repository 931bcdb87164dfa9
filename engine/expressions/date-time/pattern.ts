import { DatePatternError } from '../java-date.js';

/** A field of a date or time that prints or reads as a number. */
export type DateField =
  | 'year'
  | 'yearOfEra'
  | 'weekYear'
  | 'quarter'
  | 'month'
  | 'weekOfYear'
  | 'weekOfMonth'
  | 'dayOfYear'
  | 'day'
  | 'weekdayInMonth'
  /** Monday is 1. */
  | 'weekday'
  /** Sunday is 1. */
  | 'localWeekday'
  | 'modifiedJulianDay'
  | 'era';
export type TimeField =
  /** AM is 0. */
  | 'halfDay'
  | 'hour'
  | 'clockHour'
  | 'hourOfHalfDay'
  | 'clockHourOfHalfDay'
  | 'minute'
  | 'second'
  | 'nano'
  | 'milliOfDay'
  | 'nanoOfDay';
export type Field = DateField | TimeField;

/** How a number shows its sign: `padded` puts a plus before more digits than the width. */
export type SignStyle = 'normal' | 'padded' | 'never';

export interface NumberPiece {
  readonly kind: 'number';
  readonly field: Field;
  readonly min: number;
  readonly max: number;
  readonly sign: SignStyle;
  /** Digits of the numbers of fixed width that follow without a gap. */
  reserved: number;
}

export type NameStyle = 'short' | 'full' | 'narrow';

/** A part of a date pattern. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | NumberPiece
  /** The last two digits of a year from 2000 to 2099. */
  | { readonly kind: 'shortYear'; readonly field: Field }
  | { readonly kind: 'fraction'; readonly digits: number }
  | { readonly kind: 'name'; readonly field: NamedField; readonly style: NameStyle }
  /** Part of the zone: readable, but no local date or time has one to print. */
  | { readonly kind: 'zone'; readonly letter: string; readonly count: number }
  | { readonly kind: 'optional'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'pad'; readonly width: number; readonly piece: Piece };

/** A field that can show as a name. */
export type NamedField = 'month' | 'weekday' | 'quarter' | 'halfDay' | 'era';

/**
 * Reads a pattern of Java's `DateTimeFormatter.ofPattern`.
 * @throws DatePatternError where Java throws IllegalArgumentException
 */
export function readDateTimePattern(pattern: string): readonly Piece[] {
  return new PatternReader(pattern).read();
}

class PatternReader {
  private at = 0;
  private readonly open: Piece[][] = [[]];
  /** The number that numbers of fixed width follow without a gap. */
  private leading: NumberPiece | undefined;
  /** Width that `p` asks for the next part. */
  private pad = 0;

  constructor(private readonly pattern: string) {}

  read(): readonly Piece[] {
    while (this.at < this.pattern.length) this.readPart();
    while (this.open.length > 1) this.close();
    return this.open[0]!;
  }

  private readPart(): void {
    const character = this.pattern[this.at]!;
    if (/[A-Za-z]/.test(character)) this.readLetters(character);
    else if (character === "'") this.readQuoted();
    else {
      this.at++;
      if (character === '[') this.open.push([]);
      else if (character === ']') this.closeBracket();
      else if ('{}#'.includes(character))
        throw new DatePatternError(`Pattern includes reserved character: '${character}'`);
      else this.add({ kind: 'literal', text: character });
      if (character === '[') this.leading = undefined;
    }
  }

  private readLetters(letter: string): void {
    const start = this.at;
    while (this.pattern[this.at] === letter) this.at++;
    const count = this.at - start;
    if (letter === 'p') this.readPad(count);
    else this.add(letterPiece(letter, count));
  }

  private readPad(width: number): void {
    if (!/[A-Za-z]/.test(this.pattern[this.at] ?? '')) {
      throw new DatePatternError(`Pad letter 'p' must be followed by valid pad pattern: ${this.pattern}`);
    }
    this.pad = width;
  }

  private readQuoted(): void {
    const start = ++this.at;
    for (;;) {
      const end = this.pattern.indexOf("'", this.at);
      if (end < 0) throw new DatePatternError(`Pattern ends with an incomplete string literal: ${this.pattern}`);
      this.at = end + 1;
      if (this.pattern[this.at] !== "'") break;
      this.at++;
    }
    const text = this.pattern.slice(start, this.at - 1).replaceAll("''", "'");
    this.add({ kind: 'literal', text: text || "'" });
  }

  private closeBracket(): void {
    if (this.open.length === 1) throw new DatePatternError('Pattern invalid as it contains ] without previous [');
    this.close();
  }

  private close(): void {
    const pieces = this.open.pop()!;
    if (pieces.length > 0) this.open.at(-1)!.push({ kind: 'optional', pieces });
    this.leading = undefined;
  }

  private add(piece: Piece): void {
    const target = this.open.at(-1)!;
    if (this.pad > 0) {
      target.push({ kind: 'pad', width: this.pad, piece });
      this.pad = 0;
      this.leading = undefined;
      return;
    }
    target.push(piece);
    this.reserve(piece);
  }

  /** Numbers without a gap between them: the first one leaves room for the others. */
  private reserve(piece: Piece): void {
    const width = fixedWidth(piece);
    if (this.leading && width > 0) {
      this.leading.reserved += width;
      return;
    }
    const number = piece.kind === 'number' ? piece : undefined;
    if (this.leading && number) this.leading.reserved = 0;
    this.leading = number;
  }
}

function fixedWidth(piece: Piece): number {
  if (piece.kind === 'fraction') return piece.digits;
  if (piece.kind === 'shortYear') return 2;
  return piece.kind === 'number' && piece.sign === 'never' && piece.min === piece.max ? piece.max : 0;
}

function letterPiece(letter: string, count: number): Piece {
  const make = Object.hasOwn(letters, letter) ? letters[letter] : undefined;
  if (!make) throw new DatePatternError(`Unknown pattern letter: ${letter}`);
  const piece = make(count, letter);
  if (!piece) throw new DatePatternError(`Too many pattern letters: ${letter}`);
  return piece;
}

type PieceMaker = (count: number, letter: string) => Piece | undefined;

function number(field: Field, min: number, max: number, sign: SignStyle): NumberPiece {
  return { kind: 'number', field, min, max, sign, reserved: 0 };
}

function year(field: Field): PieceMaker {
  return (count) => {
    if (count === 2) return { kind: 'shortYear', field };
    return count > 19 ? undefined : number(field, count, 19, count < 4 ? 'normal' : 'padded');
  };
}

/** One letter: as many digits as there are; two: two digits. */
function small(field: Field): PieceMaker {
  return (count) => {
    if (count === 1) return number(field, 1, 19, 'normal');
    return count === 2 ? number(field, 2, 2, 'never') : undefined;
  };
}

function single(field: Field): PieceMaker {
  return (count) => (count === 1 ? number(field, 1, 19, 'normal') : undefined);
}

function wide(field: Field): PieceMaker {
  return (count) => (count <= 19 ? number(field, count, 19, 'never') : undefined);
}

/** One or two letters: a number; more: a name. */
function named(field: NamedField & DateField, digits: Field = field): PieceMaker {
  return (count) => (count < 3 ? small(digits)(count, '') : name(field)(count, ''));
}

/** By the number of letters. */
const nameStyles: readonly NameStyle[] = ['short', 'short', 'short', 'full', 'narrow'];

function name(field: NamedField): PieceMaker {
  return (count) => {
    const style = nameStyles[count - 1];
    return style && { kind: 'name', field, style };
  };
}

function zone(...counts: number[]): PieceMaker {
  return (count, letter) => (counts.includes(count) ? { kind: 'zone', letter, count } : undefined);
}

function dayOfYearPiece(count: number): Piece | undefined {
  if (count === 1) return number('dayOfYear', 1, 19, 'normal');
  return count <= 3 ? number('dayOfYear', count, 3, 'never') : undefined;
}

const letters: Readonly<Record<string, PieceMaker>> = {
  G: name('era'),
  u: year('year'),
  y: year('yearOfEra'),
  Y: year('weekYear'),
  D: dayOfYearPiece,
  M: named('month'),
  L: named('month'),
  d: small('day'),
  g: wide('modifiedJulianDay'),
  Q: named('quarter'),
  q: named('quarter'),
  w: small('weekOfYear'),
  W: single('weekOfMonth'),
  E: name('weekday'),
  e: named('weekday', 'localWeekday'),
  c: (count, letter) => (count === 2 ? undefined : named('weekday', 'localWeekday')(count, letter)),
  F: single('weekdayInMonth'),
  a: (count) => (count === 1 ? { kind: 'name', field: 'halfDay', style: 'short' } : undefined),
  h: small('clockHourOfHalfDay'),
  K: small('hourOfHalfDay'),
  k: small('clockHour'),
  H: small('hour'),
  m: small('minute'),
  s: small('second'),
  S: (count) => (count <= 9 ? { kind: 'fraction', digits: count } : undefined),
  A: wide('milliOfDay'),
  n: wide('nano'),
  N: wide('nanoOfDay'),
  V: zone(2),
  v: zone(1, 4),
  z: zone(1, 2, 3, 4),
  O: zone(1, 4),
  X: zone(1, 2, 3, 4, 5),
  x: zone(1, 2, 3, 4, 5),
  Z: zone(1, 2, 3, 4, 5),
};
