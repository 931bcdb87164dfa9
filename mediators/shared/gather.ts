import {
  type Continuation,
  type Message,
  type Outcome,
  type Run,
  runInTurn,
  SideWork,
  STOP,
} from '../../engine/kit.js';
import { goingOn, markTargetFault, parallelCopies, partsLost, runCopy } from './copy-flow.js';
import { type Completion, PartGroup } from './part-group.js';

/** A copy that runs one branch. */
export interface BranchCopy {
  readonly copy: Message;
  readonly run: Run;
}

/** A message that came to the end of its branch, in the order of arrival. */
export interface Arrival {
  /** Of the branch. */
  readonly index: number;
  readonly message: Message;
}

/** What foreach by collection and scatter-gather have in common. */
export interface GatherOptions {
  /** Of the mediator, for the log. */
  readonly name: string;
  /** Number of branches. */
  readonly count: number;
  readonly parallel: boolean;
  /** The copy that a branch runs; made when its turn comes. */
  branch(index: number): BranchCopy;
  /** Reads the limits, from the first message that arrives. Throws Fault. */
  completion(first: Message): Completion;
  /** Whether a message at the end of its branch counts; default: always. Throws Fault. */
  accepts?(message: Message): boolean;
}

/**
 * Runs branches on copies and collects the messages at their ends (mediators-flow sheet 10). Branches that are still
 * running when there are enough of them run on beside the flow.
 * @returns undefined when the branches have ended without bringing enough: then the flow ends, and the client is told
 */
export async function gather(parent: Message, options: GatherOptions): Promise<readonly Arrival[] | undefined> {
  const gathering = new Gathering(options);
  parent.sideWork.add(gathering.run(parent));
  const arrivals = await gathering.enough;
  if (!arrivals) {
    partsLost(parent, options.name, gathering.arrived);
    return undefined;
  }
  // A fault behind answers of backends answers 500.
  parent.resumed ||= arrivals.some(({ message }) => message.resumed);
  return arrivals;
}

class Gathering {
  readonly enough: Promise<readonly Arrival[] | undefined>;
  readonly #options: GatherOptions;
  readonly #arrivals: Arrival[] = [];
  /** What the branches leave behind; they are over when it is. */
  readonly #sideWork = new SideWork();
  #group: PartGroup | undefined;
  #resolve: (arrivals: readonly Arrival[] | undefined) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(options: GatherOptions) {
    this.#options = options;
    this.enough = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get arrived(): number {
    return this.#arrivals.length;
  }

  /** Runs all branches to their ends; never rejects. */
  async run({ exchange }: Message): Promise<void> {
    const { count, parallel } = this.#options;
    const limit = parallel ? parallelCopies : 1;
    try {
      await runInTurn({ count, limit, stopped: () => exchange.signal?.aborted ?? false }, (index) => this.#run(index));
      await this.#sideWork.settle();
      this.#end(this.#group?.isTimed ? this.#arrivals : undefined);
    } catch (error) {
      this.#reject(error);
    }
  }

  #run(index: number): Outcome | Promise<Outcome> {
    const { copy, run } = this.#options.branch(index);
    copy.resumed = false;
    copy.sideWork = this.#sideWork;
    copy.continuations.splice(0, copy.continuations.length, new BranchEnd((message) => this.#arrive(index, message)));
    const onFault = (): void => {
      if (!this.#options.parallel) markTargetFault(copy);
    };
    return runCopy(
      copy,
      goingOn(run, () => true),
      onFault,
    );
  }

  #arrive(index: number, message: Message): void {
    const { accepts, completion } = this.#options;
    if (accepts && !accepts(message)) return;
    this.#group ??= new PartGroup(completion(message), message, () => this.#end(this.#arrivals));
    if (this.#group.isComplete) return;
    this.#group.parts.push(message);
    this.#arrivals.push({ index, message });
    if (this.#group.isComplete) this.#end(this.#arrivals);
  }

  /** Only the first end counts. */
  #end(arrivals: readonly Arrival[] | undefined): void {
    this.#group?.close();
    this.#resolve(arrivals && [...arrivals]);
  }
}

/** The end of a branch, for its copy and for copies that were made inside and go on by themselves. */
class BranchEnd implements Continuation {
  constructor(private readonly arrive: (message: Message) => void) {}

  fork(): Continuation {
    return this;
  }

  /** The body is parsed here, when nothing has done so: what is gathered is read in one stretch. */
  resume(message: Message): Outcome | Promise<Outcome> {
    const building = message.build();
    if (building) return building.then(() => this.#end(message));
    return this.#end(message);
  }

  #end(message: Message): Outcome {
    this.arrive(message);
    return STOP;
  }
}
