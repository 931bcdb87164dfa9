/** Why a script did not come to its end. */
export type ScriptFailureKind =
  /** The text is no JavaScript. */
  | 'syntax'
  /** The script threw, or something it called did. */
  | 'error'
  /** The function that was to be called does not exist. */
  | 'no-function'
  /** It ran longer than it may. */
  | 'time'
  /** It used more memory or stack than it may, and the sandbox is gone. */
  | 'resources';

/** A script failed. Lines and columns count from 1 and are missing when nobody knows them. */
export class ScriptFailure extends Error {
  override readonly name = 'ScriptFailure';
  readonly kind: ScriptFailureKind;
  /** The source, by the name under which it was run, and the line in it. */
  readonly source: string | undefined;
  readonly line: number | undefined;

  constructor(
    kind: ScriptFailureKind,
    message: string,
    where: { source?: string | undefined; line?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.kind = kind;
    this.source = where.source;
    this.line = where.line;
  }
}
