import type { Configuration, RegistryWrite, SharedRevision } from '../../deploy/index.js';
import type { HostLimits, StoredMessages } from '../../host/index.js';
import type { LoggerOptions, MetricsState } from '../../observe/index.js';

/** How a worker serves; the same for all of them. */
export interface WorkerSettings {
  /** Version of this program. */
  readonly version: string;
  /** Folders of the registry; artifacts are sent. */
  readonly paths: readonly string[];
  readonly limits: Partial<HostLimits>;
  readonly logLevel: NonNullable<LoggerOptions['level']>;
  readonly logFormat: 'json' | 'text';
  readonly properties: ReadonlyMap<string, string>;
  readonly systemProperties: ReadonlyMap<string, string>;
  /** Read once, so that a worker that starts later has the same. */
  readonly configuration: Configuration;
  readonly persistRegistry: boolean;
}

/** Where the primary accepts connections. */
export interface BoundAddress {
  readonly port: number;
  readonly address: string;
}

/** What the primary tells a worker. A worker takes one after the other. */
export type ToWorker =
  /** Serve this revision. Answer: `serving` or `failed`. */
  | {
      readonly kind: 'start';
      readonly settings: WorkerSettings;
      readonly bound: BoundAddress;
      readonly revision: SharedRevision;
      readonly writes: readonly RegistryWrite[];
    }
  /** Compile this revision beside the one that serves. Answer: `prepared` or `unable`. */
  | { readonly kind: 'prepare'; readonly revision: SharedRevision }
  /** Let the prepared revision serve. Answer: `swapped`. */
  | { readonly kind: 'swap'; readonly revision: string }
  /** What flows wrote to the registry, in the one order for all. */
  | {
      readonly kind: 'written';
      readonly writes: readonly RegistryWrite[] /** By this worker. */;
      readonly own: boolean;
    }
  /** Answer: `measured`. */
  | { readonly kind: 'measure'; readonly question: number }
  /** Tell what the message stores hold. Answer: `stored`. */
  | { readonly kind: 'list'; readonly question: number }
  /** Serve the connection that comes with it. Answer: `took`. */
  | { readonly kind: 'connection' }
  /** Take nothing more, finish within a limit in milliseconds, and end. Answers: `draining`, then `stopped`. */
  | { readonly kind: 'stop'; readonly limit: number };

/** What a worker tells the primary. */
export type FromWorker =
  /** It takes orders. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'serving' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'prepared'; readonly revision: string }
  | { readonly kind: 'unable'; readonly revision: string; readonly reason: string }
  | { readonly kind: 'swapped'; readonly revision: string }
  /** It has the connection that it was handed. */
  | { readonly kind: 'took' }
  /** Its flows wrote this to the registry. */
  | { readonly kind: 'wrote'; readonly writes: readonly RegistryWrite[] }
  | { readonly kind: 'measured'; readonly question: number; readonly state: MetricsState }
  | { readonly kind: 'stored'; readonly question: number; readonly stored: StoredMessages }
  | { readonly kind: 'draining' }
  | { readonly kind: 'stopped' /** Nothing was cut off. */; readonly whole: boolean };
