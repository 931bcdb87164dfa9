import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { ConnectionTaker } from '../../../../engine/cli/workers/connection-dealer.js';
import type { WorkerSettings } from '../../../../engine/cli/workers/messages.js';
import type { PooledWorker } from '../../../../engine/cli/workers/pooled-worker.js';
import { WorkerPool } from '../../../../engine/cli/workers/worker-pool.js';
import { WorkerStartError } from '../../../../engine/cli/workers/worker-start-error.js';
import { openRegistry, type SharedRevision } from '../../../../engine/deploy/index.js';
import { createLogger, ManualClock } from '../../../../engine/observe/index.js';
import { type Behaviour, but, type FakeWorker, FakeWorkers } from './fake-workers.js';

const settings = { version: '1.0.0' } as WorkerSettings;

function idOf(worker: ConnectionTaker): number {
  return (worker as PooledWorker).id;
}

function revision(name: string, ...files: [path: string, hash: string][]): SharedRevision {
  const shared = files.map(([path, hash]) => ({ path, root: undefined, hash, content: Buffer.from(hash) }));
  return { revision: name, files: shared };
}

const bound = { port: 8290, address: '127.0.0.1' };

const limits = { prepare: 30_000, obey: 10_000, drain: 5000 };

describe('a pool of workers', () => {
  let clock: ManualClock;
  let dealt: string[];
  let lines: { msg: string; reason?: string; delay?: number }[];
  beforeEach(() => {
    clock = new ManualClock();
    lines = [];
    dealt = [];
  });

  function pool(workers: FakeWorkers, count = 2, first = revision('one', ['a', '1'])): WorkerPool {
    const write = (line: string): void => void lines.push(JSON.parse(line) as (typeof lines)[number]);
    return new WorkerPool({
      count,
      spawn: workers.spawn,
      dealer: {
        join: (worker) => void dealt.push(`join ${idOf(worker)}`),
        leave: (worker) => void dealt.push(`leave ${idOf(worker)}`),
        gone: (worker) => void dealt.push(`gone ${idOf(worker)}`),
        taken: (worker) => void dealt.push(`taken ${idOf(worker)}`),
      },
      settings,
      revision: first,
      registry: openRegistry([]),
      clock,
      logger: createLogger({ format: 'json', stream: { write } }),
      limits,
    });
  }

  async function started(workers: FakeWorkers, count = 2): Promise<WorkerPool> {
    const subject = pool(workers, count);
    await subject.start(bound);
    return subject;
  }

  const serving = (subject: WorkerPool): [number, string | undefined][] =>
    subject.workers.filter(({ state }) => state === 'serving').map(({ worker, revision: own }) => [worker, own]);

  it('starts as many as are asked for, all on one revision', async () => {
    const subject = await started(new FakeWorkers(), 3);
    assert.ok(subject.whole);
    assert.deepEqual(serving(subject), [
      [1, 'one'],
      [2, 'one'],
      [3, 'one'],
    ]);
  });

  it('does not start when a worker says that it cannot', async () => {
    const failing: Behaviour = but({ start: () => [{ kind: 'failed', reason: 'the port is gone' }] });
    await assert.rejects(pool(new FakeWorkers(failing)).start(bound), (error) => {
      assert.ok(error instanceof WorkerStartError);
      assert.equal(error.message, 'the port is gone');
      return true;
    });
  });

  it('swaps only when all have compiled, and sends only what is new', async () => {
    let letGo: () => void = () => {};
    const slow: Behaviour = but({
      prepare: (_, worker) => {
        letGo = () => worker.say({ kind: 'prepared', revision: 'two' });
        return [];
      },
    });
    const workers = new FakeWorkers(slow);
    const subject = await started(workers);
    const rolled = subject.roll(revision('two', ['a', '1'], ['b', '2']));
    await turn();
    assert.deepEqual(workers.made[1].kinds, ['start', 'prepare']);
    assert.equal(subject.revision, 'one');
    letGo();
    assert.equal(await rolled, true);
    assert.deepEqual(serving(subject), [
      [1, 'two'],
      [2, 'two'],
    ]);
    const [, order] = workers.made[0].orders;
    assert.ok(order.kind === 'prepare');
    assert.deepEqual(
      order.revision.files.map(({ path, content }) => [path, content?.toString()]),
      [
        ['a', undefined],
        ['b', '2'],
      ],
    );
  });

  const unable: [name: string, behaviour: Behaviour, waits: number[], killed: boolean][] = [
    [
      'says that it cannot compile it',
      but({ prepare: () => [{ kind: 'unable', revision: 'two', reason: 'no memory' }] }),
      [],
      false,
    ],
    ['does not compile it in time', but({ prepare: () => [] }), [limits.prepare], false],
    ['does not swap in time', but({ swap: () => [] }), [limits.obey], true],
    ['neither compiles it nor stops', but({ prepare: () => [], stop: () => [] }), [limits.prepare, limits.obey], true],
  ];
  for (const [name, behaviour, waits, killed] of unable) {
    it(`takes out a worker that ${name}, before the rollout is over, and replaces it`, async () => {
      const workers = new FakeWorkers(behaviour);
      const subject = await started(workers);
      let over = false;
      const rolled = subject.roll(revision('two', ['a', '2'])).finally(() => {
        over = true;
      });
      for (const wait of waits) {
        await turn();
        assert.equal(over, false);
        clock.advance(wait);
      }
      assert.equal(await rolled, true);
      assert.equal(workers.made[0].killed, killed);
      assert.deepEqual(serving(subject), [[2, 'two']]);
      assert.equal(subject.whole, false);
      clock.advance(100);
      await turn();
      assert.deepEqual(serving(subject), [
        [2, 'two'],
        [3, 'two'],
      ]);
      assert.ok(subject.whole);
    });
  }

  it('goes on with what it serves when no worker can compile a revision', async () => {
    const cannot: Behaviour = but({ prepare: () => [{ kind: 'unable', revision: 'two', reason: 'a mistake' }] });
    const workers = new FakeWorkers(cannot, cannot);
    const subject = await started(workers);
    assert.equal(await subject.roll(revision('two')), false);
    assert.deepEqual(serving(subject), [
      [1, 'one'],
      [2, 'one'],
    ]);
    assert.ok(subject.whole);
    assert.equal(lines.filter(({ reason }) => reason === 'a mistake').length, 2);
  });

  it('goes back to what it served when a revision kills every worker', async () => {
    const dies: Behaviour = but({
      prepare: (_, worker) => {
        worker.end(null, 'SIGSEGV');
        return [];
      },
    });
    const subject = await started(new FakeWorkers(dies, dies));
    assert.equal(await subject.roll(revision('two')), false);
    clock.advance(100);
    await turn();
    assert.deepEqual(serving(subject), [
      [3, 'one'],
      [4, 'one'],
    ]);
  });

  it('a worker that gets ready during a rollout starts with its outcome', async () => {
    let letGo: () => void = () => {};
    const slow: Behaviour = but({
      prepare: (_, worker) => {
        letGo = () => worker.say({ kind: 'prepared', revision: 'two' });
        return [];
      },
    });
    const workers = new FakeWorkers(slow);
    const subject = await started(workers);
    workers.made[1].end(1);
    const rolled = subject.roll(revision('two', ['a', '2']));
    clock.advance(100);
    await turn();
    assert.deepEqual(workers.made[2].kinds, []);
    letGo();
    await rolled;
    await turn();
    assert.deepEqual(serving(subject), [
      [1, 'two'],
      [3, 'two'],
    ]);
  });

  it('waits longer each time before it replaces a worker that ends again and again', async () => {
    const workers = new FakeWorkers();
    const subject = await started(workers, 1);
    const delays: number[] = [];
    for (let round = 0; round < 12; round++) {
      workers.made.at(-1)?.end(1);
      const count = workers.made.length;
      const delay = lines.at(-1)?.delay ?? 0;
      delays.push(delay);
      clock.advance(delay - 1);
      await turn();
      assert.equal(workers.made.length, count);
      clock.advance(1);
      await turn();
      assert.equal(workers.made.length, count + 1);
    }
    assert.deepEqual(delays.slice(0, 4), [100, 200, 400, 800]);
    assert.deepEqual(delays.slice(-2), [30_000, 30_000]);
    clock.advance(60_000);
    workers.made.at(-1)?.end(1);
    assert.equal(lines.at(-1)?.delay, 100);
    assert.equal(subject.whole, false);
  });

  it('kills a worker that does not start in time', async () => {
    const workers = new FakeWorkers(but({ start: () => [] }));
    const subject = pool(workers);
    const whole = subject.start(bound);
    await turn();
    clock.advance(60_000);
    await turn();
    assert.ok(workers.made[0].killed);
    clock.advance(100);
    await whole;
    assert.deepEqual(serving(subject), [
      [2, 'one'],
      [3, 'one'],
    ]);
  });

  it('sends writes to all in one order, and everything that was written to a worker that starts later', async () => {
    const workers = new FakeWorkers();
    await started(workers);
    const write = (text: string) => ({ resource: 'local:x', property: undefined, text });
    workers.made[1].say({ kind: 'wrote', writes: [write('a')] });
    workers.made[0].say({ kind: 'wrote', writes: [write('b')] });
    const written = ({ orders }: FakeWorker) =>
      orders.flatMap((order) => (order.kind === 'written' ? [[order.writes[0].text, order.own]] : []));
    assert.deepEqual(written(workers.made[0]), [
      ['a', false],
      ['b', true],
    ]);
    assert.deepEqual(written(workers.made[1]), [
      ['a', true],
      ['b', false],
    ]);
    workers.made[0].end(1);
    clock.advance(100);
    await turn();
    const [start] = workers.made[2].orders;
    assert.deepEqual(start.kind === 'start' && start.writes, [write('b')]);
  });

  it('says who is to be dealt connections', async () => {
    const workers = new FakeWorkers(but({ prepare: () => [{ kind: 'unable', revision: 'two', reason: '' }] }));
    const subject = await started(workers);
    workers.made[0].say({ kind: 'took' });
    await subject.roll(revision('two'));
    await turn();
    assert.deepEqual(dealt, ['join 1', 'join 2', 'taken 1', 'leave 1', 'gone 1']);
    workers.made[1].end(1);
    assert.equal(dealt.at(-1), 'gone 2');
  });

  it('asks all what their message stores hold', async () => {
    const stored = (messages: number) => new Map([['m', { messages, first: [] }]]);
    const holds = (messages: number): Behaviour =>
      but({
        list: (order) =>
          order.kind === 'list' ? [{ kind: 'stored', question: order.question, stored: stored(messages) }] : [],
      });
    const subject = await started(new FakeWorkers(holds(1), holds(2)));
    assert.deepEqual(await subject.list(), [stored(1), stored(2)]);
  });

  it('measures those that answer', async () => {
    const subject = await started(new FakeWorkers(but({ measure: () => [] })));
    const measured = subject.measure();
    await turn();
    clock.advance(2000);
    assert.deepEqual([...(await measured).keys()], [2]);
  });

  const ends: [name: string, behaviour: Behaviour, whole: boolean][] = [
    ['all finish', but({}), true],
    ['one had to cut something off', but({ stop: () => [{ kind: 'stopped', whole: false }] }), false],
    [
      'one dies instead',
      but({
        stop: (_, worker) => {
          queueMicrotask(() => worker.end(null, 'SIGSEGV'));
          return [];
        },
      }),
      false,
    ],
    ['one does not stop', but({ stop: () => [] }), false],
  ];
  for (const [name, behaviour, whole] of ends) {
    it(`stops, and says whether everything finished: ${name}`, async () => {
      const workers = new FakeWorkers(behaviour);
      const subject = await started(workers);
      const stopped = subject.stop(1000);
      await turn();
      clock.advance(6000);
      assert.equal(await stopped, whole);
      assert.deepEqual(subject.workers, []);
      assert.equal(clock.pending, 0);
    });
  }

  it('replaces nobody once it stops', async () => {
    const workers = new FakeWorkers();
    const subject = await started(workers);
    workers.made[0].end(1);
    await subject.stop(1000);
    clock.advance(60_000);
    await turn();
    assert.equal(workers.made.length, 2);
  });
});
