import type { Message } from '../../../message/index.js';
import { failEvaluation } from '../failure.js';
import type { Operand } from '../operand.js';
import type { XPathCalls } from '../xpath-calls.js';

/** An argument: functions take no null. */
export type Argument = Exclude<Operand, null>;

/** What a running function may use besides its arguments. */
export interface Call {
  readonly message: Message;
  /** The consumer takes values in their own kind: `xpath` gives nodes then. */
  readonly native: boolean;
  readonly xpath: XPathCalls;
}

/** A function for one number of arguments. */
export type Implementation = (call: Call, args: readonly Argument[]) => Operand;

/** A function's implementations, by the number of arguments. */
export type FunctionEntry = Readonly<Partial<Record<0 | 1 | 2 | 3, Implementation>>>;

/** Ends a function that does not take what it got. */
export function wrongArgument(name: string): never {
  return failEvaluation(`${name} does not take these arguments`);
}
