/** Says once that something was given up. An AbortSignal is one, too. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * What every exchange carries in place of an AbortController: that one costs more than all else that is made for a
 * request, and nearly no request is ever given up. Listeners are called once, in the order in which they came.
 */
export class Cancellation implements CancelSignal {
  #aborted = false;
  /** The usual exchange has one call under way at a time. */
  #only: (() => void) | undefined;
  #more: Set<() => void> | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.#aborted) return;
    if (this.#only === undefined && this.#more === undefined) this.#only = listener;
    else this.#all().add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.#only === listener) this.#only = undefined;
    else this.#more?.delete(listener);
  }

  /** Tells whoever listens. The second time nothing happens. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    const listeners = this.#more ?? (this.#only ? [this.#only] : []);
    this.#only = undefined;
    this.#more = undefined;
    for (const listener of listeners) listener();
  }

  #all(): Set<() => void> {
    this.#more ??= new Set(this.#only ? [this.#only] : []);
    this.#only = undefined;
    return this.#more;
  }
}
