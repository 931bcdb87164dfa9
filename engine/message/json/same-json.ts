import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';

/**
 * Whether two JSON values say the same: the order of members does not count, of equal names the last counts, numbers
 * are compared by value at any number of digits (`1`, `1.0` and `10e-1` are the same).
 */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (a instanceof JsonNumber) return b instanceof JsonNumber && sameNumber(a.text, b.text);
  if (a instanceof JsonObject) return b instanceof JsonObject && sameMembers(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  return false;
}

function sameItems(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  return a.length === b.length && a.every((item, at) => sameJson(item, b[at]!));
}

function sameMembers(a: JsonObject, b: JsonObject): boolean {
  const left = new Map(a.entries());
  const right = new Map(b.entries());
  if (left.size !== right.size) return false;
  for (const [key, value] of left) {
    const other = right.get(key);
    if (other === undefined || !sameJson(value, other)) return false;
  }
  return true;
}

function sameNumber(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Sign, digits without zeros at either end, power of ten of the last digit. */
function canonical(text: string): string {
  const parts = numberParts.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const trimmed = digits.replace(/0+$/, '');
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length);
  return `${sign}${trimmed}e${exponent}`;
}
