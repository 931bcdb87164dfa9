/** A header value with parameters: `text/plain; charset="utf-8"`. */
export interface HeaderValue {
  /** What stands before the first `;`, trimmed, as received. */
  readonly value: string;
  /** Parameters by their names in lower case; quotes and the backslashes in them are undone. The first of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const parameter = /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;

/** Reads a Content-Type, Content-Disposition or the like; never fails, what it does not understand is left out. */
export function readHeaderValue(text: string): HeaderValue {
  const end = text.indexOf(';');
  const parameters = new Map<string, string>();
  if (end >= 0) {
    for (const [, name = '', quoted, plain = ''] of text.slice(end).matchAll(parameter)) {
      const key = name.toLowerCase();
      if (!parameters.has(key))
        parameters.set(key, quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/g, '$1'));
    }
  }
  return { value: (end < 0 ? text : text.slice(0, end)).trim(), parameters };
}

/** A parameter's value in double quotes; what would end the header or the quotes is escaped or left out. */
export function quoteParameter(text: string): string {
  return `"${text.replace(/[\r\n]+/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}
