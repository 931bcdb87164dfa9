/** Small works of the engine beside what one would write by hand or take from a library, in one process. */
import { fileURLToPath } from 'node:url';
import { figure } from '../harness/summary.js';

const name = 'micro';
const title = 'expressions and bodies, against hand-written code and libraries';
const script = fileURLToPath(new URL('micro-process.js', import.meta.url));
/** The whole measurement may take so long, in milliseconds. */
const limit = 180_000;

export const micro = [{ name, run }];

async function run({ processes, processors, options, progress }) {
  const started = processes.start(
    name,
    [process.execPath, script, options.dist, String(options.quick ? 7 : 15), String(options.quick ? 15 : 30)],
    { processor: processors?.contestant, ipc: true },
  );
  const timer = setTimeout(() => started.child.kill('SIGKILL'), limit);
  const figures = [];
  const notes = [];
  started.child.on('message', ({ what, relation, pairs, target, problem }) => {
    progress(`micro: ${what}`);
    if (problem) notes.push(`${what}: ${problem}`);
    else figures.push(...figuresOf(what, relation, pairs, target));
  });
  const status = await new Promise((resolve) => started.child.once('exit', resolve));
  clearTimeout(timer);
  if (status !== 0) throw new Error(started.death());
  await started.stop();
  return { name, title, skipped: [], figures, notes };
}

/** @param {{ours: number, theirs: number}[]} pairs nanoseconds per call */
function figuresOf(what, relation, pairs, target) {
  const ratio =
    relation === 'times as long'
      ? pairs.map(({ ours, theirs }) => ours / theirs)
      : pairs.map(({ ours, theirs }) => theirs / ours);
  return [
    figure(`${what}, ${relation}`, '', ratio, target),
    figure(
      `${what}, ours`,
      'µs',
      pairs.map(({ ours }) => ours / 1000),
    ),
    figure(
      `${what}, theirs`,
      'µs',
      pairs.map(({ theirs }) => theirs / 1000),
    ),
  ];
}
