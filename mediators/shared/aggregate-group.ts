import {
  type Continuation,
  continueFlow,
  Fault,
  type Message,
  type Outcome,
  type Run,
  type SideWork,
  STOP,
  toFault,
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
    return runJoined(joined, aggregate.onComplete);
  }

  #close(): void {
    this.#group.close();
    this.#sideWork.forget(this);
    this.closed();
  }
}

/**
 * Runs `onComplete`. After a non-blocking call in it the joined message goes on by itself, and the last one ends. A fault
 * is the last message's, unless it came behind such a call or there is a handler for it inside `onComplete`.
 */
function runJoined(joined: Message, onComplete: Run): Outcome | Promise<Outcome> {
  const outside = joined.faultHandlers.length;
  const end = (outcome: Outcome): Outcome | Promise<Outcome> => {
    if (!joined.resumed) return outcome;
    return outcome ? stopped(runCopy(joined, continueFlow)) : STOP;
  };
  const failed = (thrown: unknown): Outcome | Promise<Outcome> => {
    const fault = toFault(thrown);
    const own = joined.resumed || fault.sending || joined.faultHandlers.length > outside;
    if (!own) throw forAnother(fault);
    return stopped(runCopy(joined, () => raise(fault)));
  };
  try {
    const outcome = onComplete(joined);
    return typeof outcome === 'boolean' ? outcome : outcome.then(end).catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

/** The last message has ended, whatever became of the joined one. */
function stopped(outcome: Outcome | Promise<Outcome>): Outcome | Promise<Outcome> {
  return typeof outcome === 'boolean' ? STOP : outcome.then(() => STOP);
}

function raise(fault: Fault): never {
  throw fault;
}

/** The same fault for a message that knows nothing of it yet. */
function forAnother(fault: Fault): Fault {
  const { message, detail, place, parsing } = fault;
  const copy = new Fault(message, { cause: fault, detail, place, parsing });
  copy.lists = fault.lists;
  return copy;
}
