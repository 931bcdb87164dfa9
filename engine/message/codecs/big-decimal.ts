const parts = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,10}))?$/;

/**
 * The text of `new BigDecimal(text).toString()`: digits are kept, zeros at the end too; scientific with `E+` or `E-`
 * when the exponent of the text is positive or the number is smaller than 1E-6. `1e3` gives `1E+3`, `0.00000001` gives
 * `1E-8`, `-0` gives `0`. A text that is no number, or whose exponent is out of Java's reach, comes back as it is.
 */
export function bigDecimalText(text: string): string {
  const match = parts.exec(text);
  if (match === null) return text;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return text;
  const digits = (whole + fraction).replace(/^0+(?=.)/, '');
  const scale = fraction.length - Number(power);
  const exponent = digits.length - 1 - scale;
  return (sign === '-' && digits !== '0' ? '-' : '') + layOut(digits, scale, exponent);
}

/** @param exponent power of ten of the first digit */
function layOut(digits: string, scale: number, exponent: number): string {
  if (scale === 0) return digits;
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0');
    return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return exponent === 0 ? mantissa : `${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}
