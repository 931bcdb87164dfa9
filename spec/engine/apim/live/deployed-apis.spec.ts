import assert from 'node:assert/strict';
import { DeployedApis } from '../../../../engine/apim/deployed-apis.js';

const pizza = { name: 'Pizza', version: '1.0.0', context: '/pizza' };

describe('the table of deployed APIs', () => {
  let table: DeployedApis;
  let changes: number;
  beforeEach(() => {
    table = new DeployedApis([pizza, { ...pizza, version: '0.9', lifecycle: 'RETIRED' }], '4.x');
    changes = 0;
    table.onChange(() => {
      changes++;
    });
  });

  it('begins with what is not retired', () => {
    assert.deepEqual(table.all, [pizza]);
    assert.deepEqual([table.has(pizza), table.has({ ...pizza, version: '0.9' })], [true, false]);
  });

  it('tells of each change, and never changes a list that it gave', () => {
    const before = table.all;
    table.deploy({ ...pizza, authHeader: 'X-Auth' });
    assert.deepEqual([before, table.all, changes], [[pizza], [{ ...pizza, authHeader: 'X-Auth' }], 1]);
    table.undeploy(pizza);
    assert.deepEqual([table.all, changes], [[], 2]);
    table.undeploy(pizza);
    assert.equal(changes, 2);
  });

  it('leaves the API of another context alone', () => {
    table.undeploy({ ...pizza, context: '/t/abc.com/pizza' });
    assert.deepEqual(table.all, [pizza]);
  });

  it('has one default version of an API', () => {
    const other = { name: 'Other', version: '1', context: '/other', defaultVersion: true };
    for (const api of [other, { ...pizza, defaultVersion: true }, { ...pizza, version: '2', defaultVersion: true }]) {
      table.deploy(api);
    }
    const defaults = table.all.filter(({ defaultVersion }) => defaultVersion);
    assert.deepEqual(
      defaults.map(({ name, version }) => `${name}:${version}`),
      ['Other:1', 'Pizza:2'],
    );
  });

  const clashes: [string, { name: string; version: string; context: string }, boolean][] = [
    ['itself', pizza, false],
    ['another version', { ...pizza, version: '2' }, false],
    ['name and version of another', { ...pizza, context: '/t/abc.com/pizza' }, true],
    ['the context of another', { ...pizza, name: 'Pasta' }, true],
    [
      'the context of another, written otherwise',
      { name: 'Pasta', version: '1.0.0', context: '/pizza/{version}' },
      true,
    ],
    ['another context', { name: 'Pasta', version: '1.0.0', context: '/pasta' }, false],
  ];
  for (const [what, api, expected] of clashes) {
    it(`${expected ? 'has no room for' : 'has room for'} ${what}`, () => {
      assert.equal(table.clashes(api), expected);
    });
  }

  it('has no room for names of artifacts that are made alike', () => {
    table.deploy({ name: 'A--v1', version: '2', context: '/a' });
    assert.equal(table.clashes({ name: 'A', version: '1--v2', context: '/b' }), true);
  });
});
