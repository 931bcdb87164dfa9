import assert from 'node:assert/strict';
import { pizza, RestWorld } from './rest-world.js';

const gateway = [{ name: 'Default', vhost: 'localhost', displayOnDevportal: true }];

describe('revisions', () => {
  let world: RestWorld;
  let id: string;
  beforeEach(async () => {
    world = new RestWorld();
    id = await world.api('Pizza');
  });

  const create = async (description?: string) =>
    (await world.publish('POST', `/apis/${id}/revisions`, description === undefined ? {} : { description })).body.id;
  const order = (what: string, revision: string, body?: unknown, api = id) =>
    world.publish('POST', `/apis/${api}/${what}-revision?revisionId=${revision}`, body);

  it('are made, read and listed', async () => {
    const { status, body, headers } = await world.publish('POST', `/apis/${id}/revisions`, { description: 'first' });
    assert.equal(status, 201);
    assert.equal(headers.Location, `/api/am/publisher/v4/apis/${id}/revisions/${body.id}`);
    assert.deepEqual(body, {
      id: body.id,
      displayName: 'Revision 1',
      description: 'first',
      createdTime: Date.UTC(2030, 0, 7, 10),
      apiInfo: { id },
      deploymentInfo: [],
    });
    const second = await create();
    assert.deepEqual((await world.publish('GET', `/apis/${id}/revisions/${body.id}`)).body, body);
    await order('deploy', second, gateway);
    const listed = async (query: string) => {
      const { list } = (await world.publish('GET', `/apis/${id}/revisions${query}`)).body;
      return list.map(({ displayName }: { displayName: string }) => displayName);
    };
    assert.deepEqual(await listed(''), ['Revision 1', 'Revision 2']);
    assert.deepEqual(await listed('?query=deployed:true'), ['Revision 2']);
    assert.deepEqual(await listed('?query=deployed:false'), ['Revision 1']);
  });

  it('are five at most, and never called alike', async () => {
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push(await create());
    const sixth = await world.publish('POST', `/apis/${id}/revisions`, {});
    assert.deepEqual([sixth.status, sixth.body.code], [400, 900351]);
    await world.publish('DELETE', `/apis/${id}/revisions/${ids[4]}`);
    const { body } = await world.publish('POST', `/apis/${id}/revisions`, {});
    assert.equal(body.displayName, 'Revision 6');
  });

  it('are deployed, one to a gateway, and cannot be deleted then', async () => {
    const [one, two] = [await create(), await create()];
    const deployed = await order('deploy', one, gateway);
    assert.equal(deployed.status, 201);
    const [{ name, vhost, displayOnDevportal, revisionUuid }] = deployed.body;
    assert.deepEqual([name, vhost, displayOnDevportal, revisionUuid], ['Default', 'localhost', true, one]);
    const refused = await world.publish('DELETE', `/apis/${id}/revisions/${one}`);
    assert.deepEqual([refused.status, refused.body.code], [400, 900348]);
    assert.equal((await order('deploy', two, gateway)).status, 201);
    assert.equal((await world.publish('DELETE', `/apis/${id}/revisions/${one}`)).status, 200);
    assert.deepEqual([(await order('undeploy', two, gateway)).status], [201]);
    assert.equal((await world.publish('DELETE', `/apis/${id}/revisions/${two}`)).status, 200);
  });

  it('are restored', async () => {
    const revision = await create();
    await world.publish('PUT', `/apis/${id}`, { ...pizza, description: 'changed' });
    const { status, body } = await order('restore', revision);
    assert.equal(status, 201);
    assert.equal(body.id, id);
    assert.equal((await world.publish('GET', `/apis/${id}`)).body.description, undefined);
  });

  for (const what of ['deploy', 'undeploy', 'restore'] as const) {
    it(`${what}: an unknown revision is 404 900347, an unknown API 404 900308`, async () => {
      const revision = await create();
      const unknown = await order(what, 'none', gateway);
      assert.deepEqual([unknown.status, unknown.body.code], [404, 900347]);
      const nowhere = await order(what, revision, gateway, 'none');
      assert.deepEqual([nowhere.status, nowhere.body.code], [404, 900308]);
      assert.equal((await world.publish('POST', `/apis/${id}/${what}-revision`, gateway)).status, 400);
    });
  }

  it('DELETE: an unknown revision is 404 900347, an unknown API 404 900308', async () => {
    const revision = await create();
    assert.equal((await world.publish('DELETE', `/apis/${id}/revisions/none`)).body.code, 900347);
    assert.equal((await world.publish('DELETE', `/apis/none/revisions/${revision}`)).body.code, 900308);
  });

  it('of an unknown API: creating one is 500', async () => {
    const { status, body } = await world.publish('POST', '/apis/none/revisions', {});
    assert.deepEqual([status, body.message], [500, 'Internal server error']);
    assert.equal(body.description, 'Error while adding new API Revision for API : none');
  });

  for (const [what, body, code] of [
    ['an unknown environment', [{ name: 'us', vhost: 'localhost' }], 900504],
    ['a host that the environment does not have', [{ name: 'Default', vhost: 'ws.example' }], 400],
    ['no environment', [], 400],
    ['no list', { name: 'Default' }, 400],
    ['an environment without a name', [{ vhost: 'localhost' }], 400],
    ['an environment twice', [...gateway, ...gateway], 400],
  ] as const) {
    it(`are not deployed to ${what}: 400, ${code}`, async () => {
      const { status, body: refusal } = await order('deploy', await create(), body);
      assert.deepEqual([status, refusal.code], [400, code]);
    });
  }

  it('are not undeployed from an unknown environment', async () => {
    const { status, body } = await order('undeploy', await create(), [{ name: 'us' }]);
    assert.deepEqual([status, body.code], [400, 900504]);
  });

  it('go to the environments of the settings', async () => {
    const toml = `
      [[apim.gateway.environment]]
      name = "us"
      https_endpoint = "https://us.example:8243"
      [[apim.gateway.environment.virtual_host]]
      https_endpoint = "https://us2.example"
      [[apim.gateway.environment]]
      name = "eu"`;
    world = new RestWorld({ toml });
    id = await world.api('Pizza');
    const revision = await create();
    const both = [{ name: 'us', vhost: 'us2.example' }, { name: 'eu' }];
    const { status, body } = await order('deploy', revision, both);
    assert.equal(status, 201);
    assert.deepEqual(
      body.map(({ name, vhost }: { name: string; vhost: string }) => [name, vhost]),
      [
        ['us', 'us2.example'],
        ['eu', 'localhost'],
      ],
    );
    assert.equal((await order('deploy', revision, gateway)).body.code, 900504);
    const path = `/apis/${id}/undeploy-revision?revisionId=${revision}&allEnvironments=true`;
    assert.deepEqual((await world.publish('POST', path)).body, []);
  });

  it('of a retired API are not deployed', async () => {
    const revision = await create();
    for (const action of ['Publish', 'Deprecate', 'Retire']) await world.change(id, action);
    const { status, body } = await order('deploy', revision, gateway);
    assert.deepEqual([status, body.code], [400, 903227]);
  });
});
