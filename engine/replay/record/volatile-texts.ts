/** A text that is another one in each run: what it looks like, as a regular expression. */
export interface VolatileText {
  readonly text: string;
  readonly index: number;
  readonly pattern: string;
}

const days = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d{2}:\\d{2}:\\d{2}';

/** Ids; each finds, and then matches, texts of its kind. */
const ids: readonly string[] = [
  // traceparent
  '[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}',
  '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  '[0-9a-fA-F]{32,128}',
];

/** Dates with times. */
const instants: readonly string[] = [
  `\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?(?:Z|[+-]\\d{2}:?\\d{2}))?`,
  `${days}, \\d{1,2} ${months} \\d{4} ${time}(?: GMT| UTC| [+-]\\d{4})?`,
  `${days} ${months} \\d{2} ${time} [A-Z]{2,5} \\d{4}`,
];

const shapes = [...ids, ...instants];
const groups = (patterns: readonly string[]): string => patterns.map((pattern) => `(${pattern})`).join('|');
const expression = new RegExp(
  `(?<![0-9A-Za-z])(?:${groups(ids)})(?![0-9A-Za-z])|` +
    `(?<![\\w-])(?:${groups(instants)}|(\\d{4}-\\d{2}-\\d{2})|(\\d{13}|\\d{10}))(?![\\w-])`,
  'g',
);

const day = 24 * 3600 * 1000;

/**
 * What of a text looks as if it were made anew in each run: UUIDs, dates and times, times since 1970, hashes and long
 * ids.
 * @param now when the text was made, in milliseconds since 1970: plain numbers and days count only when they are near
 */
export function volatileTexts(text: string, now: number): VolatileText[] {
  const found: VolatileText[] = [];
  for (const match of text.matchAll(expression)) {
    const [whole] = match;
    const shape = shapes.findIndex((_, index) => match[index + 1] !== undefined);
    const date = match[shapes.length + 1];
    if (shape >= 0) found.push({ text: whole, index: match.index, pattern: shapes[shape]! });
    else if (date !== undefined) {
      if (Math.abs(Date.parse(date) - now) < 2 * day)
        found.push({ text: whole, index: match.index, pattern: '\\d{4}-\\d{2}-\\d{2}' });
    } else if (epochUnit(whole, now) !== undefined) {
      found.push({ text: whole, index: match.index, pattern: `\\d{${whole.length}}` });
    }
  }
  return found;
}

/** Milliseconds in the unit of a number that is a time near `now`; undefined when it is none. */
export function epochUnit(digits: string, now: number): 1 | 1000 | undefined {
  const unit = /^\d{13}$/.test(digits) ? 1 : /^\d{10}$/.test(digits) ? 1000 : undefined;
  return unit !== undefined && Math.abs(Number(digits) * unit - now) < 400 * day ? unit : undefined;
}
