import { ManualClock, type Timer } from '../observe/index.js';

/** Virtual time of a case: it stands still while the engine works and jumps to the next timer when everything waits. */
export class PlayClock extends ManualClock {
  readonly #due = new Map<Timer, number>();

  override setTimeout(action: () => void, delay: number): Timer {
    const timer = super.setTimeout(() => {
      this.#due.delete(timer);
      action();
    }, delay);
    this.#due.set(timer, this.monotonic() + Math.max(0, delay));
    return timer;
  }

  override clearTimeout(timer: Timer): void {
    this.#due.delete(timer);
    super.clearTimeout(timer);
  }

  /** Moves to the time of the next timer and fires it. @returns false when there is none */
  advanceToNext(): boolean {
    if (this.#due.size === 0) return false;
    this.advance(Math.max(0, Math.min(...this.#due.values()) - this.monotonic()));
    return true;
  }
}
