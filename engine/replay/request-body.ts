import type { FixtureRequest } from './fixture.js';
import { type ActualHeaders, headerValues } from './match-headers.js';
import { headerPairs } from './outside-world.js';

/** A fixture's request as bytes and fields. */
export interface WrittenRequest {
  readonly headers: ActualHeaders;
  /** null = no body. */
  readonly body: Buffer | null;
}

/** Writes the body of a request; a form and JSON bring their Content-Type along unless the headers have one. */
export function writeRequestBody({ headers = {}, body }: FixtureRequest): WrittenRequest {
  const pairs = headerPairs(headers);
  if (body === undefined) return { headers: pairs, body: null };
  if (typeof body === 'string') return { headers: pairs, body: Buffer.from(body) };
  if ('base64' in body) return { headers: pairs, body: Buffer.from(body.base64, 'base64') };
  const [type, text] =
    'json' in body
      ? ['application/json', JSON.stringify(body.json)]
      : ['application/x-www-form-urlencoded', formText(body.form)];
  const typed = headerValues(pairs, 'content-type').length > 0;
  return { headers: typed ? pairs : [...pairs, ['Content-Type', type]], body: Buffer.from(text) };
}

function formText(form: Readonly<Record<string, string | readonly string[]>>): string {
  return new URLSearchParams(headerPairs(form)).toString();
}
