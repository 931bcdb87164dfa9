import { createRequire } from 'node:module';
import { isIPv4, isIPv6 } from 'node:net';
import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import { SchemaError } from './compile-schema.js';
import { fromDraft3, isDraft3 } from './draft3.js';
import { draft4Message } from './draft4-message.js';
import { type FindsPattern, patternOptions } from './pattern.js';

/** What is wrong with JSON, in the words of the reference's library. */
export interface Draft4Problem {
  readonly message: string;
  /** JSON pointer to what is wrong. */
  readonly pointer: string;
  readonly keyword: string;
}

/** Checks plain data, as JSON.parse gives it: the first problem, undefined when it is valid. */
export type Draft4Check = (data: unknown) => Draft4Problem | undefined;

/** How schemas that others bring along are compiled. */
export interface Draft4Options {
  /** Makes the matcher of `pattern` and `patternProperties`. Default: JavaScript's own, without limit of time. */
  readonly pattern?: (source: string) => FindsPattern;
}

/** Keywords of later drafts that ajv-draft-04 knows. */
const LATER_KEYWORDS = ['const', 'contains', 'if', 'then', 'else', 'propertyNames', 'nullable'];

/**
 * Compiles a JSON Schema of draft 4, or of draft 3 when `$schema` says so; keywords of later drafts mean nothing. A
 * reference must lead to a place inside the schema. The schema is not changed.
 * @throws SchemaError
 */
export function compileDraft4(schema: unknown, { pattern }: Draft4Options = {}): Draft4Check {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new SchemaError('a JSON Schema is an object');
  }
  const validate = compile(isDraft3(schema) ? fromDraft3(schema) : withoutDialect(schema), pattern);
  return (data) => {
    if (validate(data)) return undefined;
    const error = decisive(validate.errors ?? []);
    return { message: draft4Message(error), pointer: error.instancePath, keyword: error.keyword };
  };
}

/** Whatever dialect a schema names, it is read as draft 4. */
function withoutDialect(schema: object): object {
  const { $schema: _, ...rest } = schema as { $schema?: unknown };
  return rest;
}

function compile(schema: object, pattern: Draft4Options['pattern']): ValidateFunction {
  const options: Options = {
    strict: false,
    verbose: true,
    logger: false,
    ownProperties: true,
    formats,
    ...patternOptions(pattern),
  };
  try {
    // Loaded with the first schema: most gateways start without one.
    const load = createRequire(import.meta.url);
    const { default: AjvDraft4 } = load('ajv-draft-04') as typeof import('ajv-draft-04');
    const ajv = new AjvDraft4(options);
    for (const keyword of LATER_KEYWORDS) ajv.removeKeyword(keyword);
    return ajv.compile(schema);
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Where branches failed, what is said of the whole comes last. */
function decisive(errors: readonly ErrorObject[]): ErrorObject {
  return errors[errors.length - 1]!;
}

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,12})?(?:Z|[+-]\d{2}:?\d{2})$/;
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** The formats of draft 4; others are not checked. */
const formats: Record<string, (text: string) => boolean> = {
  'date-time': (text) => dateTime.test(text) && !Number.isNaN(Date.parse(text.slice(0, 19))),
  email: (text) => /^[^\s@<>()[\],;:\\"]+@[^\s@]+$/.test(text),
  hostname: (text) => text.length <= 255 && text.split('.').every((label) => hostLabel.test(label)),
  ipv4: isIPv4,
  ipv6: isIPv6,
  uri: (text) => !/[\s<>"{}|\\^`]/.test(text) && /^(?:[a-z][a-z0-9+.-]*:)?[^:]*/i.test(text),
  regex: isRegExp,
};

function isRegExp(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
