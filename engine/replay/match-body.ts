import { sameXml } from '../xml/index.js';
import { type ActualBody, bodyText, formFields } from './body-text.js';
import type { Mismatch } from './failure.js';
import type { BodyMatcher, BodyMatcherObject, Json } from './fixture.js';
import { jsonDifference, type MatchContext, type MatchMode, pattern, show } from './match-value.js';
import { bodyDifference } from './normal-body.js';

/** Compares a body with what is expected. @returns what is wrong, undefined when nothing is */
export function bodyMismatch(expected: BodyMatcher, body: ActualBody, context: MatchContext): Mismatch | undefined {
  if (typeof expected === 'string') return exactText(expected, bodyText(body));
  const [[kind, argument]] = Object.entries(expected) as [[keyof BodyMatcherObject, never]];
  return matchers[kind](argument, body, context);
}

type Check<Argument> = (argument: Argument, body: ActualBody, context: MatchContext) => Mismatch | undefined;

const matchers: { readonly [Kind in keyof Required<BodyMatcherObject>]: Check<NonNullable<BodyMatcherObject[Kind]>> } =
  {
    json: (argument, body, context) => json(argument, body, context, 'equal'),
    jsonSubset: (argument, body, context) => json(argument, body, context, 'subset'),
    xml: (argument, body) => {
      const actual = bodyText(body);
      const { same, difference } = sameXml(argument, actual);
      if (same) return undefined;
      return mismatch(argument, actual, `${difference}\n${bodyDifference(argument, actual)}`, { xml: actual });
    },
    text: (argument, body) => {
      const actual = bodyText(body).trim();
      if (actual === argument.trim()) return undefined;
      return mismatch(argument.trim(), actual, bodyDifference(argument.trim(), actual), { text: actual });
    },
    form: (argument, body, context) => {
      const actual = formFields(bodyText(body));
      const difference = jsonDifference(argument as Json, actual, 'equal', context, 'form');
      return difference === undefined
        ? undefined
        : mismatch(show(argument), bodyText(body), difference, { form: actual });
    },
    matches: (argument, body) => {
      const actual = bodyText(body);
      if (pattern(argument).test(actual)) return undefined;
      return mismatch(`/${argument}/`, actual, `the body does not match /${argument}/: ${show(actual)}`);
    },
    contains: (argument, body) => {
      const actual = bodyText(body);
      const missing = [argument].flat().find((part) => !actual.includes(part));
      return missing === undefined
        ? undefined
        : mismatch(missing, actual, `the body does not contain ${show(missing)}`);
    },
    absent: (argument, body) => {
      const actual = bodyText(body);
      const found = [argument].flat().find((part) => actual.includes(part));
      return found === undefined
        ? undefined
        : mismatch(`no ${show(found)}`, actual, `the body contains ${show(found)}`);
    },
    empty: (_argument, body) => {
      const actual = bodyText(body);
      return body.bytes.length === 0
        ? undefined
        : mismatch('', actual, `the body is not empty: ${show(actual)}`, actual);
    },
    base64: (argument, { bytes }) => {
      const actual = bytes.toString('base64');
      const expected = Buffer.from(argument, 'base64').toString('base64');
      if (actual === expected) return undefined;
      return mismatch(expected, actual, `other bytes: ${lengths(expected, actual)}`, { base64: actual });
    },
    all: (argument, body, context) => {
      for (const matcher of argument) {
        const found = bodyMismatch(matcher, body, context);
        // A part alone cannot be written back: it would stand in the place of all.
        if (found !== undefined) return { ...found, update: undefined };
      }
      return undefined;
    },
  };

function mismatch(expected: string, actual: string, message: string, update?: unknown): Mismatch {
  return { expected, actual, message, ...(update === undefined ? {} : { update }) };
}

function exactText(expected: string, actual: string): Mismatch | undefined {
  return expected === actual ? undefined : mismatch(expected, actual, bodyDifference(expected, actual), actual);
}

function json(expected: Json, body: ActualBody, context: MatchContext, mode: MatchMode): Mismatch | undefined {
  const actual = bodyText(body);
  const wanted = JSON.stringify(expected, undefined, 2);
  let parsed: unknown;
  try {
    parsed = JSON.parse(actual);
  } catch {
    return mismatch(wanted, actual, `the body is not JSON: ${show(actual)}`);
  }
  const difference = jsonDifference(expected, parsed, mode, context);
  if (difference === undefined) return undefined;
  const update = mode === 'equal' ? { json: parsed } : undefined;
  const lines = mode === 'equal' ? `\n${bodyDifference(wanted, actual)}` : `\nbody: ${actual}`;
  return mismatch(wanted, actual, difference + lines, update);
}

function lengths(expected: string, actual: string): string {
  return `expected ${Buffer.byteLength(expected, 'base64')}, got ${Buffer.byteLength(actual, 'base64')}`;
}
