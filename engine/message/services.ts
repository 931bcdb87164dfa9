import type { Readable } from 'node:stream';
import type { Clock, FlowLog, RandomSource } from '../observe/index.js';
import type { CancelSignal } from './cancellation.js';
import type { Header } from './headers.js';
import type { Registry } from './registry.js';
import type { Settings } from './settings.js';
import type { Value } from './value.js';

/** One request to a backend, ready for the wire. Times in milliseconds. */
export interface OutboundRequest {
  readonly method: string;
  readonly url: URL | string;
  readonly headers: readonly Header[];
  readonly body: Buffer | Readable | null;
  readonly connectTimeout: number;
  /** Longest silence on the connection. */
  readonly idleTimeout: number;
  readonly totalTimeout?: number | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly keepAlive: boolean;
  readonly http10?: boolean;
  /** The request line carries the whole URL. */
  readonly absoluteUri?: boolean;
  /** Bytes of a streamed body, when known; otherwise it is sent in chunks. */
  readonly contentLength?: number | undefined;
}

/** What a backend answered. */
export interface OutboundResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Buffer | Readable;
}

/** The way to the backends: sockets, or the player of recorded exchanges. */
export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundResponse>;
  close(): Promise<void>;
}

/** What a running flow may use of its surroundings. One object serves all requests of a snapshot. */
export interface Services {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly registry: Registry;
  readonly outbound: Outbound;
  /** Gives requests to backends their credentials; its type belongs to the endpoints, which alone use it. */
  readonly authorizer?: unknown;
  readonly log: FlowLog;
  readonly settings: Settings;
  /** The named artifacts of the snapshot; the compiler's layer knows their type. */
  readonly artifacts: unknown;
  /** A local entry of the snapshot: XML as an element, text as text. */
  localEntry(key: string): Value | undefined;
  /** A Java system property as the configuration gives it. */
  systemProperty(name: string): string | undefined;
  /** Sets one for all messages, as long as the process lives; without it nothing is kept. */
  setSystemProperty?(name: string, value: string): void;
  /** An environment variable. */
  environment(name: string): string | undefined;
  /** An entry of `file.properties`. */
  fileProperty(name: string): string | undefined;
  /** A `${configs.NAME}` value. */
  config(name: string): Value | undefined;
}
