import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { type Deployment, loadDeployment } from '../deploy/index.js';
import {
  type Gateway,
  ListenError,
  OpenAdminError,
  RecordingRefusedError,
  reportRefused,
  startGateway,
} from '../host/index.js';
import { compileOptions } from '../index.js';
import { createFlowLog, createLogger, type Logger, standardOutput } from '../observe/index.js';
import type { Recorder } from '../replay/record/index.js';
import type { RunningApim } from './apim.js';
import type { CommandIo } from './command-io.js';
import type { RunningDemonstration } from './demonstration.js';
import { DemonstrationError } from './demonstration-error.js';
import { packageVersion } from './package-root.js';
import { RecordingDirectoryError } from './recording/recording-directory-error.js';
import { readServeOptions, type ServeOptions, ServeOptionsError } from './serve-options.js';
import { WorkerStartError } from './workers/worker-start-error.js';

const USAGE = `Usage: mediant serve [--home DIR] [--port N] [--admin-port N] [options]

Serves a deployment: a folder with api, sequences, endpoints, local-entries and so on below it, in any layout of the
reference engine, or a synapse.xml, or a single artifact. Changed files are taken in while it serves. Without --home it
serves the demonstration of examples/oauth2-backend.

  --home DIR            what to deploy
  --port N              port for requests, default 8290; 0 = any free one
  --host ADDRESS        address for requests, default all
  --admin-port N        port of /healthz, /readyz, /metrics and /deployment, default 9191
  --admin-host ADDRESS  default 127.0.0.1; any other needs MEDIANT_ADMIN_TOKEN
  --log-level LEVEL     trace, debug, info, warn, error, fatal or silent; default info
  --log-format FORMAT   json or text; default text on a terminal, else json
  --drain-seconds N     how long running requests may take at the end, default 30
  --no-watch            changed files are not taken in
  --persist-registry    what flows write to the registry is written to the files
  --workers N           processes that serve, or auto: one per processor; default 1
  --record DIR          requests become fixtures in this directory; credentials and tokens are replaced in them
  --record-only WHICH   api:NAME, sequence:NAME, or none: nothing until the admin server is told to start
  --record-body-bytes N longer bodies are not recorded, default 65536
  --apim FILE           JSON file with APIs, applications, users and tokens of an API manager: the gateway asks callers for
                        tokens, and the file's servers listen; needs no --home
  --config FILE         JSON file with the same options (adminPort for --admin-port), and limits and properties

Each option can also be set in the environment: MEDIANT_PORT for --port.

Exit status: 0 ended by SIGTERM or SIGINT, 1 requests were cut off at the end, 2 it could not run.
`;

/** What the command uses of its process; the specs give it their own. */
export interface ServeSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Calls a listener when the process is to end. */
  onStop(listener: () => void): void;
  /** Calls a listener with what nobody caught. Without one the process would end, and every other request with it. */
  onMistake?(listener: (error: unknown) => void): void;
  /** Told the ports once requests are accepted. */
  onListening?(ports: { readonly port: number; readonly adminPort: number | undefined }): void;
  /** Log lines go here instead of standard output. */
  readonly log?: { write(line: string): void };
}

const processSurroundings: ServeSurroundings = {
  environment: process.env,
  onStop(listener) {
    process.once('SIGTERM', listener);
    process.once('SIGINT', listener);
  },
  onMistake(listener) {
    process.on('uncaughtException', listener);
    process.on('unhandledRejection', listener);
  },
};

/** `mediant serve`. Resolves to the exit status when the process is told to end. */
export async function serveCommand(
  argv: readonly string[],
  io: CommandIo,
  surroundings: ServeSurroundings = processSurroundings,
): Promise<number> {
  try {
    const options = await readServeOptions(argv, surroundings.environment);
    if (options) return await serve(options, io, surroundings);
    io.out(USAGE);
    return 0;
  } catch (thrown) {
    const explained = explain(thrown);
    if (explained === undefined) throw thrown;
    io.error(`mediant serve: ${explained}\n`);
    return 2;
  }
}

/** Their messages are for people. */
const explainedErrors = [
  ServeOptionsError,
  ListenError,
  OpenAdminError,
  WorkerStartError,
  DemonstrationError,
  RecordingRefusedError,
  RecordingDirectoryError,
];

/** What a person can do something about; undefined = a mistake of this program. */
function explain(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (explainedErrors.some((kind) => thrown instanceof kind)) return thrown.message;
  const { code, port } = thrown as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use already`;
  return code?.startsWith('ERR_PARSE_ARGS') ? `${thrown.message}\nTry mediant serve --help.` : undefined;
}

async function serve(options: ServeOptions, io: CommandIo, surroundings: ServeSurroundings): Promise<number> {
  const { home } = options;
  if (home !== undefined && !existsSync(home)) throw new ServeOptionsError(`${home} does not exist`);
  const demonstration = home === undefined && options.apim === undefined ? await demonstrate() : undefined;
  const folder = home ?? (demonstration && shortest(demonstration.folder));
  const paths = folder === undefined ? [] : [folder];
  const logFormat = options.logFormat ?? (process.stdout.isTTY && !surroundings.log ? 'text' : 'json');
  const log = surroundings.log ?? standardOutput(logFormat === 'text');
  const logger = createLogger({ level: options.logLevel, format: logFormat, stream: log });
  surroundings.onMistake?.((err) => logger.fatal({ err }, 'a mistake of this program; the gateway goes on'));
  try {
    // First of all: a request that finds no token server suspends its endpoint for half a minute.
    await demonstration?.started;
    const gateway = await start({ options, paths, logger, log, logFormat, environment: surroundings.environment });
    const stopped = new Promise<void>((resolve) => surroundings.onStop(resolve));
    logger.info({ port: gateway.port, address: gateway.address, adminPort: gateway.adminPort }, 'listening');
    if (demonstration) io.out(demonstration.welcome(gateway.port));
    surroundings.onListening?.({ port: gateway.port, adminPort: gateway.adminPort });
    await stopped;
    const whole = await gateway.stop(options.drainSeconds * 1000);
    return whole ? 0 : 1;
  } finally {
    demonstration?.close();
    logger.flush();
  }
}

async function demonstrate(): Promise<RunningDemonstration> {
  const { startDemonstration } = await import('./demonstration.js');
  return startDemonstration();
}

/** What serves: this process, or several that it looks after. */
type Running = Pick<Gateway, 'port' | 'address' | 'adminPort' | 'stop'>;

/** What a gateway is started with. */
export interface ServeStart {
  readonly options: ServeOptions;
  /** What to deploy; none = only what the API manager makes. */
  readonly paths: readonly string[];
  readonly logger: Logger;
  /** Where log lines go. */
  readonly log: { write(text: string): void };
  readonly logFormat: 'json' | 'text';
  readonly environment: ServeSurroundings['environment'];
}

async function start(given: ServeStart): Promise<Running> {
  if (given.options.workers === 1) return startOne(given);
  const { startSeveral } = await import('./workers/index.js');
  return startSeveral(given);
}

async function startOne(given: ServeStart): Promise<Running> {
  const { options, paths, logger, environment } = given;
  const apim = await loadApim(options.apim, logger);
  const deployment = loadDeployment({
    compile: compileOptions,
    paths,
    ...(apim && { artifacts: apim.gateway.artifacts, defaults: apim.gateway.defaults }),
    log: createFlowLog(logger),
    properties: options.properties,
    systemProperties: options.systemProperties,
    environment,
    registry: { persist: options.persistRegistry },
    keepContent: options.record !== undefined,
  });
  apim?.gateway.onChange((artifacts) => {
    for (const refused of deployment.replaceArtifacts(artifacts)) reportRefused(refused, logger);
  });
  const recorder = await startRecorder(given, deployment);
  try {
    await apim?.listen();
    return await startListening(given, deployment, recorder, apim);
  } catch (error) {
    apim?.close();
    throw error;
  }
}

async function startListening(
  { options, logger }: ServeStart,
  deployment: Deployment,
  recorder: Recorder | undefined,
  apim: RunningApim | undefined,
): Promise<Running> {
  const { adminHost, adminPort, adminToken, host, limits, port, watch } = options;
  const gateway = await startGateway({
    deployment,
    logger,
    version: packageVersion(),
    port,
    limits,
    watch,
    admin: { port: adminPort, host: adminHost, ...(adminToken !== undefined && { token: adminToken }) },
    ...(host !== undefined && { host }),
    ...(recorder && { watcher: recorder, recording: recorder }),
    ...(apim && { apiHandlers: apim.gateway.handlers }),
  });
  const { address, adminPort: boundAdminPort, port: boundPort } = gateway;
  return {
    address,
    adminPort: boundAdminPort,
    port: boundPort,
    async stop(limit) {
      const whole = await gateway.stop(limit);
      apim?.close();
      await recorder?.close();
      return whole;
    },
  };
}

/** Undefined without a file; loaded only where there is one. */
async function loadApim(file: string | undefined, logger: Logger): Promise<RunningApim | undefined> {
  if (file === undefined) return undefined;
  const { openApim } = await import('./apim.js');
  return openApim(file, logger);
}

/** Undefined when nothing is ever recorded; the recorder is loaded only where something may be. */
async function startRecorder(given: ServeStart, deployment: Deployment): Promise<Recorder | undefined> {
  const { environment, logger, options } = given;
  const [home] = given.paths;
  const { properties, record, systemProperties } = options;
  if (!record || home === undefined) return undefined;
  const { startRecording } = await import('./recording/start-recording.js');
  const { bodyBytes: bodyLimit, directory, target } = record;
  return startRecording({
    ...{ deployment, logger, home, directory, target, bodyLimit },
    ...{ properties, systemProperties, environment },
  });
}

/** The path from here when it leads down: places in log lines are easier to read then. */
function shortest(path: string): string {
  const here = relative(process.cwd(), path);
  return here === '' || here.startsWith('..') ? path : here;
}
