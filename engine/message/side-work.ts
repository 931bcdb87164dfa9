/** What waits for parts that other flows bring, such as an aggregate. */
export interface Waiting {
  /** Called once nothing runs any more that could bring a part. */
  giveUp(): void | Promise<void>;
}

/**
 * What a flow leaves behind when it goes on: work that runs beside it, and things that wait for parts of that work. A
 * flow is over when its side work is, too, so nothing of a request outlives it unseen. A mediator that waits for copies of
 * its own gives them side work of their own.
 */
export class SideWork {
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Set<Waiting>();

  /** Notes work that goes on beside the flow. Whoever starts it deals with its failure, which is not looked at here. */
  add(work: Promise<unknown>): void {
    const over = (): void => {
      this.#running.delete(entry);
    };
    const entry = work.then(over, over);
    this.#running.add(entry);
  }

  /** Notes something that waits. */
  expect(waiting: Waiting): void {
    this.#waiting.add(waiting);
  }

  /** It does not wait any more. */
  forget(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  /**
   * Resolves when all work is over. What waits then, waits for nothing: it is told so, the first one first, and what it
   * starts thereupon is waited for, too. Undefined when there is nothing at all. Rejects when a `giveUp` does.
   */
  settle(): Promise<void> | undefined {
    return this.#running.size === 0 && this.#waiting.size === 0 ? undefined : this.#drain();
  }

  async #drain(): Promise<void> {
    for (;;) {
      if (this.#running.size > 0) {
        await Promise.all(this.#running);
        continue;
      }
      const [next] = this.#waiting;
      if (!next) return;
      this.#waiting.delete(next);
      await next.giveUp();
    }
  }
}
