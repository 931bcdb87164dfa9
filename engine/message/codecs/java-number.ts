import { parseJavaDouble, parseJavaLong } from './java-parse.js';

/** Java's number types as far as properties and variables have them. */
export type JavaNumberKind = 'int' | 'short' | 'long' | 'float' | 'double';

/** A typed number of a property or variable (Integer, Short, Long, Float, Double). A long is a bigint. */
export class JavaNumber {
  constructor(
    readonly kind: JavaNumberKind,
    readonly value: number | bigint,
  ) {}

  /**
   * The number in a text by Java's own parsers (`Integer.parseInt`, `Double.parseDouble` and so on); undefined where
   * they throw NumberFormatException.
   */
  static parse(kind: JavaNumberKind, text: string): JavaNumber | undefined {
    if (kind === 'double' || kind === 'float') {
      const value = parseJavaDouble(text);
      return value === undefined ? undefined : new JavaNumber(kind, kind === 'float' ? Math.fround(value) : value);
    }
    const value = parseJavaLong(text, bits[kind]);
    return value === undefined ? undefined : new JavaNumber(kind, kind === 'long' ? value : Number(value));
  }

  /** As double, the way `doubleValue()` gives it. */
  toNumber(): number {
    return Number(this.value);
  }

  /** Java's text of it: `2`, `2.0`, `1.0E10`, `NaN`. */
  toString(): string {
    if (this.kind === 'double') return javaDouble(Number(this.value));
    if (this.kind === 'float') return javaFloat(Number(this.value));
    return String(this.value);
  }
}

const bits = { short: 16, int: 32, long: 64 } as const;

/** `Double.toString`: always a decimal point, scientific below 1E-3 and from 1E7 on. */
export function javaDouble(value: number): string {
  return layOut(value, String(Math.abs(value)));
}

/** `Float.toString`: the fewest digits that give the same float back. */
export function javaFloat(value: number): string {
  const float = Math.fround(value);
  const magnitude = Math.abs(float);
  for (let digits = 1; digits < 9; digits++) {
    const text = magnitude.toPrecision(digits);
    if (Math.fround(Number(text)) === magnitude) return layOut(float, text);
  }
  return layOut(float, magnitude.toPrecision(9));
}

/** Lays the shortest digits of a number, in JavaScript's notation, out as Java does. */
function layOut(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  let { digits, exponent } = decompose(shortest);
  // Java always shows two digits and takes the nearest two: 4.9E-324, where JavaScript has 5e-324.
  if (digits.length === 1) ({ digits, exponent } = decompose(Math.abs(value).toExponential(1)));
  if (exponent >= -3 && exponent < 7) return sign + plain(digits, exponent);
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
}

/** Significant digits without zeros at either end, and the power of ten of the first one. */
function decompose(magnitude: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = magnitude.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const leading = all.search(/[1-9]/);
  return { digits: all.slice(leading).replace(/0+$/, ''), exponent: Number(power) + whole.length - 1 - leading };
}

function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 2, '0');
  return `${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1)}`;
}
