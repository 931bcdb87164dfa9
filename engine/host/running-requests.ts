import type { RunningRequest } from './running-request.js';

/**
 * The requests that run, in no order. An array and not a Set: the tables of a Set that is added to and deleted from all
 * the time point to their successors, so that one table that has grown old keeps all later requests from being
 * collected young. That cost 10 µs a request.
 */
export class RunningRequests {
  readonly #list: RunningRequest[] = [];

  get size(): number {
    return this.#list.length;
  }

  add(running: RunningRequest): void {
    running.slot = this.#list.length;
    this.#list.push(running);
  }

  /** The last one takes the place of the one that goes. */
  delete(running: RunningRequest): void {
    const last = this.#list.pop();
    if (!last || last === running) return;
    this.#list[running.slot] = last;
    last.slot = running.slot;
  }

  /** Those that run now; whoever walks over them may end some. */
  all(): readonly RunningRequest[] {
    return [...this.#list];
  }
}
