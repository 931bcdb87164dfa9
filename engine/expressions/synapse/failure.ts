/**
 * An evaluation that failed: the expression gives empty text, and the log gets a warning. It is thrown for values that are
 * simply missing, too, so it carries no stack; it never leaves this folder.
 */
export class EvaluationFailure {
  /** @param reason for the log; holds names and kinds, never values */
  constructor(readonly reason: string) {}
}

/** Ends the evaluation with a failure. */
export function failEvaluation(reason: string): never {
  throw new EvaluationFailure(reason);
}
