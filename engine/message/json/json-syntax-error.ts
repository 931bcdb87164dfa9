/** Why a text is not JSON, and where: `offset` counts from 0 in UTF-16 units, `line` and `column` from 1. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly line: number;
  readonly column: number;

  constructor(
    reason: string,
    text: string,
    readonly offset: number,
  ) {
    const { line, column } = positionOf(text, offset);
    super(`${reason} at line ${line} column ${column}`);
    this.line = line;
    this.column = column;
  }
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
