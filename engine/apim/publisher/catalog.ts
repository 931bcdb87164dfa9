import type { RandomSource } from '../../observe/index.js';
import type { ApiKeyTable } from '../api-keys.js';
import type { ApiKeySetup, ApimSetup, ApiSetup, KeyType, SubscriptionSetup } from '../setup.js';
import type { SubscriptionTable } from '../subscriptions.js';
import type { UserDirectory } from '../users.js';
import type { ApiDocument } from './api-document.js';
import { documentOf } from './api-setup.js';
import { Collection } from './collection.js';
import { type LifecycleState, stateOfStatus } from './lifecycle-states.js';
import type { OperationPolicySpecification } from './policy-specification.js';

/** A sequence file that a publisher has uploaded. */
export interface MediationPolicy {
  readonly id: string;
  /** That of the root element. */
  readonly name: string;
  readonly type: 'in' | 'out' | 'fault';
  /** XML as it came. */
  readonly config: string;
}

/** A policy for operations of 4.x: what it wants and the templates that it is rendered from. */
export interface OperationPolicy {
  readonly id: string;
  readonly specification: OperationPolicySpecification;
  readonly md5: string;
  readonly synapseDefinition: string | undefined;
  readonly ccDefinition: string | undefined;
}

/** A gateway that a revision is deployed to. */
export interface Deployment {
  readonly environment: string;
  readonly vhost: string;
  readonly displayOnDevportal: boolean;
  readonly deployedAt: number;
}

/** An API as it was when the revision was made. */
export interface Revision {
  readonly id: string;
  readonly number: number;
  readonly description: string;
  readonly createdAt: number;
  readonly document: ApiDocument;
  /** What a gateway is to serve, with the mediation policies of that time. */
  readonly setup: ApiSetup;
  deployments: readonly Deployment[];
}

/** One step of an API through its life. */
export interface LifecycleStep {
  /** null: it was created. */
  readonly previousState: LifecycleState | null;
  readonly postState: LifecycleState;
  readonly user: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** An API with all that belongs to it. */
export interface ApiRecord {
  readonly id: string;
  readonly tenant: string;
  readonly createdAt: number;
  /** What the setup says of it beyond its document. */
  readonly setup: ApiSetup | undefined;
  updatedAt: number;
  document: ApiDocument;
  state: LifecycleState;
  history: readonly LifecycleStep[];
  /** How many were ever made. */
  revisionCount: number;
  readonly revisions: Collection<Revision>;
  readonly mediationPolicies: Collection<MediationPolicy>;
  readonly operationPolicies: Collection<OperationPolicy>;
}

/** That an application uses an API. */
export interface Subscription {
  readonly id: string;
  readonly apiId: string;
  /** Name of the application. */
  readonly application: string;
  readonly tier: string;
  readonly state: NonNullable<SubscriptionSetup['state']>;
}

/** An API key that was made here. */
export interface IssuedApiKey extends ApiKeySetup {
  readonly id: string;
  /** In milliseconds since 1970; undefined = never. */
  readonly expiresAt: number | undefined;
}

/** What subscribers see of an application beyond its setup. */
export interface ApplicationDetails {
  /** That of the application. */
  readonly id: string;
  readonly description: string;
  readonly tokenType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly keys: Readonly<Partial<Record<KeyType, KeyMapping>>>;
}

/** How an application came to the keys of a type. */
export interface KeyMapping {
  readonly id: string;
  readonly mode: 'CREATED' | 'MAPPED';
  readonly additionalProperties: Readonly<Record<string, unknown>>;
}

/** What the API manager of one organisation has in common for its APIs. */
export interface SharedPolicies {
  readonly mediationPolicies: Collection<MediationPolicy>;
  readonly operationPolicies: Collection<OperationPolicy>;
}

const policyLimit = 1000;
const policiesOfApi = 200;

function newPolicies(limit: number): SharedPolicies {
  return {
    mediationPolicies: new Collection<MediationPolicy>('mediation policies', limit),
    operationPolicies: new Collection<OperationPolicy>('operation policies', limit),
  };
}

/** What publishers and subscribers keep: APIs, their policies and revisions, subscriptions, API keys. In memory. */
export class Catalog {
  readonly apis: Collection<ApiRecord>;
  readonly subscriptions: Collection<Subscription>;
  readonly apiKeys: Collection<IssuedApiKey>;
  readonly applications = new Collection<ApplicationDetails>('applications', 10_000);
  readonly #shared = new Map<string, SharedPolicies>();
  readonly #random: RandomSource;

  /**
   * Begins with what a setup has, which does not count for the limits. Its APIs belong to the tenants of their providers.
   * @param tables what the gateway looks at: subscriptions and API keys that come and go here come and go there
   * @param now in milliseconds since 1970
   */
  constructor(
    random: RandomSource,
    { apis = [], subscriptions = [] }: Pick<ApimSetup, 'apis' | 'subscriptions'>,
    users: UserDirectory,
    tables: { readonly subscriptions: SubscriptionTable; readonly apiKeys: ApiKeyTable },
    now: number,
  ) {
    this.#random = random;
    const asSetup = ({ apiId, ...subscription }: Subscription): [subscription: SubscriptionSetup, context: string] => {
      const { name, version, context } = this.apis.get(apiId)!.document;
      return [{ ...subscription, api: `${name}:${version}` }, context];
    };
    this.apiKeys = new Collection('API keys', 10_000, {
      came: (key) => tables.apiKeys.add(key),
      went: ({ value }) => tables.apiKeys.delete(value),
    });
    this.apis = new Collection('APIs', apis.length + 1000);
    this.subscriptions = new Collection('subscriptions', subscriptions.length + 10_000, {
      came: (subscription) => tables.subscriptions.set(...asSetup(subscription)),
      went: (subscription) => tables.subscriptions.delete(...asSetup(subscription)),
    });
    for (const setup of apis) {
      const document = documentOf(setup);
      const { tenant } = users.parse(document.provider);
      const state = stateOfStatus(setup.lifecycle ?? 'PUBLISHED');
      const api = this.addApi(document, { tenant, user: document.provider, now, state, setup });
      const name = `${setup.name}:${setup.version}`;
      for (const subscription of subscriptions.filter((each) => each.api === name)) {
        const { application, tier = 'Unlimited', state: blocked = 'UNBLOCKED' } = subscription;
        this.subscriptions.set({ id: this.newId(), apiId: api.id, application, tier, state: blocked });
      }
    }
  }

  newId(): string {
    return this.#random.uuid();
  }

  /** @throws RestError 400 when there are too many */
  addApi(
    document: ApiDocument,
    {
      tenant,
      user,
      now,
      state = 'Created',
      setup,
    }: {
      readonly tenant: string;
      readonly user: string;
      readonly now: number;
      readonly state?: LifecycleState;
      readonly setup?: ApiSetup;
    },
  ): ApiRecord {
    const api: ApiRecord = {
      id: this.newId(),
      tenant,
      createdAt: now,
      setup,
      updatedAt: now,
      document,
      state,
      history: [{ previousState: null, postState: state, user, at: now }],
      revisionCount: 0,
      revisions: new Collection<Revision>('revisions', 5),
      ...newPolicies(policiesOfApi),
    };
    this.apis.set(api);
    return api;
  }

  /** The policies that all APIs of a tenant may use. */
  sharedPolicies(tenant: string): SharedPolicies {
    const known = this.#shared.get(tenant) ?? newPolicies(policyLimit);
    this.#shared.set(tenant, known);
    return known;
  }
}
