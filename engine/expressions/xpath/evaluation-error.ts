/** Why an expression has no result for this message. It becomes a Fault at the edge of the expression. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
