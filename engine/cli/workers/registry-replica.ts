import { type FolderRegistry, openRegistry, type RegistryWrite } from '../../deploy/index.js';

/**
 * The registry of a worker. What a flow writes counts here at once and is handed to the primary, which puts the writes of
 * all workers into one order and sends them to each; so all end with the same. What was written in one turn of the event
 * loop arrives together: a token and its time are never seen apart.
 */
export class RegistryReplica {
  readonly registry: FolderRegistry;
  readonly #send: (writes: readonly RegistryWrite[]) => void;
  #unsent: RegistryWrite[] = [];
  /** Writes of this worker, by what they write, that have no place in the order yet. */
  readonly #unordered = new Map<string, number>();

  constructor(paths: readonly string[], persist: boolean, send: (writes: readonly RegistryWrite[]) => void) {
    this.#send = send;
    this.registry = openRegistry(paths, { persist, onWrite: (write) => this.#wrote(write) });
  }

  /**
   * Takes writes in the common order.
   * @param own this worker wrote them
   */
  receive(writes: readonly RegistryWrite[], own: boolean): void {
    for (const write of writes) {
      const key = keyOf(write);
      const waiting = this.#unordered.get(key) ?? 0;
      if (own) this.#setUnordered(key, waiting - 1);
      // A write of this worker that is still on its way comes later in the order, and counts here already.
      else if (waiting === 0) this.registry.apply(write);
    }
  }

  #wrote(write: RegistryWrite): void {
    const key = keyOf(write);
    this.#setUnordered(key, (this.#unordered.get(key) ?? 0) + 1);
    if (this.#unsent.push(write) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const writes = this.#unsent;
    this.#unsent = [];
    this.#send(writes);
  }

  #setUnordered(key: string, count: number): void {
    if (count > 0) this.#unordered.set(key, count);
    else this.#unordered.delete(key);
  }
}

function keyOf({ resource, property }: RegistryWrite): string {
  return property === undefined ? resource : `${resource}@${property}`;
}
