import { formatPlace, type Place } from '../errors/index.js';
import type { Logger } from './logger.js';

/** Levels of a flow's lines, from the finest on. */
export type FlowLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Where a line of a flow comes from. */
export interface FlowOrigin {
  /** The mediator that wrote the line. */
  readonly place?: Place | undefined;
  readonly correlationId?: string | undefined;
}

/**
 * Takes what flows say: the lines of the log mediator, and the engine's warnings about a running message. Whoever
 * implements it removes secrets.
 */
export interface FlowLog extends Record<FlowLevel, (text: string, origin?: FlowOrigin) => void> {
  /** Whether a line of this level is written at all; what is not written need not be evaluated. */
  enabled(level: FlowLevel): boolean;
}

/** Longest text of one line, in characters: a log of whole bodies must not fill the disk. */
const longestText = 256 * 1024;

/** A flow log that writes to the structured log, which removes secrets. Texts beyond 256 Ki characters are cut. */
export function createFlowLog(logger: Logger): FlowLog {
  const child = logger.child({ logger: 'flow' });
  const writer = (level: FlowLevel) => (text: string, origin?: FlowOrigin) => {
    if (!child.isLevelEnabled(level)) return;
    const { place, correlationId } = origin ?? {};
    child[level]({ at: place && formatPlace(place), correlationId }, shortened(text));
  };
  return {
    enabled: (level) => child.isLevelEnabled(level),
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
  };
}

function ignore(): void {}

/** Drops everything. */
export const silentFlowLog: FlowLog = {
  enabled: () => false,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
};

function shortened(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}… (${text.length - longestText} more characters)`;
}
