import { type Fault, type Place, toFault } from '../errors/index.js';
import type { Message } from '../message/index.js';
import { CONTINUE, type Outcome, type Run, runNothing } from './outcome.js';

/** One mediator of a list: its closure, and what the loop needs around it. */
export interface Step {
  readonly run: Run;
  /** The body is parsed before this mediator runs, when nothing has parsed it yet (message-model sheet, section 4). */
  readonly contentAware: boolean;
  /** Element name, for traces and faults. */
  readonly label: string;
  readonly place: Place;
}

/** Chains steps: they run in order until one stops; only promises are awaited. */
export function runInOrder(steps: readonly Step[]): Run {
  if (steps.length === 0) return runNothing;
  const list = new StepList(steps);
  return (message) => list.run(message);
}

/** The closures and flags sit in arrays of their own; places are looked at only when something throws. */
class StepList {
  readonly #runs: readonly Run[];
  readonly #aware: readonly boolean[];
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#runs = steps.map((step) => step.run);
    this.#aware = steps.map((step) => step.contentAware);
    this.#steps = steps;
  }

  run(message: Message): Outcome | Promise<Outcome> {
    const runs = this.#runs;
    let index = 0;
    try {
      for (; index < runs.length; index++) {
        const outcome = this.#aware[index] && !message.built ? this.#buildAndRun(index, message) : runs[index](message);
        if (outcome === CONTINUE) continue;
        return typeof outcome === 'boolean' ? outcome : this.#resume(index, message, outcome);
      }
    } catch (thrown) {
      throw this.#located(thrown, index);
    }
    return CONTINUE;
  }

  #buildAndRun(index: number, message: Message): Outcome | Promise<Outcome> {
    const building = message.build();
    return building ? building.then(() => this.#runs[index](message)) : this.#runs[index](message);
  }

  /** Goes on behind a mediator that had to wait. */
  async #resume(waiting: number, message: Message, pending: Promise<Outcome>): Promise<Outcome> {
    let index = waiting;
    try {
      let outcome = await pending;
      while (outcome && ++index < this.#runs.length) {
        const next =
          this.#aware[index] && !message.built ? this.#buildAndRun(index, message) : this.#runs[index](message);
        outcome = typeof next === 'boolean' ? next : await next;
      }
      return outcome;
    } catch (thrown) {
      throw this.#located(thrown, index);
    }
  }

  /** The innermost list names the mediator; every list that the fault passes is counted. */
  #located(thrown: unknown, index: number): Fault {
    const fault = toFault(thrown);
    fault.place ??= this.#steps[index].place;
    fault.lists++;
    return fault;
  }
}
