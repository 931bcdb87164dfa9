import {
  type CalendarFields,
  calendarFields,
  dayNames,
  dayOfWeek,
  dayOfYear,
  epochDay,
  monthNames,
  offsetText,
  padded,
  weekOfMonth,
  weekOfYear,
  zoneName,
} from './calendar.js';

/** A date pattern that Java refuses; the message is Java's. */
export class DatePatternError extends Error {
  override readonly name = 'DatePatternError';
}

/** Prints a point of time, given in milliseconds since 1970. */
export type DatePrinter = (ms: number) => string;

/** What `new SimpleDateFormat()` prints in the locale `en_US` of Java 11 and 17. */
const defaultPattern = 'M/d/yy, h:mm a';

/**
 * Prints a time as Java's `SimpleDateFormat` does (SYSTEM_DATE), in English.
 * @param ms milliseconds since 1970
 * @param pattern default: Java's short form, `6/30/26, 4:05 PM`
 * @param zone IANA name; default: the time zone of the process
 * @throws DatePatternError for a pattern that Java refuses
 */
export function formatJavaDate(ms: number, pattern: string = defaultPattern, zone?: string): string {
  return compileJavaDate(pattern, zone)(ms);
}

/**
 * The same, with the pattern read once.
 * @throws DatePatternError for a pattern that Java refuses
 */
export function compileJavaDate(pattern: string = defaultPattern, zone?: string): DatePrinter {
  const pieces = readPattern(pattern);
  return (ms) => {
    const fields = calendarFields(ms, zone);
    return pieces.map((piece) => (typeof piece === 'string' ? piece : piece(fields, ms, zone))).join('');
  };
}

type FieldPrinter = (fields: CalendarFields, ms: number, zone: string | undefined) => string;

function readPattern(pattern: string): (string | FieldPrinter)[] {
  const pieces: (string | FieldPrinter)[] = [];
  // Quoted text ('' is a quote), a run of one letter, or anything else.
  for (const [text, quoted, letters] of pattern.matchAll(/'((?:[^']|'')*)'?|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    if (quoted !== undefined) pieces.push(quotedText(text, quoted));
    else if (letters !== undefined) pieces.push(fieldPrinter(letters, text.length));
    else pieces.push(text);
  }
  return pieces;
}

function quotedText(text: string, inner: string): string {
  if (text === "''") return "'";
  if (text.length < 2 || !text.endsWith("'") || inner.length + 2 !== text.length) {
    throw new DatePatternError('Unterminated quote');
  }
  return inner.replaceAll("''", "'");
}

function fieldPrinter(letter: string, count: number): FieldPrinter {
  const field = Object.hasOwn(letterFields, letter) ? letterFields[letter] : undefined;
  if (!field) throw new DatePatternError(`Illegal pattern character '${letter}'`);
  return field(count);
}

function numeric(value: (fields: CalendarFields) => number): (count: number) => FieldPrinter {
  return (count) => (fields) => padded(value(fields), count);
}

function year(value: (fields: CalendarFields) => number): (count: number) => FieldPrinter {
  return (count) => (fields) => (count === 2 ? padded(value(fields) % 100, 2) : padded(value(fields), count));
}

function monthField(count: number): FieldPrinter {
  if (count < 3) return (fields) => padded(fields.month, count);
  return (fields) => styled(monthNames[fields.month - 1]!, count);
}

/** A name in full from four letters on, else its first three characters. */
function styled(name: string, count: number): string {
  return count >= 4 ? name : name.slice(0, 3);
}

function isoOffset(count: number): FieldPrinter {
  if (count > 3) throw new DatePatternError(`invalid ISO 8601 format: length=${count}`);
  return ({ offset }) => {
    if (offset === 0) return 'Z';
    return count === 1 ? offsetText(offset).slice(0, 3) : offsetText(offset, count === 3 ? ':' : '');
  };
}

const weekday = ({ year, month, day }: CalendarFields) => dayOfWeek(epochDay(year, month, day));
const week = ({ year, month, day }: CalendarFields) => weekOfYear(year, month, day);

const letterFields: Readonly<Record<string, (count: number) => FieldPrinter>> = {
  G: () => (fields) => (fields.year > 0 ? 'AD' : 'BC'),
  y: year((fields) => (fields.year > 0 ? fields.year : 1 - fields.year)),
  Y: year((fields) => week(fields).weekYear),
  M: monthField,
  L: monthField,
  w: numeric((fields) => week(fields).week),
  W: numeric(({ year, month, day }) => weekOfMonth(year, month, day)),
  D: numeric(({ year, month, day }) => dayOfYear(year, month, day)),
  d: numeric((fields) => fields.day),
  F: numeric((fields) => Math.floor((fields.day - 1) / 7) + 1),
  E: (count) => (fields) => styled(dayNames[weekday(fields) - 1]!, count),
  u: numeric(weekday),
  a: () => (fields) => (fields.hour < 12 ? 'AM' : 'PM'),
  H: numeric((fields) => fields.hour),
  k: numeric((fields) => fields.hour || 24),
  K: numeric((fields) => fields.hour % 12),
  h: numeric((fields) => fields.hour % 12 || 12),
  m: numeric((fields) => fields.minute),
  s: numeric((fields) => fields.second),
  S: numeric((fields) => fields.millisecond),
  z: (count) => (_fields, ms, zone) => zoneName(ms, count >= 4 ? 'long' : 'short', zone),
  Z: () => (fields) => offsetText(fields.offset),
  X: isoOffset,
};
