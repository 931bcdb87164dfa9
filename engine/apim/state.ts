import { parse } from 'smol-toml';
import type { CompileOptions } from '../compile/index.js';
import type { Outbound } from '../message/index.js';
import type { Clock, RandomSource } from '../observe/index.js';
import { ApiKeyTable } from './api-keys.js';
import { ApplicationTable } from './applications.js';
import { DeployedApis } from './deployed-apis.js';
import type { KeyRing } from './keys.js';
import { LifecycleTable } from './lifecycles.js';
import { Catalog } from './publisher/catalog.js';
import type { ApimSetup, Profile } from './setup.js';
import { SubscriptionTable } from './subscriptions.js';
import { addTokens, TokenStore } from './tokens.js';
import { TomlSettings } from './toml-settings.js';
import { UserDirectory } from './users.js';

/** What an API manager runs with. */
export interface ApimSurroundings {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The way to user stores and other servers. */
  readonly outbound: Outbound;
  readonly keys: KeyRing;
  /** What sequences that publishers upload are checked with. Without it only their form is checked. */
  readonly compile?: CompileOptions;
}

/** What the servers of one API manager share. */
export class ApimState {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly outbound: Outbound;
  readonly keys: KeyRing;
  /** Settings of `deployment.toml`. */
  readonly toml: TomlSettings;
  readonly users: UserDirectory;
  readonly applications: ApplicationTable;
  readonly subscriptions: SubscriptionTable;
  readonly apiKeys: ApiKeyTable;
  readonly tokens: TokenStore;
  readonly lifecycles = new LifecycleTable();
  /** What the gateway serves. */
  readonly deployedApis: DeployedApis;
  /** What publishers and subscribers keep. */
  readonly catalog: Catalog;
  readonly compile: CompileOptions | undefined;
  /** When the times of the setup begin, in milliseconds since 1970. */
  readonly startedAt: number;

  /** @throws TomlError when the settings cannot be read */
  constructor(
    readonly setup: ApimSetup,
    readonly profile: Profile,
    { clock, random, outbound, keys, compile }: ApimSurroundings,
  ) {
    this.clock = clock;
    this.random = random;
    this.outbound = outbound;
    this.keys = keys;
    this.compile = compile;
    this.toml = new TomlSettings(parse(setup.toml ?? ''));
    const tenantsOfStores = setup.userStores?.flatMap(({ tenant }) => tenant ?? []) ?? [];
    this.users = new UserDirectory(setup.users, [...(setup.tenants ?? []), ...tenantsOfStores]);
    this.applications = new ApplicationTable(setup.applications);
    const known = new Set(setup.apis?.map(({ name, version }) => `${name}:${version}`));
    // Those to the setup's APIs come from the catalog, which knows the APIs themselves.
    this.subscriptions = new SubscriptionTable(setup.subscriptions?.filter(({ api }) => !known.has(api)));
    this.apiKeys = new ApiKeyTable(setup.apiKeys);
    this.tokens = new TokenStore(clock);
    this.deployedApis = new DeployedApis(setup.apis ?? [], profile);
    this.startedAt = clock.now();
    addTokens(this.tokens, setup.tokens ?? [], this.applications, this.startedAt);
    this.catalog = new Catalog(random, setup, this.users, this, this.startedAt);
  }
}
