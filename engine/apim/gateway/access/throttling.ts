import type { ApimState } from '../../state.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import { CallWindows } from './call-windows.js';
import { clientAddress } from './client-address.js';
import { DenyConditions } from './deny-conditions.js';
import { type Quota, type Tier, TierTable } from './tiers.js';
import { qualifiedName } from './user-names.js';

/** One of the quotas that a call is counted against. */
interface Counter {
  readonly key: string;
  readonly quota: Quota;
  readonly code: string;
  readonly description: string;
  /** The body says when the window ends. Not of bursts: the product does not know it. */
  readonly tellsTime: boolean;
}

const exceeded = 'You have exceeded your quota';

/** How often an API may be called (gateway sheet E.7). */
export class Throttling {
  readonly #state: ApimState;
  readonly #denied: DenyConditions;
  readonly #tiers: TierTable;
  readonly #windows: CallWindows;

  constructor(state: ApimState) {
    this.#state = state;
    this.#denied = new DenyConditions(state);
    this.#tiers = new TierTable(state.setup.policies, state.profile);
    this.#windows = new CallWindows(state.clock);
  }

  /** Counts a call, or refuses it; a refused one is counted nowhere. */
  throttle(invocation: Invocation, caller: Caller): Refusal | undefined {
    if (this.#denied.denies(invocation, caller)) return blocked;
    const counters = this.#counters(invocation, caller);
    for (const counter of counters) {
      const end = this.#windows.fullUntil(counter.key, counter.quota);
      if (end !== undefined) return throttledOut(counter, end);
    }
    for (const { key, quota } of counters) this.#windows.count(key, quota);
    return undefined;
  }

  /** In the order in which they are looked at. */
  #counters(invocation: Invocation, caller: Caller): readonly Counter[] {
    const { api, operation, context } = invocation;
    const { applications, users } = this.#state;
    const application = caller.application === undefined ? undefined : applications.get(caller.application);
    const user = qualifiedName(users.parse(caller.user));
    const payer = application ? (application.id ?? application.name) : anonymousPayer(invocation, caller, user);
    const apiTier = this.#tiers.get('api', api.apiTier);
    const resource = `resource ${context}${operation.target}:${operation.verb.toUpperCase()}`;
    return [
      ...(apiTier
        ? countersOf(apiTier, `api ${context}`, '900800', '900800')
        : countersOf(this.#tiers.get('resource', operation.tier), resource, '900802', '900802')),
      ...countersOf(
        this.#tiers.get('subscription', caller.tier),
        `subscription ${payer} ${context} ${caller.tier}`,
        '900804',
        '900807',
      ),
      ...countersOf(
        this.#tiers.get('application', application?.tier),
        `application ${payer} ${user}`,
        '900803',
        '900809',
        'You have exceeded your application burst limit quota',
      ),
    ];
  }
}

/** Whose calls are counted together where no application subscribed: those of one address, or of one user. */
function anonymousPayer(invocation: Invocation, { user }: Caller, qualified: string): string {
  return user === 'anonymous' ? `from ${clientAddress(invocation)}` : `of ${qualified}`;
}

function countersOf(
  tier: Tier | undefined,
  key: string,
  code: string,
  burstCode: string,
  burstText = exceeded,
): readonly Counter[] {
  if (!tier) return [];
  const counter = { key, quota: tier, code, description: exceeded, tellsTime: true };
  if (!tier.burst) return [counter];
  return [
    counter,
    { key: `${key} burst`, quota: tier.burst, code: burstCode, description: burstText, tellsTime: false },
  ];
}

const blocked: Refusal = {
  kind: 'throttling',
  status: 403,
  code: '900805',
  message: 'Message blocked',
  description: 'You have been blocked from accessing the resource',
};

/** @param end of the window, in milliseconds since 1970 */
function throttledOut({ code, description, tellsTime }: Counter, end: number): Refusal {
  const next = new Date(Math.ceil(end / 1000) * 1000);
  const refusal: Refusal = {
    kind: 'throttling',
    status: 429,
    code,
    message: 'Message throttled out',
    description,
    headers: [['Retry-After', next.toUTCString()]],
  };
  if (!tellsTime) return refusal;
  const nextAccessTime = accessTime(next);
  return { ...refusal, description: `${description} .You can access API after ${nextAccessTime}`, nextAccessTime };
}

/** `2030-Jan-07 10:01:00+0000 UTC` */
function accessTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${year}-${month}-${day} ${clock}+0000 UTC`;
}
