import { formatPlace, type Place } from '../errors/index.js';
import type { Logger } from './logger.js';

/** Levels of the log mediator's `category`. */
export type FlowLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** Where a line of a flow comes from. */
export interface FlowOrigin {
  /** The mediator that wrote the line. */
  readonly place?: Place | undefined;
  readonly correlationId?: string | undefined;
  /** Revision of the snapshot that the message runs on. */
  readonly revision?: string | undefined;
}

/** Takes what flows say: the lines of the log mediator, and the engine's warnings about a running message. */
export interface FlowLog {
  /** Whether a line of this level is written at all; what is not written need not be evaluated. */
  enabled(level: FlowLevel): boolean;
  /** Writes one line as the reference engine words it. */
  write(level: FlowLevel, text: string, origin?: FlowOrigin): void;
}

const methods = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error', FATAL: 'fatal' } as const;

/** Longest text of one line, in characters: a log of whole bodies must not fill the disk. */
const longestText = 256 * 1024;

/** A flow log that writes to the structured log, which removes secrets. Texts beyond 256 Ki characters are cut. */
export function createFlowLog(logger: Logger): FlowLog {
  const child = logger.child({ logger: 'LogMediator' });
  return {
    enabled: (level) => child.isLevelEnabled(methods[level]),
    write(level, text, { place, correlationId, revision } = {}) {
      const method = methods[level];
      if (!child.isLevelEnabled(method)) return;
      child[method]({ at: place && formatPlace(place), correlationId, revision }, shortened(text));
    },
  };
}

/** Drops everything. */
export const silentFlowLog: FlowLog = { enabled: () => false, write: () => {} };

function shortened(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}… (${text.length - longestText} more characters)`;
}
