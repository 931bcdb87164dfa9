import { dayNames, monthNames } from '../calendar.js';
import type { NamedField, NameStyle } from './pattern.js';

/** The English names of a field's values, in order. */
export function fieldNames(field: NamedField, style: NameStyle): readonly string[] {
  return names[field][style];
}

/** The value of the first name. */
export function firstNamed(field: NamedField): bigint {
  return field === 'era' || field === 'halfDay' ? 0n : 1n;
}

const names: Readonly<Record<NamedField, Readonly<Record<NameStyle, readonly string[]>>>> = {
  month: { full: monthNames, short: shortened(monthNames, 3), narrow: shortened(monthNames, 1) },
  weekday: { full: dayNames, short: shortened(dayNames, 3), narrow: shortened(dayNames, 1) },
  quarter: {
    full: ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'],
    short: ['Q1', 'Q2', 'Q3', 'Q4'],
    narrow: ['1', '2', '3', '4'],
  },
  halfDay: { full: ['AM', 'PM'], short: ['AM', 'PM'], narrow: ['a', 'p'] },
  era: { full: ['Before Christ', 'Anno Domini'], short: ['BC', 'AD'], narrow: ['B', 'A'] },
};

function shortened(full: readonly string[], length: number): string[] {
  return full.map((name) => name.slice(0, length));
}
