/** A JSON value as received: numbers keep their digits, objects their order and repeated names. */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;

export type JsonArray = JsonValue[];

/** A JSON number by its text. Its value becomes a JavaScript number only where arithmetic asks for it. */
export class JsonNumber {
  /** @param text digits as received or as to be written; must follow the JSON number grammar */
  constructor(readonly text: string) {}

  /** The nearest double; `1E400` gives Infinity. */
  toNumber(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/** From this many members on, look-ups by name go through an index. */
const indexedFrom = 12;

/**
 * A JSON object: members in order, repeated names kept as data (the reader keeps them, the writer writes them).
 * Names are plain data, so `__proto__` and `constructor` are names like any other.
 */
export class JsonObject {
  readonly #keys: string[] = [];
  readonly #values: JsonValue[] = [];
  /** Name to position of its last occurrence; built by the first look-up in a large object. */
  #index: Map<string, number> | undefined;

  /** Builds an object from `[name, value]` pairs, repeated names included. */
  static of(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
    const object = new JsonObject();
    for (const [key, value] of entries) object.append(key, value);
    return object;
  }

  /** Names in order; a repeated name appears repeatedly. Parallel to `values`. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  get values(): readonly JsonValue[] {
    return this.#values;
  }

  /** Number of members, repeated names counted each time. */
  get size(): number {
    return this.#keys.length;
  }

  /** The value of the last member with that name; undefined when there is none. */
  get(key: string): JsonValue | undefined {
    const at = this.#lastIndexOf(key);
    return at < 0 ? undefined : this.#values[at];
  }

  has(key: string): boolean {
    return this.#lastIndexOf(key) >= 0;
  }

  /** Replaces the value at the place of the first member with that name and drops its repetitions; else appends. */
  set(key: string, value: JsonValue): void {
    const first = this.has(key) ? this.#keys.indexOf(key) : -1;
    if (first < 0) {
      this.append(key, value);
      return;
    }
    this.#values[first] = value;
    if (this.#keys.indexOf(key, first + 1) >= 0) this.#removeFrom(key, first + 1);
  }

  /** Adds a member at the end, even when the name is there already. */
  append(key: string, value: JsonValue): void {
    this.#index?.set(key, this.#keys.length);
    this.#keys.push(key);
    this.#values.push(value);
  }

  /** Removes every member with that name; tells whether there was one. */
  delete(key: string): boolean {
    if (!this.has(key)) return false;
    this.#removeFrom(key, 0);
    return true;
  }

  *entries(): IterableIterator<[string, JsonValue]> {
    for (let at = 0; at < this.#keys.length; at++) yield [this.#keys[at]!, this.#values[at]!];
  }

  [Symbol.iterator](): IterableIterator<[string, JsonValue]> {
    return this.entries();
  }

  #lastIndexOf(key: string): number {
    if (this.#keys.length < indexedFrom) {
      // A loop of its own costs half of lastIndexOf on arrays this short.
      const keys = this.#keys;
      let at = keys.length - 1;
      while (at >= 0 && keys[at] !== key) at--;
      return at;
    }
    if (!this.#index) this.#index = new Map(this.#keys.map((name, at) => [name, at]));
    return this.#index.get(key) ?? -1;
  }

  #removeFrom(key: string, start: number): void {
    let kept = start;
    for (let at = start; at < this.#keys.length; at++) {
      if (this.#keys[at] === key) continue;
      this.#keys[kept] = this.#keys[at]!;
      this.#values[kept] = this.#values[at]!;
      kept++;
    }
    this.#keys.length = kept;
    this.#values.length = kept;
    this.#index = undefined;
  }
}

/** A JSON element as the value of a property or variable. */
export class JsonData {
  constructor(readonly value: JsonValue) {}
}
