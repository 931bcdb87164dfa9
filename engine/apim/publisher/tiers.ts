import type { ApimState } from '../state.js';
import { RestError } from './rest-error.js';

/** Names that the product ships, of all generations (gateway sheet E.7). */
const shipped = {
  subscription: ['Unlimited', 'Gold', 'Silver', 'Bronze', 'Unauthenticated', 'DefaultSubscriptionless'],
  application: ['Unlimited', '50PerMin', '20PerMin', '10PerMin', 'Large', 'Medium', 'Small'],
} as const;

/** @throws RestError 400, 903248 when nobody has defined one of the tiers */
export function refuseUnknownTiers({ setup }: ApimState, kind: keyof typeof shipped, tiers: readonly string[]): void {
  const known = new Set([...shipped[kind], ...Object.keys(setup.policies?.[kind] ?? {})]);
  const unknown = tiers.filter((tier) => !known.has(tier));
  if (unknown.length === 0) return;
  const description = `The tier name(s) ${unknown.join(', ')} are invalid`;
  throw new RestError(400, 903248, 'The tier name is invalid.', description);
}
