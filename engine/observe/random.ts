import { randomUUID } from 'node:crypto';

/** Chance, injected wherever the engine uses it. Not for secrets. */
export interface RandomSource {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** A number from 0 up to but not including 1. */
  random(): number;
}

/** The machine's chance. */
export const systemRandom: RandomSource = { uuid: () => randomUUID(), random: () => Math.random() };

/** A source that repeats itself for the same seed: for tests and replays. */
export class SeededRandom implements RandomSource {
  #state: number;

  /** @param seed any integer */
  constructor(seed = 1) {
    this.#state = seed >>> 0;
  }

  /** Mulberry32: small, and even enough for tests. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  uuid(): string {
    return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
      const digit = Math.floor(this.random() * 16);
      return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
    });
  }
}
