/** Where something is in a template, counted from 1. */
export interface FtlPosition {
  readonly line: number;
  readonly column: number;
}

/** The position of a character. A carriage return and line feed are one line break. */
export function positionAt(text: string, offset: number): FtlPosition {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** The text is no template. */
export class FtlSyntaxError extends Error {
  override readonly name = 'FtlSyntaxError';

  /** @param offset where, in UTF-16 units from the start of the template */
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
  }
}

/** A name is unknown where the text is well-formed otherwise: it cannot be read in another way. */
export class FtlUnknownName extends FtlSyntaxError {}

/** A template failed while it was filled. */
export class FtlFailure extends Error {
  override readonly name = 'FtlFailure';

  /**
   * @param reason what is wrong
   * @param expression the expression that is to blame, as written; '' when none is
   */
  constructor(
    readonly reason: string,
    readonly expression: string,
    readonly position: FtlPosition,
  ) {
    super(reason);
  }
}

/** `<#stop>` ended the template; the message is its argument. */
export class FtlStop extends Error {
  override readonly name = 'FtlStop';
}
