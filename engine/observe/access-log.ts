import type { Logger } from './logger.js';
import { redactText } from './redact.js';

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
export interface AccessLog {
  (record: AccessRecord): void;
  /** Whether a line of that status would be written at all; without it every line is. */
  readonly wants?: (status: number) => boolean;
}

/** The access log over the structured log. */
export function createAccessLog(logger: Logger): AccessLog {
  const child = logger.child({ logger: 'access' }, { formatters: { log: withoutSecrets } });
  const write = (record: AccessRecord): void => {
    const { status } = record;
    child[levelOf(status)](record, status >= 500 ? 'request failed' : status === 0 ? 'client went away' : 'request');
  };
  return Object.assign(write, { wants: (status: number) => child.isLevelEnabled(levelOf(status)) });
}

/** Only what the client has written can hold a secret. */
function withoutSecrets(record: object): object {
  const { path, correlationId, method } = record as AccessRecord;
  const clean = { path: redactText(path), correlationId: redactText(correlationId), method: redactText(method) };
  return clean.path === path && clean.correlationId === correlationId && clean.method === method
    ? record
    : { ...record, ...clean };
}

function levelOf(status: number): 'error' | 'warn' | 'info' {
  if (status >= 500) return 'error';
  return status === 0 ? 'warn' : 'info';
}
