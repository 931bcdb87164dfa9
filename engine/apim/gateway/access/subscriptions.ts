import type { ApiSetup, KeyType, SubscriptionSetup } from '../../setup.js';
import type { AuthenticationCode } from './authentication-refusal.js';

/** Tier of whoever has no plan to keep to. */
const unlimited = 'Unlimited';

/** Which applications subscribed to which APIs. */
export class Subscriptions {
  readonly #byKey: ReadonlyMap<string, SubscriptionSetup>;

  constructor(subscriptions: readonly SubscriptionSetup[] = []) {
    this.#byKey = new Map(subscriptions.map((each) => [keyOf(each.application, each.api), each]));
  }

  /**
   * Whether an application may invoke an API, by its subscription (gateway sheet E.4). An API without subscription plans
   * wants none.
   */
  check(
    application: string,
    api: ApiSetup,
    keyType: KeyType,
  ): { readonly tier: string } | { readonly code: AuthenticationCode } {
    const subscription = this.#byKey.get(keyOf(application, `${api.name}:${api.version}`));
    if (!subscription) return api.subscriptionTiers?.length === 0 ? { tier: unlimited } : { code: '900908' };
    const { state = 'UNBLOCKED', tier = unlimited } = subscription;
    if (state === 'BLOCKED' || (state === 'PROD_ONLY_BLOCKED' && keyType === 'PRODUCTION')) return { code: '900907' };
    return state === 'ON_HOLD' || state === 'REJECTED' ? { code: '900909' } : { tier };
  }
}

function keyOf(application: string, api: string): string {
  return JSON.stringify([application, api]);
}
