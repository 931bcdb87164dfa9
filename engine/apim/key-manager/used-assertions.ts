import type { Clock } from '../../observe/index.js';
import { ForgetfulMap } from '../forgetful-map.js';

/** More are not kept: the oldest go. */
const mostAssertions = 100_000;

/** Ids of assertions that were used and could be used again, so that nobody does. */
export class UsedAssertions {
  readonly #clock: Clock;
  readonly #ends: ForgetfulMap<number>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ends = new ForgetfulMap({ limit: mostAssertions, isOver: (end) => end <= clock.now() });
  }

  /**
   * Notes that an assertion is used.
   * @param end when it can be used no more, in milliseconds since 1970
   * @returns whether it was used before
   */
  isRepeated(issuer: string, id: string, end: number): boolean {
    const key = JSON.stringify([issuer, id]);
    const known = this.#ends.get(key);
    this.#ends.set(key, end);
    return known !== undefined && known > this.#clock.now();
  }
}
