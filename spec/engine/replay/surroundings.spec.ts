import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileOptions, type ReplayResult, replay } from '../../../engine/index.js';
import type { FixtureCase } from '../../../engine/replay/index.js';

const ns = 'xmlns="http://ws.apache.org/ns/synapse"';
const reads = [
  '<payloadFactory media-type="json"><format>{"env":"$1","system":"$2","x":1}</format><args>',
  "<arg expression=\"get-property('env', 'STAGE')\"/><arg expression=\"get-property('system', 'zone')\"/>",
  '</args></payloadFactory><respond/>',
].join('');

describe('what surrounds a case', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mediant-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string | object): void => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const play = (...names: string[]): Promise<ReplayResult> =>
    replay({ compile: compileOptions, paths: names.length > 0 ? names.map((name) => join(folder, name)) : [folder] });

  const artifacts: Record<string, [artifact: string, entry: FixtureCase['entry']]> = {
    sequence: [`<sequence ${ns} name="s">${reads}</sequence>`, { sequence: 's' }],
    api: [
      `<api ${ns} name="A" context="/a"><resource methods="GET"><inSequence>${reads}</inSequence></resource></api>`,
      { http: true },
    ],
  };
  for (const [kind, [artifact, entry]] of Object.entries(artifacts)) {
    it(`are the properties of its request in the scopes env and system: ${kind}`, async () => {
      const properties = { env: { STAGE: 'test' }, system: { zone: 'z1' } };
      write('case.json', {
        name: 'surroundings',
        artifacts: [artifact],
        entry,
        request: { path: '/a', properties },
        expect: { response: { body: { json: { env: 'test', system: 'z1', x: 1 } } } },
      });
      const { cases } = await play();
      assert.deepEqual(
        cases.map(({ status, failures }) => [status, failures]),
        [['passed', []]],
      );
    });
  }

  it('may be resources in JSON, which are no cases', async () => {
    write('deployment/api/a.xml', artifacts.api![0]);
    write('deployment/registry/config/settings.json', '{"not": "a case"}');
    write('case.json', { name: 'a', artifacts: ['deployment'], entry: { http: true } });
    const { passed, problems } = await play();
    assert.deepEqual([passed, problems], [1, []]);
    assert.equal((await play('deployment/registry/config/settings.json')).problems.length > 0, true);
  });

  it('may be a registry alone', async () => {
    write('state/registry/config/greeting', 'hello');
    const read = '<property name="p" expression="get-property(\'registry\', \'conf:/greeting\')"/>';
    write('case.json', {
      name: 'a',
      artifacts: ['state', `<sequence ${ns} name="s">${read}</sequence>`],
      entry: { sequence: 's' },
      expect: { properties: { default: { p: 'hello' } } },
    });
    const { passed, cases } = await play();
    assert.equal(passed, 1, JSON.stringify(cases));
  });
});
