import { decodeText, isKnownCharset } from '../message/index.js';

/** A body that came out. */
export interface ActualBody {
  readonly bytes: Buffer;
  /** Its Content-Type, as far as it has one. */
  readonly contentType: string | undefined;
}

/** The text of a body, by the charset that its Content-Type names, else UTF-8. */
export function bodyText({ bytes, contentType = '' }: ActualBody): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1] ?? 'UTF-8';
  return decodeText(bytes, isKnownCharset(charset) ? charset : 'UTF-8');
}

/** The fields of a form; a field that stands several times has an array of values. */
export function formFields(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}
