import assert from 'node:assert/strict';
import { createGateway } from '../../../../engine/apim/gateway/index.js';
import { renamedSequence } from '../../../../engine/apim/gateway/sequence-name.js';
import { ApimState, KeyRing } from '../../../../engine/apim/index.js';
import type { ApimSetup, Profile } from '../../../../engine/apim/setup.js';
import { loadDeployment } from '../../../../engine/deploy/index.js';
import { compileOptions } from '../../../../engine/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';
import { sequence, setupWith } from './played.js';

const outbound = { send: () => Promise.reject(new Error('nothing is sent')), close: async () => {} };

function deployed(setup: ApimSetup, profile: Profile = '4.x') {
  const clock = new ManualClock();
  const state = new ApimState(setup, profile, { clock, random: new SeededRandom(), outbound, keys: new KeyRing() });
  const { artifacts, defaults } = createGateway(state);
  const { snapshot, findings } = loadDeployment({ compile: compileOptions, artifacts, defaults, clock, outbound });
  return { snapshot, findings, artifacts };
}

describe('generated artifacts (gateway sheet A.4)', () => {
  const odd = {
    name: `Pizza & "Pasta" <it's>`,
    version: '1.0<&"',
    operations: [
      { verb: 'GET', target: '/a&b' },
      { verb: 'GET', target: '/a/{b}"' },
    ],
    endpoint: { production: `http://backend.example/?a="b"&c='<d>'` },
    sequences: { in: sequence('i', '<drop/>'), out: sequence('o', '<drop/>'), fault: sequence('f', '<drop/>') },
  };
  const setups: [fact: string, setup: ApimSetup][] = [
    ['an API', setupWith()],
    ['names and addresses that have to be escaped', setupWith(odd)],
    ['a cache', setupWith({ responseCache: 10 })],
    ['failover', setupWith({ endpoint: { type: 'failover', production: ['http://a/', 'http://b/'] } })],
    ['load balance', setupWith({ endpoint: { type: 'load_balance', production: ['http://a/', 'http://b/'] } })],
    ['addresses', setupWith({ endpoint: { type: 'address', production: 'http://a/', sandbox: 'http://b/' } })],
    ['default endpoints', setupWith({ endpoint: { type: 'default' } })],
    ['no endpoint', { ...setupWith(), apis: [{ name: 'a', version: '1', context: '/' }] }],
  ];
  for (const [fact, setup] of setups) {
    for (const profile of ['1.x', '3.x', '4.x'] as const) {
      it(`have no finding in ${profile}: ${fact}`, () => {
        const { findings, snapshot } = deployed(setup, profile);
        assert.deepEqual(findings, []);
        const own = snapshot.apis.filter(({ versionType }) => versionType !== '');
        assert.equal(own.length, 1);
      });
    }
  }

  it('have the names of their API, and its transport when there is only one', () => {
    const { snapshot } = deployed(setupWith({ transports: ['https'], sequences: odd.sequences }));
    const [api] = snapshot.apis;
    assert.deepEqual(
      [api?.fullName, api?.context, api?.versionType, api?.transports],
      ['prod--Pizza:v1.0.0', '/pizza/1.0.0', 'context', 'https'],
    );
    for (const end of ['In', 'Out', 'Fault']) assert.ok(snapshot.artifacts.sequence(`prod--Pizza:v1.0.0--${end}`), end);
    for (const kind of ['production', 'sandbox']) {
      assert.ok(snapshot.artifacts.endpoint(`Pizza--v1.0.0_API${kind}Endpoint`), kind);
    }
    assert.equal(deployed(setupWith({ transports: ['http', 'https'] })).snapshot.apis[0]?.transports, undefined);
  });

  it('hold no secret of an endpoint', () => {
    const production = { type: 'oauth', clientId: 'id', clientSecret: 'hush', password: 'hush' } as const;
    const { artifacts } = deployed(
      setupWith({ endpointSecurity: { production, sandbox: { ...production, type: 'basic' } } }),
    );
    assert.ok(!JSON.stringify(artifacts).includes('hush'));
    assert.ok(!JSON.stringify(artifacts).includes(Buffer.from(':hush').toString('base64')));
  });

  it('are not made of a retired API', () => {
    assert.equal(deployed(setupWith({ lifecycle: 'RETIRED' })).snapshot.apis.length, 0);
  });
});

describe('renamedSequence', () => {
  const table: [fact: string, xml: string, renamed: string][] = [
    ['a name', '<sequence name="a" onError="b"/>', '<sequence name="n&quot;" onError="b"/>'],
    ['no name', '<sequence onError="b"/>', '<sequence name="n&quot;" onError="b"/>'],
    ['single quotes and blanks', "<sequence\n  name = 'a'>", '<sequence name="n&quot;">'],
    ['a prefix', '<s:sequence xmlns:s="x" name="a"/>', '<s:sequence xmlns:s="x" name="n&quot;"/>'],
    [
      'a name within another attribute',
      '<sequence a=\' name="x"\' name="a"/>',
      '<sequence a=\' name="x"\' name="n&quot;"/>',
    ],
    [
      'what stands before',
      '<?xml version="1.0"?>\n<!-- <sequence name="c"/> -->\n<sequence name="a"/>',
      '<?xml version="1.0"?>\n<!-- <sequence name="c"/> -->\n<sequence name="n&quot;"/>',
    ],
    [
      'a name further in',
      '<sequence><property name="a"/></sequence>',
      '<sequence name="n&quot;"><property name="a"/></sequence>',
    ],
    ['another root', '<sequences name="a"/>', '<sequences name="a"/>'],
    ['something that is no XML', 'sequence name="a"', 'sequence name="a"'],
  ];
  for (const [fact, xml, renamed] of table) {
    it(`sees ${fact}`, () => assert.equal(renamedSequence(xml, 'n"'), renamed));
  }
});
