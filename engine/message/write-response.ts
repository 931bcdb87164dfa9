import type { Readable } from 'node:stream';

/** A response ready for the client's connection. */
export interface ClientResponse {
  readonly status: number;
  /** Reason phrase; undefined = the standard one. */
  readonly reason: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** null = no body. A stream goes out in chunks unless `contentLength` is there. */
  readonly body: Buffer | Readable | null;
  readonly contentLength: number | undefined;
  /** Close the connection afterwards. */
  readonly close: boolean;
  readonly http10: boolean;
}
