import type { ApplicationKeySetup, ApplicationSetup, KeyType } from './setup.js';

/** An OAuth2 client: one of the keys of an application. */
export interface Client extends ApplicationKeySetup {
  readonly application: ApplicationSetup;
  readonly keyType: KeyType;
}

/** Applications and their keys. */
export class ApplicationTable {
  readonly #byName = new Map<string, ApplicationSetup>();
  readonly #clients = new Map<string, Client>();

  constructor(applications: readonly ApplicationSetup[] = []) {
    for (const application of applications) this.add(application);
  }

  /** Adds an application, or takes a changed one in the place of the one of that name. */
  add(application: ApplicationSetup): void {
    this.#dropClients(application.name);
    this.#byName.set(application.name, application);
    for (const keyType of ['PRODUCTION', 'SANDBOX'] as const) {
      const keys = application.keys?.[keyType];
      if (keys) this.#clients.set(keys.consumerKey, { ...keys, application, keyType });
    }
  }

  /** Takes an application away, and its keys with it. */
  remove(name: string): void {
    this.#dropClients(name);
    this.#byName.delete(name);
  }

  #dropClients(name: string): void {
    for (const keys of Object.values(this.#byName.get(name)?.keys ?? {})) this.#clients.delete(keys.consumerKey);
  }

  get(name: string): ApplicationSetup | undefined {
    return this.#byName.get(name);
  }

  all(): Iterable<ApplicationSetup> {
    return this.#byName.values();
  }

  client(consumerKey: string): Client | undefined {
    return this.#clients.get(consumerKey);
  }
}
