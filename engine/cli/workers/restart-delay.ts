/** After the first end, in milliseconds; twice as long after each further one in a row. */
const firstDelay = 100;
const longestDelay = 30_000;
/** Who has served for so long did not end because it started, in milliseconds. */
const steady = 60_000;

/** How long to wait before a worker is replaced: workers that end again and again must not keep the machine busy. */
export class RestartDelay {
  #inARow = 0;

  /** @param served how long the one that ended has served, in milliseconds */
  next(served: number): number {
    this.#inARow = served >= steady ? 1 : this.#inARow + 1;
    return Math.min(firstDelay * 2 ** (this.#inARow - 1), longestDelay);
  }
}
