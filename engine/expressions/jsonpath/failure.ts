/** Why a path has no result. */
export type JsonPathFailureKind =
  /** A member or item on the way is not there, or something on the way is no object or array. */
  | 'missing'
  /** The path makes no sense for this document; inside a filter it only means that the item does not match. */
  | 'invalid'
  /** A position beyond an array inside a function; a surrounding index step passes over it. */
  | 'bounds'
  /** A function cannot work on what it got, or a limit is reached. */
  | 'failure';

/** A path that cannot be evaluated over a document. Thrown by the evaluator; callers decide what it means. */
export class JsonPathFailure extends Error {
  override readonly name = 'JsonPathFailure';

  constructor(
    readonly kind: JsonPathFailureKind,
    message: string,
  ) {
    super(message);
  }
}
