import type { Clock } from '../observe/index.js';

/** Sessions kept at most; beyond that the one unused for longest is forgotten. */
const limit = 100_000;

interface Session<T> {
  readonly target: T;
  readonly life: number;
  expires: number;
}

/** What sessions are bound to, in memory. Each use gives a session its whole life again. */
export class Sessions<T> {
  readonly #byId = new Map<string, Session<T>>();

  /** What the session is bound to; undefined when there is none, or none any more. */
  get(id: string, clock: Clock): T | undefined {
    const session = this.#byId.get(id);
    if (!session) return undefined;
    this.#byId.delete(id);
    const now = clock.monotonic();
    if (now >= session.expires) return undefined;
    session.expires = now + session.life;
    this.#byId.set(id, session);
    return session.target;
  }

  /** Begins a session. @param life milliseconds */
  bind(id: string, target: T, clock: Clock, life: number): void {
    this.#byId.delete(id);
    this.#byId.set(id, { target, life, expires: clock.monotonic() + life });
    if (this.#byId.size > limit) this.#byId.delete(this.#byId.keys().next().value!);
  }
}
