import { Decimal } from '../decimal.js';
import { FtlTypeError } from './value.js';

/** How `?c` writes numbers: for machines. */
export const COMPUTER_PATTERN = '0.################';

/** The patterns behind the names of number formats, in English. */
const NAMED_FORMATS: Readonly<Record<string, string>> = {
  number: '#,##0.###',
  computer: COMPUTER_PATTERN,
  c: COMPUTER_PATTERN,
  percent: '#,##0%',
  currency: '$#,##0.00',
};

/** How a number is rounded: the discarded digits against the last one that stays. */
type Rounding = (kept: bigint, rest: bigint, unit: bigint, negative: boolean) => boolean;

const ROUNDINGS: Readonly<Record<string, Rounding>> = {
  up: (_, rest) => rest > 0n,
  down: () => false,
  ceiling: (_, rest, __, negative) => rest > 0n && !negative,
  floor: (_, rest, __, negative) => rest > 0n && negative,
  halfUp: (_, rest, unit) => 2n * rest >= unit,
  halfDown: (_, rest, unit) => 2n * rest > unit,
  halfEven: (kept, rest, unit) => 2n * rest > unit || (2n * rest === unit && kept % 2n === 1n),
};

interface Pattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly negativePrefix: string;
  readonly negativeSuffix: string;
  readonly leastWhole: number;
  readonly leastFraction: number;
  readonly mostFraction: number;
  /** Digits between two group signs, 0 for none. */
  readonly group: number;
  /** Decimal places that the number is moved by: 2 for percent. */
  readonly shift: number;
  readonly rounding: Rounding;
}

const patterns = new Map<string, Pattern>();

/**
 * Writes a number as Java's DecimalFormat does, in English.
 * @param format a pattern, or `number`, `computer`, `percent`, `currency`
 * @throws FtlTypeError for a pattern that is none
 */
export function formatNumber(value: Decimal, format: string): string {
  let pattern = patterns.get(format);
  if (!pattern) {
    pattern = readPattern(NAMED_FORMATS[format] ?? format);
    if (patterns.size < 1000) patterns.set(format, pattern);
  }
  const negative = value.unscaled < 0n;
  const moved = new Decimal(negative ? -value.unscaled : value.unscaled, value.scale - pattern.shift);
  const { whole, fraction } = digits(moved, pattern, negative);
  const grouped = pattern.group > 0 ? whole.replace(new RegExp(`\\B(?=(\\d{${pattern.group}})+$)`, 'g'), ',') : whole;
  const body = fraction === '' ? grouped : `${grouped}.${fraction}`;
  const signed = negative && /[1-9]/.test(body);
  return signed
    ? `${pattern.negativePrefix}${body}${pattern.negativeSuffix}`
    : `${pattern.prefix}${body}${pattern.suffix}`;
}

function digits(value: Decimal, pattern: Pattern, negative: boolean): { whole: string; fraction: string } {
  const rounded = round(value, pattern.mostFraction, pattern.rounding, negative);
  const text = rounded.unscaled.toString().padStart(rounded.scale + 1, '0');
  const split = text.length - rounded.scale;
  let fraction = text.slice(split);
  while (fraction.length > pattern.leastFraction && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const whole = text.slice(0, split).replace(/^0+/, '').padStart(pattern.leastWhole, '0');
  return {
    whole: whole === '' && fraction === '' ? '0' : whole,
    fraction: fraction.padEnd(pattern.leastFraction, '0'),
  };
}

/** A number that is not negative with so many decimals. */
function round(value: Decimal, scale: number, rounding: Rounding, negative: boolean): Decimal {
  if (value.scale <= scale) return value.withScale(Math.max(scale, 0));
  const unit = 10n ** BigInt(Math.min(value.scale - scale, 10_000));
  const kept = value.unscaled / unit;
  return new Decimal(rounding(kept, value.unscaled % unit, unit, negative) ? kept + 1n : kept, scale);
}

/** `#,##0.00;(#)` and FreeMarker's extension `;; roundingMode=halfUp`. */
function readPattern(text: string): Pattern {
  const [format = '', options = ''] = text.split(';;');
  const mode = /roundingMode\s*=\s*'?(\w+)'?/.exec(options)?.[1] ?? 'halfEven';
  const rounding = ROUNDINGS[mode];
  if (!rounding) throw new FtlTypeError(`Malformed number format string: unknown rounding mode ${mode}`);
  const [positive = '', negative] = splitUnquoted(format);
  const { prefix, number, suffix } = readHalf(positive, text);
  const [whole = '', fraction = ''] = number.split('.');
  const comma = whole.lastIndexOf(',');
  const minus = negative === undefined ? undefined : readHalf(negative, text);
  return {
    prefix,
    suffix,
    negativePrefix: minus?.prefix ?? `-${prefix}`,
    negativeSuffix: minus?.suffix ?? suffix,
    leastWhole: (whole.match(/0/g) ?? []).length,
    leastFraction: (fraction.match(/0/g) ?? []).length,
    mostFraction: fraction.length,
    group: comma < 0 ? 0 : whole.length - comma - 1,
    shift: /%/.test(prefix + suffix) ? 2 : /‰/.test(prefix + suffix) ? 3 : 0,
    rounding,
  };
}

function splitUnquoted(format: string): string[] {
  const parts = format.match(/(?:'[^']*'|[^;'])+/g) ?? [''];
  return parts.slice(0, 2);
}

function readHalf(half: string, whole: string): { prefix: string; number: string; suffix: string } {
  const parts = /^((?:'[^']*'|[^#0,.'])*)([#,]*[0,]*\.?0*#*|)((?:'[^']*'|[^#0,.'])*)$/.exec(half);
  if (!parts) throw new FtlTypeError(`Malformed number format string: ${whole}`);
  const plain = (text: string) =>
    text.replace(/''/g, '\u0000').replace(/'/g, '').replaceAll('\u0000', "'").replace('¤', '$');
  return { prefix: plain(parts[1]!), number: parts[2]!, suffix: plain(parts[3]!) };
}

/** The whole number below, above or nearest (a half goes up). */
export function roundTo(value: Decimal, how: 'floor' | 'ceiling' | 'round'): Decimal {
  if (value.scale <= 0) return value.withScale(0);
  const unit = 10n ** BigInt(value.scale);
  const moved = how === 'round' ? 2n * value.unscaled + unit : value.unscaled;
  const divisor = how === 'round' ? 2n * unit : unit;
  const cut = moved / divisor;
  const exact = moved % divisor === 0n;
  if (how === 'ceiling') return new Decimal(exact || moved < 0n ? cut : cut + 1n, 0);
  return new Decimal(exact || moved >= 0n ? cut : cut - 1n, 0);
}

/** -1, 0 or 1. */
export function compareNumbers(left: Decimal, right: Decimal): number {
  const { unscaled } = left.subtract(right);
  return unscaled === 0n ? 0 : unscaled < 0n ? -1 : 1;
}

/** Sum and difference are exact; products and quotients have 12 decimals at most, and at least those of their parts. */
export function calculate(operator: '+' | '-' | '*' | '/' | '%', left: Decimal, right: Decimal): Decimal {
  switch (operator) {
    case '+':
      return left.add(right);
    case '-':
      return left.subtract(right);
    case '*': {
      const product = left.multiply(right);
      return product.scale > 12 ? product.withScale(12) : product;
    }
    case '/': {
      if (right.unscaled === 0n) throw new FtlTypeError('Arithmetic operation failed: division by zero');
      const scale = Math.max(12, left.scale, right.scale);
      return left.withScale(scale).divide(right);
    }
    case '%': {
      const [dividend, divisor] = [wholePart(left), wholePart(right)];
      if (divisor === 0n) throw new FtlTypeError('Arithmetic operation failed: / by zero');
      return new Decimal(dividend % divisor, 0);
    }
  }
}

/** The number without its decimals. */
export function wholePart(value: Decimal): bigint {
  return value.scale <= 0 ? value.withScale(0).unscaled : value.unscaled / 10n ** BigInt(value.scale);
}
