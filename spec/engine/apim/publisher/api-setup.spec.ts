import assert from 'node:assert/strict';
import { documentOf, toApiSetup } from '../../../../engine/apim/publisher/api-setup.js';
import type { ApiSetup } from '../../../../engine/apim/setup.js';
import { Form, pizza, RestWorld } from './rest-world.js';

/** What a gateway would serve of an API. */
function setupOf({ state }: RestWorld, id: string): ApiSetup {
  const api = state.catalog.apis.get(id)!;
  return toApiSetup(api, api.document, state.catalog.sharedPolicies(api.tenant));
}

describe('an API for the gateway', () => {
  let world: RestWorld;
  beforeEach(() => {
    world = new RestWorld();
  });

  it('has all that its publisher says', async () => {
    const id = await world.api('Pizza', {
      transport: ['https'],
      apiThrottlingPolicy: '10KPerMin',
      authorizationHeader: 'X-Auth',
      isDefaultVersion: true,
      enableSchemaValidation: true,
      responseCachingEnabled: true,
      cacheTimeout: 60,
      securityScheme: ['oauth2', 'api_key'],
      operations: [
        { verb: 'GET', target: '/menu', scopes: ['read'], throttlingPolicy: '20KPerMin' },
        { verb: 'POST', target: '/order', authType: 'None' },
      ],
      corsConfiguration: {
        corsConfigurationEnabled: true,
        accessControlAllowOrigins: ['https://a.example'],
        accessControlAllowMethods: ['GET'],
        accessControlAllowHeaders: ['X-A'],
        accessControlAllowCredentials: true,
      },
    });
    await world.change(id, 'Publish');
    assert.deepEqual(setupOf(world, id), {
      name: 'Pizza',
      version: '1.0.0',
      context: '/pizza',
      provider: 'carol',
      lifecycle: 'PUBLISHED',
      transports: ['https'],
      security: ['oauth2', 'api_key'],
      authHeader: 'X-Auth',
      defaultVersion: true,
      subscriptionTiers: ['Unlimited', 'Gold'],
      apiTier: '10KPerMin',
      schemaValidation: true,
      endpoint: { type: 'http', production: 'http://backend.example/pizza' },
      cors: {
        enabled: true,
        allowOrigins: ['https://a.example'],
        allowMethods: ['GET'],
        allowHeaders: ['X-A'],
        allowCredentials: true,
      },
      responseCache: 60,
      operations: [
        { verb: 'GET', target: '/menu', authType: 'Any', scopes: ['read'], tier: '20KPerMin' },
        { verb: 'POST', target: '/order', authType: 'None', tier: 'Unlimited' },
      ],
    });
  });

  const url = (name: string) => ({ url: `http://${name}` });
  for (const [what, endpointConfig, endpoint] of [
    [
      'failover',
      {
        endpoint_type: 'failover',
        production_endpoints: url('a'),
        production_failovers: [url('b')],
        sandbox_endpoints: url('c'),
        sandbox_failovers: [],
      },
      { type: 'failover', production: ['http://a', 'http://b'], sandbox: 'http://c' },
    ],
    [
      'load balance',
      { endpoint_type: 'load_balance', production_endpoints: [url('a'), url('b')], sandbox_endpoints: [url('c')] },
      { type: 'load_balance', production: ['http://a', 'http://b'], sandbox: ['http://c'] },
    ],
    ['default', { endpoint_type: 'default', production_endpoints: { url: null } }, { type: 'default' }],
    [
      'only a sandbox',
      { endpoint_type: 'address', sandbox_endpoints: url('c') },
      { type: 'address', sandbox: 'http://c' },
    ],
  ] as const) {
    it(`endpoints: ${what}`, async () => {
      const id = await world.api('Pizza', { endpointConfig });
      const setup = setupOf(world, id);
      assert.deepEqual(setup.endpoint, endpoint);
      const again = documentOf(setup).endpointConfig;
      assert.deepEqual(
        toApiSetup(recordOf(id), { ...documentOf(setup), endpointConfig: again! }, shared()).endpoint,
        endpoint,
      );
    });
  }
  const recordOf = (id: string) => world.state.catalog.apis.get(id)!;
  const shared = () => world.state.catalog.sharedPolicies('carbon.super');

  for (const [what, given, expected] of [
    [
      'basic',
      { enabled: true, type: 'BASIC', username: 'u', password: 'p' },
      { type: 'basic', username: 'u', password: 'p' },
    ],
    [
      'oauth',
      {
        enabled: true,
        type: 'oauth',
        tokenUrl: 'http://t',
        clientId: 'c',
        clientSecret: 's',
        grantType: 'CLIENT_CREDENTIALS',
      },
      { type: 'oauth', tokenUrl: 'http://t', clientId: 'c', clientSecret: 's', grantType: 'CLIENT_CREDENTIALS' },
    ],
    ['switched off', { enabled: false, type: 'BASIC', username: 'u', password: 'p' }, { type: 'none' }],
    ['of no known type', { enabled: true, type: 'MAGIC' }, { type: 'none' }],
  ] as const) {
    it(`endpoint security: ${what}`, async () => {
      const endpointConfig = { ...pizza.endpointConfig, endpoint_security: { production: given } };
      const id = await world.api('Pizza', { endpointConfig });
      assert.deepEqual(setupOf(world, id).endpointSecurity, { production: expected });
    });
  }

  it('sequences are its own policies before those that all may use', async () => {
    const ns = 'xmlns="http://ws.apache.org/ns/synapse"';
    const id = await world.api('Pizza');
    const add = async (path: string, type: string, content: string) => {
      const parts = [
        { name: 'inlineContent', content },
        { name: 'type', content: type },
      ];
      assert.equal((await world.publish('POST', `/api/am/publisher/v1${path}`, new Form(parts))).status, 201);
    };
    const text = (name: string, inside: string) => `<sequence ${ns} name="${name}">${inside}</sequence>`;
    await add('/mediation-policies', 'in', text('stamp', '<log/>'));
    await add('/mediation-policies', 'out', text('stamp', '<log/>'));
    await add(`/apis/${id}/mediation-policies`, 'in', text('stamp', '<drop/>'));
    const mediationPolicies = [
      { name: 'stamp', type: 'IN' },
      { name: 'stamp', type: 'out' },
      { name: 'gone', type: 'fault' },
    ];
    await world.publish('PUT', `/apis/${id}`, { ...pizza, mediationPolicies });
    assert.deepEqual(setupOf(world, id).sequences, {
      in: text('stamp', '<drop/>'),
      out: text('stamp', '<log/>'),
    });
  });

  it('of a setup is what the setup says, with what was changed', async () => {
    const setup: ApiSetup = {
      name: 'Old',
      version: '1',
      context: '/old',
      provider: 'bob',
      lifecycle: 'BLOCKED',
      transports: ['https'],
      security: ['api_key'],
      defaultVersion: false,
      subscriptionTiers: ['Gold'],
      operations: [{ verb: 'GET', target: '/*', authType: 'Any', tier: 'Unlimited' }],
      endpoint: { type: 'failover', production: ['http://a', 'http://b'] },
      endpointSecurity: { production: { type: 'basic', username: 'u', password: 'p' } },
      sequences: { in: '<sequence/>' },
      responseCache: 5,
      definition: { openapi: '3.0.0' },
    };
    world = new RestWorld({ apis: [setup] });
    const [api] = world.state.catalog.apis.all();
    assert.deepEqual(setupOf(world, api!.id), setup);
    await world.change(api!.id, 'Re-Publish');
    assert.deepEqual(setupOf(world, api!.id), { ...setup, lifecycle: 'PUBLISHED' });
  });
});
