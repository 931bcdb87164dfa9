import { calendarFields } from '../calendar.js';
import type { Local } from './local-time.js';
import { readDateTimePattern } from './pattern.js';
import { printLocal } from './print.js';
import { readFields } from './read.js';
import { resolveFields } from './resolve.js';

/**
 * Prints a time with a pattern of Java's `DateTimeFormatter`, in English.
 * @param ms milliseconds since 1970
 * @param zone IANA name; default: the time zone of the process
 * @returns undefined where Java throws DateTimeException, for example for the letters of time zones
 * @throws DatePatternError for a pattern that Java refuses
 */
export function formatDateTime(ms: number, pattern: string, zone?: string): string | undefined {
  const pieces = readDateTimePattern(pattern);
  const { millisecond, ...fields } = calendarFields(ms, zone);
  return printLocal(pieces, { date: fields, time: { ...fields, nano: millisecond * 1_000_000 } });
}

/**
 * Reads a text as date and time, else as date, else as time, and prints it with another pattern.
 * @returns undefined when the text does not fit its pattern, or the new pattern wants what the text lacks
 * @throws DatePatternError for a pattern that Java refuses
 */
export function convertDateTime(text: string, from: string, to: string): string | undefined {
  const target = readDateTimePattern(to);
  const fields = readFields(readDateTimePattern(from), text);
  const local = fields && resolveFields(fields);
  if (!local) return undefined;
  for (const part of views(local)) {
    const printed = printLocal(target, part);
    if (printed !== undefined) return printed;
  }
  return undefined;
}

function views({ date, time }: Local): Local[] {
  return [...(date && time ? [{ date, time }] : []), ...(date ? [{ date }] : []), ...(time ? [{ time }] : [])];
}
