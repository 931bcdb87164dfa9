import { Decimal } from '../decimal.js';
import { compileJavaDate } from '../java-date.js';
import type { Environment } from './environment.js';
import { formatNumber } from './number-text.js';
import { FtlDate, type FtlValue, isObject, wrongType } from './value.js';

/** The text of a value as `${…}` prints it. Throws FtlTypeError for what has none, a boolean above all. */
export function textOf(value: FtlValue, environment: Environment): string {
  if (typeof value === 'string') return value;
  if (value instanceof Decimal) return formatNumber(value, environment.settings.numberFormat);
  if (value instanceof FtlDate) return dateText(value, environment);
  if (typeof value === 'boolean') return booleanText(value, environment);
  if (value.markup !== undefined) return value.markup;
  if (value.text) return value.text();
  if (value.number) return formatNumber(value.number(), environment.settings.numberFormat);
  throw wrongType(value, 'a string or something automatically convertible to string (number, date or boolean)');
}

function booleanText(value: boolean, { settings }: Environment): string {
  if (settings.booleanFormat) return settings.booleanFormat[value ? 0 : 1];
  throw wrongType(value, "a string (print booleans as myBool?c, or myBool?string('yes', 'no'))");
}

/** A date in the format of the settings, or by a pattern of Java's SimpleDateFormat. */
export function dateText(date: FtlDate, { settings }: Environment, pattern?: string): string {
  const { dateFormat, timeFormat, datetimeFormat } = settings;
  const standard = { date: dateFormat, time: timeFormat, datetime: datetimeFormat }[date.kind];
  return compileJavaDate(namedPattern(pattern) ?? pattern ?? standard, settings.timeZone)(date.milliseconds);
}

function namedPattern(name: string | undefined): string | undefined {
  if (name === 'iso') return "yyyy-MM-dd'T'HH:mm:ssXXX";
  return name === 'xs' ? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" : undefined;
}

/** A value in the most telling of its plain kinds: what comparisons look at. */
export function plainOf(value: FtlValue): FtlValue {
  if (!isObject(value)) return value;
  if (value.number) return value.number();
  if (value.markup !== undefined) return value;
  return value.text ? value.text() : value;
}

/** A number. Throws FtlTypeError for anything else. */
export function numberOf(value: FtlValue): Decimal {
  const plain = isObject(value) && value.number ? value.number() : value;
  if (plain instanceof Decimal) return plain;
  throw wrongType(value, 'a number');
}

/** A condition. Throws FtlTypeError for anything but a boolean. */
export function booleanOf(value: FtlValue): boolean {
  if (typeof value === 'boolean') return value;
  if (isObject(value) && value.boolean) return value.boolean();
  throw wrongType(value, 'a boolean');
}
