/** English names as Java's `en_US` locale has them; the reference engine prints dates in its server's locale. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Monday first, as ISO and `java.time` count. */
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A point of time on a wall clock. */
export interface CalendarFields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 to 999. */
  readonly millisecond: number;
  /** Minutes that the wall clock is ahead of UTC. */
  readonly offset: number;
}

const dayLength = 86_400_000;

/**
 * What a wall clock shows.
 * @param ms milliseconds since 1970
 * @param zone IANA name; default: the time zone of the process
 */
export function calendarFields(ms: number, zone?: string): CalendarFields {
  const offset = zone === undefined ? -new Date(ms).getTimezoneOffset() : zoneOffset(ms, zone);
  const local = new Date(ms + offset * 60_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    offset,
  };
}

function zoneOffset(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

/** The name of the time zone as Java prints it, as far as the runtime's data know it: `UTC`, `PST`, `CET`. */
export function zoneName(ms: number, style: 'short' | 'long', zone?: string): string {
  // The runtime abbreviates a zone only in the locales of its region.
  for (const locale of style === 'long' ? ['en-US'] : ['en-US', 'en-GB', 'en-AU', 'en-IN']) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style }).formatToParts(ms);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (style === 'long' || !/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  return `GMT${offsetText(calendarFields(ms, zone).offset, ':')}`;
}

/** `+0530`, or with a separator `+05:30`. */
export function offsetText(minutes: number, separator = ''): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${separator}${padded(size % 60, 2)}`;
}

/** A number with leading zeros; a minus sign does not count. */
export function padded(value: number | bigint, width: number): string {
  return value < 0 ? `-${String(-value).padStart(width, '0')}` : String(value).padStart(width, '0');
}

/** Days since 1970-01-01 of a date in the (proleptic) Gregorian calendar. */
export function epochDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / dayLength);
}

/** The date of a day since 1970-01-01. */
export function dateOfEpochDay(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * dayLength);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 1 (Monday) to 7 (Sunday). */
export function dayOfWeek(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** 1 to 366. */
export function dayOfYear(year: number, month: number, day: number): number {
  return epochDay(year, month, day) - epochDay(year, 1, 1) + 1;
}

/** Week and week-based year where weeks start on Sunday and the first one holds January 1 (`en_US`). */
export function weekOfYear(year: number, month: number, day: number): { week: number; weekYear: number } {
  const today = epochDay(year, month, day);
  const nextStart = firstWeekStart(year + 1);
  if (today >= nextStart) return { week: 1, weekYear: year + 1 };
  return { week: Math.floor((today - firstWeekStart(year)) / 7) + 1, weekYear: year };
}

/** The Sunday on or before January 1, as days since 1970. */
export function firstWeekStart(year: number): number {
  const january = epochDay(year, 1, 1);
  return january - (dayOfWeek(january) % 7);
}

/** Week of the month where weeks start on Sunday and the first one holds day 1 (`en_US`). */
export function weekOfMonth(year: number, month: number, day: number): number {
  const first = dayOfWeek(epochDay(year, month, 1)) % 7;
  return Math.floor((first + day - 1) / 7) + 1;
}
