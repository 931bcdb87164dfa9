import type { Logger } from './logger.js';

/** What the log says about one answered request. */
export interface AccessRecord {
  readonly correlationId: string;
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  /** 0: the client went away before an answer. */
  readonly status: number;
  /** Rounded to hundredths. */
  readonly milliseconds: number;
  /** Full name of the API, undefined when none took the request. */
  readonly api: string | undefined;
  readonly revision: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly remoteAddress: string | undefined;
}

/** Writes the line of a request: `info`, or `warn` when the client vanished, or `error` for a status of 500 and above. */
export type AccessLog = (record: AccessRecord) => void;

/** The access log over the structured log. */
export function createAccessLog(logger: Logger): AccessLog {
  const child = logger.child({ logger: 'access' });
  return (record) => {
    const { status } = record;
    if (status >= 500) child.error(record, 'request failed');
    else if (status === 0) child.warn(record, 'client went away');
    else child.info(record, 'request');
  };
}
