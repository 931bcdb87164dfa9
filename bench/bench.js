/** `npm run bench`: runs the scenarios and reports them. Exit status: 0 done, 1 something was void, 2 it could not run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contest } from './harness/contest.js';
import { copyBuild } from './harness/copy-build.js';
import { createLoad } from './harness/load/index.js';
import { describeMachine, pinSelf, planProcessors } from './harness/machine.js';
import { readOptions, usage } from './harness/options.js';
import { Processes } from './harness/processes.js';
import { reportScenario } from './harness/report.js';
import { summarise } from './harness/summary.js';
import { lifecycle } from './lifecycle/index.js';
import { micro } from './micro/index.js';
import { summariseProfile } from './profile-summary.js';
import { scenarios } from './scenarios/index.js';

/** What can be run: scenarios under load, and what measures in another way. All give a name, a title and figures. */
const measurements = [
  ...scenarios.map((scenario) => ({
    name: scenario.name,
    run: async (bench) => summarise(scenario, await contest(bench, scenario)),
  })),
  ...lifecycle,
  ...micro,
];

const options = readOptionsOrEnd();
if (options.help) console.log(usage);
else if (options.list) console.log(measurements.map(({ name }) => name).join('\n'));
else process.exitCode = await main();

async function main() {
  const chosen = measurements.filter(
    ({ name }) => options.only.length === 0 || options.only.some((wanted) => name.startsWith(wanted)),
  );
  if (chosen.length === 0) return end(2, `nothing is called ${options.only.join(', ')}; --list shows the names`);
  const processes = new Processes();
  const stop = () => void processes.stopAll().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  try {
    const machine = describeMachine();
    const processors = planProcessors();
    const bench = {
      options: { ...options, ...copyBuilds(processes.folder) },
      processes,
      machine,
      processors,
      progress,
      load: createLoad(options.load, processes, processors?.load),
    };
    if (processors) pinSelf(processors.load);
    const results = [];
    for (const { name, run } of chosen) {
      progress(name);
      const result = await measured(name, run, bench);
      progress('');
      console.log(reportScenario(result));
      for (const { profile } of result.contestants ?? []) if (profile) console.log(`\n${summariseProfile(profile)}`);
      results.push(result);
    }
    if (options.json) writeResults(bench, results);
    return results.some(({ contestants = [], problem }) => problem || contestants.some((each) => each.void)) ? 1 : 0;
  } catch (error) {
    return end(2, error instanceof RangeError ? error.message : error.stack);
  } finally {
    await processes.stopAll();
  }
}

/** A measurement that fails does not end the others. */
async function measured(name, run, bench) {
  const begin = performance.now();
  let result;
  try {
    result = await run(bench);
  } catch (error) {
    result = { name, title: name, figures: [], problem: error.stack };
  }
  return { ...result, seconds: (performance.now() - begin) / 1000 };
}

function copyBuilds(folder) {
  return {
    dist: copyBuild(options.dist, join(folder, 'build')),
    against: options.against && copyBuild(options.against, join(folder, 'build-before')),
  };
}

function readOptionsOrEnd() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

function writeResults({ load, machine, processors }, results) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { rounds, seconds, warmUp, connections, quick } = options;
  const document = {
    version,
    date: new Date().toISOString(),
    machine,
    settings: { rounds, seconds, warmUp, connections, quick, load: load.name, processors: processors ?? null },
    results,
  };
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(document, rounded, 2)}\n`);
}

/** Five digits that count are enough for any reader; where a profile lies is nobody's business. */
function rounded(key, value) {
  if (key === 'profile') return undefined;
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

/** What is going on, on a terminal only. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function end(status, message) {
  console.error(message);
  return status;
}
