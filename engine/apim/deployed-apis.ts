import { managedApi } from './gateway/managed-api.js';
import type { ApiSetup, Profile } from './setup.js';

/** What tells an API from others. */
export type ApiIdentity = Pick<ApiSetup, 'name' | 'version' | 'context'>;

/** The APIs that the gateway has: at first those of the setup that are not retired, then what publishers deploy. */
export class DeployedApis {
  readonly #profile: Profile;
  readonly #listeners = new Set<() => void>();
  #apis: readonly ApiSetup[];

  constructor(apis: readonly ApiSetup[], profile: Profile) {
    this.#profile = profile;
    this.#apis = apis.filter(({ lifecycle }) => lifecycle !== 'RETIRED');
  }

  /** Another list after each change; the lists themselves never change. */
  get all(): readonly ApiSetup[] {
    return this.#apis;
  }

  has(api: ApiIdentity): boolean {
    return this.#apis.some((other) => isSame(api, other));
  }

  /**
   * Whether the API cannot be deployed beside the others: another one has its context, or names of its artifacts. Names
   * and versions of two organisations may be the same.
   */
  clashes(api: ApiIdentity): boolean {
    const { context } = managedApi(api, this.#profile);
    return this.#apis.some(
      (other) =>
        !isSame(api, other) &&
        (artifactsNameOf(other) === artifactsNameOf(api) || managedApi(other, this.#profile).context === context),
    );
  }

  /** Adds an API, or takes it for the one that it was; of all versions only the last one to say so is the default. */
  deploy(api: ApiSetup): void {
    const others = this.#apis.filter((other) => !isSame(api, other));
    const kept = api.defaultVersion
      ? others.map((other) => (other.context === api.context ? { ...other, defaultVersion: false } : other))
      : others;
    this.#change([...kept, api]);
  }

  undeploy(api: ApiIdentity): void {
    if (this.has(api)) this.#change(this.#apis.filter((other) => !isSame(api, other)));
  }

  /** Calls a listener after each change, before the change returns. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #change(apis: readonly ApiSetup[]): void {
    this.#apis = apis;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(one: ApiIdentity, other: ApiIdentity): boolean {
  return one.name === other.name && one.version === other.version && one.context === other.context;
}

/** What names of an API's endpoints begin with, and the name of its folder (gateway sheet A.4). */
function artifactsNameOf({ name, version }: ApiIdentity): string {
  return `${name}--v${version}`;
}
