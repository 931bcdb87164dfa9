import { convertDateTime } from '../../date-time/index.js';
import { Decimal } from '../../decimal.js';
import { textOf } from '../convert.js';
import { wholePart } from '../number-text.js';
import { FtlDate, FtlTypeError } from '../value.js';
import { type BuiltIn, type BuiltInCall, type BuiltIns, number, textArgument } from './call.js';

type Kind = FtlDate['kind'];

/** Built-ins of dates. */
export const dateBuiltIns: BuiltIns = {
  date: (call) => asDate(call, 'date'),
  time: (call) => asDate(call, 'time'),
  datetime: (call) => asDate(call, 'datetime'),
  date_if_unknown: (call) => asDate(call, 'date'),
  time_if_unknown: (call) => asDate(call, 'time'),
  datetime_if_unknown: (call) => asDate(call, 'datetime'),
  number_to_date: (call) => fromNumber(call, 'date'),
  number_to_time: (call) => fromNumber(call, 'time'),
  number_to_datetime: (call) => fromNumber(call, 'datetime'),
  ...isoBuiltIns(),
};

function fromNumber(call: BuiltInCall, kind: Kind): FtlDate {
  return new FtlDate(Number(wholePart(number(call))), kind);
}

/** A date in another kind, or a text read by a pattern or as ISO 8601. */
function asDate(call: BuiltInCall, kind: Kind): FtlDate {
  const { value } = call;
  if (value instanceof FtlDate) return new FtlDate(value.milliseconds, kind);
  if (value instanceof Decimal) throw new FtlTypeError('A number becomes a date by ?number_to_date and the like');
  const text = textOf(value!, call.environment);
  const pattern = (call.count ?? 0) > 0 ? textArgument(call, 0) : 'iso';
  const milliseconds = ['iso', 'xs'].includes(pattern) ? Date.parse(text) : byPattern(text, pattern);
  if (Number.isNaN(milliseconds)) {
    throw new FtlTypeError(`The string doesn't match the expected date/time/date-time format: ${text}`);
  }
  return new FtlDate(milliseconds, kind);
}

/** A text by a pattern of Java, in the time zone of the process. */
function byPattern(text: string, pattern: string): number {
  const targets = ["uuuu-MM-dd'T'HH:mm:ss.SSS", "uuuu-MM-dd'T00:00:00.000'", "'1970-01-01T'HH:mm:ss.SSS"];
  for (const target of targets) {
    const local = convertDateTime(text, pattern, target);
    if (local !== undefined) return Date.parse(local);
  }
  return Number.NaN;
}

/** `?iso_utc`, `?iso_local_ms`, `?iso_utc_nz`, …: how exact, and with or without the zone. */
function isoBuiltIns(): Record<string, BuiltIn> {
  const all: Record<string, BuiltIn> = {};
  for (const zone of ['utc', 'local']) {
    for (const [exact, length] of Object.entries({ '': 19, _ms: 23, _m: 16, _h: 13 })) {
      for (const end of ['', '_nz']) {
        all[`iso_${zone}${exact}${end}`] = (call) => iso(call, zone === 'utc', length, end === '');
      }
    }
  }
  return all;
}

function iso(call: BuiltInCall, utc: boolean, length: number, withZone: boolean): string {
  const { value } = call;
  if (!(value instanceof FtlDate)) throw new FtlTypeError('?iso_utc and the like are for dates');
  const offset = utc ? 0 : -new Date(value.milliseconds).getTimezoneOffset();
  const text = new Date(value.milliseconds + offset * 60_000).toISOString();
  if (value.kind === 'date') return text.slice(0, 10);
  const zone = withZone ? (offset === 0 ? 'Z' : zoneText(offset)) : '';
  return (value.kind === 'time' ? text.slice(11, length) : text.slice(0, length)) + zone;
}

function zoneText(offset: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
