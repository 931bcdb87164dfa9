import assert from 'node:assert/strict';
import { pizza, RestWorld } from './rest-world.js';

describe('the REST APIs', () => {
  let world: RestWorld;
  beforeEach(() => {
    world = new RestWorld();
  });

  for (const [what, token, method, path, status] of [
    ['no token', '', 'GET', '/apis', 401],
    ['an unknown token', 'nobody', 'GET', '/apis', 401],
    ['a subscriber', 'sub', 'POST', '/apis', 401],
    ['who may only look', 'view', 'POST', '/apis', 401],
    ['who may look', 'view', 'GET', '/apis', 200],
    ['an unknown resource', 'pub', 'GET', '/nothing', 404],
    ['an unknown version', 'pub', 'GET', '/api/am/publisher/v7/apis', 404],
    ['no version, which is the newest', 'pub', 'GET', '/api/am/publisher/apis', 200],
    ['an old version', 'pub', 'GET', '/api/am/publisher/v0.17/apis', 200],
    ['a resource of newer versions', 'pub', 'GET', '/api/am/publisher/v1/operation-policies', 404],
    ['a resource of older versions', 'pub', 'GET', '/mediation-policies', 404],
    ['another method', 'pub', 'DELETE', '/apis', 405],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const answer = await world.publish(method, path, method === 'POST' ? pizza : undefined, token);
      assert.equal(answer.status, status);
      if (status === 200) return;
      assert.deepEqual(Object.keys(answer.body), ['code', 'message', 'description', 'moreInfo', 'error']);
      assert.equal(answer.body.code, status);
    });
  }

  it('a token that is over: 401 with a challenge', async () => {
    assert.equal((await world.publish('GET', '/apis', undefined, 'old')).status, 200);
    world.clock.advance(10_000);
    const { status, headers } = await world.publish('GET', '/apis', undefined, 'old');
    assert.equal(status, 401);
    assert.match(headers['WWW-Authenticate'] ?? '', /^Bearer /);
  });

  it('what is no JSON, and what is too much of it', async () => {
    assert.equal((await world.publish('POST', '/apis', '{')).status, 400);
    assert.equal((await world.publish('POST', '/apis', '[]')).status, 400);
    const long = JSON.stringify({ ...pizza, description: 'x'.repeat(300_000) });
    assert.equal((await world.publish('POST', '/apis', long)).status, 413);
    const deep = { ...pizza, businessInformation: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) };
    assert.equal((await world.publish('POST', '/apis', deep)).status, 400);
  });
});

describe('creating an API', () => {
  let world: RestWorld;
  beforeEach(async () => {
    world = new RestWorld();
    await world.api('Pizza');
  });

  const other = { ...pizza, name: 'Other', context: '/other' };
  for (const [what, body, status, code] of [
    ['a blank name', { ...other, name: '' }, 400, 400],
    ['a name of blanks', { ...other, name: '  ' }, 400, 400],
    ['no name', { ...other, name: null }, 400, 400],
    ['a blank version', { ...other, version: '' }, 400, 400],
    ['a blank context', { ...other, context: '' }, 400, 400],
    ['the context /', { ...other, context: '/' }, 400, 400],
    ['a context with an empty step', { ...other, context: '/a//b' }, 400, 400],
    ['a context with what no path holds', { ...other, context: 'bad`ctx' }, 400, 400],
    ['the context of another tenant', { ...other, context: '/t/abc.com/pizza' }, 400, 400],
    ['a verb that is none', { ...other, operations: [{ verb: 'FETCH', target: '/*' }] }, 400, 400],
    ['a tier that nobody defined', { ...other, policies: ['Golden'] }, 400, 903248],
    ['a context that is taken', { ...other, context: '/pizza' }, 409, 900251],
    ['a name that is taken but for its case', { ...other, name: 'PIZZA' }, 409, 900250],
    ['a name that is taken, with another context', { ...other, name: 'Pizza' }, 400, 900346],
    ['the same with another version', { ...other, name: 'Pizza', version: '2.0.0' }, 400, 900346],
    ['the very same API', pizza, 409, 900300],
    ['another version of an API', { ...pizza, version: '2.0.0' }, 201, undefined],
    ['another API', other, 201, undefined],
    ['no endpoint', { ...other, endpointConfig: undefined }, 201, undefined],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const answer = await world.publish('POST', '/apis', body);
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body));
    });
  }

  it('says which member is wrong', async () => {
    const { body } = await world.publish('POST', '/apis', { ...other, name: '', operations: [{ verb: 'GET' }] });
    assert.deepEqual(
      body.error.map(({ code }: { code: string }) => code),
      ['400_name', '400_operations.0'],
    );
  });

  it('fills in what is missing', async () => {
    const { status, body, headers } = await world.publish('POST', '/apis', {
      ...other,
      context: 'other',
      operations: [],
    });
    assert.equal(status, 201);
    assert.equal(headers.Location, `/api/am/publisher/v4/apis/${body.id}`);
    assert.match(body.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    assert.equal(body.context, '/other');
    assert.equal(body.provider, 'carol');
    assert.equal(body.lifeCycleStatus, 'CREATED');
    assert.deepEqual(
      body.operations.map(({ verb, target }: { verb: string; target: string }) => `${verb} ${target}`),
      ['GET /*', 'PUT /*', 'POST /*', 'DELETE /*', 'PATCH /*'],
    );
    const read = await world.publish('GET', `/apis/${body.id}`);
    assert.deepEqual(read.body, body);
  });

  it('v0.x names some members otherwise', async () => {
    const { policies, endpointConfig, ...rest } = other;
    const given = { ...rest, tiers: policies, endpointConfig: JSON.stringify(endpointConfig) };
    const { status, body } = await world.publish('POST', '/api/am/publisher/v0.17/apis', given);
    assert.equal(status, 201);
    assert.deepEqual([body.status, body.tiers, JSON.parse(body.endpointConfig)], ['CREATED', policies, endpointConfig]);
    const newer = await world.publish('GET', `/apis/${body.id}`);
    assert.deepEqual([newer.body.policies, newer.body.endpointConfig], [policies, endpointConfig]);
  });

  it('an organisation has its own APIs, behind its own contexts', async () => {
    const { status, body } = await world.publish('POST', '/apis', pizza, 'other-tenant');
    assert.equal(status, 201);
    assert.equal(body.context, '/t/abc.com/pizza');
    assert.equal((await world.publish('GET', `/apis/${body.id}`)).body.code, 900308);
    assert.equal((await world.publish('GET', '/apis', undefined, 'other-tenant')).body.count, 1);
  });
});

describe('an API', () => {
  let world: RestWorld;
  let id: string;
  beforeEach(async () => {
    world = new RestWorld();
    id = await world.api('Pizza');
  });

  it('is changed, but for its name, version, context and provider', async () => {
    const changed = { ...pizza, name: 'New', version: '9', context: '/new', provider: 'eve', description: 'hot' };
    const { status, body } = await world.publish('PUT', `/apis/${id}`, { ...changed, policies: ['Gold'] });
    assert.equal(status, 200);
    const { name, version, context, provider, description, policies } = body;
    assert.deepEqual(
      [name, version, context, provider, description, policies],
      ['Pizza', '1.0.0', '/pizza', 'carol', 'hot', ['Gold']],
    );
  });

  it('that is not there: 404, 900308', async () => {
    for (const [method, body] of [['GET'], ['PUT', pizza], ['DELETE']] as const) {
      const answer = await world.publish(method, '/apis/none', body);
      assert.deepEqual([answer.status, answer.body.code], [404, 900308]);
    }
  });

  it('keeps its secrets: they are never shown, and an empty one changes nothing', async () => {
    const security = (password: string) => ({
      ...pizza,
      endpointConfig: {
        ...pizza.endpointConfig,
        endpoint_security: { production: { enabled: true, type: 'BASIC', username: 'u', password } },
      },
    });
    const stored = () =>
      world.state.catalog.apis.get(id)?.document.endpointConfig?.endpoint_security?.production?.password;
    const { body } = await world.publish('PUT', `/apis/${id}`, security('geheim'));
    assert.equal(body.endpointConfig.endpoint_security.production.password, '');
    assert.doesNotMatch(JSON.stringify((await world.publish('GET', `/apis/${id}`)).body), /geheim/);
    await world.publish('PUT', `/apis/${id}`, security(''));
    assert.equal(stored(), 'geheim');
    await world.publish('PUT', `/apis/${id}`, security('neu'));
    assert.equal(stored(), 'neu');
  });

  it('is deleted, unless somebody subscribes to it', async () => {
    await world.change(id, 'Publish');
    const subscription = { apiId: id, applicationId: 'shop-id', throttlingPolicy: 'Gold' };
    const { subscriptionId } = (await world.portal('POST', '/subscriptions', subscription)).body;
    assert.equal((await world.publish('DELETE', `/apis/${id}`)).status, 409);
    await world.portal('DELETE', `/subscriptions/${subscriptionId}`);
    assert.equal((await world.publish('DELETE', `/apis/${id}`)).status, 200);
    assert.equal((await world.publish('GET', `/apis/${id}`)).status, 404);
  });

  it('is listed, searched and paged', async () => {
    for (const name of ['Pasta', 'Pancake']) await world.api(name);
    const names = async (query: string) => {
      const { body } = await world.publish('GET', `/apis?${query}`);
      return [body.list.map(({ name }: { name: string }) => name), body.count, body.pagination.total];
    };
    assert.deepEqual(await names(''), [['Pizza', 'Pasta', 'Pancake'], 3, 3]);
    assert.deepEqual(await names('limit=1&offset=1'), [['Pasta'], 1, 3]);
    assert.deepEqual(await names('query=name:pa'), [['Pasta', 'Pancake'], 2, 2]);
    assert.deepEqual(await names('query=context:/piz'), [['Pizza'], 1, 1]);
    await world.change(id, 'Publish');
    assert.deepEqual(await names('query=status:PUBLISHED'), [['Pizza'], 1, 1]);
    assert.deepEqual(await names('query=cake'), [['Pancake'], 1, 1]);
  });

  it('is copied to a new version, which begins anew and may be the default', async () => {
    await world.publish('PUT', `/apis/${id}`, { ...pizza, isDefaultVersion: true });
    await world.change(id, 'Publish');
    const path = `/apis/copy-api?apiId=${id}&newVersion=2.0.0&defaultVersion=true`;
    const { status, body } = await world.publish('POST', path);
    assert.equal(status, 201);
    assert.deepEqual(
      [body.name, body.version, body.lifeCycleStatus, body.isDefaultVersion],
      ['Pizza', '2.0.0', 'CREATED', true],
    );
    assert.equal((await world.publish('GET', `/apis/${id}`)).body.isDefaultVersion, false);
    const again = await world.publish('POST', path);
    assert.deepEqual([again.status, again.body.code], [409, 900252]);
  });

  it('of a setup is there, too', async () => {
    const setup = { name: 'Old', version: '1', context: '/old', lifecycle: 'BLOCKED', provider: 'bob' } as const;
    world = new RestWorld({ apis: [setup] });
    const [{ id: known }] = (await world.publish('GET', '/apis')).body.list;
    const { body } = await world.publish('GET', `/apis/${known}/lifecycle-state`);
    assert.equal(body.state, 'Blocked');
  });
});
