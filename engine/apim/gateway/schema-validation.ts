import type { Message } from '../../message/index.js';
import type { SchemaCheck } from '../../schema/index.js';
import type { ManagedResource } from './managed-api.js';
import { memberOf, objectOf, resolved, schemaCheck } from './openapi-schema.js';

type Plain = Readonly<Record<string, unknown>>;

/** A body as a definition describes it. */
interface BodyRule {
  readonly required: boolean;
  /** Of JSON; undefined = any. */
  readonly check: SchemaCheck | undefined;
}

/** A parameter of the query or a header. */
interface ParameterRule {
  readonly name: string;
  readonly place: 'query' | 'header';
  readonly required: boolean;
  /** Type of the value as `type` names it. */
  readonly type: unknown;
  readonly check: SchemaCheck | undefined;
}

interface OperationRules {
  readonly parameters: readonly ParameterRule[];
  readonly body: BodyRule | undefined;
  /** By status, `2XX` or `default`. */
  readonly responses: ReadonlyMap<string, SchemaCheck>;
}

/** Most problems that an answer names. */
const mostProblems = 10;

/** Checks requests and answers against the OpenAPI definition of an API (gateway sheet E.9). */
export class SchemaValidation {
  readonly #definition: Plain;
  readonly #rules = new Map<string, OperationRules | undefined>();

  constructor(definition: Plain) {
    this.#definition = definition;
  }

  /** What is wrong with a request; undefined = nothing. A promise while its body is collected. Throws Fault. */
  request(message: Message, resource: ManagedResource): string | undefined | Promise<string | undefined> {
    const rules = this.#rulesOf(resource.target, message.exchange.client.method);
    if (!rules) return undefined;
    const problem = parameterProblem(rules.parameters, message);
    if (problem !== undefined || !rules.body) return problem;
    const { body } = rules;
    if (message.axis2.get('NO_ENTITY_BODY') === true) {
      return body.required ? 'A request body is required but none found.' : undefined;
    }
    return whenBuilt(message, () => bodyProblem(body.check, message));
  }

  /** What is wrong with an answer; undefined = nothing. */
  response(
    message: Message,
    resource: ManagedResource,
    status: string,
  ): string | undefined | Promise<string | undefined> {
    const responses = this.#rulesOf(resource.target, message.exchange.client.method)?.responses;
    const check = responses?.get(status) ?? responses?.get(`${status[0]}XX`) ?? responses?.get('default');
    if (!check || message.axis2.get('NO_ENTITY_BODY') === true) return undefined;
    return whenBuilt(message, () => bodyProblem(check, message));
  }

  #rulesOf(target: string, method: string): OperationRules | undefined {
    const key = `${method} ${target}`;
    if (!this.#rules.has(key)) this.#rules.set(key, this.#readRules(target, method.toLowerCase()));
    return this.#rules.get(key);
  }

  #readRules(target: string, method: string): OperationRules | undefined {
    const definition = this.#definition;
    const path = resolved(definition, memberOf(definition.paths, target));
    const operation = objectOf(memberOf(path, method));
    if (!operation) return undefined;
    const parameters = [memberOf(path, 'parameters'), operation.parameters]
      .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
      .map((each) => resolved(definition, each))
      .filter((each) => each !== undefined);
    return {
      parameters: parameters.flatMap((each) => parameterRule(definition, each)),
      body: bodyRule(definition, operation, parameters),
      responses: responseChecks(definition, operation),
    };
  }
}

function whenBuilt(message: Message, next: () => string | undefined): string | undefined | Promise<string | undefined> {
  const building = message.build();
  return building ? building.then(next) : next();
}

function parameterRule(definition: Plain, parameter: Plain): ParameterRule[] {
  const { name, required } = parameter;
  const place = parameter.in;
  if (typeof name !== 'string' || (place !== 'query' && place !== 'header')) return [];
  // Swagger 2 has the schema of a parameter in the parameter itself.
  const schema = parameter.schema ?? { type: parameter.type, enum: parameter.enum };
  const { type } = resolved(definition, schema) ?? {};
  return [{ name, place, required: required === true, type, check: schemaCheck(definition, schema) }];
}

function bodyRule(definition: Plain, operation: Plain, parameters: readonly Plain[]): BodyRule | undefined {
  const body = resolved(definition, operation.requestBody);
  if (body) return { required: body.required === true, check: contentCheck(definition, body.content) };
  const inBody = parameters.find((each) => each.in === 'body');
  return inBody && { required: inBody.required === true, check: schemaCheck(definition, inBody.schema) };
}

function responseChecks(definition: Plain, operation: Plain): Map<string, SchemaCheck> {
  const checks = new Map<string, SchemaCheck>();
  for (const [status, value] of Object.entries(objectOf(operation.responses) ?? {})) {
    const response = resolved(definition, value);
    const check = contentCheck(definition, response?.content) ?? schemaCheck(definition, response?.schema);
    if (check) checks.set(status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(), check);
  }
  return checks;
}

function contentCheck(definition: Plain, content: unknown): SchemaCheck | undefined {
  const entry = Object.entries(objectOf(content) ?? {}).find(([type]) =>
    /^(?:application\/(?:.*\+)?json|\*\/\*)/i.test(type),
  );
  return entry && schemaCheck(definition, memberOf(entry[1], 'schema'));
}

function bodyProblem(check: SchemaCheck | undefined, message: Message): string | undefined {
  const text = message.jsonText;
  if (!check || text === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'Unable to parse JSON';
  }
  return described(check, data, '');
}

function described(check: SchemaCheck, data: unknown, subject: string): string | undefined {
  const problems = check(data).slice(0, mostProblems);
  if (problems.length === 0) return undefined;
  return problems.map(({ pointer, message }) => `${subject}${pointer} ${message}`.trim()).join(', ');
}

function parameterProblem(parameters: readonly ParameterRule[], message: Message): string | undefined {
  const { target } = message.exchange.client;
  const mark = target.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark));
  for (const { name, place, required, type, check } of parameters) {
    const value = place === 'query' ? query.get(name) : (message.headers.get(name) ?? null);
    const label = place === 'query' ? `Query parameter '${name}'` : `Header parameter '${name}'`;
    if (value === null) {
      if (required) return `${label} is required but not found in request`;
    } else {
      const problem = check && isScalar(type) && described(check, scalar(value, type), label);
      if (problem) return problem;
    }
  }
  return undefined;
}

function isScalar(type: unknown): boolean {
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean';
}

/** A value as its type would have it in JSON; what does not fit stays text, and fails the check. */
function scalar(value: string, type: unknown): unknown {
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if ((type === 'integer' || type === 'number') && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  return value;
}
