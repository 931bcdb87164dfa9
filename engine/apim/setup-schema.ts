import type { JsonSchema } from '../schema/index.js';

const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };
const flag: JsonSchema = { type: 'boolean' };
const seconds: JsonSchema = { type: 'number' };
const keyType: JsonSchema = { enum: ['PRODUCTION', 'SANDBOX'] };

/** An object with these members only. */
function record(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An object with members of any name. */
function mapOf(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

const addresses: JsonSchema = { type: ['string', 'array'], items: text };
const quota = {
  count: { type: 'integer', minimum: 0 },
  unit: { enum: ['sec', 'min', 'hour', 'day'] },
  unitTime: seconds,
};
const policies = mapOf(record({ ...quota, burst: record(quota, ['count', 'unit']) }, ['count', 'unit']));

/** What an endpoint wants to see, by the names of `EndpointSecuritySetup` but for `type`. */
export const endpointSecurityMembers: Readonly<Record<string, JsonSchema>> = {
  username: text,
  password: text,
  tokenUrl: text,
  clientId: text,
  clientSecret: text,
  grantType: text,
  customParameters: mapOf(text),
  apiKeyIdentifier: text,
  apiKeyValue: text,
  apiKeyIdentifierType: { enum: ['HEADER', 'QUERY_PARAMETER'] },
};

const endpointSecurity = record(
  { type: { enum: ['basic', 'digest', 'apikey', 'oauth', 'none'] }, ...endpointSecurityMembers },
  ['type'],
);

const api = record(
  {
    name: { type: 'string', minLength: 1 },
    // A part of the path.
    version: { type: 'string', pattern: '^[^/?#%{}\\s]+$' },
    context: { type: 'string', pattern: '^/' },
    provider: text,
    lifecycle: { enum: ['CREATED', 'PROTOTYPED', 'PUBLISHED', 'BLOCKED', 'DEPRECATED', 'RETIRED'] },
    transports: listOf({ enum: ['http', 'https'] }),
    security: texts,
    authHeader: text,
    defaultVersion: flag,
    subscriptionTiers: texts,
    apiTier: text,
    operations: listOf(
      record({ verb: text, target: text, authType: text, scopes: texts, tier: text }, ['verb', 'target']),
    ),
    endpoint: record({
      type: { enum: ['http', 'address', 'failover', 'load_balance', 'default'] },
      production: addresses,
      sandbox: addresses,
    }),
    endpointSecurity: record({ production: endpointSecurity, sandbox: endpointSecurity }),
    cors: record({
      enabled: flag,
      allowOrigins: texts,
      allowMethods: texts,
      allowHeaders: texts,
      allowCredentials: flag,
    }),
    sequences: record({ in: text, out: text, fault: text }),
    responseCache: seconds,
    schemaValidation: flag,
    definition: { type: 'object' },
  },
  ['name', 'version', 'context'],
);

const applicationKeys = record({ consumerKey: text, consumerSecret: text, grantTypes: texts, callbackUrl: text }, [
  'consumerKey',
  'consumerSecret',
]);

/** JSON Schemas of the members of a setup, by name; unknown names inside are errors. */
export const setupMembers: Readonly<Record<string, JsonSchema>> = {
  toml: text,
  keyManager: record({
    url: text,
    tokenType: { enum: ['opaque', 'jwt'] },
    userTokenValidity: seconds,
    appTokenValidity: seconds,
    refreshTokenValidity: seconds,
  }),
  apis: listOf(api),
  globalSequences: record({ In: text, Out: text }),
  applications: listOf(
    record(
      {
        name: text,
        id: text,
        owner: text,
        tier: text,
        keys: record({ PRODUCTION: applicationKeys, SANDBOX: applicationKeys }),
      },
      ['name', 'owner'],
    ),
  ),
  subscriptions: listOf(
    record(
      {
        application: text,
        api: text,
        tier: text,
        state: { enum: ['UNBLOCKED', 'BLOCKED', 'PROD_ONLY_BLOCKED', 'ON_HOLD', 'REJECTED'] },
      },
      ['application', 'api'],
    ),
  ),
  users: listOf(
    record({ name: text, password: text, roles: texts, permissions: texts, tenant: text }, ['name', 'password']),
  ),
  tenants: texts,
  userStores: listOf(
    record({ domain: text, type: { const: 'rest' }, url: text, basic: text, tenant: text }, ['domain', 'type', 'url']),
  ),
  tokens: listOf(
    record(
      {
        value: text,
        application: text,
        keyType,
        user: text,
        scopes: texts,
        validFor: seconds,
        state: { enum: ['ACTIVE', 'INACTIVE', 'EXPIRED', 'REVOKED'] },
        format: { enum: ['opaque', 'jwt'] },
      },
      ['value'],
    ),
  ),
  codes: listOf(
    record(
      {
        value: text,
        application: text,
        user: text,
        redirectUri: text,
        scopes: texts,
        validFor: seconds,
        codeChallenge: text,
        codeChallengeMethod: { enum: ['S256', 'plain'] },
      },
      ['value', 'application', 'user'],
    ),
  ),
  apiKeys: listOf(
    record({ value: text, application: text, keyType, permittedIP: text, permittedReferer: text }, [
      'value',
      'application',
    ]),
  ),
  jwts: listOf(
    record({ name: text, key: text, header: { type: 'object' }, claims: { type: 'object' } }, [
      'name',
      'key',
      'header',
      'claims',
    ]),
  ),
  idps: listOf(record({ name: text, alias: text, key: text }, ['name', 'alias', 'key'])),
  policies: record({ subscription: policies, application: policies, resource: policies, api: policies }),
  blocks: listOf(
    record({ type: { enum: ['API', 'APPLICATION', 'USER', 'IP', 'IPRANGE'] }, value: text }, ['type', 'value']),
  ),
};

/** The JSON Schema of a setup; every unknown name is an error. */
export const setupSchema: JsonSchema = record(setupMembers);
