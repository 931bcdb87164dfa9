/**
 * `node micro-process.js DIST PAIRS MILLISECONDS`: measures each comparison in slices of so many milliseconds, ours and
 * theirs in turn, and tells its parent the nanoseconds per call of each pair. Both must give the same result.
 */
import { isDeepStrictEqual } from 'node:util';
import { comparisons } from './comparisons.js';
import { loadEngine } from './engine.js';

const [dist, pairsText, milliseconds] = process.argv.slice(2);
const slice = Number(milliseconds);
process.on('disconnect', () => process.exit(1));

/** Results go through here, so that no call can be left out as useless. */
let sink = 0;

for (const { what, relation, target, prepare } of comparisons) {
  let result;
  try {
    result = { pairs: measure(await prepare(await loadEngine(dist))) };
  } catch (error) {
    result = { problem: error.message };
  }
  await new Promise((resolve) => process.send({ what, relation, target, ...result }, resolve));
}
process.exit(sink === -1 ? 3 : 0);

function measure({ ours, theirs, sameResult = true }) {
  const [own, other] = [ours(), theirs()];
  if (sameResult && !isDeepStrictEqual(own, other)) {
    throw new Error(`not the same: ${String(own).slice(0, 200)} and ${String(other).slice(0, 200)}`);
  }
  const counts = [ours, theirs].map(warm);
  return Array.from({ length: Number(pairsText) }, () => ({
    ours: nanoseconds(ours, counts[0]),
    theirs: nanoseconds(theirs, counts[1]),
  }));
}

/** Calls until the code is compiled. @returns the number of calls that fill a slice */
function warm(work) {
  let count = 1;
  const end = performance.now() + slice * 10;
  while (performance.now() < end) {
    const each = nanoseconds(work, count);
    count = Math.max(1, Math.min(count * 8, Math.ceil((slice * 1e6) / each)));
  }
  return count;
}

function nanoseconds(work, count) {
  const begin = process.hrtime.bigint();
  for (let n = 0; n < count; n++) {
    const result = work();
    sink = (sink + (typeof result === 'string' ? result.length : result ? 1 : 0)) | 0;
  }
  return Number(process.hrtime.bigint() - begin) / count;
}
