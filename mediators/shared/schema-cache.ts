/** Something made of texts, and kept until the texts change. */
interface Kept<T> {
  readonly texts: readonly (string | undefined)[];
  readonly value: T;
}

/** Compiled schemas by their keys, the most recently used last; at most 20, since keys may come with messages. */
export class SchemaCache<T> {
  readonly #kept = new Map<string, Kept<T>>();

  /** @param release what is to be done with a value that is kept no longer */
  constructor(
    readonly limit = 20,
    readonly release: (value: T) => void = () => {},
  ) {}

  /** The value for the keys while their texts are the same, otherwise a new one. */
  get(keys: readonly string[], texts: readonly (string | undefined)[], make: () => T): T {
    const name = keys.join('\n');
    const kept = this.#kept.get(name);
    if (kept && sameTexts(kept.texts, texts)) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return kept.value;
    }
    const value = make();
    if (kept) this.#drop(name, kept);
    this.#kept.set(name, { texts, value });
    if (this.#kept.size > this.limit) {
      const [oldest, dropped] = this.#kept.entries().next().value!;
      this.#drop(oldest, dropped);
    }
    return value;
  }

  #drop(name: string, { value }: Kept<T>): void {
    this.#kept.delete(name);
    this.release(value);
  }
}

function sameTexts(left: readonly (string | undefined)[], right: readonly (string | undefined)[]): boolean {
  return left.length === right.length && left.every((text, at) => text === right[at]);
}
