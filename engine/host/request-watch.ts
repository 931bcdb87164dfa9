import type { Readable } from 'node:stream';
import type { Snapshot } from '../compile/index.js';
import type { Client, ClientResponse, Services } from '../message/index.js';

/** A request that has just come. */
export interface WatchableRequest {
  readonly client: Client;
  readonly correlationId: string;
  /** What it runs on. */
  readonly snapshot: Snapshot;
  /** Full name of the API, or name of the proxy, that will take it; undefined when none does. */
  service(): string | undefined;
}

/** Sees requests pass and takes no part in them. None of its methods throws. */
export interface RequestWatcher {
  /** @returns undefined: nobody watches this request, and it costs nothing */
  begin(request: WatchableRequest): RequestWatch | undefined;
}

/** Sees one request pass. A body that it is shown is read by others: it may look on, not read. */
export interface RequestWatch {
  /** What the flow uses in place of the snapshot's services, so that its calls are seen. */
  readonly services: Services;
  /** The flow starts. @param rawHeaders names and values by turns */
  received(rawHeaders: readonly string[], body: Buffer | Readable | null): void;
  /** The one answer is handed to the connection. */
  answered(response: ClientResponse): void;
  /**
   * Flow and answer are over.
   * @param service what took the request
   * @param whole false: the client went away before it had all of the answer
   */
  over(service: string | undefined, whole: boolean): void;
}
