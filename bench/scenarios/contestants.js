/**
 * Who takes part in a scenario. A contestant says how its process is started, and why it cannot take part where it
 * cannot. Ports and addresses come from the harness.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Surroundings
 * @property {number} port to listen on, on loopback
 * @property {number} adminPort another free port
 * @property {number} backend port of the backend
 * @property {number} tokens port of the token server
 * @property {string} folder an empty folder of its own
 * @property {string[]} nodeOptions for programs that run on Node
 * @property {string} dist folder of the build of Mediant
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {boolean} [baseline] the others are compared with it
 * @property {boolean} [peer] left out of quick runs
 * @property {(build: {dist: string}) => string | undefined} skip why it cannot take part here
 * @property {(surroundings: Surroundings) => {command: string[], env?: Record<string, string>}} prepare
 * @property {string} [dist] another build of Mediant than the bench's
 * @property {import('../harness/load/index.js').LoadRequest[]} [requests] when they differ from the scenario's
 */

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The job by hand on node:http and undici's dispatch. @returns {Contestant} */
export function hand(job, more = {}) {
  return ownServer('hand', path('../baselines/hand/server.js'), job, more);
}

/** The job with Koa and undici, as most people write it. @returns {Contestant} */
export function koa(job, more = {}) {
  return { ...ownServer('koa', path('../baselines/koa/server.js'), job, more), peer: true };
}

function ownServer(name, script, job, more) {
  return {
    name,
    skip: () => undefined,
    prepare: ({ port, backend, tokens, nodeOptions }) => ({
      command: [process.execPath, ...nodeOptions, script, job, String(port)],
      env: { BENCH_BACKEND: `http://127.0.0.1:${backend}`, BENCH_TOKENS: `http://127.0.0.1:${tokens}` },
    }),
    ...more,
  };
}

/** A build from before there was a bundle can be compared with, too. */
function mainOf(dist) {
  const bundled = join(dist, 'bundle', 'main.js');
  return existsSync(bundled) ? bundled : join(dist, 'engine', 'cli', 'main.js');
}

/** Longer than it takes to copy a build by hand, in milliseconds. */
const copyTime = 10_000;

/** Why a build cannot be measured; the compiler alone leaves an old bundle beside new modules. */
function unfit(dist) {
  if (!existsSync(mainOf(dist))) return `${dist} holds no build: npm run build`;
  const [bundle, modules] = ['bundle/main.js', 'engine/index.js'].map((name) =>
    statSync(join(dist, name), { throwIfNoEntry: false }),
  );
  const stale = bundle && modules && modules.mtimeMs > bundle.mtimeMs + copyTime;
  return stale ? `the bundle in ${dist} is older than its modules: npm run build` : undefined;
}

/**
 * Mediant, as `mediant serve` runs. It writes no line per request unless asked to, as the baselines write none.
 * @param {(surroundings: Surroundings) => void} writeHome writes the artifacts into the surroundings' folder
 * @returns {Contestant}
 */
export function mediant(writeHome, { logLevel = 'warn', ...more } = {}) {
  return {
    name: 'mediant',
    skip: ({ dist }) => unfit(dist),
    prepare: (surroundings) => {
      writeHome(surroundings);
      const { port, adminPort, folder, nodeOptions, dist } = surroundings;
      return {
        command: [
          process.execPath,
          ...nodeOptions,
          mainOf(dist),
          'serve',
          '--home',
          folder,
          '--host',
          '127.0.0.1',
          '--port',
          String(port),
          '--admin-port',
          String(adminPort),
          '--log-level',
          logLevel,
        ],
      };
    },
    ...more,
  };
}
