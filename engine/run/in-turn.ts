import { setImmediate as nextTurn } from 'node:timers/promises';

/** How many pieces of work run, and when to stop. */
export interface TurnOptions {
  /** How many there are. */
  readonly count: number;
  /** How many may wait for something at a time; 1 = one after the other. */
  readonly limit: number;
  /** Asked before each piece; true = no further one is started. */
  readonly stopped?: () => boolean;
}

/** Pieces that run in one stretch before other requests get their turn. */
const stretchLength = 100;

/**
 * Starts pieces of work in their order. One that returns no promise costs no more than its call; while `limit` of them
 * wait, no further one is started.
 * @returns undefined when nothing had to wait; otherwise what resolves when all are over
 * @throws what `start` throws or its promise rejects with, once all that run are over; no further piece is started then
 */
export function runInTurn(options: TurnOptions, start: (index: number) => unknown): Promise<void> | undefined {
  return new Turns(options, start).run();
}

class Turns {
  #next = 0;
  #stretch = 0;
  /** Set while other requests have their turn; all lanes wait for it. */
  #pause: Promise<void> | undefined;

  constructor(
    private readonly options: TurnOptions,
    private readonly start: (index: number) => unknown,
  ) {}

  run(): Promise<void> | undefined {
    const lanes: Promise<void>[] = [];
    try {
      while (lanes.length < this.options.limit) {
        const waiting = this.#untilOneWaits();
        if (!waiting) break;
        lanes.push(this.#lane(waiting));
      }
    } catch (error) {
      if (lanes.length === 0) throw error;
      this.#startNoMore();
      lanes.push(Promise.reject(error));
    }
    return lanes.length === 0 ? undefined : allOver(lanes);
  }

  /** Starts pieces until one waits; undefined when there are no more. */
  #untilOneWaits(): Promise<unknown> | undefined {
    if (this.#pause) return this.#pause;
    const { count, stopped } = this.options;
    while (this.#next < count && !stopped?.()) {
      if (this.#stretch === stretchLength) return this.#makePause();
      this.#stretch++;
      const begun = this.start(this.#next++);
      if (begun instanceof Promise) return begun;
    }
    return undefined;
  }

  #makePause(): Promise<void> {
    this.#pause = nextTurn().then(() => {
      this.#pause = undefined;
      this.#stretch = 0;
    });
    return this.#pause;
  }

  async #lane(first: Promise<unknown>): Promise<void> {
    try {
      for (let waiting: Promise<unknown> | undefined = first; waiting; waiting = this.#untilOneWaits()) await waiting;
    } catch (error) {
      this.#startNoMore();
      throw error;
    }
  }

  #startNoMore(): void {
    this.#next = this.options.count;
  }
}

async function allOver(lanes: readonly Promise<void>[]): Promise<void> {
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
}
