import { CONTINUE, type Message, type Outcome, type Run, runInTurn } from '../../engine/kit.js';
import { goingOn, markTargetFault, parallelCopies, runCopy } from './copy-flow.js';

/** What clone and iterate have in common. */
export interface SplitOptions {
  /** The message itself goes on behind the mediator. */
  readonly continueParent: boolean;
  /** One copy after the other; otherwise a copy does not wait for the one before. */
  readonly sequential: boolean;
}

/** A copy and the target that it runs. */
export interface SplitCopy {
  readonly copy: Message;
  readonly run: Run;
}

/** Whether the parent goes on while copies may still have to be made, so that they must be made of a copy of it. */
export function runsBeside({ continueParent, sequential }: SplitOptions): boolean {
  return continueParent && !sequential;
}

/**
 * Runs the copies of a split. A copy ends with its target, unless a non-blocking call came back inside: then it goes on
 * behind the mediator, in all lists around it (mediators-flow sheet 10).
 * @param make the copy at an index; made when its turn comes
 * @param afterFault called when the fault of a target has been dealt with, before any call; what it throws is the parent's
 * @returns `continueParent`
 */
export function runSplit(
  parent: Message,
  options: SplitOptions,
  count: number,
  make: (index: number) => SplitCopy,
  afterFault?: () => void,
): Outcome | Promise<Outcome> {
  const { continueParent, sequential } = options;
  const { exchange } = parent;
  const work = runInTurn(
    { count, limit: sequential ? 1 : parallelCopies, stopped: () => exchange.signal?.aborted ?? false },
    (index) => runTarget(make(index), sequential, afterFault),
  );
  if (!continueParent) exchange.skipAcknowledgement();
  if (!work) return continueParent;
  if (!runsBeside(options)) return work.then(() => continueParent);
  parent.sideWork.add(
    work.catch((error: unknown) =>
      parent.log('error', `A copy could not be made, the rest is left out: ${String(error)}`),
    ),
  );
  return CONTINUE;
}

function runTarget(
  { copy, run }: SplitCopy,
  sequential: boolean,
  afterFault: (() => void) | undefined,
): undefined | Promise<void> {
  // What happened to the parent is not the copy's: its faults answer 500 only behind a call of its own.
  copy.resumed = false;
  let failed = false;
  const outcome = runCopy(
    copy,
    goingOn(run, ({ resumed }) => resumed),
    () => {
      if (!sequential) return;
      failed = !copy.resumed;
      markTargetFault(copy);
    },
  );
  const end = (): void => {
    if (failed) afterFault?.();
  };
  if (typeof outcome !== 'boolean') return outcome.then(end);
  end();
  return undefined;
}
