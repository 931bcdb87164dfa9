import { textOf } from './convert.js';
import type { Environment } from './environment.js';
import { snakeCase } from './setting-names.js';
import { FtlTypeError, type FtlValue } from './value.js';

/** Carries out `<#setting name=value>`. Throws FtlTypeError for a value that does not fit. */
export function applySetting(name: string, value: FtlValue, environment: Environment): void {
  const { settings } = environment;
  const text = typeof value === 'boolean' ? String(value) : textOf(value, environment);
  switch (snakeCase(name)) {
    case 'number_format':
      settings.numberFormat = text;
      return;
    case 'boolean_format':
      settings.booleanFormat = booleanFormat(text);
      return;
    case 'date_format':
      settings.dateFormat = text;
      return;
    case 'time_format':
      settings.timeFormat = text;
      return;
    case 'datetime_format':
      settings.datetimeFormat = text;
      return;
    case 'time_zone':
      settings.timeZone = text;
      return;
  }
}

function booleanFormat(text: string): readonly [string, string] | undefined {
  if (text === 'true,false') return undefined;
  if (text === 'c') return ['true', 'false'];
  const [yes, no] = text.split(',');
  if (yes === undefined || no === undefined)
    throw new FtlTypeError('boolean_format must be two texts with a comma between');
  return [yes, no];
}
