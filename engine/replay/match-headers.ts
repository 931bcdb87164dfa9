import type { Mismatch } from './failure.js';
import type { Json } from './fixture.js';
import { isJwtMatcher, jwtDifference } from './match-jwt.js';
import { type MatchContext, show, textDifference } from './match-value.js';

/** Header fields as they came out, in their order. */
export type ActualHeaders = readonly (readonly [name: string, value: string])[];

/** The values of a header; names are compared in any case. */
export function headerValues(headers: ActualHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
}

/** A mismatch of one header, with its name. */
export interface HeaderMismatch extends Mismatch {
  readonly name: string;
}

/**
 * Compares the headers that a case names; others may be there. A text is compared with all values joined by `, `, an
 * array with each.
 */
export function headerMismatches(
  expected: Readonly<Record<string, Json>>,
  actual: ActualHeaders,
  context: MatchContext,
): HeaderMismatch[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const values = headerValues(actual, name);
    const joined = values.length === 0 ? undefined : values.join(', ');
    const difference = Array.isArray(value)
      ? listDifference(value, values, context)
      : isJwtMatcher(value)
        ? jwtDifference(value.jwt, joined, context)
        : textDifference(value, joined, context);
    if (difference === undefined) return [];
    const update = joined ?? null;
    return [{ name, expected: show(value), actual: show(joined), message: `header ${name}: ${difference}`, update }];
  });
}

function listDifference(
  expected: readonly Json[],
  actual: readonly string[],
  context: MatchContext,
): string | undefined {
  if (expected.length !== actual.length) return `expected ${expected.length} values, got ${show(actual)}`;
  for (const [index, value] of expected.entries()) {
    const difference = textDifference(value, actual[index], context);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Headers that are there and should not be. */
export function unwantedHeaders(absent: readonly string[], actual: ActualHeaders): HeaderMismatch[] {
  return absent.flatMap((name) => {
    const values = headerValues(actual, name);
    if (values.length === 0) return [];
    const joined = values.join(', ');
    return [
      { name, expected: 'absent', actual: show(joined), message: `header ${name}: expected none, got ${show(joined)}` },
    ];
  });
}
