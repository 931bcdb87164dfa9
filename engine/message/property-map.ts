import type { Value } from './value.js';

/** Names that maps of one origin nearly always hold, in the order in which they are listed; made once per origin. */
export class UsualNames {
  readonly places: ReadonlyMap<string, number>;

  constructor(readonly list: readonly string[]) {
    this.places = new Map(list.map((name, place) => [name, place]));
  }
}

const none = new UsualNames([]);

/**
 * The properties of one scope, with the interface of a Map. The values of usual names sit in an array beside a list of
 * names that is shared by all messages: a Map of a dozen entries, made for each message, costs three times as much.
 * Iteration goes through the usual names first.
 */
export class PropertyMap implements Iterable<[name: string, value: Value]> {
  #usual: UsualNames;
  /** Undefined: not set. */
  #values: (Value | undefined)[];
  #others: Map<string, Value> | undefined;

  /**
   * @param usual default: none
   * @param values those of the usual names, in their order; undefined and missing ones are not set. Belongs to the map
   *   from now on
   */
  constructor(usual: UsualNames = none, values: (Value | undefined)[] = []) {
    this.#usual = usual;
    this.#values = values;
  }

  get(name: string): Value | undefined {
    const place = this.#usual.places.get(name);
    return place === undefined ? this.#others?.get(name) : this.#values[place];
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: Value): this {
    const place = this.#usual.places.get(name);
    if (place !== undefined) this.#values[place] = value;
    else {
      this.#others ??= new Map();
      this.#others.set(name, value);
    }
    return this;
  }

  /** Sets many at once, which is cheapest where nothing is set yet. @param values as for the constructor */
  setUsual(usual: UsualNames, values: (Value | undefined)[]): void {
    if (this.#usual === none && this.#others === undefined) {
      this.#usual = usual;
      this.#values = values;
      return;
    }
    for (const [place, value] of values.entries()) if (value !== undefined) this.set(usual.list[place]!, value);
  }

  /** @returns whether it was set */
  delete(name: string): boolean {
    const place = this.#usual.places.get(name);
    if (place === undefined) return this.#others?.delete(name) ?? false;
    const had = this.#values[place] !== undefined;
    this.#values[place] = undefined;
    return had;
  }

  clear(): void {
    this.#values = [];
    this.#others = undefined;
  }

  get size(): number {
    let size = this.#others?.size ?? 0;
    for (const value of this.#values) if (value !== undefined) size++;
    return size;
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name;
  }

  *entries(): IterableIterator<[name: string, value: Value]> {
    for (let place = 0; place < this.#values.length; place++) {
      const value = this.#values[place];
      if (value !== undefined) yield [this.#usual.list[place]!, value];
    }
    if (this.#others) yield* this.#others;
  }

  /** As `entries`. */
  [Symbol.iterator](): IterableIterator<[name: string, value: Value]> {
    return this.entries();
  }

  /** Those that have no usual name; undefined when there never were any. */
  get others(): ReadonlyMap<string, Value> | undefined {
    return this.#others;
  }

  /** A map of its own with the same values. */
  copy(): PropertyMap {
    const copy = new PropertyMap(this.#usual, this.#values.slice());
    if (this.#others) copy.#others = new Map(this.#others);
    return copy;
  }
}
