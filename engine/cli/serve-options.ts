import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { RecordingTarget } from '../host/index.js';
import type { JsonSchema } from '../schema/index.js';

/** How `mediant serve` runs. */
export interface ServeOptions {
  /** Folder or file to deploy; undefined = the demonstration. */
  readonly home: string | undefined;
  readonly port: number;
  /** Address to bind to; undefined = all. */
  readonly host: string | undefined;
  readonly adminPort: number;
  readonly adminHost: string;
  readonly adminToken: string | undefined;
  readonly logLevel: LogLevel;
  /** Undefined = text on a terminal, else JSON. */
  readonly logFormat: 'json' | 'text' | undefined;
  /** How long running requests may take when the process is told to end, in seconds. */
  readonly drainSeconds: number;
  readonly watch: boolean;
  readonly persistRegistry: boolean;
  /** Processes that serve; 1 = this one does. */
  readonly workers: number;
  /** What is recorded, and where; undefined = nothing ever is. */
  readonly record: RecordOptions | undefined;
  /** Switches of synapse.properties and passthru-http.properties. */
  readonly properties: ReadonlyMap<string, string>;
  /** Java system properties for the `system` scope. */
  readonly systemProperties: ReadonlyMap<string, string>;
  /** File with what an API manager knows; undefined = there is none. */
  readonly apim: string | undefined;
  /** Limits of the listener by name. */
  readonly limits: Readonly<Record<string, number>>;
}

/** How requests are recorded. */
export interface RecordOptions {
  readonly directory: string;
  /** Undefined = nothing, until the admin server is told to start. */
  readonly target: RecordingTarget | undefined;
  /** Bytes kept of each body. */
  readonly bodyBytes: number;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** An option has a wrong value, or the configuration file cannot be used. */
export class ServeOptionsError extends Error {
  override readonly name = 'ServeOptionsError';
}

const flags = {
  home: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'admin-port': { type: 'string' },
  'admin-host': { type: 'string' },
  'log-level': { type: 'string' },
  'log-format': { type: 'string' },
  'drain-seconds': { type: 'string' },
  'no-watch': { type: 'boolean' },
  'persist-registry': { type: 'boolean' },
  workers: { type: 'string' },
  record: { type: 'string' },
  'record-only': { type: 'string' },
  'record-body-bytes': { type: 'string' },
  apim: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Values that one source gives, by the names of the configuration file. */
type Given = Readonly<Record<string, unknown>>;

/**
 * Works out the options: the command line wins over the environment (`MEDIANT_PORT` for `--port` and so on), that over
 * the configuration file, that over the defaults. The admin token is taken from the environment or the file alone, for
 * a command line can be seen by others.
 * @returns undefined when help was asked for
 * @throws ServeOptionsError, or parseArgs' own error for an unknown option
 */
export async function readServeOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ServeOptions | undefined> {
  const { values } = parseArgs({ args: [...argv], options: flags });
  if (values.help) return undefined;
  const { config = environment.MEDIANT_CONFIG, 'no-watch': unwatched, help: _, ...arguments_ } = values;
  const file = config === undefined ? {} : await readConfig(config);
  const given = {
    ...file,
    ...fromEnvironment(environment),
    ...camelKeys({ ...arguments_, ...(unwatched && { watch: false }) }),
  };
  return optionsOf(given);
}

function optionsOf(given: Given): ServeOptions {
  const options = readOptions(given);
  if (options.apim === undefined) return options;
  if (options.workers > 1) throw new ServeOptionsError('apim keeps its tokens in one process: leave workers at 1');
  if (options.record) throw new ServeOptionsError('requests to the APIs of apim cannot be recorded: leave record out');
  return options;
}

function readOptions(given: Given): ServeOptions {
  return {
    home: text(given, 'home'),
    port: portOf(given, 'port', 8290),
    host: text(given, 'host'),
    adminPort: portOf(given, 'adminPort', 9191),
    adminHost: text(given, 'adminHost') ?? '127.0.0.1',
    adminToken: text(given, 'adminToken'),
    logLevel: choice(given, 'logLevel', logLevels) ?? 'info',
    logFormat: choice(given, 'logFormat', ['json', 'text'] as const),
    drainSeconds: whole(given, 'drainSeconds', 30, 86_400),
    watch: flag(given, 'watch', true),
    persistRegistry: flag(given, 'persistRegistry', false),
    workers: workersOf(given),
    record: recordOf(given),
    apim: text(given, 'apim'),
    properties: texts(given.properties),
    systemProperties: texts(given.systemProperties),
    limits: (given.limits ?? {}) as Readonly<Record<string, number>>,
  };
}

const environmentNames = [
  'home',
  'port',
  'host',
  'adminPort',
  'adminHost',
  'adminToken',
  'logLevel',
  'logFormat',
  'drainSeconds',
  'watch',
  'persistRegistry',
  'workers',
  'record',
  'recordOnly',
  'recordBodyBytes',
  'apim',
];

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Given {
  const given: Record<string, unknown> = {};
  for (const name of environmentNames) {
    const value = environment[`MEDIANT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`];
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

function camelKeys(values: Given): Given {
  const defined = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    defined.map(([name, value]) => [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}

/** Schema of the configuration file. */
export const configSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    home: { type: 'string' },
    port: { type: 'integer' },
    host: { type: 'string' },
    adminPort: { type: 'integer' },
    adminHost: { type: 'string' },
    adminToken: { type: 'string', minLength: 16 },
    logLevel: { enum: [...logLevels] },
    logFormat: { enum: ['json', 'text'] },
    drainSeconds: { type: 'integer' },
    watch: { type: 'boolean' },
    persistRegistry: { type: 'boolean' },
    workers: { type: ['integer', 'string'] },
    record: { type: 'string', minLength: 1 },
    recordOnly: { type: 'string' },
    recordBodyBytes: { type: 'integer' },
    apim: { type: 'string', minLength: 1 },
    properties: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    systemProperties: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    limits: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        [
          'maxBodyBytes',
          'maxHeaderBytes',
          'maxHeaders',
          'pieceBytes',
          'headersTimeout',
          'requestTimeout',
          'keepAliveTimeout',
          'exchangeTimeout',
        ].map((name) => [name, { type: 'integer', minimum: 1 }]),
      ),
    },
  },
};

/** Reads and checks the file. The schema library is loaded only here: a start without a file is faster without it. */
async function readConfig(path: string): Promise<Given> {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new ServeOptionsError(`${path}: ${(thrown as Error).message}`);
  }
  const { compileSchema } = await import('../schema/index.js');
  const problems = compileSchema(configSchema, { allProblems: true })(data);
  if (problems.length > 0) {
    throw new ServeOptionsError(
      problems.map(({ pointer, message }) => `${path}: ${pointer || 'the file'} ${message}`).join('\n'),
    );
  }
  return data as Given;
}

function text(given: Given, name: string): string | undefined {
  const value = given[name];
  return value === undefined ? undefined : String(value);
}

function whole(given: Given, name: string, absent: number, most: number): number {
  const value = text(given, name);
  if (value === undefined) return absent;
  if (!/^\d+$/.test(value) || Number(value) > most) {
    throw new ServeOptionsError(`${name} must be a whole number from 0 to ${most}, not ${JSON.stringify(value)}`);
  }
  return Number(value);
}

const mostWorkers = 256;

/** `auto` = as many as there are processors for this process. */
function workersOf(given: Given): number {
  const value = text(given, 'workers') ?? '1';
  if (value === 'auto') return Math.min(availableParallelism(), mostWorkers);
  const count = /^\d+$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= mostWorkers) return count;
  const allowed = `auto or a whole number from 1 to ${mostWorkers}`;
  throw new ServeOptionsError(`workers must be ${allowed}, not ${JSON.stringify(value)}`);
}

/** Copies of bodies are kept in memory while a request runs, so they cannot be of any size. */
const mostBodyBytes = 16 * 1024 * 1024;

function recordOf(given: Given): RecordOptions | undefined {
  const directory = text(given, 'record');
  if (directory === undefined) {
    const alone = ['recordOnly', 'recordBodyBytes'].find((name) => given[name] !== undefined);
    if (alone !== undefined) throw new ServeOptionsError(`${alone} says nothing without record, the directory`);
    return undefined;
  }
  if (workersOf(given) > 1) throw new ServeOptionsError('record needs one process: leave out workers');
  const bodyBytes = whole(given, 'recordBodyBytes', 64 * 1024, mostBodyBytes);
  return { directory, target: targetOf(text(given, 'recordOnly')), bodyBytes };
}

function targetOf(only: string | undefined): RecordingTarget | undefined {
  if (only === undefined) return { kind: 'all' };
  if (only === 'none') return undefined;
  const [, kind, name] = /^(api|sequence):(.+)$/s.exec(only) ?? [];
  if (name !== undefined) return { kind: kind as 'api' | 'sequence', name };
  throw new ServeOptionsError(`recordOnly must be api:NAME, sequence:NAME or none, not ${JSON.stringify(only)}`);
}

function portOf(given: Given, name: string, absent: number): number {
  return whole(given, name, absent, 65_535);
}

function choice<T extends string>(given: Given, name: string, allowed: readonly T[]): T | undefined {
  const value = text(given, name);
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (!found) throw new ServeOptionsError(`${name} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
  return found;
}

function flag(given: Given, name: string, absent: boolean): boolean {
  const value = text(given, name);
  if (value === undefined) return absent;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ServeOptionsError(`${name} must be true or false, not ${JSON.stringify(value)}`);
}

function texts(values: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries((values ?? {}) as Given).map(([name, value]) => [name, String(value)]));
}
