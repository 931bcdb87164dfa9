import type { ExpectedCall, Json } from './fixture.js';
import { bodyMismatch } from './match-body.js';
import { type ActualHeaders, headerMismatches, headerValues, unwantedHeaders } from './match-headers.js';
import { type MatchContext, show, textDifference } from './match-value.js';

/** A call to a backend, as it would have gone out. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: ActualHeaders;
  readonly body: Buffer;
}

/** What of a call is not as expected, a sentence each; empty when the call fits. */
export function callMismatches(expected: ExpectedCall, call: Call, context: MatchContext): string[] {
  const misfits: string[] = [];
  const { method, url, headers = {}, absentHeaders = [], body } = expected;
  if (method !== undefined && method.toUpperCase() !== call.method.toUpperCase()) {
    misfits.push(`method: expected ${method}, got ${call.method}`);
  }
  const urlFault = url === undefined ? undefined : urlDifference(url, call.url, context);
  if (urlFault !== undefined) misfits.push(`url: ${urlFault}`);
  const sent = withHost(call);
  misfits.push(...headerMismatches(headers, sent, context).map(({ message }) => message));
  misfits.push(...unwantedHeaders(absentHeaders, sent).map(({ message }) => message));
  if (body !== undefined) {
    const contentType = headerValues(call.headers, 'content-type')[0];
    const fault = bodyMismatch(body, { bytes: call.body, contentType }, context);
    if (fault !== undefined) misfits.push(`body: ${fault.message}`);
  }
  return misfits;
}

/** Texts are compared as URLs: `http://a:80` and `http://a/` are the same. */
function urlDifference(expected: Json, actual: string, context: MatchContext): string | undefined {
  if (typeof expected !== 'string') return textDifference(expected, actual, context);
  if (expected === actual || normal(expected) === normal(actual)) return undefined;
  return `expected ${show(expected)}, got ${show(actual)}`;
}

function normal(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

/** The Host field is written by the connection, from the URL. */
function withHost({ headers, url }: Call): ActualHeaders {
  if (headerValues(headers, 'host').length > 0 || !URL.canParse(url)) return headers;
  return [...headers, ['Host', new URL(url).host]];
}
