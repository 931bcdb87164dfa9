import type { ApiSetup } from './setup.js';

/** Where an API is in its life. */
export type Lifecycle = NonNullable<ApiSetup['lifecycle']>;

/** Where APIs are in their lives: as the setup says, until a publisher moves them on. */
export class LifecycleTable {
  readonly #moved = new Map<string, Lifecycle>();

  /** Default `PUBLISHED`. */
  of(api: Pick<ApiSetup, 'name' | 'version' | 'lifecycle'>): Lifecycle {
    return this.#moved.get(keyOf(api)) ?? api.lifecycle ?? 'PUBLISHED';
  }

  /** Moves an API on; it acts at once. */
  move(api: Pick<ApiSetup, 'name' | 'version'>, lifecycle: Lifecycle): void {
    this.#moved.set(keyOf(api), lifecycle);
  }

  /** An API is not served any more. */
  forget(api: Pick<ApiSetup, 'name' | 'version'>): void {
    this.#moved.delete(keyOf(api));
  }
}

function keyOf({ name, version }: Pick<ApiSetup, 'name' | 'version'>): string {
  return JSON.stringify([name, version]);
}
