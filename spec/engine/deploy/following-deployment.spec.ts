import assert from 'node:assert/strict';
import { followDeployment, RevisionError, type SharedRevision } from '../../../engine/deploy/index.js';
import { api, apis, noMediators, Workspace } from './workspace.js';

describe('a deployment that follows another', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('A'));
    space.write('api/b.xml', api('B'));
  });
  afterEach(() => space.clear());

  const leader = () => space.load({ keepContent: true });
  const follow = (first: SharedRevision) => followDeployment({ compile: noMediators }, first);

  it('serves the same revision, whatever has become of the files', () => {
    const first = leader();
    space.remove('api');
    const follower = follow(first.shared);
    assert.equal(follower.snapshot.revision, first.snapshot.revision);
    assert.deepEqual(
      follower.snapshot.apis.map(({ fullName }) => fullName),
      apis(first),
    );
  });

  it('serves the last good version of a file with errors', () => {
    const first = leader();
    space.write('api/a.xml', '<api');
    first.refresh();
    assert.equal(follow(first.shared).snapshot.apis.length, 2);
  });

  it('leaves out at the start what the other one left out', () => {
    space.write('api/bad.xml', '<api');
    space.write('api/empty.xml', '');
    const first = leader();
    assert.equal(follow(first.shared).snapshot.revision, first.snapshot.revision);
  });

  it('swaps when it is told to, and compiles only what is new', () => {
    const first = leader();
    const follower = follow(first.shared);
    const before = follower.snapshot;
    space.write('api/b.xml', api('C'));
    first.refresh();
    follower.prepare(first.shared);
    assert.equal(follower.snapshot, before);
    follower.swap(first.snapshot.revision);
    assert.equal(follower.snapshot.revision, first.snapshot.revision);
    const unchanged = (snapshot: typeof before) => snapshot.compiled.find(({ name }) => name === 'A');
    assert.equal(unchanged(follower.snapshot), unchanged(before));
  });

  it('needs only the contents that are new to it', () => {
    const first = leader();
    const follower = follow(first.shared);
    const known = new Set(first.shared.files.map(({ hash }) => hash));
    space.write('api/b.xml', api('C'));
    first.refresh();
    const { revision, files } = first.shared;
    follower.prepare({
      revision,
      files: files.map((file) => (known.has(file.hash) ? { ...file, content: undefined } : file)),
    });
    follower.swap(revision);
    assert.equal(follower.snapshot.revision, revision);
  });

  const broken: [name: string, change: (revision: SharedRevision) => SharedRevision][] = [
    ['of another name', (shared) => ({ ...shared, revision: '000000000000' })],
    [
      'whose contents are missing',
      ({ revision, files }) => ({ revision, files: files.map((file) => ({ ...file, content: undefined })) }),
    ],
    [
      'whose contents are not what was read',
      ({ revision, files }) => ({ revision, files: files.map((file) => ({ ...file, content: Buffer.from('<x/>') })) }),
    ],
  ];
  for (const [name, change] of broken) {
    it(`refuses a revision ${name}`, () => {
      const first = leader();
      assert.throws(() => follow(change(first.shared)), RevisionError);
      const follower = follow(first.shared);
      const serving = follower.snapshot;
      space.write('api/a.xml', api('X'));
      space.write('api/b.xml', api('Y'));
      first.refresh();
      const next = change(first.shared);
      assert.throws(() => follower.prepare(next), RevisionError);
      assert.throws(() => follower.swap(next.revision), RevisionError);
      assert.equal(follower.snapshot, serving);
    });
  }

  it('swaps nothing in that was not prepared', () => {
    const first = leader();
    const follower = follow(first.shared);
    assert.throws(() => follower.swap(first.snapshot.revision), RevisionError);
  });
});
