import type { Clock } from '../../../observe/index.js';
import { ForgetfulMap } from '../../forgetful-map.js';
import type { Quota } from './tiers.js';

interface Window {
  /** In milliseconds since 1970. */
  readonly end: number;
  count: number;
}

/**
 * Counts calls in fixed windows, one after the other for each key: a window begins with its first call. Windows that are over are
 * dropped; when there are too many at once, those that began first go.
 */
export class CallWindows {
  readonly #clock: Clock;
  readonly #windows: ForgetfulMap<Window>;

  /** @param most windows at a time */
  constructor(clock: Clock, most = 100_000) {
    this.#clock = clock;
    this.#windows = new ForgetfulMap({ limit: most, isOver: ({ end }) => end <= clock.now() });
  }

  get size(): number {
    return this.#windows.size;
  }

  /** When the present window ends, in milliseconds since 1970, if it holds all the calls that it may; else undefined. */
  fullUntil(key: string, { count, window }: Quota): number | undefined {
    const present = this.#present(key);
    if (present) return present.count >= count ? present.end : undefined;
    return count > 0 ? undefined : this.#clock.now() + window;
  }

  count(key: string, { window }: Quota): void {
    const present = this.#present(key);
    if (present) {
      present.count++;
      return;
    }
    this.#windows.set(key, { end: this.#clock.now() + window, count: 1 });
  }

  #present(key: string): Window | undefined {
    const found = this.#windows.get(key);
    return found && found.end > this.#clock.now() ? found : undefined;
  }
}
