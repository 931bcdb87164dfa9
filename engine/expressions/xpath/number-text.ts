import { parseJavaDouble } from '../../message/index.js';

/** Fraction digits beyond this many are rounded away. */
const FRACTION_DIGITS = 32;

/**
 * A number as XPath's string() gives it in the reference: never scientific, at most 32 fraction digits, no `.0`; zero is
 * `0` whatever its sign.
 */
export function xpathNumberText(value: number): string {
  if (value === 0) return '0';
  const text = String(value);
  if (!text.includes('e')) return text;
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)!;
  return sign + layOut(whole + fraction, whole.length + Number(power));
}

/** @param point where the decimal point stands, counted from the first digit; may lie outside */
function layOut(digits: string, point: number): string {
  if (point >= digits.length) return digits.padEnd(point, '0');
  if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  const fraction = '0'.repeat(-point) + digits;
  if (fraction.length <= FRACTION_DIGITS) return `0.${fraction}`;
  const up = fraction[FRACTION_DIGITS]! >= '5' ? 1n : 0n;
  const rounded = BigInt(fraction.slice(0, FRACTION_DIGITS)) + up;
  if (rounded === 0n) return '0';
  return `0.${rounded.toString().padStart(FRACTION_DIGITS, '0').replace(/0+$/, '')}`;
}

/** Text as a number by the rules of Java's `Double.valueOf`; what it refuses is NaN. */
export function javaTextToNumber(text: string): number {
  return parseJavaDouble(text) ?? Number.NaN;
}

/** Java's cast of a double to int: NaN is 0, what lies outside is cut to the nearest end. */
export function toJavaInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1));
}
