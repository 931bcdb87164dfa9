export { after } from './after.js';
export { mediate, publishFault } from './fault-handling.js';
export { runInTurn, type TurnOptions } from './in-turn.js';
export { continueFlow, runInOrder, type Step } from './loop.js';
export { CONTINUE, type Outcome, type Run, runNothing, STOP } from './outcome.js';
export { runWithin } from './within.js';
