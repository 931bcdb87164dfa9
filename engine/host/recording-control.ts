/** Which requests are recorded. */
export type RecordingTarget =
  | { readonly kind: 'all' }
  /** Requests that an API, or proxy, of this name takes; a name without version means all versions. */
  | { readonly kind: 'api'; readonly name: string }
  /** Requests in whose flow this sequence runs. */
  | { readonly kind: 'sequence'; readonly name: string };

/** How the recording of requests stands. */
export interface RecordingStatus {
  readonly recording: boolean;
  /** Where fixtures are written to. */
  readonly directory: string;
  readonly target: RecordingTarget | null;
  /** Fixtures that were written since the start of the process. */
  readonly written: number;
  /** Requests that could not be made into a fixture; the log says why. */
  readonly left: number;
}

/** The order could not be carried out; the message is for who gave it. */
export class RecordingRefusedError extends Error {
  override readonly name = 'RecordingRefusedError';
}

/** Starts and stops the recording of requests. */
export interface RecordingControl {
  readonly status: RecordingStatus;
  /**
   * Starts, or changes what is recorded.
   * @param folder name of a folder below the directory for recordings; '' = that itself
   * @throws RecordingRefusedError for an unknown name, or a folder name that could lead elsewhere
   */
  start(target: RecordingTarget, folder: string): void;
  /** Requests that are under way are recorded to their end. */
  stop(): void;
}
