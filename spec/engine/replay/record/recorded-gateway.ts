import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../../../engine/deploy/index.js';
import { type Gateway, startGateway } from '../../../../engine/host/index.js';
import { compileOptions, type DeploymentSettings, loadDeployment } from '../../../../engine/index.js';
import { createLogger, systemClock } from '../../../../engine/observe/index.js';
import {
  FixtureWriter,
  type RawRecording,
  Recorder,
  type RecorderOptions,
} from '../../../../engine/replay/record/index.js';

/** A gateway whose requests can be recorded. */
export interface RecordedGateway {
  readonly gateway: Gateway;
  readonly recorder: Recorder;
  /** Directory for recordings. */
  readonly directory: string;
  /** Everything that was logged, a line each. */
  readonly log: readonly string[];
  address(path: string): string;
  /** Stops serving and recording; everything that was recorded is written then. */
  stop(): Promise<void>;
  /** The files in the directory for recordings, by path below it. */
  files(): Map<string, string>;
  clear(): void;
}

export interface RecordedGatewayOptions extends DeploymentSettings {
  readonly bodyLimit?: number;
  readonly directory?: string;
  readonly sink?: RecorderOptions['sink'];
  /** Told of each recording as it is before anything is replaced. */
  readonly onRecording?: (recording: RawRecording) => void;
}

/** Serves a deployment and is able to record into a folder of its own. */
export async function serveRecorded(home: string, options: RecordedGatewayOptions = {}): Promise<RecordedGateway> {
  const { bodyLimit, directory = mkdtempSync(join(tmpdir(), 'mediant-recorded-')), ...rest } = options;
  const { onRecording, sink, ...settings } = rest;
  const log: string[] = [];
  const logger = createLogger({ level: 'info', format: 'json', stream: { write: (line) => void log.push(line) } });
  const deployment = loadDeployment({ ...settings, paths: [home], keepContent: true });
  const served = {
    home,
    configuration: readConfiguration([home]),
    properties: settings.properties ?? new Map<string, string>(),
    environment: settings.environment ?? {},
    systemProperties: settings.systemProperties ?? new Map<string, string>(),
  };
  const writer = new FixtureWriter({ directory, served, compile: compileOptions });
  const write = writer.write.bind(writer);
  writer.write = (recording) => {
    onRecording?.(recording);
    return write(recording);
  };
  const recorder = new Recorder({
    deployment,
    sink: sink ?? writer,
    logger,
    clock: systemClock,
    directory,
    ...(bodyLimit !== undefined && { bodyLimit }),
  });
  const gateway = await startGateway({
    deployment,
    logger,
    version: '0.0.0',
    port: 0,
    host: '127.0.0.1',
    admin: { port: 0 },
    watch: false,
    watcher: recorder,
    recording: recorder,
  });
  return {
    gateway,
    recorder,
    directory,
    log,
    address: (path) => `http://127.0.0.1:${gateway.port}${path}`,
    async stop() {
      await gateway.stop(1000);
      await recorder.close();
    },
    files: () => filesBelow(directory),
    clear: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function filesBelow(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort();
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
