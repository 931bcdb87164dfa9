const decimal = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?$/;
const hexadecimal = /^([+-]?)0[xX](?:([0-9a-fA-F]+)\.?|([0-9a-fA-F]*)\.([0-9a-fA-F]+))[pP]([+-]?[0-9]+)[fFdD]?$/;
const special = /^([+-]?)(NaN|Infinity)$/;

/**
 * The number that `Double.parseDouble` reads: blanks around, a sign, `1.`, `.5`, an exponent, the suffixes `d` and `f`,
 * `NaN`, `Infinity` and hexadecimal floats are allowed. Undefined where Java throws NumberFormatException.
 */
export function parseJavaDouble(text: string): number | undefined {
  const trimmed = javaTrim(text);
  if (decimal.test(trimmed)) return Number(trimmed.replace(/[fFdD]$/, ''));
  const named = special.exec(trimmed);
  if (named !== null) return named[2] === 'NaN' ? Number.NaN : Number(trimmed);
  return parseHexadecimal(trimmed);
}

function parseHexadecimal(text: string): number | undefined {
  const parts = hexadecimal.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', integer = '', whole = '', fraction = '', power = '0'] = parts;
  const mantissa = Number(BigInt(`0x0${integer}${whole}${fraction}`));
  const value = mantissa * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/**
 * The number that `Integer.parseInt` (32 bits), `Short.parseShort` (16) or `Long.parseLong` (64) reads: a sign and
 * digits, nothing around them. Undefined where Java throws NumberFormatException, also when it does not fit.
 */
export function parseJavaLong(text: string, bits: 16 | 32 | 64): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text) || text.length > 400) return undefined;
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.replace('+', ''));
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** `String.trim`: takes blanks and all control characters (up to U+0020) off both ends, and no other white space. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
