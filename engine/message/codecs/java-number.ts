/** Java's number types as far as properties and variables have them. */
export type JavaNumberKind = 'int' | 'short' | 'long' | 'float' | 'double';

/** A typed number of a property or variable (Integer, Short, Long, Float, Double). A long is a bigint. */
export class JavaNumber {
  constructor(
    readonly kind: JavaNumberKind,
    readonly value: number | bigint,
  ) {}

  /** Java's text of it: `2`, `2.0`, `1.0E10`, `NaN`. */
  toString(): string {
    if (this.kind === 'double') return javaDouble(Number(this.value));
    if (this.kind === 'float') return javaFloat(Number(this.value));
    return String(this.value);
  }
}

/** `Double.toString`: always a decimal point, scientific below 1E-3 and from 1E7 on. */
export function javaDouble(value: number): string {
  return javaDecimal(value, String(Math.abs(value)));
}

/** `Float.toString`: the shortest digits that give the same float back. */
export function javaFloat(value: number): string {
  const float = Math.fround(value);
  if (!Number.isFinite(float)) return javaDouble(float);
  const magnitude = Math.abs(float);
  for (let digits = 1; digits < 9; digits++) {
    const text = magnitude.toPrecision(digits);
    if (Math.fround(Number(text)) === magnitude) return javaDecimal(float, String(Number(text)));
  }
  return javaDecimal(float, String(Number(magnitude.toPrecision(9))));
}

/** Lays the shortest digits of a number, in JavaScript's notation, out as Java does. */
function javaDecimal(value: number, magnitude: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  const { digits, exponent } = decompose(magnitude);
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
