import { continueFlow, type Message, mediate, type Outcome, type Run, STOP, valueText } from '../../engine/kit.js';

/** How many copies of one message wait for backends at a time; the others follow as these end. */
export const parallelCopies = 100;

/**
 * Runs the flow of a copy. Faults go to the copy's own handlers and never come out; the client hears of them when nobody
 * answers it.
 * @param onFault called before the handlers run
 */
export function runCopy(copy: Message, run: Run, onFault?: () => void): Outcome | Promise<Outcome> {
  let failed = false;
  const flow = catching(run, () => {
    failed = true;
    onFault?.();
  });
  const end = (outcome: Outcome): Outcome => {
    if (failed) copy.exchange.failure = codeOf(copy);
    return outcome;
  };
  const drop = (thrown: unknown): Outcome => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    copy.log('error', `No fault handler took the fault of a copy, it is dropped: ${reason}`);
    return end(STOP);
  };
  try {
    const outcome = mediate(copy, flow);
    return typeof outcome === 'boolean' ? end(outcome) : outcome.then(end, drop);
  } catch (thrown) {
    return drop(thrown);
  }
}

/** Marks a copy whose target fails in the thread of its parent: one of a sequential mediator, before any call. */
export function markTargetFault({ resumed, properties }: Message): void {
  if (!resumed) properties.set('ERROR_ON_TARGET_EXECUTION', true);
}

/** A flow that says when it fails. */
function catching(run: Run, onFault: () => void): Run {
  const fail = (thrown: unknown): never => {
    onFault();
    throw thrown;
  };
  return (message) => {
    try {
      const outcome = run(message);
      return typeof outcome === 'boolean' ? outcome : outcome.catch(fail);
    } catch (thrown) {
      return fail(thrown);
    }
  };
}

/**
 * A flow behind which a copy goes on by itself, in the lists that it was copied in.
 * @param goesOn asked when the flow has ended with *continue*
 */
export function goingOn(run: Run, goesOn: (copy: Message) => boolean): Run {
  return (copy) => {
    const end = (outcome: Outcome): Outcome | Promise<Outcome> =>
      outcome && goesOn(copy) ? continueFlow(copy) : outcome;
    const outcome = run(copy);
    return typeof outcome === 'boolean' ? end(outcome) : outcome.then(end);
  };
}

/** Parts of a split never came, and an aggregate or gathering mediator cannot end: the client is told so at last. */
export function partsLost(message: Message, what: string, arrived: number): void {
  message.log('warn', `${what} got ${arrived} of its messages, the others have failed or ended: its flow ends here`);
  message.exchange.failure ??= '0';
}

function codeOf({ properties }: Message): string {
  return valueText(properties.get('BASE_ERROR_CODE') ?? properties.get('ERROR_CODE')) ?? '0';
}
