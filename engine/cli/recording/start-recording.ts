import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Deployment, readConfiguration } from '../../deploy/index.js';
import type { RecordingTarget } from '../../host/index.js';
import { type Logger, systemClock } from '../../observe/index.js';
import { Recorder } from '../../replay/record/index.js';
import { RecordingDirectoryError } from './recording-directory-error.js';
import { ThreadedSink } from './threaded-sink.js';

/** What recording is started with. */
export interface RecordingOptions {
  readonly deployment: Deployment;
  readonly logger: Logger;
  /** Folder, or single file, that is deployed. */
  readonly home: string;
  readonly directory: string;
  /** Undefined = nothing, until the admin server is told. */
  readonly target: RecordingTarget | undefined;
  /** Bytes kept of each body. */
  readonly bodyLimit: number;
  readonly properties: ReadonlyMap<string, string>;
  readonly systemProperties: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes the recorder of a gateway, and starts it unless it is to wait.
 * @throws RecordingDirectoryError, or RecordingRefusedError for a target that is not deployed
 */
export function startRecording(options: RecordingOptions): Recorder {
  const { bodyLimit, deployment, environment, home, logger, properties, systemProperties, target } = options;
  const directory = usable(options.directory);
  const configuration = readConfiguration([home]);
  const served = { home, configuration, properties, systemProperties, environment: { ...environment } };
  const sink = new ThreadedSink({ directory, served });
  const recorder = new Recorder({ deployment, sink, logger, clock: systemClock, directory, bodyLimit });
  if (target) recorder.start(target, '');
  return recorder;
}

function usable(directory: string): string {
  const path = resolve(directory);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new RecordingDirectoryError(`${directory} cannot be written to: ${code}`);
  }
}
