import assert from 'node:assert/strict';
import { type Deployment, DeploymentWatcher, type Refreshed } from '../../../engine/deploy/index.js';
import { type Clock, ManualClock, systemClock } from '../../../engine/observe/index.js';
import { api, apis, Workspace } from './workspace.js';

describe('a watcher', () => {
  let space: Workspace;
  let watcher: DeploymentWatcher | undefined;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('A'));
  });
  afterEach(() => {
    watcher?.close();
    space.clear();
  });

  function watching(
    deployment: Deployment,
    clock: Clock,
    events: boolean,
    onRefresh: (refreshed: Refreshed) => void = () => {},
  ) {
    const onError = (error: unknown): never => assert.fail(String(error));
    watcher = new DeploymentWatcher(deployment, { clock, onRefresh, onError, events });
    return watcher;
  }

  it('takes in a new file at once', async () => {
    const deployment = space.load();
    const subject = watching(deployment, new ManualClock(), false);
    space.write('api/b.xml', api('B'));
    await subject.look();
    assert.deepEqual(apis(deployment), ['A', 'B']);
  });

  it('believes that a file is gone when it is gone twice', async () => {
    const deployment = space.load();
    const clock = new ManualClock();
    const subject = watching(deployment, clock, false);
    space.remove('api/a.xml');
    await subject.look();
    assert.deepEqual(apis(deployment), ['A']);
    clock.advance(100);
    await subject.look();
    assert.deepEqual(apis(deployment), []);
  });

  it('does not notice that an editor took a file away to save it', async () => {
    const deployment = space.load();
    const seen: Refreshed[] = [];
    const subject = watching(deployment, new ManualClock(), false, (refreshed) => seen.push(refreshed));
    space.remove('api/a.xml');
    await subject.look();
    space.write('api/a.xml', api('A', '/saved'));
    await subject.look();
    assert.deepEqual([deployment.snapshot.apis[0].context, seen.length], ['/saved', 1]);
  });

  it('looks by itself at least every 700 ms', async () => {
    const deployment = space.load();
    const clock = new ManualClock();
    const swapped = new Promise<void>((resolve) => watching(deployment, clock, false, () => resolve()));
    space.write('api/b.xml', api('B'));
    clock.advance(700);
    await swapped;
    assert.deepEqual(apis(deployment), ['A', 'B']);
  });

  it('hears of changes from the system', async () => {
    const deployment = space.load();
    const started = performance.now();
    const swapped = new Promise<void>((resolve) => watching(deployment, systemClock, true, () => resolve()));
    space.write('api/b.xml', api('B'));
    await swapped;
    assert.deepEqual(apis(deployment), ['A', 'B']);
    assert.ok(performance.now() - started < 1000);
  });

  it('tells of refused files', async () => {
    const deployment = space.load();
    const seen: Refreshed[] = [];
    const subject = watching(deployment, new ManualClock(), false, (refreshed) => seen.push(refreshed));
    space.write('api/a.xml', '<api');
    await subject.look();
    await subject.look();
    assert.deepEqual(
      seen.map(({ swapped, newlyRefused }) => [swapped, newlyRefused.length]),
      [[false, 1]],
    );
  });

  it('stops when it is closed', () => {
    const clock = new ManualClock();
    watching(space.load(), clock, false).close();
    assert.equal(clock.pending, 0);
  });
});
