/** The command line of the bench. */
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ownBuild = fileURLToPath(new URL('../../dist', import.meta.url));

export const usage = `npm run bench -- [options]
  --quick           about one minute: fewer and shorter rounds, without Koa, peers and comparisons for orientation
  --only NAME       only scenarios whose name begins with NAME (may be repeated; comma lists are fine)
  --with NAME       only these contestants beside the baselines of each scenario (may be repeated)
  --json FILE       writes the results as JSON
  --rounds N        A B A B ... rounds per scenario
  --seconds S       length of one measured run
  --connections N   kept by the load generator; default 32
  --load NAME       autocannon or wrk; default wrk when it is installed
  --dist DIR        the build of Mediant; default ../dist
  --against DIR     a second build of Mediant runs beside it, as the contestant "before"
  --profile         each Mediant and hand-written process writes a CPU profile to bench/profiles
  --list            names of the scenarios
  --help`;

/** Lengths in seconds. */
const lengths = {
  full: { rounds: 7, seconds: 0.8, warmUp: 1.5 },
  quick: { rounds: 3, seconds: 0.4, warmUp: 0.5 },
};

/**
 * Reads the arguments.
 * @param {string[]} argv without node and script
 * @throws TypeError for an option that is not known, RangeError for a number that is none
 */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      with: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      load: { type: 'string' },
      dist: { type: 'string' },
      against: { type: 'string' },
      profile: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const length = values.quick ? lengths.quick : lengths.full;
  return {
    quick: values.quick,
    only: names(values.only),
    contestants: names(values.with),
    json: values.json === undefined ? undefined : fromCaller(values.json),
    rounds: number('rounds', values.rounds, 1, 1000) ?? length.rounds,
    seconds: number('seconds', values.seconds, 0.1, 600) ?? length.seconds,
    warmUp: length.warmUp,
    connections: number('connections', values.connections, 1, 1000) ?? 32,
    load: oneOf('load', values.load, ['autocannon', 'wrk']),
    dist: values.dist === undefined ? ownBuild : fromCaller(values.dist),
    against: values.against === undefined ? undefined : fromCaller(values.against),
    profile: values.profile,
    list: values.list,
    help: values.help,
  };
}

function names(lists) {
  return lists.flatMap((list) => list.split(',')).filter((name) => name !== '');
}

/** npm runs scripts in the folder of the package; the file is meant from where the caller stands. */
function fromCaller(file) {
  return isAbsolute(file) ? file : resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function number(name, text, least, most) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new RangeError(`--${name} is a number from ${least} to ${most}`);
  return value;
}

function oneOf(name, value, allowed) {
  if (value !== undefined && !allowed.includes(value))
    throw new RangeError(`--${name} is one of ${allowed.join(', ')}`);
  return value;
}
