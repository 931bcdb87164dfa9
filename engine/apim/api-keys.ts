import type { ApiKeySetup } from './setup.js';

/** An API key that counts. */
export interface ApiKey extends ApiKeySetup {
  /** In milliseconds since 1970; undefined = never. */
  readonly expiresAt?: number | undefined;
}

/** The API keys that there are now. */
export class ApiKeyTable {
  readonly #byValue = new Map<string, ApiKey>();

  constructor(keys: readonly ApiKey[] = []) {
    for (const key of keys) this.add(key);
  }

  add(key: ApiKey): void {
    this.#byValue.set(key.value, key);
  }

  find(value: string): ApiKey | undefined {
    return this.#byValue.get(value);
  }

  delete(value: string): void {
    this.#byValue.delete(value);
  }
}
