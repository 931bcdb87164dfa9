import type { JsonSchema } from '../../schema/index.js';
import type { EndpointSecuritySetup } from '../setup.js';
import { endpointSecurityMembers } from '../setup-schema.js';
import { documentReader } from './rest-call.js';
import { badRequest } from './rest-error.js';

/** An API as publishers see it, without what the server says of it (id, state, times). */
export interface ApiDocument {
  readonly name: string;
  readonly version: string;
  /** With the tenant: `/t/abc.com/pizzashack`; without the version. */
  readonly context: string;
  readonly provider: string;
  readonly description?: string;
  /** `HTTP` */
  readonly type?: string;
  readonly isDefaultVersion?: boolean;
  readonly transport?: readonly string[];
  /** Subscription tiers. */
  readonly policies?: readonly string[];
  readonly apiThrottlingPolicy?: string;
  readonly authorizationHeader?: string;
  readonly securityScheme?: readonly string[];
  readonly operations: readonly ApiOperation[];
  readonly endpointConfig?: EndpointConfig;
  /** `ENDPOINT`; `INLINE` and `MOCKED_OAS` need no endpoint. */
  readonly endpointImplementationType?: string;
  readonly corsConfiguration?: CorsConfiguration;
  readonly mediationPolicies?: readonly AttachedSequence[];
  readonly apiPolicies?: AttachedPolicies;
  readonly responseCachingEnabled?: boolean;
  /** In seconds. */
  readonly cacheTimeout?: number;
  readonly enableSchemaValidation?: boolean;
}

export interface ApiOperation {
  readonly target: string;
  readonly verb: string;
  readonly authType?: string;
  readonly throttlingPolicy?: string;
  readonly scopes?: readonly string[];
  readonly operationPolicies?: AttachedPolicies;
}

export interface EndpointUrl {
  readonly url?: string;
}

export interface EndpointConfig {
  readonly endpoint_type?: string;
  readonly production_endpoints?: EndpointUrl | readonly EndpointUrl[];
  readonly sandbox_endpoints?: EndpointUrl | readonly EndpointUrl[];
  readonly production_failovers?: readonly EndpointUrl[];
  readonly sandbox_failovers?: readonly EndpointUrl[];
  readonly endpoint_security?: { readonly production?: EndpointSecurity; readonly sandbox?: EndpointSecurity };
}

export interface EndpointSecurity extends Omit<EndpointSecuritySetup, 'type'> {
  readonly enabled?: boolean;
  readonly type?: string;
}

export interface CorsConfiguration {
  readonly corsConfigurationEnabled?: boolean;
  readonly accessControlAllowOrigins?: readonly string[];
  readonly accessControlAllowMethods?: readonly string[];
  readonly accessControlAllowHeaders?: readonly string[];
  readonly accessControlAllowCredentials?: boolean;
}

/** A mediation policy that an API of 1.x to 3.x runs. */
export interface AttachedSequence {
  readonly id?: string;
  readonly name: string;
  readonly type: string;
}

/** An operation policy in a flow. */
export interface AttachedPolicy {
  readonly policyName: string;
  readonly policyVersion?: string;
  readonly policyId?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export const policyFlows = ['request', 'response', 'fault'] as const;
export type PolicyFlow = (typeof policyFlows)[number];
export type AttachedPolicies = Readonly<Partial<Record<PolicyFlow, readonly AttachedPolicy[]>>>;

const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };
const flag: JsonSchema = { type: 'boolean' };

function record(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required };
}

/** Characters of names and versions: none that an address or the artifacts would have to escape. */
const plain = '^[^~!@#;:%^*()+={}|\\\\<>"\',&$\\s\\[\\]/]+$';
const url = record({ url: text });
const urls: JsonSchema = { type: ['object', 'array'], properties: { url: text }, items: url };
const security = record({ enabled: flag, type: text, ...endpointSecurityMembers });
const attached = {
  type: 'array',
  items: record(
    {
      policyName: text,
      policyVersion: text,
      policyId: text,
      parameters: { type: 'object' },
    },
    ['policyName'],
  ),
};
const flows = record(Object.fromEntries(policyFlows.map((flow) => [flow, attached])));

/** How a version looks; a name looks alike. */
export const versionForm = new RegExp(plain);

const read = documentReader<Partial<ApiDocument> & { readonly tiers?: readonly string[] }>({
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 60, pattern: plain },
    version: { type: 'string', minLength: 1, maxLength: 30, pattern: plain },
    context: { type: 'string', minLength: 1, maxLength: 232 },
    description: text,
    provider: text,
    type: text,
    isDefaultVersion: flag,
    transport: { type: 'array', items: { enum: ['http', 'https', 'ws', 'wss'] } },
    tags: texts,
    policies: texts,
    // v0.x says so for the same.
    tiers: texts,
    apiThrottlingPolicy: text,
    authorizationHeader: text,
    apiKeyHeader: text,
    securityScheme: texts,
    visibility: text,
    visibleRoles: texts,
    accessControl: text,
    accessControlRoles: texts,
    operations: {
      type: 'array',
      maxItems: 1000,
      items: record(
        {
          target: { type: 'string', pattern: '^/' },
          verb: { enum: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] },
          authType: text,
          throttlingPolicy: text,
          scopes: texts,
          operationPolicies: flows,
        },
        ['target', 'verb'],
      ),
    },
    endpointConfig: record({
      endpoint_type: text,
      production_endpoints: urls,
      sandbox_endpoints: urls,
      production_failovers: { type: 'array', items: url },
      sandbox_failovers: { type: 'array', items: url },
      endpoint_security: record({ production: security, sandbox: security }),
    }),
    endpointImplementationType: text,
    corsConfiguration: record({
      corsConfigurationEnabled: flag,
      accessControlAllowOrigins: texts,
      accessControlAllowMethods: texts,
      accessControlAllowHeaders: texts,
      accessControlAllowCredentials: flag,
    }),
    mediationPolicies: {
      type: 'array',
      items: record({ id: text, name: text, type: { enum: ['in', 'out', 'fault', 'IN', 'OUT', 'FAULT'] } }, [
        'name',
        'type',
      ]),
    },
    apiPolicies: flows,
    responseCachingEnabled: flag,
    cacheTimeout: { type: 'number', minimum: 0 },
    enableSchemaValidation: flag,
    businessInformation: { type: 'object' },
    additionalProperties: { type: ['array', 'object'] },
    categories: texts,
    keyManagers: texts,
    audience: text,
    subscriptionAvailability: text,
    gatewayType: text,
    gatewayVendor: text,
  },
});

const defaults = {
  type: 'HTTP',
  isDefaultVersion: false,
  transport: ['http', 'https'],
  tags: [],
  policies: [],
  securityScheme: ['oauth2', 'oauth_basic_auth_api_key_mandatory'],
  visibility: 'PUBLIC',
  responseCachingEnabled: false,
  enableSchemaValidation: false,
};

const operationDefaults = { authType: 'Application & Application User', throttlingPolicy: 'Unlimited', scopes: [] };

/** Those of an API that names none. */
export const defaultOperations: readonly ApiOperation[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'].map((verb) => ({
  target: '/*',
  verb,
}));

/** What a publisher sends for an API, checked and with defaults; who and where it is may be absent. */
export type GivenApi = Omit<ApiDocument, 'name' | 'version' | 'context' | 'provider'> & Partial<ApiDocument>;

/** Reads an API of a request (gateway sheet A.5). @throws RestError 400 */
export function readApi(data: unknown): GivenApi {
  const { tiers, operations = [], ...document } = read(withParsedEndpoint(data));
  const listed = operations.length > 0 ? operations : defaultOperations;
  return {
    ...defaults,
    ...(tiers === undefined ? {} : { policies: tiers }),
    ...document,
    operations: listed.map((operation) => ({ ...operationDefaults, ...operation })),
  };
}

/** v0.x has the endpoint as text with JSON in it. */
function withParsedEndpoint(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('endpointConfig' in data)) return data;
  const { endpointConfig } = data;
  if (typeof endpointConfig !== 'string') return data;
  try {
    return { ...data, endpointConfig: JSON.parse(endpointConfig || 'null') };
  } catch {
    throw badRequest('The endpointConfig is not JSON.');
  }
}

/** A step of a context: no slash, nothing that would have to be escaped; `{version}` is one. */
const contextForm = /^(?:\/(?:[\w.~@+-]|\{[\w-]+\})+)+$/;

/**
 * The context as it is kept: with a slash in front, and behind `/t/<tenant>` for another tenant than `carbon.super`, which
 * has no context behind `/t`.
 * @throws RestError 400 for none, `/` and what no path may hold
 */
export function readContext(given: string, tenantPrefix: string): string {
  const context = given.startsWith('/') ? given : `/${given}`;
  const isOfTenant = tenantPrefix === '' && context.startsWith('/t/');
  if (!contextForm.test(context) || isOfTenant) {
    throw badRequest(`The context ${JSON.stringify(given)} is malformed.`);
  }
  return context.startsWith(`${tenantPrefix}/`) ? context : `${tenantPrefix}${context}`;
}
