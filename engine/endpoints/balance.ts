/** Chooses the next of a number of members; told which of them may be used. */
export interface BalanceAlgorithm {
  /** Index of the next member, undefined when none may be used. */
  next(usable: (index: number) => boolean): number | undefined;
  /** Whether members that are not ready are chosen all the same. */
  readonly ignoresReadiness: boolean;
}

/** Document order, cyclic, without members that may not be used. */
export class RoundRobin implements BalanceAlgorithm {
  readonly ignoresReadiness = false;
  #position = 0;

  constructor(readonly size: number) {}

  next(usable: (index: number) => boolean): number | undefined {
    for (let step = 0; step < this.size; step++) {
      const index = this.#position;
      this.#position = (index + 1) % this.size;
      if (usable(index)) return index;
    }
    return undefined;
  }
}

/** Each member as many times in a row as its weight says. Suspended members are called as well, as the reference does. */
export class WeightedRoundRobin implements BalanceAlgorithm {
  readonly ignoresReadiness = true;
  #position = 0;
  #left: number;

  /** @param weights positive whole numbers, one per member */
  constructor(readonly weights: readonly number[]) {
    this.#left = weights[0] ?? 0;
  }

  next(usable: (index: number) => boolean): number | undefined {
    for (let step = 0; step <= this.weights.length; step++) {
      if (this.#left > 0 && usable(this.#position)) {
        this.#left--;
        return this.#position;
      }
      this.#position = (this.#position + 1) % this.weights.length;
      this.#left = this.weights[this.#position]!;
    }
    return undefined;
  }
}
