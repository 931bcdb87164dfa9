import assert from 'node:assert/strict';
import { Fault } from '../../../engine/errors/index.js';
import { codes, deploy, ns, run, sequence } from './deployed.js';

const calls = sequence('s', '<sequence key="x"/>');
const setting = (by: string): string => `<sequence ${ns} name="any"><property name="by" value="${by}"/></sequence>`;

describe('a sequence by key', () => {
  it('is the deployed one', async () => {
    assert.equal((await run(deploy([calls, sequence('x')]), 's')).by, 'x');
  });

  it('is in a local entry', async () => {
    const entry = `<localEntry ${ns} key="x">${setting('entry')}</localEntry>`;
    assert.equal((await run(deploy([calls, entry]), 's')).by, 'entry');
  });

  it('is no text entry', async () => {
    const entry = `<localEntry ${ns} key="x">text</localEntry>`;
    assert.match((await run(deploy([calls, entry]), 's')).fault?.message ?? '', /keyValue ='x'} cannot be found/);
  });

  it('is in the registry, read anew when it changes', async () => {
    const snapshot = deploy([sequence('s', '<sequence key="conf:/x.xml"/>')]);
    const { registry } = snapshot.services;
    assert.match((await run(snapshot, 's')).fault?.message ?? '', /cannot be found/);
    registry.put('conf:/x.xml', setting('one'));
    assert.equal((await run(snapshot, 's')).by, 'one');
    registry.put('conf:/x.xml', setting('two'));
    assert.equal((await run(snapshot, 's')).by, 'two');
    registry.put('conf:/x.xml', '<sequence><nonsense');
    assert.match((await run(snapshot, 's')).fault?.message ?? '', /cannot be found/);
  });

  it('from the registry is compiled once as long as it does not change', () => {
    const { services, artifacts } = deploy([]);
    services.registry.put('conf:/x.xml', setting('one'));
    const first = artifacts.sequence('conf:/x.xml');
    assert.ok(first);
    assert.equal(artifacts.sequence('conf:/x.xml'), first);
    services.registry.put('conf:/x.xml', setting('two'));
    assert.notEqual(artifacts.sequence('conf:/x.xml'), first);
  });

  it('that is deployed wins over the registry', async () => {
    const snapshot = deploy([sequence('s', '<sequence key="conf:/x.xml"/>'), sequence('conf:/x.xml')]);
    snapshot.services.registry.put('conf:/x.xml', setting('registry'));
    assert.equal((await run(snapshot, 's')).by, 'conf:/x.xml');
  });

  it('may call others from there', async () => {
    const snapshot = deploy([sequence('s', '<sequence key="conf:/x.xml"/>'), sequence('y')]);
    snapshot.services.registry.put('conf:/x.xml', `<sequence ${ns} name="any"><sequence key="y"/></sequence>`);
    assert.equal((await run(snapshot, 's')).by, 'y');
  });

  it('that calls itself for ever is a fault', async () => {
    const { fault } = await run(deploy([sequence('s', '<sequence key="s"/>')]), 's');
    assert.equal(fault?.message, 'The flow is nested too deeply; a sequence or template calls itself');
  });
});

describe('other artifacts by key', () => {
  it('an endpoint is in the registry', () => {
    const { services, artifacts } = deploy([]);
    services.registry.put('gov:e.xml', `<endpoint ${ns} name="e"><address uri="http://backend.example/"/></endpoint>`);
    assert.equal(artifacts.endpoint('gov:e.xml')?.name, 'e');
    assert.equal(artifacts.sequence('gov:e.xml'), undefined);
  });

  it('an entry is a local one, or a resource of the registry', () => {
    const { services, artifacts } = deploy([`<localEntry ${ns} key="x">text</localEntry>`]);
    services.registry.put('conf:/y.txt', 'resource');
    assert.equal(artifacts.entry('x'), 'text');
    assert.equal(artifacts.entry('conf:/y.txt'), 'resource');
    assert.equal(artifacts.entry('z'), undefined);
  });

  it('no key leads out of the registry', () => {
    assert.throws(() => deploy([]).artifacts.entry('conf:/../../secret'), Fault);
  });
});

describe('the standard sequences', () => {
  it('are there when nobody defines them', async () => {
    const snapshot = deploy([]);
    assert.deepEqual(codes(snapshot), []);
    const { message } = await run(snapshot, 'main');
    assert.equal(message.axis2.get('HTTP_SC'), '404');
    assert.equal(message.exchange.ending, 'respond');
    assert.equal((await run(snapshot, 'fault')).message.exchange.ending, 'drop');
  });

  for (const name of ['main', 'fault']) {
    it(`${name} can be replaced without a warning`, async () => {
      const snapshot = deploy([sequence(name)]);
      assert.deepEqual(codes(snapshot), []);
      assert.equal((await run(snapshot, name)).by, name);
    });
  }

  it('one that is faulty does not hide the standard one', async () => {
    const snapshot = deploy([sequence('main', '<nonsense/>')]);
    assert.deepEqual(codes(snapshot), ['a0 grammar/unknown-mediator']);
    assert.equal((await run(snapshot, 'main')).message.exchange.ending, 'respond');
  });
});

describe('an unknown onError sequence', () => {
  it('is skipped with a warning when the flow gets there', async () => {
    const warnings: string[] = [];
    const snapshot = deploy([sequence('s', '<property name="by" value="s"/>', 'onError="nope"')], { warnings });
    assert.equal((await run(snapshot, 's')).by, 's');
    assert.deepEqual(warnings, ['Sequence named nope cannot be found; errors go to the next handler']);
  });
});
