import { compileSchema, type JsonSchema } from '../../schema/index.js';
import type { PolicyFlow } from './api-document.js';
import { RestError } from './rest-error.js';

export type AttributeType = 'String' | 'Boolean' | 'Integer' | 'Enum' | 'Map' | 'Secret' | 'JSON';

/** A parameter that a policy takes where it is attached. */
export interface PolicyAttribute {
  readonly name: string;
  readonly displayName: string;
  readonly description?: string;
  readonly type: AttributeType;
  readonly required?: boolean;
  /** Java pattern that the whole value must match. */
  readonly validationRegex?: string;
  readonly defaultValue?: unknown;
  readonly allowedValues?: readonly string[];
}

/** What an operation policy is, and what it takes (gateway sheet A.5). */
export interface OperationPolicySpecification {
  readonly category: 'Mediation' | 'Security';
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description?: string;
  readonly applicableFlows: readonly PolicyFlow[];
  readonly supportedGateways: readonly string[];
  readonly supportedApiTypes: readonly unknown[];
  readonly policyAttributes?: readonly PolicyAttribute[];
}

const text: JsonSchema = { type: 'string' };
const name: JsonSchema = { type: 'string', minLength: 1, maxLength: 255 };

const attribute: JsonSchema = {
  type: 'object',
  properties: {
    name,
    displayName: name,
    description: text,
    type: { enum: ['String', 'Boolean', 'Integer', 'Enum', 'Map', 'Secret', 'JSON'] },
    required: { type: 'boolean' },
    validationRegex: { type: ['string', 'null'] },
    defaultValue: {},
    allowedValues: { type: ['array', 'null'], items: text },
  },
  required: ['name', 'displayName', 'type'],
};

const schema: JsonSchema = {
  type: 'object',
  properties: {
    category: { enum: ['Mediation', 'Security'] },
    name,
    displayName: name,
    version: name,
    description: text,
    applicableFlows: { type: 'array', items: { enum: ['request', 'response', 'fault'] } },
    supportedGateways: { type: 'array', items: text },
    supportedApiTypes: { type: 'array' },
    policyAttributes: { type: 'array', items: attribute, maxItems: 1000 },
  },
  required: ['category', 'name', 'displayName', 'version', 'applicableFlows', 'supportedGateways', 'supportedApiTypes'],
};

let check: ReturnType<typeof compileSchema> | undefined;

/**
 * Reads a specification: JSON, by itself or as `data` of `{type, version, data}`. YAML is not read.
 * @throws RestError 500, as the product answers a specification that is not valid
 */
export function readSpecification(content: string): OperationPolicySpecification {
  const data = dataOf(content);
  check ??= compileSchema(schema, { allProblems: true });
  const problems = check(data).map(({ pointer, message }) => `${pointer || '/'} ${message}`);
  if (problems.length > 0)
    throw invalid(`${problems.length} validation error(s) found. Error(s) :[${problems.join(', ')}]`);
  return data as OperationPolicySpecification;
}

function dataOf(content: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw invalid('The specification is not JSON.');
  }
  return typeof parsed === 'object' && parsed !== null && 'data' in parsed ? parsed.data : parsed;
}

function invalid(problem: string): RestError {
  return new RestError(500, 500, 'Internal server error', `Policy specification validation failure. ${problem}`);
}
