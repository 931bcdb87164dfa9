import type { FixtureBody, FixturePart, FixtureRequest } from './fixture.js';
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
  const [type, text] = typedText(body);
  const typed = headerValues(pairs, 'content-type').length > 0;
  return { headers: typed ? pairs : [...pairs, ['Content-Type', type]], body: Buffer.from(text) };
}

function typedText(body: Exclude<FixtureBody, string | { base64: string }>): [type: string, text: string] {
  if ('json' in body) return ['application/json', JSON.stringify(body.json)];
  if ('form' in body) return ['application/x-www-form-urlencoded', formText(body.form)];
  return [`multipart/form-data; boundary=${boundary}`, multipartText(body.multipart)];
}

/** What stands between the parts of a body. */
const boundary = 'mediant-fixture-part';

function multipartText(parts: readonly FixturePart[]): string {
  const written = parts.map(({ name, filename, type, content }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const typeLine = type === undefined ? '' : `Content-Type: ${type}\r\n`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${typeLine}\r\n${content}\r\n`;
  });
  return `${written.join('')}--${boundary}--\r\n`;
}

function formText(form: Readonly<Record<string, string | readonly string[]>>): string {
  return new URLSearchParams(headerPairs(form)).toString();
}
