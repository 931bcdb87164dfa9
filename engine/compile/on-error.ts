import type { FaultHandler, Message } from '../message/index.js';
import { type Outcome, type Run, runWithin } from '../run/index.js';
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
  return runWithin(message, run, ({ faultHandlers }) => {
    if (faultHandlers.at(-1) === handler) faultHandlers.pop();
  });
}
