import type { Json } from './fixture.js';

/** What matchers may refer to. */
export interface MatchContext {
  /** Values of earlier responses, by the names that `capture` gave them. */
  readonly captured: ReadonlyMap<string, unknown>;
}

/** Whether objects may hold more than expected. */
export type MatchMode = 'equal' | 'subset';

/**
 * Compares plain JSON, the order of members free; members that are value matchers match by their rule.
 * @param path of the data so far, for the sentence
 * @returns the first difference as a sentence, undefined when there is none
 */
export function jsonDifference(
  expected: Json,
  actual: unknown,
  mode: MatchMode,
  context: MatchContext,
  path = '$',
): string | undefined {
  const matcher = matcherOf(expected);
  if (matcher !== undefined) {
    const reason = matcherFault(matcher, actual, context);
    return reason === undefined ? undefined : `${path}: ${reason}`;
  }
  if (Array.isArray(expected)) return arrayDifference(expected, actual, mode, context, path);
  if (typeof expected === 'object' && expected !== null) {
    return objectDifference(expected as { readonly [name: string]: Json }, actual, mode, context, path);
  }
  return Object.is(expected, actual) || (expected === 0 && actual === 0)
    ? undefined
    : `${path}: expected ${show(expected)}, got ${show(actual)}`;
}

function arrayDifference(
  expected: readonly Json[],
  actual: unknown,
  mode: MatchMode,
  context: MatchContext,
  path: string,
): string | undefined {
  if (!Array.isArray(actual)) return `${path}: expected an array, got ${show(actual)}`;
  for (let index = 0; index < Math.min(expected.length, actual.length); index++) {
    const difference = jsonDifference(expected[index]!, actual[index], mode, context, `${path}[${index}]`);
    if (difference !== undefined) return difference;
  }
  if (expected.length === actual.length) return undefined;
  return `${path}: expected ${expected.length} items, got ${actual.length}`;
}

function objectDifference(
  expected: { readonly [name: string]: Json },
  actual: unknown,
  mode: MatchMode,
  context: MatchContext,
  path: string,
): string | undefined {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) {
    return `${path}: expected an object, got ${show(actual)}`;
  }
  const members = actual as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(expected)) {
    const at = `${path}${memberPath(name)}`;
    if (!Object.hasOwn(members, name)) return `${at}: expected ${show(value)}, got no such member`;
    const difference = jsonDifference(value, members[name], mode, context, at);
    if (difference !== undefined) return difference;
  }
  if (mode === 'subset') return undefined;
  const more = Object.keys(members).find((name) => !Object.hasOwn(expected, name));
  return more === undefined ? undefined : `${path}${memberPath(more)}: expected none, got ${show(members[more])}`;
}

function memberPath(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/**
 * Compares a value that is text by nature (a header, a property, a URL, a form field) with what is expected: a text, a
 * number or truth value, null for unset, or a value matcher.
 * @param actual undefined or null = unset
 * @returns the difference as a sentence
 */
export function textDifference(
  expected: Json,
  actual: string | number | boolean | null | undefined,
  context: MatchContext,
): string | undefined {
  const matcher = matcherOf(expected);
  if (matcher !== undefined) return matcherFault(matcher, actual ?? null, context);
  const same =
    expected === null || actual === null || actual === undefined
      ? (expected ?? null) === (actual ?? null)
      : typeof expected === 'number'
        ? String(actual).trim() !== '' && Number(actual) === expected
        : String(expected) === String(actual);
  return same ? undefined : `expected ${showSet(expected)}, got ${showSet(actual)}`;
}

type Matcher = readonly [name: string, argument: Json];

/** The value matcher that a value is, if it is one. The schema has refused unknown ones. */
function matcherOf(value: Json): Matcher | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [first] = entries;
  return entries.length === 1 && first![0].length > 1 && first![0].startsWith('$') ? (first as Matcher) : undefined;
}

/** The regular expression of a fixture: flags may stand in front, as in `(?s)`. @throws SyntaxError */
export function pattern(source: string): RegExp {
  const [lead = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  return new RegExp(source.slice(lead.length), flags);
}

/** Why a value does not match; undefined when it does. */
function matcherFault([name, argument]: Matcher, actual: unknown, { captured }: MatchContext): string | undefined {
  switch (name) {
    case '$matches': {
      const isText = typeof actual === 'string' || typeof actual === 'number' || typeof actual === 'boolean';
      const matches = isText && pattern(argument as string).test(String(actual));
      return matches ? undefined : `expected a text that matches /${argument}/, got ${show(actual)}`;
    }
    case '$type':
      return hasType(actual, argument as string)
        ? undefined
        : `expected a value of type ${argument}, got ${show(actual)}`;
    case '$range': {
      const [low, high] = argument as [number, number];
      const number = typeof actual === 'string' && actual.trim() !== '' ? Number(actual) : actual;
      const inside = typeof number === 'number' && number >= low && number <= high;
      return inside ? undefined : `expected a number from ${low} to ${high}, got ${show(actual)}`;
    }
    case '$ref':
    case '$notRef': {
      const reference = argument as string;
      if (!captured.has(reference)) return `nothing was captured under the name "${reference}"`;
      const value = captured.get(reference);
      const same = jsonDifference(value as Json, actual, 'equal', { captured: NOTHING }) === undefined;
      if (name === '$ref')
        return same ? undefined : `expected ${show(value)} (captured as ${reference}), got ${show(actual)}`;
      return same ? `expected something else than ${show(value)} (captured as ${reference})` : undefined;
    }
    default:
      return `the matcher ${name} is not known`;
  }
}

const NOTHING: ReadonlyMap<string, unknown> = new Map();

function hasType(value: unknown, type: string): boolean {
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

/** A value for a sentence, cut when it is long. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function showSet(value: unknown): string {
  return value === null || value === undefined ? 'unset' : show(value);
}
