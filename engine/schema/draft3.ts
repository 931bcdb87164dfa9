const DRAFT_3 = /^https?:\/\/json-schema\.org\/draft-03\/schema#?$/;

/** Whether a schema says that it is of draft 3. */
export function isDraft3(schema: object): boolean {
  const { $schema } = schema as { $schema?: unknown };
  return typeof $schema === 'string' && DRAFT_3.test($schema);
}

type Schema = Record<string, unknown>;

/** A schema of draft 3 in the words of draft 4. */
export function fromDraft3(schema: object): Schema {
  return convert(schema) as Schema;
}

/** Keywords that hold schemas by name. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'definitions']);
/** Keywords that hold a schema or a list of them. */
const NESTED: ReadonlySet<string> = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'not',
  'allOf',
  'anyOf',
  'oneOf',
]);

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (!isObject(value)) return value;
  const result: Schema = {};
  const all: unknown[] = [];
  for (const [keyword, content] of Object.entries(value)) {
    if (keyword === '$schema' || keyword === 'required') continue;
    if (keyword === 'properties' && isObject(content)) {
      const required = Object.entries(content).filter(([, member]) => isObject(member) && member.required === true);
      if (required.length > 0) result.required = required.map(([name]) => name);
    }
    if (keyword === 'divisibleBy') result.multipleOf = content;
    else if (keyword === 'extends') all.push(...[content].flat().map(convert));
    else if (keyword === 'disallow') result.not = union([content].flat());
    else if (keyword === 'type') addType(content, result, all);
    else if (keyword === 'dependencies' && isObject(content)) result.dependencies = mapped(content, dependency);
    else if (NAMED.has(keyword) && isObject(content)) result[keyword] = mapped(content, convert);
    else result[keyword] = NESTED.has(keyword) ? convert(content) : content;
  }
  if (all.length > 0) result.allOf = all;
  return result;
}

/** A list of types may hold schemas; the type `any` says nothing. */
function addType(type: unknown, result: Schema, all: unknown[]): void {
  const types = [type].flat();
  if (types.includes('any')) return;
  if (types.some(isObject)) all.push(union(types));
  else result.type = type;
}

function union(types: readonly unknown[]): Schema {
  return { anyOf: types.map((type) => (isObject(type) ? convert(type) : type === 'any' ? {} : { type })) };
}

function dependency(content: unknown): unknown {
  return typeof content === 'string' ? [content] : convert(content);
}

function mapped(schemas: Schema, change: (schema: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
