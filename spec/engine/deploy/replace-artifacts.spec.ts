import assert from 'node:assert/strict';
import type { Snapshot } from '../../../engine/compile/index.js';
import type { Deployment } from '../../../engine/deploy/index.js';
import { ManualClock } from '../../../engine/observe/index.js';
import { api, apis, ns, sequence, Workspace } from './workspace.js';

const text = (file: string, content: string) => ({ file, content });
const one = text('one.xml', api('One'));
const two = text('two.xml', api('Two'));

describe('artifacts given as text, replaced while they serve', () => {
  let space: Workspace;
  let clock: ManualClock;
  let deployment: Deployment;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/file.xml', api('File'));
    clock = new ManualClock();
    deployment = space.load({ clock, artifacts: [one] });
  });
  afterEach(() => space.clear());

  it('serve from one swap on; the old snapshot stays as it was', () => {
    const told: Snapshot[] = [];
    deployment.onSwap((snapshot) => told.push(snapshot));
    const before = deployment.snapshot;
    clock.advance(5);
    assert.deepEqual(deployment.replaceArtifacts([two]), []);
    assert.deepEqual(apis(deployment), ['File', 'Two']);
    assert.deepEqual(before.apis.map(({ fullName }) => fullName).sort(), ['File', 'One']);
    assert.deepEqual(told, [deployment.snapshot]);
    assert.equal(deployment.since, clock.now());
    assert.notEqual(deployment.snapshot.revision, before.revision);
  });

  it('are another snapshot of the same revision when they are the same, and nothing is compiled again', () => {
    const before = deployment.snapshot;
    deployment.replaceArtifacts([one]);
    assert.notEqual(deployment.snapshot, before);
    assert.equal(deployment.snapshot.revision, before.revision);
    assert.deepEqual(
      deployment.snapshot.compiled.filter((artifact, index) => artifact !== before.compiled[index]),
      [],
    );
  });

  const faulty: [name: string, content: string, code: string][] = [
    ['malformed', '<api', 'xml/malformed'],
    ['without a name', `<api ${ns} context="/x"><resource><inSequence/></resource></api>`, 'grammar/missing-attribute'],
  ];
  for (const [name, content, code] of faulty) {
    it(`that are ${name} are left out, and others are not touched`, () => {
      const refused = deployment.replaceArtifacts([text('one.xml', content), two]);
      assert.deepEqual(
        refused.map(({ path, earlierServes, findings }) => [path, earlierServes, findings.map((each) => each.code)]),
        [['one.xml', false, [code]]],
      );
      assert.deepEqual(apis(deployment), ['File', 'Two']);
      assert.ok(deployment.findings.some((finding) => finding.code === code && finding.file === 'one.xml'));
      assert.deepEqual(deployment.replaceArtifacts([one, two]), []);
      assert.deepEqual(apis(deployment), ['File', 'One', 'Two']);
      assert.ok(!deployment.findings.some((finding) => finding.file === 'one.xml'));
    });
  }

  it('stay when files change, and files stay when they change', () => {
    deployment.replaceArtifacts([two]);
    space.write('api/more.xml', api('More'));
    assert.equal(deployment.refresh().swapped, true);
    assert.deepEqual(apis(deployment), ['File', 'More', 'Two']);
    deployment.replaceArtifacts([]);
    assert.deepEqual(apis(deployment), ['File', 'More']);
  });

  it('give way to standard sequences again when they go', () => {
    const faults = () =>
      deployment.snapshot.compiled.filter(({ name }) => name === 'fault').map(({ place }) => place.file);
    deployment.replaceArtifacts([text('fault.xml', sequence('fault'))]);
    assert.deepEqual(faults(), ['fault.xml']);
    deployment.replaceArtifacts([]);
    assert.deepEqual(faults(), ['standard/fault.xml']);
  });
});
