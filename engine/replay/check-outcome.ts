import type { ActualBody } from './body-text.js';
import type { ActualResponse } from './capture.js';
import type { Failure } from './failure.js';
import type { Expectation, ExpectedMessage, Json } from './fixture.js';
import { bodyMismatch } from './match-body.js';
import { type ActualHeaders, headerMismatches, unwantedHeaders } from './match-headers.js';
import { type MatchContext, show, textDifference } from './match-value.js';

/** The message behind the flow. */
export interface ActualMessage {
  readonly headers: ActualHeaders;
  /** Writes the body. @throws when its content cannot be written as its type */
  readonly body: () => ActualBody;
}

/** A fault as the flow or its caller sees it. */
export interface ActualFault {
  readonly code: string;
  readonly message: string;
}

/** What came out of a step, as far as its entry can know it. */
export interface Actual {
  /** `handled` = a fault handler took an error and ran to its end. Undefined for an http entry. */
  readonly outcome?: string;
  readonly message?: ActualMessage;
  readonly response?: ActualResponse;
  readonly fault?: ActualFault | undefined;
  /** Value of a property: text, number or truth value; null = unset. Undefined when no message is known. */
  readonly property?: (scope: string, name: string, typed: boolean) => string | number | boolean | null;
  readonly log: readonly string[];
}

/** Compares what came out with what was expected. */
export function checkExpectation(expect: Expectation, actual: Actual, context: MatchContext): Failure[] {
  return [
    ...checkOutcome(expect, actual),
    ...checkFault(expect, actual, context),
    ...checkMessage(expect.message, actual, context),
    ...checkResponse(expect.response, actual, context),
    ...checkProperties(expect.properties ?? {}, actual, context),
    ...checkLog(expect.log ?? [], actual.log),
  ];
}

function checkOutcome({ outcome: expected, fault: expectedFault }: Expectation, { outcome, fault }: Actual): Failure[] {
  const at = 'expect.outcome';
  if (expected === undefined) {
    if (outcome !== 'fault' || expectedFault !== undefined) return [];
    return [
      { at, expected: 'no fault', actual: show(fault), message: `nothing took the fault ${describeFault(fault)}` },
    ];
  }
  if (outcome === expected) return [];
  const why = fault === undefined ? '' : ` ${describeFault(fault)}`;
  const actual = outcome ?? 'nothing';
  return [{ at, expected, actual, message: `expected ${expected}, got ${actual}${why}`, update: outcome }];
}

function describeFault(fault: ActualFault | undefined): string {
  return fault === undefined ? '' : `${fault.code}: ${fault.message}`;
}

function checkFault({ fault: expected }: Expectation, { fault }: Actual, context: MatchContext): Failure[] {
  if (expected === undefined) return [];
  if (fault === undefined) {
    return [{ at: 'expect.fault', expected: show(expected), actual: 'no fault', message: 'there was no fault' }];
  }
  const failures: Failure[] = [];
  const { code, message } = expected;
  const difference = code === undefined ? undefined : textDifference(code, fault.code, context);
  if (difference !== undefined) {
    const why = `${difference} (${fault.message})`;
    failures.push({
      at: 'expect.fault.code',
      expected: show(code),
      actual: fault.code,
      message: why,
      update: fault.code,
    });
  }
  if (message !== undefined && !fault.message.includes(message)) {
    const text = `expected ${show(message)} in ${show(fault.message)}`;
    failures.push({
      at: 'expect.fault.message',
      expected: message,
      actual: fault.message,
      message: text,
      update: fault.message,
    });
  }
  return failures;
}

function checkMessage(expected: ExpectedMessage | undefined, actual: Actual, context: MatchContext): Failure[] {
  if (expected === undefined) return [];
  const at = 'expect.message';
  if (actual.message === undefined) return [{ at, message: 'the message of an http entry cannot be looked at' }];
  return checkParts(expected, actual.message, context, at);
}

function checkResponse(expected: ExpectedMessage | undefined, { response }: Actual, context: MatchContext): Failure[] {
  if (expected === undefined) return [];
  const at = 'expect.response';
  if (response === undefined) return [{ at, message: 'the client got no response' }];
  const failures: Failure[] = [];
  const { status } = expected;
  const difference = status === undefined ? undefined : textDifference(status, response.status, context);
  if (difference !== undefined) {
    const actual = String(response.status);
    failures.push({ at: `${at}.status`, expected: show(status), actual, message: difference, update: response.status });
  }
  const { headers, body } = response;
  return [...failures, ...checkParts(expected, { headers, body: () => body }, context, at)];
}

function checkParts(expected: ExpectedMessage, actual: ActualMessage, context: MatchContext, at: string): Failure[] {
  const failures: Failure[] = headerMismatches(expected.headers ?? {}, actual.headers, context).map(
    ({ name, ...mismatch }) => ({ at: `${at}.headers[${JSON.stringify(name)}]`, ...mismatch }),
  );
  for (const { name, ...mismatch } of unwantedHeaders(expected.absentHeaders ?? [], actual.headers)) {
    failures.push({ at: `${at}.absentHeaders`, ...mismatch });
  }
  if (expected.body === undefined) return failures;
  try {
    const body = bodyMismatch(expected.body, actual.body(), context);
    if (body !== undefined) failures.push({ at: `${at}.body`, ...body });
  } catch (error) {
    failures.push({ at: `${at}.body`, message: `the body cannot be written: ${(error as Error).message}` });
  }
  return failures;
}

function checkProperties(
  expected: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  { property }: Actual,
  context: MatchContext,
): Failure[] {
  return Object.entries(expected).flatMap(([scope, values]) =>
    Object.entries(values).flatMap(([name, value]): Failure[] => {
      const at = `expect.properties.${scope}[${JSON.stringify(name)}]`;
      if (property === undefined) return [{ at, message: 'no mediator ran, so there is no message to look at' }];
      const typed = typeof value === 'number' || (typeof value === 'object' && value !== null);
      const actual = property(scope, name, typed);
      const difference = textDifference(value, actual, context);
      if (difference === undefined) return [];
      return [{ at, expected: show(value), actual: show(actual), message: difference, update: actual }];
    }),
  );
}

/** Each text in some line, in order; several may stand in one line. */
function checkLog(expected: readonly string[], lines: readonly string[]): Failure[] {
  let from = 0;
  for (const [index, text] of expected.entries()) {
    const found = lines.findIndex((line, at) => at >= from && line.includes(text));
    if (found < 0) {
      const message = `no ${index === 0 ? '' : 'later '}line holds ${show(text)}; logged:\n${lines.join('\n') || '(nothing)'}`;
      return [{ at: `expect.log[${index}]`, expected: text, actual: lines.join('\n'), message }];
    }
    from = found;
  }
  return [];
}
