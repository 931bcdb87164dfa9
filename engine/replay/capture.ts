import { type ActualBody, bodyText } from './body-text.js';
import { type ActualHeaders, headerValues } from './match-headers.js';

/** What came back to the client. */
export interface ActualResponse {
  readonly status: number;
  readonly headers: ActualHeaders;
  readonly body: ActualBody;
}

/**
 * Takes a value out of a response: `$.json.path` or `$.path` in its JSON (members, `[0]`, `['name']`), `header:Name`, `body`.
 * @returns undefined when it is not there
 */
export function captureValue(source: string, response: ActualResponse): unknown {
  if (source === 'body') return bodyText(response.body);
  if (source.startsWith('header:')) return headerValues(response.headers, source.slice('header:'.length).trim())[0];
  let value: unknown;
  try {
    value = JSON.parse(bodyText(response.body));
  } catch {
    return undefined;
  }
  const path = source.replace(/^\$(?:\.json(?=[.[]|$))?/, '');
  for (const [, member, index, quoted] of path.matchAll(/\.([\w$-]+)|\[(\d+)\]|\['([^']*)'\]/g)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[member ?? index ?? quoted!];
  }
  return value;
}
