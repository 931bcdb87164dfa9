import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv';
import { type FindsPattern, patternOptions } from './pattern.js';
import { problemOf, type SchemaProblem } from './problem.js';

/** A JSON Schema as plain data: an object, or `true` / `false`. Draft 2020-12 when `$schema` says so, else draft 07. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Checks plain data (as JSON.parse gives it): what is wrong with it; nothing when it is valid. */
export type SchemaCheck = (data: unknown) => readonly SchemaProblem[];

/** How a schema is compiled. */
export interface SchemaOptions {
  /**
   * Unknown keywords and doubtful combinations are errors of the schema. Default true, for schemas of our own; false for
   * schemas that somebody brings along.
   */
  readonly strict?: boolean;
  /** All problems instead of the first one. Default false: what comes after the first is often its consequence. */
  readonly allProblems?: boolean;
  /**
   * Makes the matcher of `pattern` and `patternProperties`, for schemas that somebody brings along. Default: JavaScript's
   * own, without limit of time. What a matcher throws, a check throws.
   */
  readonly pattern?: (source: string) => FindsPattern;
}

/** The schema itself is not valid, or refers to something that is not there. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

// Loaded with the first schema: ajv is a hundred files, and most gateways start without a schema.
const load = createRequire(import.meta.url);

const DRAFT_2020 = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/**
 * Compiles a schema once, for many checks. Nothing is fetched: a reference must lead to a place inside the schema.
 * @throws SchemaError
 */
export function compileSchema(
  schema: JsonSchema,
  { strict = true, allProblems = false, pattern }: SchemaOptions = {},
): SchemaCheck {
  const options: Options = {
    strict,
    allowUnionTypes: true,
    strictTuples: false,
    strictRequired: false,
    strictTypes: false,
    allErrors: allProblems,
    verbose: true,
    logger: false,
    // Formats are annotations, as the drafts have it.
    validateFormats: false,
    ...patternOptions(pattern),
  };
  const validate = compile(schema, options);
  return (data) => (validate(data) ? [] : problemsOf(validate.errors ?? []));
}

function newAjv(is2020: boolean, options: Options): Ajv {
  if (is2020) {
    const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
    return new Ajv2020(options);
  }
  const { Ajv } = load('ajv') as typeof import('ajv');
  return new Ajv(options);
}

function compile(schema: JsonSchema, options: Options): ValidateFunction {
  const dialect = typeof schema === 'object' ? schema.$schema : undefined;
  try {
    // A fresh instance each time: nothing that a schema names outlives its check.
    const is2020 = typeof dialect === 'string' && DRAFT_2020.test(dialect);
    return newAjv(is2020, options).compile(schema as object | boolean);
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function problemsOf(errors: readonly ErrorObject[]): SchemaProblem[] {
  // `if` reports besides what failed in its branch; alone it never stands.
  const telling = errors.filter(({ keyword }) => keyword !== 'if');
  return (telling.length > 0 ? telling : errors).map(problemOf);
}
