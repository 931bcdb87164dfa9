import type { FaultHandler, Message } from '../message/index.js';
import { CONTINUE, type Outcome, type Run } from '../run/index.js';
import { artifactsOf } from './table.js';

/**
 * Runs a list with its `onError` sequence on the fault stack. The handler is taken off when the list ends with
 * *continue*; after *stop* it stays (mediators-flow sheet, section 4). An unknown name pushes nothing and is only logged.
 */
export function withOnError(run: Run, onError: string | undefined): Run {
  if (onError === undefined) return run;
  return (message) => {
    const handler = artifactsOf(message).sequence(onError)?.handler;
    if (!handler) {
      message.exchange.services.log.warn(`Sequence named ${onError} cannot be found; errors go to the next handler`);
      return run(message);
    }
    return runGuarded(run, handler, message);
  };
}

/** Runs a list with a handler on the fault stack, as `withOnError` does. */
export function runGuarded(run: Run, handler: FaultHandler, message: Message): Outcome | Promise<Outcome> {
  message.faultHandlers.push(handler);
  const outcome = run(message);
  return typeof outcome === 'boolean'
    ? leave(message, handler, outcome)
    : outcome.then((end) => leave(message, handler, end));
}

function leave(message: Message, handler: FaultHandler, outcome: Outcome): Outcome {
  if (outcome === CONTINUE && message.faultHandlers.at(-1) === handler) message.faultHandlers.pop();
  return outcome;
}
