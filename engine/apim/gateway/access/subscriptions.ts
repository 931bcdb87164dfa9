import type { ApiSetup, KeyType } from '../../setup.js';
import type { ApimState } from '../../state.js';
import type { AuthenticationCode } from './authentication-refusal.js';

/** Tier of whoever has no plan to keep to. */
const unlimited = 'Unlimited';

/**
 * Whether an application may invoke an API, by its subscription (gateway sheet E.4). An API without subscription plans
 * wants none.
 */
export function checkSubscription(
  { subscriptions }: ApimState,
  application: string,
  api: ApiSetup,
  keyType: KeyType,
): { readonly tier: string } | { readonly code: AuthenticationCode } {
  const subscription = subscriptions.find(application, `${api.name}:${api.version}`, api.context);
  if (!subscription) return api.subscriptionTiers?.length === 0 ? { tier: unlimited } : { code: '900908' };
  const { state = 'UNBLOCKED', tier = unlimited } = subscription;
  if (state === 'BLOCKED' || (state === 'PROD_ONLY_BLOCKED' && keyType === 'PRODUCTION')) return { code: '900907' };
  return state === 'ON_HOLD' || state === 'REJECTED' ? { code: '900909' } : { tier };
}
