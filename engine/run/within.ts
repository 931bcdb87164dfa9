import type { Continuation, Message } from '../message/index.js';
import { CONTINUE, type Outcome, type Run } from './outcome.js';

/**
 * Runs a flow that something has to be undone behind, such as a fault handler to be taken off. A copy that goes on by
 * itself behind the flow (see `continueFlow`) passes the same place.
 * @param leave runs when the flow has ended with *continue*, for the message and for each such copy
 */
export function runWithin(message: Message, run: Run, leave: (message: Message) => void): Outcome | Promise<Outcome> {
  message.continuations.push(new Exit(leave));
  const end = (outcome: Outcome): Outcome => {
    message.continuations.pop();
    if (outcome === CONTINUE) leave(message);
    return outcome;
  };
  const outcome = run(message);
  return typeof outcome === 'boolean' ? end(outcome) : outcome.then(end);
}

/** The place behind a flow inside another one. */
class Exit implements Continuation {
  constructor(private readonly leave: (message: Message) => void) {}

  fork(): Continuation {
    return this;
  }

  resume(message: Message): Outcome {
    this.leave(message);
    return CONTINUE;
  }
}
