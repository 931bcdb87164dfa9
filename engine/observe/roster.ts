/** Something that knows its place in a roster; the place belongs to the roster. */
export interface RosterEntry {
  slot: number;
}

/**
 * Who takes part at the moment, in no order: for what comes and goes with every request. An array and not a Set: the
 * tables of a Set that is added to and deleted from all the time point to their successors, so that one table that has
 * grown old keeps everything that comes later from being collected young. That cost 10 µs a request.
 */
export class Roster<T extends RosterEntry> {
  readonly #list: T[] = [];

  get size(): number {
    return this.#list.length;
  }

  add(entry: T): void {
    entry.slot = this.#list.length;
    this.#list.push(entry);
  }

  /** The last one takes the place of the one that goes. Nothing happens when it is not there. */
  delete(entry: T): void {
    if (this.#list[entry.slot] !== entry) return;
    const last = this.#list.pop()!;
    if (last === entry) return;
    this.#list[entry.slot] = last;
    last.slot = entry.slot;
  }

  /** Those that are there now; whoever walks over them may take some away. */
  all(): readonly T[] {
    return [...this.#list];
  }
}
