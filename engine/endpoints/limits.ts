import type { Message } from '../message/index.js';
import type { LeafDefinition } from './definition.js';

/** How long an answer may take. */
export interface AnswerLimit {
  /** Milliseconds. */
  readonly duration: number;
  /** Whose limit it is: the endpoint's (the global one included), or what is left of the request's own time. */
  readonly owner: 'endpoint' | 'request';
}

/** The limit for the answer to a message: of the endpoint, the configuration, or the request, whichever comes first. */
export function answerLimit(message: Message, { timeout }: LeafDefinition): AnswerLimit {
  const { clock, settings } = message.services;
  const duration =
    typeof timeout.duration === 'number'
      ? timeout.duration
      : dynamicDuration(message, timeout.duration, settings.globalTimeout);
  const own = duration > 0 ? duration : settings.globalTimeout;
  const { deadline } = message.exchange;
  if (deadline === undefined) return { duration: own, owner: 'endpoint' };
  const left = Math.max(0, deadline - clock.monotonic());
  return left < own ? { duration: left, owner: 'request' } : { duration: own, owner: 'endpoint' };
}

/** An expression that gives no number means the global limit, which also cuts what is larger. */
function dynamicDuration(message: Message, duration: LeafDefinition['timeout']['duration'], global: number): number {
  if (duration === undefined || typeof duration === 'number') return global;
  const text = duration.string(message)?.trim() ?? '';
  return /^[+-]?\d+$/.test(text) ? Math.min(Number(text), global) : global;
}
