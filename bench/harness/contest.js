/** One scenario: servers and contestants are started, checked, warmed up, and driven A B A B ... */
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkAnswer, fetchAnswer } from './check-answer.js';
import { cpuSeconds, cpuSecondsWithEnded, machineBusySeconds, residentBytes } from './process-usage.js';
import { freePorts } from './processes.js';

/** How long a contestant may take until its first right answer, in milliseconds. */
const startLimit = 20_000;
/** Requests after which a contestant counts as warm. */
const warmRequests = 8_000;

/**
 * One measured run of one contestant.
 * @typedef {object} Run
 * @property {number} requestsPerSecond
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} cpuPerRequest CPU time of the contestant's process per request, in microseconds
 * @property {number} busy share of the time in which the contestant had the processor
 * @property {number} residentBytes at the end of the run
 * @property {number} foreign share of one processor that was taken by programs outside the bench
 * @property {string} [void] why the run does not count
 */

/**
 * The surroundings of all scenarios.
 * @typedef {object} Bench
 * @property {import('./processes.js').Processes} processes
 * @property {ReturnType<import('./load/index.js').createLoad>} load
 * @property {ReturnType<import('./machine.js').planProcessors>} processors
 * @property {ReturnType<import('./options.js').readOptions>} options
 * @property {(text: string) => void} progress
 */

/**
 * Runs a scenario.
 * @param {Bench} bench
 * @param {import('../scenarios/index.js').Scenario} scenario
 * @returns {Promise<{contestants: {name: string, baseline: boolean, runs: Run[], void?: string, profile?: string}[],
 *   skipped: {name: string, reason: string}[]}>}
 */
export async function contest(bench, scenario) {
  const { options } = bench;
  const servers = await startServers(bench);
  const entrants = [];
  const skipped = [];
  try {
    const wanted = chosen(scenario, options);
    for (const entrant of await Promise.all(wanted.map((each) => enter(bench, scenario, each, servers)))) {
      if (entrant.reason) skipped.push(entrant);
      else entrants.push(entrant);
    }
    const ready = entrants.filter((entrant) => entrant.started);
    for (const entrant of ready) await warmUp(bench, entrant);
    for (let round = 0; round < options.rounds; round++) {
      for (const entrant of ready) entrant.runs.push(await run(bench, entrant, options.seconds));
      bench.progress(`${scenario.name}: round ${round + 1} of ${options.rounds}`);
    }
    await checkServers(scenario, entrants, servers);
  } finally {
    const started = [...entrants.map((entrant) => entrant.started), servers.backend, servers.tokens];
    await Promise.all(started.map((each) => each?.stop()));
  }
  return {
    contestants: entrants.map(({ name, baseline, runs, problem, profile }) => ({
      name,
      baseline,
      runs,
      ...(profile && existsSync(profile) ? { profile } : {}),
      ...(problem ? { void: problem } : {}),
    })),
    skipped,
  };
}

/** Until the code is compiled: a slow contestant gets more time for it. */
async function warmUp(bench, entrant) {
  const enough = entrant.answered + warmRequests;
  for (let go = 0; go < 3 && entrant.answered < enough && !entrant.problem; go++) {
    await run(bench, entrant, bench.options.warmUp);
  }
}

function chosen(scenario, { quick, contestants: wanted, against }) {
  const contestants = scenario.contestants.flatMap((each) =>
    against && each.name === 'mediant' ? [{ ...each, name: 'before', dist: against }, each] : [each],
  );
  if (wanted.length > 0) {
    return contestants.filter(({ name, baseline }) => baseline || name === 'before' || wanted.includes(name));
  }
  return quick ? contestants.filter(({ peer }) => !peer) : contestants;
}

async function startServers({ processes, processors }) {
  const [backendPort, tokensPort] = await freePorts(2);
  const start = (name, port) => {
    const script = fileURLToPath(new URL(`../servers/${name}.js`, import.meta.url));
    return processes.start(name, [process.execPath, script, String(port)], {
      processor: processors?.servers,
      ipc: true,
    });
  };
  const servers = {
    backendPort,
    tokensPort,
    backend: start('backend', backendPort),
    tokens: start('token-server', tokensPort),
  };
  await Promise.all([
    untilRight(servers.backend, () => statsOf(backendPort)),
    untilRight(servers.tokens, () => statsOf(tokensPort)),
  ]);
  return servers;
}

/** Starts a contestant and asks for its first right answers. One that does not give them is void. */
async function enter(bench, scenario, contestant, servers) {
  const { processes, processors, options } = bench;
  const dist = contestant.dist ?? options.dist;
  const reason = contestant.skip({ dist });
  if (reason) return { name: contestant.name, reason };
  const [port, adminPort] = await freePorts(2);
  const folder = join(processes.folder, `${scenario.name} ${contestant.name}`.replaceAll(/[^\w.-]+/g, '-'));
  mkdirSync(folder, { recursive: true });
  const profile = options.profile ? profileFile(scenario, contestant) : undefined;
  const { command, env } = contestant.prepare({
    port,
    adminPort,
    backend: servers.backendPort,
    tokens: servers.tokensPort,
    folder,
    dist,
    nodeOptions: profile
      ? ['--cpu-prof', `--cpu-prof-dir=${dirname(profile)}`, `--cpu-prof-name=${basename(profile)}`]
      : [],
  });
  const started = processes.start(contestant.name.replaceAll(/\W+/g, '-'), command, {
    processor: processors?.contestant,
    env,
  });
  const requests = contestant.requests ?? scenario.requests;
  const { name, baseline = false } = contestant;
  try {
    const [first, ...others] = requests;
    const checked = [await untilRight(started, () => rightAnswer(port, first, scenario.answer))];
    for (const request of others) checked.push(await rightAnswer(port, request, scenario.answer));
    const seen = requests.map((request, index) => ({ ...request, expected: checked[index] }));
    return {
      name,
      baseline,
      port,
      started,
      requests: seen,
      profile,
      runs: [],
      answered: requests.length,
      problem: undefined,
    };
  } catch (error) {
    await started.stop();
    return { name, baseline, runs: [], answered: 0, problem: error.message };
  }
}

function profileFile({ name }, contestant) {
  const file = `${name}.${contestant.name.replaceAll(/\W+/g, '-')}.cpuprofile`;
  return fileURLToPath(new URL(`../profiles/${file}`, import.meta.url));
}

async function rightAnswer(port, request, kind) {
  const { body, problem } = await checkAnswer(port, request, kind);
  if (problem) throw new Error(problem);
  return body;
}

/** Tries until something succeeds, the process is dead, or the time is over. */
async function untilRight({ death }, attempt) {
  const end = performance.now() + startLimit;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (death()) throw new Error(death());
      if (performance.now() > end || !/ECONNREFUSED|status 503/.test(error.message)) throw error;
    }
    await wait(20);
  }
}

/** One run of one contestant. */
async function run(bench, entrant, seconds) {
  const { load, options } = bench;
  const { pid } = entrant.started;
  const look = () => ({
    cpu: cpuSeconds(pid),
    bench: cpuSecondsWithEnded(process.pid),
    machine: machineBusySeconds(),
    at: performance.now() / 1000,
  });
  const before = look();
  let result;
  try {
    result = await load.run({
      port: entrant.port,
      connections: options.connections,
      seconds,
      requests: entrant.requests,
    });
  } catch (error) {
    result = { requests: 0, errors: 1, wrong: 0, example: error.message };
  }
  const dead = entrant.started.death();
  const problem = dead ?? problemOf(result);
  if (problem) entrant.problem ??= problem;
  if (dead || result.requests === 0) return { void: problem };
  const after = look();
  const cpu = after.cpu - before.cpu;
  const foreign = after.machine - before.machine - (after.bench - before.bench);
  entrant.answered += result.requests;
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50: result.p50,
    p99: result.p99,
    cpuPerRequest: (cpu / result.requests) * 1e6,
    busy: cpu / result.seconds,
    residentBytes: residentBytes(pid),
    foreign: Math.max(0, foreign / (after.at - before.at)),
    ...(problem ? { void: problem } : {}),
  };
}

function problemOf({ wrong, errors, example }) {
  if (wrong > 0) return `${wrong} wrong answers, the first: ${example}`;
  return errors > 0 ? `${errors} errors, the first: ${example}` : undefined;
}

/** What the servers behind have to say: nothing refused, and as many tokens as the scenario wants. */
async function checkServers(scenario, entrants, servers) {
  const [backend, tokens] = await Promise.all([statsOf(servers.backendPort), statsOf(servers.tokensPort)]);
  const requests = entrants.reduce((sum, { answered }) => sum + answered, 0);
  const problem =
    (backend.refused > 0 ? `the backend refused ${backend.refused} requests` : undefined) ??
    (tokens.refused > 0 ? `the token server refused ${tokens.refused} requests` : undefined) ??
    scenario.check?.({ tokens: tokens.requests, requests });
  if (problem) for (const entrant of entrants) entrant.problem ??= problem;
}

async function statsOf(port) {
  const { body } = await fetchAnswer(port, { method: 'GET', path: '/stats' });
  return JSON.parse(body);
}
