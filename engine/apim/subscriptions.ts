import type { SubscriptionSetup } from './setup.js';

/** The subscriptions that there are now: what the gateway looks at with every call. */
export class SubscriptionTable {
  readonly #byKey = new Map<string, SubscriptionSetup>();

  constructor(subscriptions: readonly SubscriptionSetup[] = []) {
    for (const subscription of subscriptions) this.set(subscription);
  }

  /** Adds a subscription, or takes a changed one in the place of the one of that application to that API. */
  set(subscription: SubscriptionSetup): void {
    this.#byKey.set(keyOf(subscription.application, subscription.api), subscription);
  }

  /** @param api `name:version` */
  find(application: string, api: string): SubscriptionSetup | undefined {
    return this.#byKey.get(keyOf(application, api));
  }

  delete({ application, api }: Pick<SubscriptionSetup, 'application' | 'api'>): void {
    this.#byKey.delete(keyOf(application, api));
  }
}

function keyOf(application: string, api: string): string {
  return JSON.stringify([application, api]);
}
