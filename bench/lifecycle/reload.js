/** Swapping a deployment of 1,000 APIs of which one has changed: the time, what a caller sees, and the heap. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkAnswer } from '../harness/check-answer.js';
import { freePorts } from '../harness/processes.js';
import { median } from '../harness/statistics.js';
import { figure } from '../harness/summary.js';
import { mediant } from '../scenarios/contestants.js';
import { apiCount, apiName, apiText, writeApis } from '../scenarios/routing/apis.js';

const name = 'reload';
const title = 'reload, 1,000 APIs of which one has changed';
const script = fileURLToPath(new URL('reload-process.js', import.meta.url));
const contestant = mediant(writeApis(apiCount));

/** A change that is not served by then never will be, in milliseconds. */
const limit = 10_000;
/** The reloads of the heap measurement may take so long altogether, in milliseconds. */
const heapLimit = 120_000;

export const reload = {
  name,
  run: async (bench) => {
    const reason = contestant.skip(bench.options);
    if (reason) return { name, title, skipped: [{ name: contestant.name, reason }], figures: [] };
    const seen = await measureSeen(bench);
    const { times, heap } = await measureHeap(bench);
    const half = (heap.length >> 1) - 1;
    const late = heap.slice(-3).map(({ bytes }) => bytes);
    const middle = heap.slice(half - 1, half + 2).map(({ bytes }) => bytes);
    const reloads = heap.at(-1).reloads;
    return {
      name,
      title,
      skipped: [],
      figures: [
        figure('time of the swap', 'ms', times, { atMost: 300 }),
        figure('a changed file until its answer is seen', 'ms', seen, { atMost: 1000 }),
        figure(
          `growth of the heap over the last ${reloads - heap[half].reloads} of ${reloads} reloads`,
          '%',
          late.map((bytes) => (bytes / median(middle) - 1) * 100),
          { atMost: 5 },
        ),
        figure(
          'heap at the end',
          'MiB',
          late.map((bytes) => bytes / 2 ** 20),
        ),
      ],
    };
  },
};

/** How long after a change of a file its answer is another one, in milliseconds. */
async function measureSeen({ processes, processors, options, progress }) {
  const [port, adminPort] = await freePorts(2);
  const folder = join(processes.folder, 'reload-seen');
  mkdirSync(folder);
  const { command } = contestant.prepare({ port, adminPort, folder, nodeOptions: [], dist: options.dist });
  const started = processes.start('mediant', command, { processor: processors?.all });
  const times = [];
  try {
    await untilAnswer(started, port, 0, `${apiName(0)} orders`);
    for (let index = 1; index <= options.rounds * 2; index++) {
      progress(`${name}: change ${index}`);
      const answer = `changed ${index}`;
      const file = join(folder, 'apis', `${apiName(index)}.xml`);
      // Prepared beside the folder and moved into its place, as careful tools do.
      writeFileSync(`${folder}.next`, apiText(apiName(index), answer));
      const begin = performance.now();
      renameSync(`${folder}.next`, file);
      await untilAnswer(started, port, index, answer);
      times.push(performance.now() - begin);
    }
  } finally {
    await started.stop();
  }
  return times;
}

async function untilAnswer(started, port, index, expected) {
  const end = performance.now() + limit;
  const request = { method: 'GET', path: `/${apiName(index)}/orders`, expected };
  for (;;) {
    const { problem } = await checkAnswer(port, request, 'bytes');
    if (problem === undefined) return;
    if (started.death()) throw new Error(started.death());
    if (performance.now() > end) throw new Error(problem);
    await wait(2);
  }
}

/** Many swaps in a process of their own, which looks at its heap from time to time. */
async function measureHeap({ processes, processors, options, progress }) {
  const folder = join(processes.folder, 'reload-heap');
  mkdirSync(folder);
  writeApis(apiCount)({ folder });
  const count = options.quick ? 60 : 1000;
  const started = processes.start(
    'reload',
    [process.execPath, '--expose-gc', script, options.dist, folder, String(count)],
    { processor: processors?.contestant, ipc: true },
  );
  const times = [];
  const heap = [];
  const timer = setTimeout(() => started.child.kill('SIGKILL'), heapLimit);
  started.child.on('message', ({ reloads, milliseconds, bytes }) => {
    times.push(...milliseconds);
    heap.push({ reloads, bytes });
    progress(`${name}: ${reloads} of ${count} reloads`);
  });
  const status = await new Promise((resolve) => started.child.once('exit', resolve));
  clearTimeout(timer);
  if (status !== 0) throw new Error(started.death());
  await started.stop();
  return { times, heap };
}
