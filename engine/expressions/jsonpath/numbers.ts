import { bigDecimalText, JsonNumber, type JsonValue, javaDouble } from '../../message/index.js';

const plainInteger = /^(?:0|-?[1-9][0-9]{0,17})$/;
const fewDigits = /^-?[0-9.]+$/;
const longLimit = 0x7fffffffffffffffn;

/**
 * A value as a step by name gives it: numbers become Java's int, long, double or BigDecimal and take that type's text
 * (`12.50` is `12.5`, `1e3` is `1000`, `12345678.9` is `1.23456789E7`); digits that fit none of them stay.
 */
export function byName(value: JsonValue): JsonValue {
  return value instanceof JsonNumber && !plainInteger.test(value.text) ? new JsonNumber(javaText(value.text)) : value;
}

function javaText(text: string): string {
  const { digits, exponent, negative } = decimal(text);
  if (digits === '0') return scaleOf(text) > 0 ? '0.0' : '0';
  if (scaleOf(text) <= 0) {
    // 19 digits are more than a long holds at most.
    const whole = digits.length + exponent <= 19 ? BigInt(digits.padEnd(digits.length + exponent, '0')) : undefined;
    return whole !== undefined && whole <= longLimit ? (negative ? '-' : '') + whole : bigDecimalText(text);
  }
  const double = Number(text);
  if (!Number.isFinite(double)) return bigDecimalText(text);
  const rounded = javaDouble(double);
  return compareDecimals(rounded, text) === 0 ? rounded : bigDecimalText(text);
}

/** Java's scale: the digits behind the point, less the exponent. */
function scaleOf(text: string): number {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const point = mantissa.indexOf('.');
  return (point < 0 ? 0 : mantissa.length - point - 1) - Number(power);
}

/** Significant digits without zeros around them (`0` for zero), and the power of ten of the last one. */
function decimal(text: string): { negative: boolean; digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const unsigned = mantissa.replace(/^[+-]/, '');
  const [whole = '', fraction = ''] = unsigned.split('.');
  const all = (whole + fraction).replace(/^0+(?=.)/, '');
  const digits = all.replace(/0+$/, '') || '0';
  const exponent = Number(power) - fraction.length + (all.length - digits.length);
  return { negative: mantissa.startsWith('-') && digits !== '0', digits, exponent: digits === '0' ? 0 : exponent };
}

/** Compares two decimal numbers exactly, by their texts: negative, zero or positive. */
export function compareDecimals(a: string, b: string): number {
  // Decimals of so few digits are different doubles when they are different.
  if (a.length <= 15 && b.length <= 15 && fewDigits.test(a) && fewDigits.test(b)) return Number(a) - Number(b);
  const left = decimal(a);
  const right = decimal(b);
  const signs = signOf(left) - signOf(right);
  if (signs !== 0) return signs;
  return (left.negative ? -1 : 1) * compareMagnitudes(left, right);
}

function signOf({ negative, digits }: { negative: boolean; digits: string }): number {
  return digits === '0' ? 0 : negative ? -1 : 1;
}

function compareMagnitudes(
  left: { digits: string; exponent: number },
  right: { digits: string; exponent: number },
): number {
  const orders = left.digits.length + left.exponent - (right.digits.length + right.exponent);
  if (orders !== 0) return orders;
  const length = Math.max(left.digits.length, right.digits.length);
  const a = left.digits.padEnd(length, '0');
  const b = right.digits.padEnd(length, '0');
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * A double as a JSON number.
 * @returns undefined for NaN and the infinities, which JSON does not have
 */
export function doubleNumber(value: number): JsonNumber | undefined {
  return Number.isFinite(value) ? new JsonNumber(javaDouble(value)) : undefined;
}
