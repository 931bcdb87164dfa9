import type { SubscriptionSetup } from './setup.js';

/** The subscriptions that there are now: what the gateway looks at with every call. */
export class SubscriptionTable {
  readonly #byKey = new Map<string, SubscriptionSetup>();

  constructor(subscriptions: readonly SubscriptionSetup[] = []) {
    for (const subscription of subscriptions) this.set(subscription);
  }

  /**
   * Adds a subscription, or takes a changed one in the place of the one of that application to that API.
   * @param context of the API, which tells apart those of several tenants; undefined = any of that name and version
   */
  set(subscription: SubscriptionSetup, context?: string): void {
    this.#byKey.set(keyOf(subscription.application, subscription.api, context), subscription);
  }

  /** @param api `name:version` */
  find(application: string, api: string, context: string): SubscriptionSetup | undefined {
    return this.#byKey.get(keyOf(application, api, context)) ?? this.#byKey.get(keyOf(application, api, undefined));
  }

  delete({ application, api }: Pick<SubscriptionSetup, 'application' | 'api'>, context?: string): void {
    this.#byKey.delete(keyOf(application, api, context));
  }
}

function keyOf(application: string, api: string, context: string | undefined): string {
  return JSON.stringify([application, api, context ?? null]);
}
