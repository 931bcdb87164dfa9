import type { PoliciesSetup, PolicySetup, Profile, QuotaSetup } from '../../setup.js';

/** What a quota is set on. */
export type TierLevel = keyof PoliciesSetup;

type Tiers = Readonly<Record<string, number>>;

/** Calls per minute of the tiers that come with the product (gateway sheet E.7). */
const resourceTiers: Tiers = { '50KPerMin': 50_000, '20KPerMin': 20_000, '10KPerMin': 10_000 };
const shipped: Readonly<Record<TierLevel, Tiers>> = {
  subscription: { Gold: 5000, Silver: 2000, Bronze: 1000, Unauthenticated: 500 },
  application: { '50PerMin': 50, '20PerMin': 20, '10PerMin': 10 },
  resource: resourceTiers,
  api: resourceTiers,
};

const oldSubscriptionTiers: Tiers = { Gold: 20, Silver: 5, Bronze: 1, Unauthenticated: 60 };
const shippedWithOldest: Readonly<Record<TierLevel, Tiers>> = {
  subscription: oldSubscriptionTiers,
  application: { Large: 20, Medium: 5, Small: 1 },
  resource: { Ultimate: 20, Plus: 5, Basic: 1 },
  api: oldSubscriptionTiers,
};

const milliseconds: Readonly<Record<QuotaSetup['unit'], number>> = {
  sec: 1000,
  min: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** So many calls in such a window, in milliseconds. */
export interface Quota {
  readonly count: number;
  readonly window: number;
}

/** A tier: calls in a long window, and in a short one within it. */
export interface Tier extends Quota {
  readonly burst?: Quota;
}

/** The tiers of a setup before those that the product ships. */
export class TierTable {
  readonly #tiers: ReadonlyMap<string, Tier>;

  constructor(policies: PoliciesSetup = {}, profile: Profile) {
    const tiers = new Map<string, Tier>();
    for (const [level, named] of Object.entries(profile === '1.x' ? shippedWithOldest : shipped)) {
      for (const [name, count] of Object.entries(named)) tiers.set(keyOf(level, name), { count, window: 60_000 });
    }
    for (const [level, named] of Object.entries(policies)) {
      for (const [name, policy] of Object.entries<PolicySetup>(named)) tiers.set(keyOf(level, name), tierOf(policy));
    }
    this.#tiers = tiers;
  }

  /** Undefined: no limit, as for `Unlimited` and for names that nobody defined. */
  get(level: TierLevel, name: string | undefined): Tier | undefined {
    if (name === undefined) return undefined;
    const own = this.#tiers.get(keyOf(level, name));
    // What holds for resources may be set on a whole API.
    return own ?? (level === 'api' ? this.#tiers.get(keyOf('resource', name)) : undefined);
  }
}

function keyOf(level: string, name: string): string {
  return `${level} ${name}`;
}

function tierOf({ burst, ...quota }: PolicySetup): Tier {
  return { ...quotaOf(quota), ...(burst && { burst: quotaOf(burst) }) };
}

function quotaOf({ count, unit, unitTime = 1 }: QuotaSetup): Quota {
  return { count, window: milliseconds[unit] * unitTime };
}
