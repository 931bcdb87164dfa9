import {
  type Continuation,
  continueFlow,
  type Message,
  type Outcome,
  type Run,
  type SideWork,
  STOP,
  type Waiting,
} from '../../engine/kit.js';
import { partsLost, runCopy } from './copy-flow.js';
import type { JoinedBody } from './join-parts.js';
import { type Completion, PartGroup } from './part-group.js';
import { setAggregated } from './split-properties.js';

/** What an aggregate mediator does with a group. */
export interface Aggregate {
  readonly id: string | undefined;
  /** Reads the limits of a group that begins with a message. Throws Fault. */
  completion(first: Message): Completion;
  /** Joins the parts; `joined` is a copy of the first one. Throws Fault. */
  join(parts: readonly Message[], joined: Message): JoinedBody;
  readonly onComplete: Run;
}

/**
 * The messages that one aggregate joins. When nothing runs any more that could bring the missing ones, a group with a
 * timeout ends with what is there, as if its time was up; one without is given up.
 */
export class AggregateGroup implements Waiting {
  readonly #group: PartGroup;
  readonly #first: Message;
  /** Where the first message was: there the joined one goes on after a call. */
  readonly #places: readonly Continuation[];
  readonly #sideWork: SideWork;

  /** @param closed called when no further message belongs to the group */
  constructor(
    readonly aggregate: Aggregate,
    first: Message,
    private readonly closed: () => void,
  ) {
    this.#group = new PartGroup(aggregate.completion(first), first, () => this.#sideWork.add(this.#expire()));
    this.#first = first;
    this.#places = first.continuations.map((place) => place.fork());
    this.#sideWork = first.sideWork;
    this.#sideWork.expect(this);
  }

  add(message: Message): Outcome | Promise<Outcome> {
    this.#group.parts.push(message);
    return this.#group.isComplete ? this.#complete(message) : STOP;
  }

  giveUp(): void | Promise<void> {
    if (this.#group.isTimed) return this.#expire();
    this.#close();
    partsLost(this.#first, 'An aggregate', this.#group.parts.length);
  }

  /** Ends with what is there. Nothing behind the aggregate runs then, and faults are those of the last message. */
  async #expire(): Promise<void> {
    const last = this.#group.parts.at(-1)!;
    await runCopy(last, () => this.#complete(last));
  }

  #complete(last: Message): Outcome | Promise<Outcome> {
    const { aggregate } = this;
    this.#close();
    setAggregated(last, aggregate.id);
    const joined = this.#first.copy();
    joined.continuations.splice(0, joined.continuations.length, ...this.#places);
    joined.resumed = false;
    const body = aggregate.join(this.#group.parts, joined);
    body.putInto(joined);
    body.putIntoLast(last);
    const outcome = aggregate.onComplete(joined);
    return typeof outcome === 'boolean' ? outcome : afterWaiting(joined, outcome);
  }

  #close(): void {
    this.#group.close();
    this.#sideWork.forget(this);
    this.closed();
  }
}

/** After a non-blocking call in `onComplete` the joined message goes on by itself, and the last one ends. */
async function afterWaiting(joined: Message, waiting: Promise<Outcome>): Promise<Outcome> {
  try {
    const outcome = await waiting;
    if (!joined.resumed) return outcome;
    if (outcome) await runCopy(joined, continueFlow);
  } catch (thrown) {
    if (!joined.resumed) throw thrown;
    await runCopy(joined, () => {
      throw thrown;
    });
  }
  return STOP;
}
