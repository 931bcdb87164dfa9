import { RestError } from './rest-error.js';

/** Told of what comes and goes; a changed thing goes and comes again. */
export interface Follower<T> {
  came(item: T): void;
  went(item: T): void;
}

/** Things by their ids, in the order in which they came, no more than a number of them. */
export class Collection<T extends { readonly id: string }> {
  readonly #byId = new Map<string, T>();

  /** @param what in the plural, for the refusal of one too many */
  constructor(
    readonly what: string,
    readonly limit: number,
    readonly follower?: Follower<T>,
  ) {}

  /** Adds one, or puts it in the place of the one with its id. @throws RestError 400 when there are enough */
  set(item: T): void {
    const before = this.#byId.get(item.id);
    if (!before && this.#byId.size >= this.limit) {
      const description = `No more than ${this.limit} ${this.what} are kept. Delete one first.`;
      throw new RestError(400, 400, 'Bad Request', description);
    }
    if (before) this.follower?.went(before);
    this.#byId.set(item.id, item);
    this.follower?.came(item);
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  delete(id: string): void {
    const item = this.#byId.get(id);
    if (!item) return;
    this.#byId.delete(id);
    this.follower?.went(item);
  }

  all(): T[] {
    return [...this.#byId.values()];
  }

  /** Those that fit. */
  filter(fits: (item: T) => boolean): T[] {
    return this.all().filter(fits);
  }
}
