import type { Options } from 'ajv';

/** A pattern that is looked for anywhere in a text. */
export interface FindsPattern {
  test(text: string): boolean;
}

/** Options of ajv for matchers of `pattern` and `patternProperties`. */
export function patternOptions(pattern: ((source: string) => FindsPattern) | undefined): Pick<Options, 'code'> {
  if (!pattern) return {};
  // The name is written into code that ajv can generate for later use; nobody does here.
  return { code: { regExp: Object.assign((source: string) => pattern(source), { code: 'pattern' }) } };
}
