/** What a map may forget. */
export interface ForgetfulOptions<V> {
  /** Entries at most; beyond it the oldest goes, whatever it is. */
  readonly limit: number;
  /** The entry can matter no more. */
  isOver(value: V): boolean;
  /** Told of each value that goes. */
  dropped?(value: V): void;
}

/** Each entry that comes makes this many others be looked at, so that sweeping costs the same whatever the size. */
const looksPerEntry = 4;

/**
 * A map that does not grow without end: with each entry that comes, a few others are looked at in turn, and those that
 * are over go. So of the entries in it at most a quarter or so are over.
 */
export class ForgetfulMap<V> {
  readonly #options: ForgetfulOptions<V>;
  readonly #map = new Map<string, V>();
  #round = this.#map.entries();

  constructor(options: ForgetfulOptions<V>) {
    this.#options = options;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: string): V | undefined {
    return this.#map.get(key);
  }

  values(): Iterable<V> {
    return this.#map.values();
  }

  set(key: string, value: V): void {
    this.#map.set(key, value);
    for (let looks = 0; looks < looksPerEntry; looks++) this.#lookAtNext();
    for (const [oldest, itsValue] of this.#map) {
      if (this.#map.size <= this.#options.limit) break;
      this.#drop(oldest, itsValue);
    }
  }

  #lookAtNext(): void {
    const { value: entry } = this.#round.next();
    if (entry === undefined) this.#round = this.#map.entries();
    else if (this.#options.isOver(entry[1])) this.#drop(...(entry as [string, V]));
  }

  #drop(key: string, value: V): void {
    this.#map.delete(key);
    this.#options.dropped?.(value);
  }
}
