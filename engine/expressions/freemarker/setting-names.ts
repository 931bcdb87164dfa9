/** Settings that change what is printed. */
const EFFECTIVE = ['number_format', 'boolean_format', 'date_format', 'time_format', 'datetime_format', 'time_zone'];

/** Settings that change nothing here: there is one language, and nothing is loaded or encoded. */
const WITHOUT_EFFECT = [
  'locale',
  'output_encoding',
  'url_escaping_charset',
  'classic_compatible',
  'sql_date_and_time_time_zone',
  'c_format',
];

const NAMES: ReadonlySet<string> = new Set([...EFFECTIVE, ...WITHOUT_EFFECT]);

/** A name in snake case, which older templates write in camel case. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether `<#setting>` knows a name. */
export function isSetting(name: string): boolean {
  return NAMES.has(snakeCase(name));
}
