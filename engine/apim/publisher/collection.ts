import { RestError } from './rest-error.js';

/** Things by their ids, in the order in which they came, no more than a number of them. */
export class Collection<T extends { readonly id: string }> {
  readonly #byId = new Map<string, T>();

  /** @param what in the plural, for the refusal of one too many */
  constructor(
    readonly what: string,
    readonly limit: number,
  ) {}

  /** Adds one, or puts it in the place of the one with its id. @throws RestError 400 when there are enough */
  set(item: T): void {
    if (!this.#byId.has(item.id) && this.#byId.size >= this.limit) {
      const description = `No more than ${this.limit} ${this.what} are kept. Delete one first.`;
      throw new RestError(400, 400, 'Bad Request', description);
    }
    this.#byId.set(item.id, item);
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }

  all(): T[] {
    return [...this.#byId.values()];
  }

  /** Those that fit. */
  filter(fits: (item: T) => boolean): T[] {
    return this.all().filter(fits);
  }
}
