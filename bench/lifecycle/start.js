/** From the start of the process to its first right answer. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkAnswer } from '../harness/check-answer.js';
import { residentBytes } from '../harness/process-usage.js';
import { freePorts } from '../harness/processes.js';
import { figure } from '../harness/summary.js';
import { hand, mediant } from '../scenarios/contestants.js';
import { apiCount, requestsFor, writeApis } from '../scenarios/routing/apis.js';

/** A process that does not answer by then has failed, in milliseconds. */
const limit = 20_000;

/** Measurements with one API and with a thousand; the hand-written server's start is the floor. */
export const start = [
  startWith(1, { name: 'start-1', title: 'start, 1 API', target: { atMost: 400 } }),
  startWith(apiCount, { name: 'start-1000', title: 'start, 1,000 APIs', target: { atMost: 2000 } }),
];

function startWith(count, { name, title, target }) {
  return {
    name,
    run: async (bench) => {
      const contestants = [
        { contestant: hand('routing'), starts: [] },
        { contestant: mediant(writeApis(count)), starts: [] },
      ];
      const skipped = [];
      for (const { contestant } of contestants) {
        const reason = contestant.skip(bench.options);
        if (reason) skipped.push({ name: contestant.name, reason });
      }
      const running = contestants.filter(({ contestant }) => !skipped.some((each) => each.name === contestant.name));
      for (let round = 0; round < bench.options.rounds; round++) {
        for (const each of running) each.starts.push(await measure(bench, each.contestant, `${name}-${round}`, count));
        bench.progress(`${name}: round ${round + 1} of ${bench.options.rounds}`);
      }
      const figures = running.flatMap(({ contestant, starts }) => [
        figure(
          `process start to first answer, ${contestant.name}`,
          'ms',
          starts.map((each) => each.milliseconds),
          contestant.name === 'mediant' ? target : undefined,
        ),
        figure(
          `resident memory then, ${contestant.name}`,
          'MiB',
          starts.map((each) => each.mebibytes),
        ),
      ]);
      return { name, title, skipped, figures };
    },
  };
}

async function measure({ processes, processors, options }, contestant, name, count) {
  const [port, adminPort] = await freePorts(2);
  const folder = join(processes.folder, `${name}-${contestant.name}`);
  mkdirSync(folder, { recursive: true });
  const { command, env } = contestant.prepare({
    port,
    adminPort,
    backend: 0,
    tokens: 0,
    folder,
    nodeOptions: [],
    dist: options.dist,
  });
  const request = requestsFor(count).at(-1);
  const begin = performance.now();
  // A start uses what there is: it is not pinned.
  const started = processes.start(contestant.name, command, { processor: processors?.all, env });
  try {
    for (;;) {
      const { problem } = await checkAnswer(port, request, 'bytes');
      if (problem === undefined) break;
      if (started.death()) throw new Error(started.death());
      if (performance.now() - begin > limit) throw new Error(`${contestant.name} did not start: ${problem}`);
      await wait(2);
    }
    const milliseconds = performance.now() - begin;
    return { milliseconds, mebibytes: residentBytes(started.pid) / 2 ** 20 };
  } finally {
    await started.stop();
  }
}
