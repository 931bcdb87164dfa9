import { Fault, type Message } from '../../engine/kit.js';
import type { CallerRule, Quota, ThrottlePolicy } from './throttle-policy.js';

/** Where callers that no other ID covers belong. */
const OTHER = 'other';

/** Lets requests in by a policy. Its state is one counter for each ID of the policy, so it does not grow. */
export class ThrottleGate {
  readonly #policy: ThrottlePolicy;
  readonly #counters = new Map<CallerRule, QuotaCounter>();
  #running = 0;

  constructor(policy: ThrottlePolicy) {
    this.#policy = policy;
  }

  /**
   * Whether a request may go on. A place among the concurrent ones is given back when the request's flow is over.
   * @throws Fault for a quota that makes no sense
   */
  admit(message: Message): boolean {
    const { concurrent } = this.#policy;
    if (concurrent !== undefined && this.#running >= concurrent) return false;
    if (!this.#withinRate(message)) return false;
    if (concurrent !== undefined) this.#occupy(message);
    return true;
  }

  #occupy(message: Message): void {
    this.#running++;
    message.exchange.sideWork.expect({
      giveUp: () => {
        this.#running--;
      },
    });
  }

  #withinRate(message: Message): boolean {
    const { domains, addresses } = this.#policy;
    const { client } = message.exchange;
    const domain = firstOf(message.headers.get('X-Forwarded-Host')) ?? client.remoteHost;
    const address = firstOf(message.headers.get('X-Forwarded-For')) ?? client.remoteAddress;
    const rule = ruleForDomain(domains, domain) ?? ruleForAddress(addresses, address);
    if (!rule) return true;
    if (typeof rule.access === 'string') return rule.access === 'allow';
    return this.#counter(rule, rule.access).take(message.services.clock.now());
  }

  #counter(rule: CallerRule, quota: Quota): QuotaCounter {
    const known = this.#counters.get(rule) ?? new QuotaCounter(quota);
    this.#counters.set(rule, known);
    return known;
  }
}

/** Counts accesses as the reference does: a window from the first access on, and a time of prohibition behind it. */
class QuotaCounter {
  readonly #quota: Quota;
  #count = 0;
  /** Start of the window; undefined before the first access. */
  #start: number | undefined;
  /** End of the prohibition; undefined while there is none. */
  #until: number | undefined;

  constructor(quota: Quota) {
    const { maximum, unit, prohibit } = quota;
    if (maximum < 0 || unit <= 0 || prohibit < 0) throw new Fault('Error occurred during throttling');
    this.#quota = quota;
  }

  /** @param now milliseconds of the clock */
  take(now: number): boolean {
    const { maximum, unit } = this.#quota;
    if (maximum === 0) return false;
    this.#start ??= now;
    const over = now >= this.#start + unit;
    if (this.#count < maximum) {
      this.#count++;
      // The first access behind a window that was not used up is not counted: the next one opens a window.
      if (over) this.#reset(0, undefined);
      return true;
    }
    if (this.#until === undefined && !over) {
      this.#until = this.#prohibitedUntil(now, this.#start);
      return false;
    }
    if (this.#until !== undefined && now < this.#until) return false;
    this.#reset(1, now);
    return true;
  }

  #prohibitedUntil(now: number, start: number): number {
    const { unit, prohibit } = this.#quota;
    return prohibit === 0 ? start + unit : now + prohibit;
  }

  #reset(count: number, start: number | undefined): void {
    this.#count = count;
    this.#start = start;
    this.#until = undefined;
  }
}

function firstOf(header: string | undefined): string | undefined {
  const [first] = header?.split(',') ?? [];
  return first?.trim() || undefined;
}

/** The domain itself, then the domains above it as `*.domain`, then `other`. */
function ruleForDomain(rules: readonly CallerRule[], domain: string): CallerRule | undefined {
  if (rules.length === 0 || domain === '') return undefined;
  const exact = rules.find(({ id }) => id === domain);
  if (exact) return exact;
  for (let rest: string | undefined = domain; rest !== undefined; rest = above(rest)) {
    const found = rules.find(({ id }) => id === `*.${rest}` || (rest !== domain && id === rest));
    if (found) return found;
  }
  return rules.find(({ id }) => id === OTHER);
}

function above(domain: string): string | undefined {
  const dot = domain.indexOf('.');
  return dot < 0 ? undefined : domain.slice(dot + 1);
}

/** The address itself, a range that holds it, its net as `net.*`, then `other`. */
function ruleForAddress(rules: readonly CallerRule[], address: string): CallerRule | undefined {
  if (rules.length === 0 || address === '') return undefined;
  const dot = address.lastIndexOf('.');
  const net = address.slice(0, dot);
  return (
    rules.find(({ id }) => id === address) ??
    rules.find(({ id }) => dot > 0 && holds(id, net, Number(address.slice(dot + 1)))) ??
    rules.find(({ id }) => dot > 0 && id === `${net}.*`) ??
    rules.find(({ id }) => id === OTHER)
  );
}

/** `a.b.c.from-a.b.c.to` */
function holds(range: string, net: string, host: number): boolean {
  const [from, to] = range.split('-').map((part) => part.trim());
  if (from === undefined || to === undefined || !from.startsWith(`${net}.`)) return false;
  return Number(from.slice(net.length + 1)) <= host && host <= Number(to.slice(to.lastIndexOf('.') + 1));
}
