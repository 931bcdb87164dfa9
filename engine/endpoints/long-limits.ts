import { type Clock, Roster, type RosterEntry } from '../observe/index.js';

/** Something whose time may run out. */
export interface Limited extends RosterEntry {
  /** When, in the clock's monotonic milliseconds. */
  readonly due: number;
  expire(): void;
}

/** Limits from here on need not be kept to the millisecond. */
export const longLimit = 10_000;

const sweepInterval = 1_000;

/**
 * Watches long limits with one timer for all: nearly none of them is ever reached, and a timer of its own for each costs
 * more than all else that is done for it. One that is reached is noticed within a second.
 */
export class LongLimits {
  readonly #entries = new Roster<Limited>();
  #sweeping = false;

  constructor(private readonly clock: Clock) {}

  add(entry: Limited): void {
    this.#entries.add(entry);
    if (!this.#sweeping) this.#sweepLater();
  }

  delete(entry: Limited): void {
    this.#entries.delete(entry);
  }

  #sweepLater(): void {
    this.#sweeping = true;
    const { clock } = this;
    clock
      .setTimeout(() => {
        const now = clock.monotonic();
        for (const entry of this.#entries.all()) if (entry.due <= now) entry.expire();
        this.#sweeping = false;
        if (this.#entries.size > 0) this.#sweepLater();
      }, sweepInterval)
      .unref();
  }
}
