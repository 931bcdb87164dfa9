import assert from 'node:assert/strict';
import { RestWorld } from './rest-world.js';

describe('applications', () => {
  let world: RestWorld;
  beforeEach(() => {
    world = new RestWorld();
  });

  const given = { name: 'app', throttlingPolicy: '10PerMin', description: '' };
  const create = async (more: object = {}, token = 'dev') =>
    world.portal('POST', '/applications', { ...given, ...more }, token);

  it('are made, read, changed and deleted', async () => {
    const { status, body, headers } = await create();
    assert.equal(status, 201);
    const path = `/applications/${body.applicationId}`;
    assert.equal(headers.Location, `/api/am/devportal/v3${path}`);
    const { name, owner, throttlingPolicy, description } = body;
    assert.deepEqual(
      [name, owner, throttlingPolicy, description, body.status],
      ['app', 'alice', '10PerMin', '', 'APPROVED'],
    );
    assert.deepEqual((await world.portal('GET', path)).body, body);
    const changed = await world.portal('PUT', path, { ...given, description: 'new', throttlingPolicy: 'Unlimited' });
    assert.deepEqual(
      [changed.status, changed.body.description, changed.body.throttlingPolicy],
      [200, 'new', 'Unlimited'],
    );
    const all = (await world.portal('GET', '/applications')).body.list;
    assert.deepEqual(
      all.map((each: { name: string }) => each.name),
      ['shop', 'app'],
    );
    assert.equal((await world.portal('DELETE', path)).status, 200);
    const gone = await world.portal('GET', path);
    assert.deepEqual([gone.status, gone.body.code], [404, 900307]);
  });

  for (const [what, more, status, code] of [
    ['a blank name', { name: '' }, 400, '400_name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 400, '400_name'],
    ['a blank tier', { throttlingPolicy: '' }, 400, '400_throttlingPolicy'],
    ['no tier', { throttlingPolicy: undefined }, 400, '400_throttlingPolicy'],
    ['an unknown tier', { throttlingPolicy: 'Golden' }, 400, undefined],
    ['a name that is taken', { name: 'shop' }, 409, undefined],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const answer = await create(more);
      assert.deepEqual([answer.status, answer.body.error[0]?.code], [status, code]);
    });
  }

  it('are those of their owner', async () => {
    assert.equal((await create({}, 'pub')).status, 401);
    assert.equal((await create({ name: 'shop' }, 'sub')).status, 409);
    assert.equal((await world.portal('GET', '/applications/shop-id', undefined, 'sub')).status, 403);
    assert.equal((await world.portal('GET', '/applications', undefined, 'sub')).body.count, 0);
    assert.equal((await world.portal('POST', '/applications/shop-id/generate-keys', {}, 'sub')).status, 403);
  });

  it('may be called otherwise; keys, tokens and subscriptions stay', async () => {
    const apiId = await world.api('Pizza', {}, 'Published');
    await world.portal('POST', '/subscriptions', { apiId, applicationId: 'shop-id', throttlingPolicy: 'Gold' });
    const keys = { keyType: 'PRODUCTION', grantTypesToBeSupported: ['client_credentials'] };
    const { consumerKey, token } = (await world.portal('POST', '/applications/shop-id/generate-keys', keys)).body;
    const { status } = await world.portal('PUT', '/applications/shop-id', { ...given, name: 'store' });
    assert.equal(status, 200);
    assert.equal(world.state.applications.get('shop'), undefined);
    assert.equal(world.state.applications.client(consumerKey)?.application.name, 'store');
    assert.equal(world.state.tokens.find(token.accessToken)?.application, 'store');
    assert.equal((await world.portal('GET', '/subscriptions?applicationId=shop-id')).body.count, 1);
    assert.equal((await world.portal('PUT', '/applications/shop-id', { ...given, name: 'store' })).status, 200);
  });

  it('take their keys, tokens and subscriptions along when they go', async () => {
    const apiId = await world.api('Pizza', {}, 'Published');
    await world.portal('POST', '/subscriptions', { apiId, applicationId: 'shop-id', throttlingPolicy: 'Gold' });
    const keys = { keyType: 'PRODUCTION', grantTypesToBeSupported: ['client_credentials'] };
    const { consumerKey, token } = (await world.portal('POST', '/applications/shop-id/generate-keys', keys)).body;
    await world.portal('POST', '/applications/shop-id/api-keys/PRODUCTION/generate', {});
    await world.portal('DELETE', '/applications/shop-id');
    const { applications, tokens, catalog } = world.state;
    assert.equal(applications.client(consumerKey), undefined);
    assert.equal(tokens.find(token.accessToken)?.state, 'REVOKED');
    assert.deepEqual([catalog.subscriptions.all(), catalog.apiKeys.all()], [[], []]);
  });
});

describe('keys of an application', () => {
  let world: RestWorld;
  beforeEach(() => {
    world = new RestWorld();
  });

  const under = '/applications/shop-id';
  const generate = (more: object = {}) =>
    world.portal('POST', `${under}/generate-keys`, {
      keyType: 'PRODUCTION',
      grantTypesToBeSupported: ['client_credentials'],
      ...more,
    });

  it('are made, with a token that lives as long as it is told', async () => {
    const additionalProperties = { pkceMandatory: true };
    const { status, body } = await generate({ validityTime: 60, scopes: ['read'], additionalProperties });
    assert.equal(status, 200);
    assert.deepEqual(
      [body.keyType, body.mode, body.supportedGrantTypes],
      ['PRODUCTION', 'CREATED', ['client_credentials']],
    );
    assert.deepEqual(body.additionalProperties, additionalProperties);
    const client = world.state.applications.client(body.consumerKey);
    assert.deepEqual([client?.consumerSecret, client?.keyType], [body.consumerSecret, 'PRODUCTION']);
    assert.deepEqual(body.token.tokenScopes, ['am_application_scope', 'read']);
    const token = world.state.tokens.find(body.token.accessToken)!;
    assert.deepEqual([token.application, token.user, token.userType], ['shop', 'alice', 'APPLICATION']);
    world.clock.advance(59_999);
    assert.ok(world.state.tokens.isActive(token));
    world.clock.advance(1);
    assert.ok(!world.state.tokens.isActive(token));
  });

  it('give no token when the grant is not among them', async () => {
    assert.equal((await generate({ grantTypesToBeSupported: ['password'] })).body.token, null);
  });

  it('give nobody a scope of the REST APIs', async () => {
    const { body } = await generate({ scopes: ['apim:api_create', 'internal_application_mgt_view', 'read'] });
    assert.deepEqual(body.token.tokenScopes, ['am_application_scope', 'read']);
    assert.equal((await world.publish('GET', '/apis', undefined, body.token.accessToken)).status, 401);
  });

  for (const [what, more, status, description] of [
    [
      'a code without a callback',
      { grantTypesToBeSupported: ['authorization_code'] },
      400,
      /^The callback url must have/,
    ],
    [
      'implicit without a callback',
      { grantTypesToBeSupported: ['implicit'], callbackUrl: ' ' },
      400,
      /^The callback url/,
    ],
    ['a code with one', { grantTypesToBeSupported: ['authorization_code'], callbackUrl: 'https://a' }, 200, /^$/],
    ['an unknown key type', { keyType: 'TEST' }, 400, /^Validation Error/],
    ['no grants', { grantTypesToBeSupported: undefined }, 400, /^Validation Error/],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const answer = await generate(more);
      assert.equal(answer.status, status);
      assert.match(answer.body.description ?? '', description);
    });
  }

  it('are one of a type: 409, 901409', async () => {
    await generate();
    const again = await generate();
    assert.deepEqual([again.status, again.body.code], [409, 901409]);
    const mapped = { keyType: 'PRODUCTION', consumerKey: 'k', consumerSecret: 's' };
    const map = await world.portal('POST', `${under}/map-keys`, mapped);
    assert.deepEqual([map.status, map.body.code, map.body.message], [409, 901409, 'Key Mappings already exists']);
    assert.equal((await generate({ keyType: 'SANDBOX' })).status, 200);
  });

  it('are mapped, unless they are those of another application', async () => {
    const mapped = { keyType: 'SANDBOX', consumerKey: 'own', consumerSecret: 'secret' };
    const { status, body } = await world.portal('POST', `${under}/map-keys`, mapped);
    assert.deepEqual([status, body.consumerKey, body.mode], [200, 'own', 'MAPPED']);
    assert.equal(world.state.applications.client('own')?.consumerSecret, 'secret');
    assert.doesNotMatch(JSON.stringify(body), /"secret"/);
    const { applicationId } = (
      await world.portal('POST', '/applications', { name: 'thief', throttlingPolicy: 'Unlimited' })
    ).body;
    const stolen = await world.portal('POST', `/applications/${applicationId}/map-keys`, mapped);
    assert.deepEqual([stolen.status, stolen.body.code], [409, 901409]);
    assert.equal((await world.portal('POST', `${under}/map-keys`, { keyType: 'PRODUCTION' })).status, 400);
  });

  it('are read without their secret, changed, renewed and cleaned up', async () => {
    const { consumerSecret, token, ...made } = (await generate()).body;
    const path = `${under}/oauth-keys/${made.keyMappingId}`;
    assert.deepEqual((await world.portal('GET', path)).body, made);
    assert.deepEqual((await world.portal('GET', `${under}/oauth-keys`)).body, { count: 1, list: [made] });
    const change = { supportedGrantTypes: ['authorization_code'] };
    assert.equal((await world.portal('PUT', path, change)).status, 400);
    const changed = await world.portal('PUT', path, { ...change, callbackUrl: 'https://a' });
    assert.deepEqual([changed.body.callbackUrl, changed.body.keyMappingId], ['https://a', made.keyMappingId]);
    const renewed = (await world.portal('POST', `${path}/regenerate-secret`)).body;
    assert.equal(renewed.consumerKey, made.consumerKey);
    assert.notEqual(renewed.consumerSecret, consumerSecret);
    const ask = (secret: string) => world.portal('POST', `${path}/generate-token`, { consumerSecret: secret });
    assert.equal((await ask(consumerSecret)).status, 400);
    const { accessToken } = (await ask(renewed.consumerSecret)).body;
    assert.ok(world.state.tokens.isActive(world.state.tokens.find(accessToken)!));
    assert.equal((await world.portal('POST', `${path}/clean-up`)).status, 200);
    assert.equal((await world.portal('GET', path)).status, 404);
    assert.equal(world.state.applications.client(made.consumerKey), undefined);
    assert.equal(world.state.tokens.find(token.accessToken)?.state, 'REVOKED');
    assert.equal((await generate()).status, 200);
  });

  it('API keys', async () => {
    const additionalProperties = { permittedIP: '10.0.0.0/8', permittedReferer: '' };
    const path = `${under}/api-keys/SANDBOX`;
    const made = await world.portal('POST', `${path}/generate`, { validityPeriod: 60, additionalProperties });
    assert.deepEqual([made.status, made.body.validityTime], [200, 60]);
    const { id: _, ...kept } = world.state.catalog.apiKeys.all()[0]!;
    assert.deepEqual(kept, {
      value: made.body.apikey,
      application: 'shop',
      keyType: 'SANDBOX',
      permittedIP: '10.0.0.0/8',
      expiresAt: world.clock.now() + 60_000,
    });
    assert.equal((await world.portal('POST', `${under}/api-keys/TEST/generate`, {})).status, 400);
    await world.portal('POST', `${under}/api-keys/PRODUCTION/revoke`, { apikey: made.body.apikey });
    assert.equal(world.state.catalog.apiKeys.all().length, 1, 'another type');
    assert.equal((await world.portal('POST', `${path}/revoke`, { apikey: made.body.apikey })).status, 200);
    assert.deepEqual(world.state.catalog.apiKeys.all(), []);
    const forever = await world.portal('POST', `${path}/generate`, {});
    assert.equal(forever.body.validityTime, -1);
    assert.equal(world.state.catalog.apiKeys.all()[0]?.expiresAt, undefined);
  });
});

describe('subscriptions', () => {
  let world: RestWorld;
  let apiId: string;
  beforeEach(async () => {
    world = new RestWorld();
    apiId = await world.api('Pizza', {}, 'Published');
  });

  const subscribe = (more: object = {}, token = 'dev') =>
    world.portal(
      'POST',
      '/subscriptions',
      { apiId, applicationId: 'shop-id', throttlingPolicy: 'Gold', ...more },
      token,
    );

  it('are made, read, listed and deleted', async () => {
    const { status, body, headers } = await subscribe();
    assert.equal(status, 201);
    const path = `/subscriptions/${body.subscriptionId}`;
    assert.equal(headers.Location, `/api/am/devportal/v3${path}`);
    assert.deepEqual(
      [body.apiId, body.applicationId, body.throttlingPolicy, body.status],
      [apiId, 'shop-id', 'Gold', 'UNBLOCKED'],
    );
    assert.deepEqual((await world.portal('GET', path)).body, body);
    for (const query of [`apiId=${apiId}`, 'applicationId=shop-id', `apiId=${apiId}&applicationId=shop-id`]) {
      assert.deepEqual((await world.portal('GET', `/subscriptions?${query}`)).body.list, [body]);
    }
    assert.equal((await world.portal('GET', '/subscriptions')).status, 400);
    assert.equal((await world.portal('GET', path, undefined, 'sub')).status, 404);
    assert.equal((await world.portal('GET', `/subscriptions?apiId=${apiId}`, undefined, 'sub')).body.count, 0);
    assert.equal((await world.portal('DELETE', path)).status, 200);
    assert.equal((await world.portal('GET', path)).body.code, 900310);
  });

  for (const [what, more, status, code] of [
    ['an unknown API', { apiId: 'none' }, 404, 900308],
    ['an unknown application', { applicationId: 'none' }, 404, 900307],
    ['a tier that the API does not have', { throttlingPolicy: 'Silver' }, 400, 900305],
    ['no tier', { throttlingPolicy: undefined }, 400, 400],
  ] as const) {
    it(`${what}: ${status}, ${code}`, async () => {
      const answer = await subscribe(more);
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
    });
  }

  it('are one of an application to an API', async () => {
    await subscribe();
    const again = await subscribe();
    assert.deepEqual([again.status, again.body.code], [409, 900336]);
  });

  it('want the scope and an own application', async () => {
    assert.equal((await subscribe({}, 'pub')).status, 401);
    assert.equal((await subscribe({}, 'sub')).status, 403);
  });

  it('end with new ones when the API is deprecated, and it is no longer listed', async () => {
    await subscribe();
    await world.change(apiId, 'Deprecate');
    const { applicationId } = (
      await world.portal('POST', '/applications', { name: 'late', throttlingPolicy: 'Unlimited' })
    ).body;
    assert.equal((await subscribe({ applicationId })).status, 403);
    assert.equal((await world.portal('GET', `/subscriptions?apiId=${apiId}`)).body.count, 1);
    assert.equal((await world.portal('GET', `/apis/${apiId}`)).body.lifeCycleStatus, 'DEPRECATED');
    assert.equal((await world.portal('GET', '/apis')).body.count, 0);
    await world.change(apiId, 'Retire');
    assert.equal((await world.portal('GET', `/apis/${apiId}`)).status, 403);
  });

  it('an API is open from its publication on, and shows no endpoint', async () => {
    const hidden = await world.api('Pasta');
    assert.equal((await world.portal('GET', `/apis/${hidden}`)).status, 403);
    assert.equal((await subscribe({ apiId: hidden })).status, 403);
    assert.deepEqual(
      (await world.portal('GET', '/apis')).body.list.map(({ name }: { name: string }) => name),
      ['Pizza'],
    );
    const { body } = await world.portal('GET', `/apis/${apiId}`);
    assert.deepEqual(body.tiers, [{ tierName: 'Unlimited' }, { tierName: 'Gold' }]);
    assert.doesNotMatch(JSON.stringify(body), /backend\.example/);
  });

  it('of a setup are there', async () => {
    world = new RestWorld({
      apis: [{ name: 'Old', version: '1', context: '/old' }],
      subscriptions: [{ application: 'shop', api: 'Old:1', state: 'BLOCKED' }],
    });
    const { list } = (await world.portal('GET', '/subscriptions?applicationId=shop-id')).body;
    assert.deepEqual([list[0].apiInfo.name, list[0].status, list[0].throttlingPolicy], ['Old', 'BLOCKED', 'Unlimited']);
  });
});
