import { dateOfEpochDay, epochDay } from '../calendar.js';
import { fieldValue, type Local, type LocalDate, type LocalTime } from './local-time.js';
import type { Field } from './pattern.js';
import type { FieldValues } from './read.js';

const largest: Readonly<Partial<Record<Field, bigint>>> = {
  month: 12n,
  day: 31n,
  dayOfYear: 366n,
  hour: 24n,
  clockHour: 24n,
  hourOfHalfDay: 11n,
  clockHourOfHalfDay: 12n,
  minute: 59n,
  second: 59n,
  nano: 999_999_999n,
  year: 999_999_999n,
  yearOfEra: 999_999_999n,
};

/**
 * Makes a date and a time of fields, as Java's resolver in its smart style: a day beyond the end of the month becomes the
 * last one, missing minutes and seconds are 0, 24:00 is the next day's midnight. Fields that contradict give undefined.
 */
export function resolveFields(fields: FieldValues): Local | undefined {
  for (const [field, value] of fields) {
    const limit = largest[field];
    if (limit !== undefined && value > limit) return undefined;
  }
  const date = resolveDate(fields);
  const clock = resolveTime(fields);
  if (date === undefined || clock === undefined) return undefined;
  const local = { ...date, ...clock.time };
  const whole = clock.nextDay && local.date ? { ...local, date: dayAfter(local.date) } : local;
  return agrees(fields, local) ? whole : undefined;
}

function dayAfter({ year, month, day }: LocalDate): LocalDate {
  return dateOfEpochDay(epochDay(year, month, day) + 1);
}

/** Whether the fields that were not needed say the same as the date and the time. */
function agrees(fields: FieldValues, local: Local): boolean {
  for (const [field, value] of fields) {
    const resolved = fieldValue(field, local);
    const needed = field === 'day' || field === 'hour' || field === 'clockHour' || field === 'clockHourOfHalfDay';
    if (!needed && resolved !== undefined && resolved !== value) return false;
  }
  return true;
}

/** Undefined: the fields are no date of the calendar. No date at all is fine. */
function resolveDate(fields: FieldValues): { date?: LocalDate } | undefined {
  const year = yearOf(fields);
  const month = fields.get('month');
  const day = fields.get('day');
  const dayOfYear = fields.get('dayOfYear');
  if (year === undefined) return {};
  if (month !== undefined && day !== undefined) {
    if (month < 1n || day < 1n) return undefined;
    const last = monthLength(year, Number(month));
    return { date: { year, month: Number(month), day: Math.min(Number(day), last) } };
  }
  if (dayOfYear === undefined) return {};
  const date = dateOfEpochDay(epochDay(year, 1, 1) + Number(dayOfYear) - 1);
  return dayOfYear < 1n || date.year !== year ? undefined : { date };
}

function yearOf(fields: FieldValues): number | undefined {
  const ofEra = fields.get('yearOfEra');
  if (ofEra === undefined) return fields.has('year') ? Number(fields.get('year')) : undefined;
  return Number(fields.get('era') === 0n ? 1n - ofEra : ofEra);
}

function monthLength(year: number, month: number): number {
  return epochDay(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - epochDay(year, month, 1);
}

/** Undefined: the fields are no time. */
function resolveTime(fields: FieldValues): { time: { time?: LocalTime }; nextDay: boolean } | undefined {
  const nothing = { time: {}, nextDay: false };
  const ofDay = fields.get('nanoOfDay') ?? scaled(fields.get('milliOfDay'));
  if (ofDay !== undefined)
    return ofDay < 86_400_000_000_000n ? { time: { time: timeOfNano(ofDay) }, nextDay: false } : undefined;
  const hour = hourOf(fields);
  const [minute, second, nano] = [fields.get('minute'), fields.get('second'), fields.get('nano')];
  if (hour === undefined) return nothing;
  if (minute === undefined && (second !== undefined || nano !== undefined)) return nothing;
  if (second === undefined && nano !== undefined) return nothing;
  const rest = { minute: Number(minute ?? 0n), second: Number(second ?? 0n), nano: Number(nano ?? 0n) };
  if (hour < 24n) return { time: { time: { hour: Number(hour), ...rest } }, nextDay: false };
  if (rest.minute + rest.second + rest.nano > 0) return undefined;
  return { time: { time: { hour: 0, ...rest } }, nextDay: true };
}

function scaled(millis: bigint | undefined): bigint | undefined {
  return millis === undefined ? undefined : millis * 1_000_000n;
}

function hourOf(fields: FieldValues): bigint | undefined {
  if (fields.has('hour')) return fields.get('hour');
  const clock = fields.get('clockHour');
  if (clock !== undefined) return clock === 24n ? 0n : clock;
  const ofHalf = fields.get('clockHourOfHalfDay') ?? fields.get('hourOfHalfDay');
  const half = fields.get('halfDay');
  return ofHalf === undefined || half === undefined ? undefined : half * 12n + (ofHalf % 12n);
}

function timeOfNano(nanos: bigint): LocalTime {
  const seconds = Number(nanos / 1_000_000_000n);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    nano: Number(nanos % 1_000_000_000n),
  };
}
