import type { Message } from '../message/index.js';

/**
 * What a mediator answers: true = the list goes on with the next mediator, false = the flow ends here, at every level
 * (mediators-flow sheet, section 3). How it ended stands in the exchange.
 */
export type Outcome = boolean;

/** The flow goes on. */
export const CONTINUE: Outcome = true;
/** The flow ends here. */
export const STOP: Outcome = false;

/** A compiled mediator or list of mediators. It returns a promise only when it really waits for something. */
export type Run = (message: Message) => Outcome | Promise<Outcome>;

/** A list without mediators. */
export const runNothing: Run = () => CONTINUE;
