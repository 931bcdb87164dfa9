import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { contest } from '../harness/contest.js';
import { createLoad } from '../harness/load/index.js';
import { findProgram } from '../harness/machine.js';
import { Processes } from '../harness/processes.js';
import { summarise } from '../harness/summary.js';

const script = fileURLToPath(new URL('liar.js', import.meta.url));

function echo(name, kind, more = {}) {
  const prepare = ({ port }) => ({ command: [process.execPath, script, String(port), kind] });
  return { name, skip: () => undefined, prepare, ...more };
}

const scenario = (...contestants) => ({
  name: 'echo',
  title: 'echo',
  contestants: [echo('honest', 'honest', { baseline: true }), ...contestants],
  requests: [{ method: 'POST', path: '/', body: 'a body', expected: 'a body' }],
  answer: 'bytes',
  targets: {},
});

const options = { quick: false, contestants: [], rounds: 2, seconds: 0.3, warmUp: 0.1, connections: 4, dist: '' };

for (const generator of ['autocannon', 'wrk']) {
  describe(`a contest under ${generator}`, { skip: generator === 'wrk' && !findProgram('wrk') }, () => {
    const processes = new Processes();
    let bench;
    before(() => {
      bench = { options, processes, processors: undefined, progress: () => {}, load: createLoad(generator, processes) };
    });
    after(() => processes.stopAll());
    const run = async (...contestants) => summarise(scenario(), await contest(bench, scenario(...contestants)));

    it('compares two that are honest', async () => {
      const { contestants, figures } = await run(echo('other', 'honest'));
      assert.deepEqual(
        contestants.map((each) => [
          each.name,
          each.void,
          each.requestsPerSecond.value > 100,
          each.cpuPerRequest.value > 1,
        ]),
        [
          ['honest', undefined, true, true],
          ['other', undefined, true, true],
        ],
      );
      assert.ok(figures.some(({ what, value }) => what === 'requests/s, other / honest' && value > 0.3 && value < 3));
    });

    for (const kind of ['other-body', 'other-status', 'hangs-up', 'dies']) {
      it(`voids one that ${kind === 'dies' ? 'dies' : `goes wrong now and then: ${kind}`}`, async () => {
        const { contestants, figures } = await run(echo('liar', kind));
        assert.equal(contestants[0].void, undefined);
        assert.ok(contestants[1].void);
        assert.deepEqual(figures, []);
      });
    }

    it('voids one that never answers rightly', async () => {
      const prepare = () => ({ command: [process.execPath, '-e', 'throw new Error("no way")'] });
      const { contestants } = await run({ name: 'broken', skip: () => undefined, prepare });
      assert.equal(contestants[1].name, 'broken');
      assert.match(contestants[1].void, /no way/);
    });

    it('leaves out one that is not there', async () => {
      const { contestants, skipped } = await run({ name: 'absent', skip: () => 'not installed' });
      assert.equal(contestants.length, 1);
      assert.deepEqual(skipped, [{ name: 'absent', reason: 'not installed' }]);
    });

    it('leaves no process and no folder behind', async () => {
      const started = processes.start('sleeper', [process.execPath, '-e', 'setInterval(() => {}, 1000)']);
      await processes.stopAll();
      assert.throws(() => process.kill(started.pid, 0), /ESRCH/);
      for (let tries = 0; existsSync(processes.folder) && tries < 100; tries++) await wait(20);
      assert.equal(existsSync(processes.folder), false);
    });
  });
}
