import { dayOfWeek, dayOfYear, epochDay, weekOfMonth, weekOfYear } from '../calendar.js';
import type { DateField, Field, TimeField } from './pattern.js';

/** A date without a time zone. */
export interface LocalDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** A time without a time zone. */
export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
}

/** A local date, time, or both: what a pattern prints and what a text is read as. */
export interface Local {
  readonly date?: LocalDate;
  readonly time?: LocalTime;
}

/** The value of a field; undefined when the field belongs to a part that is not there. */
export function fieldValue(field: Field, { date, time }: Local): bigint | undefined {
  if (Object.hasOwn(dateFields, field)) return date && BigInt(dateFields[field as DateField](date));
  if (field === 'nanoOfDay') return time && BigInt(secondOfDay(time)) * 1_000_000_000n + BigInt(time.nano);
  return time && BigInt(timeFields[field as Exclude<TimeField, 'nanoOfDay'>](time));
}

const dateFields: Readonly<Record<DateField, (date: LocalDate) => number>> = {
  year: ({ year }) => year,
  yearOfEra: ({ year }) => (year > 0 ? year : 1 - year),
  era: ({ year }) => (year > 0 ? 1 : 0),
  weekYear: ({ year, month, day }) => weekOfYear(year, month, day).weekYear,
  quarter: ({ month }) => Math.ceil(month / 3),
  month: ({ month }) => month,
  weekOfYear: ({ year, month, day }) => weekOfYear(year, month, day).week,
  weekOfMonth: ({ year, month, day }) => weekOfMonth(year, month, day),
  dayOfYear: ({ year, month, day }) => dayOfYear(year, month, day),
  day: ({ day }) => day,
  weekdayInMonth: ({ day }) => ((day - 1) % 7) + 1,
  weekday: ({ year, month, day }) => dayOfWeek(epochDay(year, month, day)),
  localWeekday: ({ year, month, day }) => (dayOfWeek(epochDay(year, month, day)) % 7) + 1,
  modifiedJulianDay: ({ year, month, day }) => epochDay(year, month, day) + 40_587,
};

const timeFields: Readonly<Record<Exclude<TimeField, 'nanoOfDay'>, (time: LocalTime) => number>> = {
  halfDay: ({ hour }) => (hour < 12 ? 0 : 1),
  hour: ({ hour }) => hour,
  clockHour: ({ hour }) => hour || 24,
  hourOfHalfDay: ({ hour }) => hour % 12,
  clockHourOfHalfDay: ({ hour }) => hour % 12 || 12,
  minute: ({ minute }) => minute,
  second: ({ second }) => second,
  nano: ({ nano }) => nano,
  milliOfDay: (time) => secondOfDay(time) * 1000 + Math.floor(time.nano / 1_000_000),
};

function secondOfDay({ hour, minute, second }: LocalTime): number {
  return (hour * 60 + minute) * 60 + second;
}
