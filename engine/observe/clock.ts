/** A pending timer; only its own clock can cancel it. */
export interface Timer {
  /** The process may end although the timer is pending. */
  unref(): void;
}

/** Time, injected wherever the engine reads it or waits. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970; may jump. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. For durations and deadlines. */
  monotonic(): number;
  /** Calls `action` once, `delay` milliseconds from now (0 and less: as soon as possible). */
  setTimeout(action: () => void, delay: number): Timer;
  clearTimeout(timer: Timer): void;
}

/** Longest delay that Node's timers take; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** The machine's clock. Delays beyond 24.8 days are cut to that. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (action, delay) => setTimeout(action, Math.min(delay, longestDelay)),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

interface ManualTimer extends Timer {
  readonly due: number;
  readonly action: () => void;
}

/** A clock that moves only when told. `monotonic()` counts from 0. For tests and replays. */
export class ManualClock implements Clock {
  #elapsed = 0;
  readonly #start: number;
  /** In the order of their times; equal times in the order of setting. */
  #timers: ManualTimer[] = [];

  /** @param start what `now()` gives at first, in milliseconds since 1970 */
  constructor(start: number = Date.UTC(2024, 0, 1)) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimeout(action: () => void, delay: number): Timer {
    const timer: ManualTimer = { due: this.#elapsed + Math.max(0, delay), action, unref: () => {} };
    const at = this.#timers.findIndex((other) => other.due > timer.due);
    this.#timers.splice(at < 0 ? this.#timers.length : at, 0, timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers = this.#timers.filter((pending) => pending !== timer);
  }

  /** Number of timers that have not fired. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves the time forward and fires, in their order and at their times, the timers that come due. */
  advance(milliseconds: number): void {
    const target = this.#elapsed + milliseconds;
    for (let next = this.#timers[0]; next && next.due <= target; next = this.#timers[0]) {
      this.#timers.shift();
      this.#elapsed = Math.max(this.#elapsed, next.due);
      next.action();
    }
    this.#elapsed = target;
  }
}
