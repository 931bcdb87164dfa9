import { failEvaluation } from '../failure.js';
import { type Operand, present } from '../operand.js';
import type { FunctionName } from '../tokens.js';
import type { Call, FunctionEntry } from './call.js';
import { convertFunctions } from './convert.js';
import { encodingFunctions } from './encoding.js';
import { lookupFunctions } from './lookup.js';
import { numberFunctions } from './number.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';

/** Functions that evaluate all arguments first; `exists` is not one of them. */
export type EagerFunctionName = Exclude<FunctionName, 'exists'>;

const functions: Readonly<Record<EagerFunctionName, FunctionEntry>> = {
  ...textFunctions,
  ...numberFunctions,
  ...encodingFunctions,
  ...convertFunctions,
  ...timeFunctions,
  ...lookupFunctions,
};

/** The numbers of arguments that a function takes. */
export function argumentCounts(name: FunctionName): readonly number[] {
  return name === 'exists' ? [1] : Object.keys(functions[name]).map(Number);
}

/**
 * Calls a function.
 * @throws EvaluationFailure for a null argument, a wrong number or kind of arguments
 * @throws Fault where the reference engine's function throws something else
 */
export function callFunction(name: EagerFunctionName, call: Call, args: readonly Operand[]): Operand {
  const values = args.map((argument) => present(argument, `an argument of ${name}`));
  const run = functions[name][values.length as 0 | 1 | 2 | 3];
  return run ? run(call, values) : failEvaluation(`${name} does not take ${values.length} arguments`);
}
