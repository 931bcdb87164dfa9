/**
 * `node --expose-gc reload-process.js DIST FOLDER COUNT`: serves a folder from inside, changes one file after the other,
 * swaps, and asks for the changed answer each time. Tells its parent the times and the heap, twenty times in all.
 */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchAnswer } from '../harness/check-answer.js';
import { apiCount, apiName, apiText } from '../scenarios/routing/apis.js';

const [dist, folder, countText] = process.argv.slice(2);
const count = Number(countText);
const load = (file) => import(pathToFileURL(join(dist, 'engine', file)).href);
const [{ compileOptions }, { loadDeployment }, { createHost, listen }] = await Promise.all([
  load('index.js'),
  load('deploy/index.js'),
  load('host/index.js'),
]);

process.on('disconnect', () => process.exit(1));
const deployment = loadDeployment({ compile: compileOptions, paths: [folder] });
const server = await listen(createHost({ deployment }), { port: 0, host: '127.0.0.1' });

let milliseconds = [];
for (let reloads = 1; reloads <= count; reloads++) {
  const name = apiName((reloads * 7) % apiCount);
  const answer = `reload ${reloads}`;
  change(join(folder, 'apis', `${name}.xml`), apiText(name, answer), reloads);
  const begin = performance.now();
  const { swapped } = deployment.refresh();
  milliseconds.push(performance.now() - begin);
  const { body } = await fetchAnswer(server.port, { method: 'GET', path: `/${name}/orders` });
  if (!swapped || body !== answer) throw new Error(`${name} answered with ${body} instead of ${answer}`);
  if (reloads % Math.ceil(count / 20) === 0) {
    process.send({ reloads, milliseconds, bytes: heapInUse() });
    milliseconds = [];
  }
}
process.disconnect();
process.exit(0);

/** A file that changed just now is looked at twice; this one says that it changed a while ago. */
function change(file, text, number) {
  writeFileSync(file, text);
  const time = new Date(Date.now() - 3_600_000 + number * 1000);
  utimesSync(file, time, time);
}

function heapInUse() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
