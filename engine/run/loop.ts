import { type Fault, type Place, toFault } from '../errors/index.js';
import type { Continuation, Message } from '../message/index.js';
import { remembered } from '../observe/index.js';
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
  return (message) => list.run(message, 0);
}

/**
 * Goes on behind the mediator at which a copy was made, in all enclosing lists: what a copy of clone or iterate does
 * after a non-blocking call inside its target (mediators-flow sheet 10).
 */
export async function continueFlow(copy: Message): Promise<Outcome> {
  for (let place = copy.continuations.pop(); place; place = copy.continuations.pop()) {
    if (!(await place.resume(copy))) return false;
  }
  return CONTINUE;
}

/** Lists of the same pattern share their flags, which then are in the processor's caches whichever list runs. */
const flags = remembered((pattern) => Array.from(pattern, (flag) => flag === '1'));

/** The closures and flags sit in arrays of their own; places are looked at only when something throws. */
class StepList {
  readonly #runs: readonly Run[];
  readonly #aware: readonly boolean[];
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#runs = steps.map((step) => step.run);
    this.#aware = flags(steps.map(({ contentAware }) => (contentAware ? '1' : '0')).join(''));
    this.#steps = steps;
  }

  /** Runs the mediators from `start` on. */
  run(message: Message, start: number): Outcome | Promise<Outcome> {
    const runs = this.#runs;
    const position = new Position(this, start);
    message.continuations.push(position);
    let index = start;
    try {
      for (; index < runs.length; index++) {
        position.index = index;
        const outcome = this.#aware[index] && !message.built ? this.#buildAndRun(index, message) : runs[index](message);
        if (outcome === CONTINUE) continue;
        if (typeof outcome !== 'boolean') return this.#resume(position, message, outcome);
        message.continuations.pop();
        return outcome;
      }
    } catch (thrown) {
      throw this.#located(thrown, index);
    }
    message.continuations.pop();
    return CONTINUE;
  }

  #buildAndRun(index: number, message: Message): Outcome | Promise<Outcome> {
    const building = message.build();
    return building ? building.then(() => this.#runs[index](message)) : this.#runs[index](message);
  }

  /** Goes on behind a mediator that has to wait. */
  #resume(position: Position, message: Message, pending: Promise<Outcome>): Promise<Outcome> {
    return pending.then(
      (outcome) => this.#goOn(position, message, outcome),
      (thrown: unknown) => {
        throw this.#located(thrown, position.index);
      },
    );
  }

  #goOn(position: Position, message: Message, last: Outcome): Outcome | Promise<Outcome> {
    let outcome = last;
    try {
      while (outcome === CONTINUE && ++position.index < this.#runs.length) {
        const { index } = position;
        const next =
          this.#aware[index] && !message.built ? this.#buildAndRun(index, message) : this.#runs[index](message);
        if (typeof next !== 'boolean') return this.#resume(position, message, next);
        outcome = next;
      }
    } catch (thrown) {
      throw this.#located(thrown, position.index);
    }
    message.continuations.pop();
    return outcome;
  }

  /** The innermost list names the mediator; every list that the fault passes is counted. */
  #located(thrown: unknown, index: number): Fault {
    const fault = toFault(thrown);
    fault.place ??= this.#steps[index].place;
    fault.lists++;
    return fault;
  }
}

/** Where a message is in a list. */
class Position implements Continuation {
  constructor(
    readonly list: StepList,
    public index: number,
  ) {}

  fork(): Continuation {
    return new Position(this.list, this.index);
  }

  resume(message: Message): Outcome | Promise<Outcome> {
    return this.list.run(message, this.index + 1);
  }
}
