import { type DynamicText, Fault, type Message } from '../../engine/kit.js';

/** When a group of messages is complete: whichever comes first. Counts below 1 say nothing. */
export interface Completion {
  /** All there are. */
  readonly total: number | undefined;
  readonly min: number;
  readonly max: number;
  /** Milliseconds since the first message; 0 = never. */
  readonly timeout: number;
}

/** Messages that are collected until there are enough of them. */
export class PartGroup {
  readonly parts: Message[] = [];
  #stopTimer: (() => void) | undefined;

  /** @param onTime called when the time is up, unless the group was closed before */
  constructor(
    readonly completion: Completion,
    first: Message,
    onTime: () => void,
  ) {
    const { timeout } = completion;
    if (timeout <= 0) return;
    const { clock } = first.services;
    const timer = clock.setTimeout(onTime, timeout);
    this.#stopTimer = () => clock.clearTimeout(timer);
  }

  get isComplete(): boolean {
    const { total, min, max } = this.completion;
    const count = this.parts.length;
    return (total !== undefined && count >= total) || (min > 0 && count >= min) || (max > 0 && count >= max);
  }

  /** Whether it ends by itself some time, with what is there then. */
  get isTimed(): boolean {
    return this.completion.timeout > 0;
  }

  /** Nothing is collected any more. */
  close(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}

/** The value of a message count, its decimals cut off. Throws Fault when it is no number. */
export function readCount(count: DynamicText, message: Message): number {
  const text = count.string(message)?.trim() ?? '';
  if (text === '') throw new Fault('empty String');
  const value = Number(text);
  if (Number.isNaN(value)) throw new Fault(`For input string: "${text}"`);
  return Math.trunc(value);
}
