import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../engine/observe/index.js';
import { api, apis, codes, ns, sequence, Workspace } from './workspace.js';

describe('a deployment', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
  });
  afterEach(() => space.clear());

  const layouts = [
    'api/a.xml',
    'apis/a.xml',
    'synapse-config/api/a.xml',
    'synapse-configs/default/api/a.xml',
    'repository/deployment/server/synapse-configs/default/api/a.xml',
    'src/main/synapse-config/api/a.xml',
    'src/main/wso2mi/artifacts/apis/a.xml',
    'a.xml',
  ];
  for (const file of layouts) {
    it(`is read from ${file}`, () => {
      space.write(file, api('A'));
      const deployment = space.load();
      assert.deepEqual([apis(deployment), codes(deployment)], [['A'], []]);
    });
  }

  it('is read from a synapse.xml with definitions', () => {
    space.write('synapse.xml', `<definitions ${ns}>${sequence('s')}${api('A')}</definitions>`);
    const deployment = space.load();
    assert.deepEqual(apis(deployment), ['A']);
    assert.ok(deployment.snapshot.artifacts.sequence('s'));
  });

  it('is read from a single file', () => {
    const file = space.write('one.xml', api('A'));
    assert.deepEqual(apis(space.load({ paths: [file] })), ['A']);
  });

  it('is read from texts', () => {
    assert.deepEqual(apis(space.load({ paths: [], artifacts: [{ file: 'inline', content: api('A') }] })), ['A']);
  });

  it('has main and fault unless it defines them', () => {
    space.write('sequences/main.xml', sequence('main'));
    const { artifacts } = space.load().snapshot;
    assert.match(artifacts.sequence('main')!.place.file, /sequences\/main\.xml$/);
    assert.equal(space.load().snapshot.compiled.filter(({ name }) => name === 'fault').length, 1);
  });

  it('ignores temporary files of editors, and folders below its own', () => {
    for (const name of ['.a.xml', '#a.xml', '~a.xml', 'a.xml~', 'a.xml.swp', 'a.tmp', 'below/a.xml']) {
      space.write(`api/${name}`, 'no XML');
    }
    space.write('api/a.xml', api('A'));
    const deployment = space.load();
    assert.deepEqual([apis(deployment), codes(deployment)], [['A'], []]);
  });

  const faulty: [name: string, content: string | Buffer, code: string][] = [
    ['malformed XML', '<api', 'xml/malformed'],
    ['an empty file', '', 'xml/empty'],
    ['invalid UTF-8', Buffer.from([0x3c, 0x61, 0xff, 0x3e]), 'xml/not-utf8'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 'xml/doctype'],
    ['another root than the folder says', sequence('s'), 'layout/wrong-folder'],
    ['a file of 11 MiB', Buffer.alloc(11 * 1024 * 1024, ' '), 'xml/too-large'],
  ];
  for (const [name, content, code] of faulty) {
    it(`reports ${name} and deploys the neighbours`, () => {
      space.write('api/bad.xml', content);
      space.write('api/good.xml', api('A'));
      const deployment = space.load();
      assert.deepEqual([apis(deployment), codes(deployment)], [['A'], [`${code} bad.xml`]]);
      assert.deepEqual(
        deployment.refused.map(({ earlierServes }) => earlierServes),
        [false],
      );
    });
  }

  it('reports a folder instead of a file', () => {
    mkdirSync(join(space.path, 'api', 'a.xml'), { recursive: true });
    assert.deepEqual(codes(space.load()), [`layout/nothing-found ${space.path.split('/').at(-1)}`]);
  });

  it('has a revision that depends on the content alone', () => {
    space.write('api/a.xml', api('A'));
    const first = space.load().snapshot.revision;
    space.write('api/a.xml', api('A'));
    assert.equal(space.load().snapshot.revision, first);
    space.write('api/a.xml', api('A', '/other'));
    assert.notEqual(space.load().snapshot.revision, first);
    assert.match(first, /^[0-9a-f]{12}$/);
  });
});

describe('a refresh', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('A'));
  });
  afterEach(() => space.clear());

  it('does nothing when nothing has changed', () => {
    const deployment = space.load();
    const before = deployment.snapshot;
    assert.deepEqual(deployment.refresh(), { swapped: false, newlyRefused: [], unsettled: [] });
    assert.equal(deployment.snapshot, before);
  });

  it('does nothing when a file was only touched', () => {
    const deployment = space.load();
    space.write('api/a.xml', api('A'));
    assert.equal(deployment.refresh().swapped, false);
  });

  it('swaps in a changed file, keeps the old snapshot whole, and does not compile the others again', () => {
    space.write('api/b.xml', api('B'));
    const deployment = space.load();
    const before = deployment.snapshot;
    const swapped: string[] = [];
    deployment.onSwap(({ revision }) => swapped.push(revision));
    space.write('api/a.xml', api('A', '/new'));
    assert.equal(deployment.refresh().swapped, true);
    const context = (snapshot: typeof before, name: string) =>
      snapshot.apis.find((each) => each.name === name)?.context;
    assert.deepEqual([context(before, 'A'), context(deployment.snapshot, 'A')], ['/A', '/new']);
    const b = (snapshot: typeof before) => snapshot.apis.find(({ name }) => name === 'B');
    assert.equal(b(deployment.snapshot), b(before));
    assert.deepEqual(swapped, [deployment.snapshot.revision]);
  });

  it('takes in new, renamed and removed files', () => {
    const deployment = space.load();
    space.write('api/b.xml', api('B'));
    deployment.refresh();
    assert.deepEqual(apis(deployment), ['A', 'B']);
    space.remove('api/b.xml');
    space.write('api/c.xml', api('B'));
    deployment.refresh();
    assert.deepEqual([apis(deployment), deployment.refused], [['A', 'B'], []]);
    space.remove('api/a.xml');
    deployment.refresh();
    assert.deepEqual(apis(deployment), ['B']);
  });

  it('takes in a folder that was not there', () => {
    const deployment = space.load();
    space.write('sequences/s.xml', sequence('s'));
    deployment.refresh();
    assert.ok(deployment.snapshot.artifacts.sequence('s'));
  });

  it('refuses a faulty version; the last good one and its neighbours go on', () => {
    const deployment = space.load();
    const { revision } = deployment.snapshot;
    space.write('api/a.xml', '<api');
    const { swapped, newlyRefused } = deployment.refresh();
    assert.deepEqual([swapped, newlyRefused.length, newlyRefused[0].earlierServes], [false, 1, true]);
    assert.equal(deployment.snapshot.revision, revision);
    space.write('api/b.xml', api('B'));
    assert.deepEqual(deployment.refresh().newlyRefused, []);
    assert.deepEqual([apis(deployment), codes(deployment)], [['A', 'B'], ['xml/malformed a.xml']]);
    space.write('api/a.xml', api('A', '/fixed'));
    deployment.refresh();
    assert.deepEqual(
      [deployment.snapshot.apis.map(({ context }) => context).sort(), deployment.refused],
      [['/B', '/fixed'], []],
    );
  });

  it('refuses a new file whose name is taken, until it is free', () => {
    const deployment = space.load();
    space.write('api/0.xml', api('A', '/thief'));
    const { newlyRefused } = deployment.refresh();
    assert.deepEqual(
      newlyRefused.map(({ findings }) => findings.map(({ code }) => code)),
      [['layout/already-exists']],
    );
    assert.equal(deployment.snapshot.apis[0].context, '/A');
    space.remove('api/a.xml');
    deployment.refresh();
    assert.deepEqual([deployment.snapshot.apis[0].context, deployment.refused], ['/thief', []]);
  });

  it('lets one file give a name to another in the same step', () => {
    const deployment = space.load();
    space.write('api/a.xml', api('B'));
    space.write('api/b.xml', api('A'));
    deployment.refresh();
    assert.deepEqual([apis(deployment), deployment.refused], [['A', 'B'], []]);
  });

  it('keeps sequences, endpoints and local entries in one key space', () => {
    space.write('sequences/s.xml', sequence('x'));
    const deployment = space.load();
    space.write('local-entries/e.xml', `<localEntry ${ns} key="x">text</localEntry>`);
    deployment.refresh();
    assert.deepEqual(codes(deployment), ['layout/already-exists e.xml']);
    assert.ok(deployment.snapshot.artifacts.sequence('x'));
  });

  it('waits for a file that is being written', () => {
    const deployment = space.load();
    space.write('api/a.xml', '<api', systemClock.now() - 200);
    const first = deployment.refresh();
    assert.deepEqual([first.swapped, first.newlyRefused, first.unsettled.length], [false, [], 1]);
    space.write('api/a.xml', api('A', '/whole'), systemClock.now() - 200);
    assert.equal(deployment.refresh().swapped, true);
    assert.equal(deployment.snapshot.apis[0].context, '/whole');
  });

  it('sees a second change within the resolution of the disk', () => {
    const now = systemClock.now();
    space.write('api/a.xml', api('A', '/1'), now);
    const deployment = space.load();
    space.write('api/a.xml', api('A', '/2'), now);
    assert.equal(deployment.refresh().swapped, true);
    assert.equal(deployment.snapshot.apis[0].context, '/2');
  });
});
