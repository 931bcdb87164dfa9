import type { Snapshot } from '../../compile/index.js';
import type { Deployment, SharedFile } from '../../deploy/index.js';
import {
  type RecordingControl,
  RecordingRefusedError,
  type RecordingStatus,
  type RecordingTarget,
  type RequestWatch,
  type RequestWatcher,
  type WatchableRequest,
} from '../../host/index.js';
import { createAuthorizer, type TokenAuthorizer } from '../../oauth/index.js';
import type { Clock, Logger } from '../../observe/index.js';
import { ArtifactIndex } from './artifact-index.js';
import { IssuedTokens } from './issued-tokens.js';
import type { RawRecording } from './raw-recording.js';
import { checkTarget, concerns, mayConcern } from './recording-target.js';
import { RequestRecorder } from './request-recorder.js';

/** What became of a recording. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly file: string }
  /** No fixture, for a reason that lies in the request. */
  | { readonly kind: 'left'; readonly reason: string };

/** Takes recordings and makes files of them, here or in another thread. */
export interface RecordingSink {
  /** These files serve from now on. A content that is not given is read, as long as it is the same on disk. */
  deployed(files: readonly SharedFile[]): void;
  /** Never rejects. */
  write(recording: RawRecording): Promise<WriteOutcome>;
  /** Resolves when everything that was handed over is written. */
  close(): Promise<void>;
}

/** What a recorder is made with. */
export interface RecorderOptions {
  readonly deployment: Deployment;
  readonly sink: RecordingSink;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Directory for recordings, for the status alone: the sink writes there. */
  readonly directory: string;
  /** Bytes kept of each body. Default 64 KiB. */
  readonly bodyLimit?: number;
}

/** Bytes kept of each body where nothing else is said. */
export const defaultBodyLimit = 64 * 1024;

/** Requests that are recorded at the same time, and recordings that wait to be written; beyond that none is begun. */
const mostAtOnce = 256;

/** Milliseconds between two log lines about requests that were left for there were too many. */
const crowdedInterval = 10_000;

/** A folder below the directory for recordings: one plain name. */
const folderName = /^(?!\.)[\w.-]{1,64}$/;

/** From a start to a stop. */
interface Session {
  readonly target: RecordingTarget;
  readonly folder: string;
  readonly tokens: IssuedTokens;
}

/**
 * Records requests of a gateway. While nothing is recorded it costs nothing; while a request is recorded its bytes are
 * copied, and everything else happens when it is over. Nothing that goes wrong here reaches the request.
 */
export class Recorder implements RequestWatcher, RecordingControl {
  readonly #options: RecorderOptions;
  readonly #bodyLimit: number;
  readonly #indexes = new WeakMap<Snapshot, ArtifactIndex>();
  readonly #offSwap: () => void;
  #current: Session | undefined;
  /** Tokens of recorded requests are fetched anew, so that the calls that fetch them are seen. */
  #authorizer: TokenAuthorizer | undefined;
  #busy = 0;
  #written = 0;
  #left = 0;
  /** Requests left for there were too many, since the last log line about it; the next one comes not before then. */
  #crowded = 0;
  #crowdedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#bodyLimit = options.bodyLimit ?? defaultBodyLimit;
    const announce = (): void => {
      if (this.#current) options.sink.deployed(options.deployment.shared.files);
    };
    this.#offSwap = options.deployment.onSwap(announce);
  }

  get status(): RecordingStatus {
    const target = this.#current?.target ?? null;
    const { directory } = this.#options;
    return { recording: target !== null, directory, target, written: this.#written, left: this.#left };
  }

  start(target: RecordingTarget, folder: string): void {
    const { deployment, logger, sink } = this.#options;
    checkTarget(target, deployment.snapshot);
    if (folder !== '' && !folderName.test(folder)) {
      throw new RecordingRefusedError('directory must be one plain name: letters, digits, ".", "_" and "-"');
    }
    this.#authorizer ??= createAuthorizer();
    this.#authorizer.clear();
    this.#current = { target, folder, tokens: new IssuedTokens() };
    sink.deployed(deployment.shared.files);
    logger.info({ target, folder }, 'recording starts');
  }

  stop(): void {
    if (!this.#current) return;
    this.#current = undefined;
    this.#options.logger.info('recording stops');
  }

  /** Stops, and writes what has been recorded to its end. */
  async close(): Promise<void> {
    this.stop();
    this.#offSwap();
    await this.#options.sink.close();
    await this.#authorizer?.close();
  }

  begin(request: WatchableRequest): RequestWatch | undefined {
    const current = this.#current;
    if (current === undefined) return undefined;
    try {
      if (!mayConcern(current.target, request.service())) return undefined;
      if (this.#busy >= mostAtOnce) {
        this.#leaveMany();
        return undefined;
      }
      const files = this.#indexOf(request.snapshot);
      const recorder = this.#recorderFor(request, files, current);
      this.#busy++;
      return recorder;
    } catch (error) {
      this.#leave(request.correlationId, `the recorder failed: ${String(error)}`);
      return undefined;
    }
  }

  #recorderFor(request: WatchableRequest, files: ArtifactIndex, { target, folder, tokens }: Session): RequestRecorder {
    const { clock } = this.#options;
    return new RequestRecorder({
      request,
      files,
      folder,
      tokens,
      authorizer: 'authorizer' in request.snapshot.services ? this.#authorizer : undefined,
      bodyLimit: this.#bodyLimit,
      now: clock.now(),
      monotonic: () => clock.monotonic(),
      done: (recording, ran) => {
        if (concerns(target, ran)) void this.#write(recording);
        else this.#busy--;
      },
      givenUp: (reason) => {
        this.#busy--;
        this.#leave(request.correlationId, reason);
      },
    });
  }

  async #write(recording: RawRecording): Promise<void> {
    const { logger, sink } = this.#options;
    const { id } = recording;
    try {
      const outcome = await sink.write(recording);
      if (outcome.kind === 'written') {
        this.#written++;
        logger.info({ correlationId: id, file: outcome.file }, 'recorded');
      } else this.#leave(id, outcome.reason);
    } catch (error) {
      this.#leave(id, `the fixture could not be written: ${String(error)}`);
    } finally {
      this.#busy--;
    }
  }

  #leave(correlationId: string, reason: string): void {
    this.#left++;
    this.#options.logger.warn({ correlationId }, `not recorded: ${reason}`);
  }

  /** Requests come faster than they can be written; a line for each of them would make it worse. */
  #leaveMany(): void {
    this.#left++;
    this.#crowded++;
    const now = this.#options.clock.monotonic();
    if (now < this.#crowdedUntil) return;
    this.#crowdedUntil = now + crowdedInterval;
    this.#options.logger.warn({ requests: this.#crowded }, 'not recorded: too many requests come at the same time');
    this.#crowded = 0;
  }

  /** A request runs on the snapshot that serves when it comes, so the files are those of that snapshot. */
  #indexOf(snapshot: Snapshot): ArtifactIndex {
    const known = this.#indexes.get(snapshot);
    if (known) return known;
    const index = new ArtifactIndex(snapshot, this.#options.deployment.shared.files);
    this.#indexes.set(snapshot, index);
    return index;
  }
}
