import type { ApiSetup } from './setup.js';

/** Where an API is in its life. */
export type Lifecycle = NonNullable<ApiSetup['lifecycle']>;

/** What tells APIs apart; the context tells those of several tenants. */
type ApiKey = Pick<ApiSetup, 'name' | 'version' | 'context'>;

/** Where APIs are in their lives: as the setup says, until a publisher moves them on. */
export class LifecycleTable {
  readonly #moved = new Map<string, Lifecycle>();

  /** Default `PUBLISHED`. */
  of(api: ApiKey & Pick<ApiSetup, 'lifecycle'>): Lifecycle {
    return this.#moved.get(keyOf(api)) ?? api.lifecycle ?? 'PUBLISHED';
  }

  /** Moves an API on; it acts at once. */
  move(api: ApiKey, lifecycle: Lifecycle): void {
    this.#moved.set(keyOf(api), lifecycle);
  }

  /** An API is not served any more. */
  forget(api: ApiKey): void {
    this.#moved.delete(keyOf(api));
  }
}

function keyOf({ name, version, context }: ApiKey): string {
  return JSON.stringify([name, version, context]);
}
