import assert from 'node:assert/strict';
import { createGateway } from '../../../../engine/apim/index.js';
import { RestWorld } from '../publisher/rest-world.js';

const toml = ['us', 'eu'].map((name) => `[[apim.gateway.environment]]\nname = "${name}"\n`).join('');

describe('a gateway that stands for several environments', () => {
  let world: RestWorld;
  let id: string;
  beforeEach(async () => {
    world = new RestWorld({ toml });
    id = await world.api('Pizza');
  });

  const revise = async (target: string): Promise<string> => {
    await world.publish('PUT', `/apis/${id}`, { operations: [{ verb: 'GET', target }] });
    return (await world.publish('POST', `/apis/${id}/revisions`, {})).body.id;
  };
  const order = async (what: 'deploy' | 'undeploy', revision: string, name: string) => {
    world.clock.advance(1);
    const answer = await world.publish('POST', `/apis/${id}/${what}-revision?revisionId=${revision}`, [{ name }]);
    assert.equal(answer.status, 201);
  };
  const served = () => world.state.deployedApis.all.map(({ operations }) => operations?.map(({ target }) => target));

  it('serves the revision that was deployed last, until it is deployed in none', async () => {
    const [one, two] = [await revise('/one'), await revise('/two')];
    await order('deploy', two, 'us');
    await order('deploy', one, 'eu');
    assert.deepEqual(served(), [['/one']]);
    await order('undeploy', one, 'us');
    assert.deepEqual(served(), [['/one']]);
    await order('undeploy', one, 'eu');
    assert.deepEqual(served(), [['/two']]);
    await order('undeploy', two, 'us');
    assert.deepEqual(served(), []);
  });

  it('tells who serves its artifacts before the publisher is answered', async () => {
    const gateway = createGateway(world.state);
    const told: string[][] = [];
    gateway.onChange((artifacts) => told.push(artifacts.map(({ file }) => file)));
    const revision = await revise('/one');
    assert.deepEqual([gateway.artifacts, told], [[], []]);
    await order('deploy', revision, 'us');
    const files = ['gateway/Pizza--v1.0.0/api.xml'];
    assert.deepEqual(told, [files]);
    assert.deepEqual(
      gateway.artifacts.map(({ file }) => file),
      files,
    );
  });
});
