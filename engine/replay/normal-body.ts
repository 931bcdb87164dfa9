import { normalXmlLines } from '../xml/index.js';
import { lineDifference } from './line-difference.js';

/**
 * The difference of two bodies in lines. JSON and XML are brought into the same shape first, so that only what matters
 * shows; when nothing but the shape differs, the texts are compared as they are.
 */
export function bodyDifference(expected: string, actual: string): string {
  const [a, b] = jsonLines(expected, actual) ?? xmlLines(expected, actual) ?? [[], []];
  return lineDifference(a, b) || lineDifference(rawLines(expected), rawLines(actual));
}

function jsonLines(expected: string, actual: string): [string[], string[]] | undefined {
  const a = normalJson(expected);
  const b = normalJson(actual);
  return a === undefined || b === undefined ? undefined : [a.split('\n'), b.split('\n')];
}

/** JSON indented, members sorted; undefined for what is not JSON. */
function normalJson(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text)), undefined, 2);
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function xmlLines(expected: string, actual: string): [string[], string[]] | undefined {
  try {
    const prefixes = new Map<string, string>();
    return [normalXmlLines(expected, prefixes), normalXmlLines(actual, prefixes)];
  } catch {
    return undefined;
  }
}

/** The lines of a text; what cannot be seen is escaped. */
function rawLines(text: string): string[] {
  const escaped = text.replace(/[^\n\P{Cc}]/gu, (character) => JSON.stringify(character).slice(1, -1));
  return escaped === ''
    ? ['(empty)']
    : escaped.split('\n').map((line) => line.replace(/ +$/, (blanks) => '·'.repeat(blanks.length)));
}
