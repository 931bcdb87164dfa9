import type { ErrorObject } from 'ajv';
import { nearestName } from '../errors/index.js';

/** One thing that is wrong with data. */
export interface SchemaProblem {
  /** JSON pointer to what is wrong; '' is the whole. */
  readonly pointer: string;
  /** What is wrong with it, to be read after the pointer: `must be string`. */
  readonly message: string;
}

/** Puts an error of ajv into words; an unknown name comes with the nearest known one. */
export function problemOf(error: ErrorObject): SchemaProblem {
  const { instancePath, keyword, message = 'is not valid' } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params.additionalProperty ?? params.unevaluatedProperty);
      return { pointer: `${instancePath}/${pointerToken(name)}`, message: unknownName(name, error.parentSchema) };
    }
    case 'required':
      return { pointer: instancePath, message: `the field "${params.missingProperty}" is missing` };
    case 'enum':
      return { pointer: instancePath, message: `must be one of ${list(params.allowedValues)}` };
    case 'const':
      return { pointer: instancePath, message: `must be ${JSON.stringify(params.allowedValue)}` };
    case 'type':
      return { pointer: instancePath, message: `must be ${String(params.type).replaceAll(',', ' or ')}` };
    case 'false schema':
      return { pointer: instancePath, message: 'is not allowed here' };
    default:
      return { pointer: instancePath, message };
  }
}

function unknownName(name: string, schema: unknown): string {
  const known = typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : {};
  const near = nearestName(name, Object.keys(known as object));
  return near === undefined ? 'is not a known field' : `is not a known field; did you mean "${near}"?`;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : String(values);
}

/** A name as a step of a JSON pointer. */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
