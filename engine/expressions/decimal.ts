/** Widest gap between two scales that is computed; beyond it digits would fill the memory. */
const widestGap = 10_000;

/** A decimal number of any size, as Java's BigDecimal: `unscaled` × 10^-`scale`. */
export class Decimal {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}

  /**
   * Reads what Java's BigDecimal reads; the scale follows the text: `1.50` has scale 2, `1.0E10` scale -9.
   * Undefined for other texts (`NaN`, `Infinity`).
   */
  static parse(text: string): Decimal | undefined {
    const [, sign = '', whole = '', fraction = '', power = '0'] =
      /^([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
    const digits = whole + fraction;
    const exponent = Number(power);
    if (digits === '' || Math.abs(exponent) > 2_147_483_647) return undefined;
    const size = BigInt(digits);
    return new Decimal(sign === '-' ? -size : size, fraction.length - exponent);
  }

  add(other: Decimal): Decimal {
    const [left, right, scale] = this.aligned(other);
    return new Decimal(left + right, scale);
  }

  subtract(other: Decimal): Decimal {
    const [left, right, scale] = this.aligned(other);
    return new Decimal(left - right, scale);
  }

  multiply(other: Decimal): Decimal {
    return new Decimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** The quotient with the scale of the dividend, rounded half up. The divisor must not be 0. */
  divide(other: Decimal): Decimal {
    const shift = powerOfTen(Math.abs(other.scale));
    const [dividend, divisor] =
      other.scale >= 0 ? [this.unscaled * shift, other.unscaled] : [this.unscaled, other.unscaled * shift];
    return new Decimal(divideHalfUp(dividend, divisor), this.scale);
  }

  /** The remainder, with the sign of the dividend. The divisor must not be 0. */
  remainder(other: Decimal): Decimal {
    const [left, right, scale] = this.aligned(other);
    return new Decimal(left % right, scale);
  }

  /** The number with so many decimals, rounded half up. */
  withScale(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.unscaled * powerOfTen(scale - this.scale), scale);
    return new Decimal(divideHalfUp(this.unscaled, powerOfTen(this.scale - scale)), scale);
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  private aligned(other: Decimal): [bigint, bigint, number] {
    const scale = Math.max(this.scale, other.scale);
    return [this.unscaled * powerOfTen(scale - this.scale), other.unscaled * powerOfTen(scale - other.scale), scale];
  }
}

/** @throws RangeError for an exponent that no computation here may use */
function powerOfTen(exponent: number): bigint {
  if (exponent > widestGap) throw new RangeError(`A decimal exponent of ${exponent} is out of range`);
  return 10n ** BigInt(exponent);
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  if (2n * magnitude(remainder) < magnitude(divisor)) return quotient;
  return quotient + (dividend < 0n === divisor < 0n ? 1n : -1n);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
