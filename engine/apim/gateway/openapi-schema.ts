import { boundedPattern } from '../../expressions/index.js';
import { compileSchema, type JsonSchema, type SchemaCheck, SchemaError } from '../../schema/index.js';

type Plain = Readonly<Record<string, unknown>>;

/** An object of a definition; undefined = it is none. */
export function objectOf(value: unknown): Plain | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : undefined;
}

/** What stands under a name; names are those of the object alone. */
export function memberOf(value: unknown, name: string): unknown {
  const object = objectOf(value);
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** References that lead on to references are followed so far. */
const longestChain = 16;

/** An object of a definition behind its `$ref`, which leads to another place in the definition. */
export function resolved(definition: Plain, value: unknown): Plain | undefined {
  let found = objectOf(value);
  for (let step = 0; found && step < longestChain; step++) {
    const reference = memberOf(found, '$ref');
    if (typeof reference !== 'string') return found;
    found = objectOf(at(definition, reference));
  }
  return undefined;
}

function at(definition: Plain, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let found: unknown = definition;
  for (const step of reference.slice(2).split('/')) {
    found = memberOf(found, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return found;
}

/**
 * The check for a schema of an OpenAPI definition. Properties that a schema does not know are allowed, whatever it says
 * (gateway sheet E.9). Undefined: the schema cannot be used, and nothing is checked.
 */
export function schemaCheck(definition: Plain, schema: unknown): SchemaCheck | undefined {
  if (!objectOf(schema)) return undefined;
  // References lead into the definition from its root, so what they can lead to stands beside the schema.
  const { components = {}, definitions = {} } = definition;
  const whole = { allOf: [schema], components, definitions };
  try {
    return compileSchema(jsonSchema(whole) as JsonSchema, {
      strict: false,
      allProblems: true,
      pattern: boundedPattern,
    });
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** A schema of OpenAPI 2 or 3.0 as JSON Schema; those of 3.1 are. */
function jsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonSchema);
  const object = objectOf(value);
  if (!object) return value;
  const converted: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(object)) converted[name] = jsonSchema(member);
  if (converted.additionalProperties === false) delete converted.additionalProperties;
  limit(converted, 'minimum', 'exclusiveMinimum');
  limit(converted, 'maximum', 'exclusiveMaximum');
  if (converted.nullable === true) {
    delete converted.nullable;
    return { anyOf: [{ type: 'null' }, converted] };
  }
  return converted;
}

/** `exclusiveMinimum: true` beside `minimum` became a number of its own. */
function limit(schema: Record<string, unknown>, inclusive: string, exclusive: string): void {
  if (typeof schema[exclusive] !== 'boolean') return;
  if (schema[exclusive] && typeof schema[inclusive] === 'number') {
    schema[exclusive] = schema[inclusive];
    delete schema[inclusive];
  } else delete schema[exclusive];
}
