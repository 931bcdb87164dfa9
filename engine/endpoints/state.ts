import type { Clock } from '../observe/index.js';
import type { MarkingRule, SuspensionRule } from './definition.js';

/** States of an endpoint, as the reference engine prints them. */
export type StateName = 'ACTIVE' | 'TIMEOUT' | 'SUSPENDED' | 'MAINTNENCE';

/** Rules and defaults by which a state changes. Durations in milliseconds. */
export interface StateRules {
  readonly marking: MarkingRule;
  readonly suspension: SuspensionRule;
  /** Values of the configuration (endpoints sheet, section 2.2). */
  readonly defaults: StateDefaults;
}

/** `synapse.properties` as far as they concern suspension. */
export interface StateDefaults {
  readonly initial: number;
  readonly factor: number;
  /** The values above win over those of the artifact. */
  readonly override: boolean;
  /** `maximum.failover.retries`; negative: off. For children of groups `maximum.failover.recursive.retries`. */
  readonly maximumRetries: number;
  /** How long an endpoint is suspended that used them up. */
  readonly maximumRetriesSuspension: number;
}

/** The codes that mark an endpoint when `markForSuspension` names none. */
const defaultMarks: ReadonlySet<number> = new Set([101504, 101505]);
/** Suspension for an initial duration below zero. */
const defaultSuspension = 30_000;

/** What became of a fault: for the log. */
export interface StateChange {
  readonly state: StateName;
  /** Milliseconds until the endpoint may be tried again. */
  readonly pause: number;
}

/**
 * The state of one endpoint (endpoints sheet, section 2.2). In memory, for as long as the endpoint lives. Reaching the
 * time of the next try changes no state: the endpoint is merely ready, and the next fault or success decides.
 */
export class EndpointState {
  #name: StateName = 'ACTIVE';
  /** Monotonic time from which it may be tried again. */
  #nextTry = 0;
  #remaining: number | undefined;
  #lastDuration = 0;
  #remainingMaximum: number | undefined;

  get name(): StateName {
    return this.#name;
  }

  /** Whether it may be used now. */
  ready(clock: Clock): boolean {
    if (this.#name === 'ACTIVE') return true;
    return this.#name !== 'MAINTNENCE' && clock.monotonic() >= this.#nextTry;
  }

  /** Milliseconds until it may be tried again; 0 when it is ready, undefined when it is switched off. */
  pause(clock: Clock): number | undefined {
    if (this.#name === 'MAINTNENCE') return undefined;
    return this.#name === 'ACTIVE' ? 0 : Math.max(0, this.#nextTry - clock.monotonic());
  }

  /** A response arrived, whatever its status. */
  succeeded(): void {
    if (this.#name === 'TIMEOUT' || this.#name === 'SUSPENDED') this.#activate();
  }

  /**
   * A message could not be delivered.
   * @param code ERROR_CODE of the fault
   * @returns the new state, undefined when the fault has none of the codes that change it
   */
  failed(code: number, rules: StateRules, clock: Clock): StateChange | undefined {
    // Who switched it off has the last word, messages in flight or not.
    if (this.#name === 'MAINTNENCE') return undefined;
    if (this.#usedUp(rules.defaults)) return this.#suspendFor(rules.defaults.maximumRetriesSuspension, clock);
    const marks = rules.marking.errorCodes.size > 0 ? rules.marking.errorCodes : defaultMarks;
    if (marks.has(code)) return this.#mark(rules, clock);
    const { errorCodes } = rules.suspension;
    if (errorCodes.size === 0 || errorCodes.has(code)) return this.#suspend(rules, clock);
    return undefined;
  }

  /** Takes it out of service. */
  switchOff(): void {
    this.#reset();
    this.#name = 'MAINTNENCE';
  }

  /** Puts it back into service, from being switched off as well as from a suspension. */
  switchOn(): void {
    this.#activate();
  }

  #activate(): void {
    this.#reset();
    this.#name = 'ACTIVE';
  }

  #reset(): void {
    this.#remaining = undefined;
    this.#remainingMaximum = undefined;
    this.#lastDuration = 0;
  }

  #usedUp({ maximumRetries }: StateDefaults): boolean {
    if (maximumRetries < 0) return false;
    const remaining = this.#remainingMaximum ?? maximumRetries;
    this.#remainingMaximum = Math.max(0, remaining - 1);
    return remaining <= 0;
  }

  #mark(rules: StateRules, clock: Clock): StateChange {
    const remaining = this.#remaining ?? rules.marking.retries;
    if (remaining <= 0) return this.#suspend(rules, clock);
    this.#remaining = remaining - 1;
    this.#name = 'TIMEOUT';
    this.#nextTry = clock.monotonic() + rules.marking.delay;
    return { state: 'TIMEOUT', pause: rules.marking.delay };
  }

  #suspend({ suspension, defaults }: StateRules, clock: Clock): StateChange {
    const initial = defaults.override ? defaults.initial : (suspension.initial ?? defaults.initial);
    const factor = defaults.override ? defaults.factor : (suspension.factor ?? defaults.factor);
    let duration = this.#lastDuration > 0 ? Math.trunc(this.#lastDuration * factor) : initial;
    if (duration > suspension.maximum) duration = suspension.maximum;
    else if (duration < 0) duration = defaultSuspension;
    return this.#suspendFor(duration, clock);
  }

  #suspendFor(duration: number, clock: Clock): StateChange {
    this.#lastDuration = duration;
    this.#name = 'SUSPENDED';
    this.#nextTry = clock.monotonic() + duration;
    return { state: 'SUSPENDED', pause: duration };
  }
}
