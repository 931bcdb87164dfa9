import { Decimal } from '../../decimal.js';
import { dateText } from '../convert.js';
import { COMPUTER_PATTERN, formatNumber, roundTo, wholePart } from '../number-text.js';
import { FtlDate, type FtlObject, FtlTypeError, type FtlValue, isObject } from '../value.js';
import { type BuiltInCall, type BuiltIns, boolean, number, text, textArgument } from './call.js';

/** Built-ins of numbers and booleans, and those that make text of anything. */
export const numberBuiltIns: BuiltIns = {
  abs: (call) => {
    const value = number(call);
    return value.unscaled < 0n ? new Decimal(-value.unscaled, value.scale) : value;
  },
  floor: (call) => roundTo(number(call), 'floor'),
  ceiling: (call) => roundTo(number(call), 'ceiling'),
  round: (call) => roundTo(number(call), 'round'),
  int: (call) => new Decimal(wholePart(number(call)), 0),
  long: (call) =>
    call.value instanceof FtlDate ? milliseconds(call.value.milliseconds) : new Decimal(wholePart(number(call)), 0),
  short: (call) => new Decimal(wholePart(number(call)), 0),
  byte: (call) => new Decimal(wholePart(number(call)), 0),
  double: number,
  float: number,
  is_nan: (call) => number(call) === undefined,
  is_infinite: (call) => number(call) === undefined,
  lower_abc: (call) => letters(call).toLowerCase(),
  upper_abc: (call) => letters(call),
  c: computerText,
  cn: (call) => (call.value === undefined ? 'null' : computerText(call)),
  string: asString,
  then: (call) => call.argument(boolean(call) ? 0 : 1),
};

function milliseconds(value: number): Decimal {
  return new Decimal(BigInt(Math.trunc(value)), 0);
}

/** 1 is A, 26 is Z, 27 is AA. */
function letters(call: BuiltInCall): string {
  let rest = Number(wholePart(number(call)));
  if (rest < 1) throw new FtlTypeError('The left side of ?upper_abc must be at least 1');
  let result = '';
  for (; rest > 0; rest = Math.floor((rest - 1) / 26)) result = String.fromCharCode(65 + ((rest - 1) % 26)) + result;
  return result;
}

function computerText(call: BuiltInCall): string {
  const { value } = call;
  if (typeof value === 'boolean') return String(value);
  if (isObject(value) && value.boolean) return String(value.boolean());
  return formatNumber(number(call), COMPUTER_PATTERN);
}

/** `x?string` is text, and takes a format: `x?string("0.0")`, `x?string.short`; for a boolean two texts. */
function asString(call: BuiltInCall): FtlValue {
  const { value, environment } = call;
  if (typeof value === 'boolean') {
    if (call.count === undefined) return environment.settings.booleanFormat?.[value ? 0 : 1] ?? String(value);
    return textArgument(call, value ? 0 : 1);
  }
  if (value instanceof FtlDate) return formatted(call, (pattern) => dateText(value, environment, pattern));
  const isNumber = value instanceof Decimal || (isObject(value) && value.number !== undefined);
  if (!isNumber) return text(call);
  return formatted(call, (pattern) => formatNumber(number(call), pattern ?? environment.settings.numberFormat));
}

function formatted(call: BuiltInCall, format: (pattern?: string) => string): FtlValue {
  if (call.count !== undefined) return format(textArgument(call, 0));
  const several: FtlObject = { description: 'string', text: () => format(), get: (pattern) => format(pattern) };
  return several;
}
