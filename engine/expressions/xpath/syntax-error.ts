/** Why an expression is not XPath: thrown inside the parser, reported as a finding by its caller. */
export class XPathSyntaxError extends Error {
  override readonly name = 'XPathSyntaxError';

  /**
   * @param reason what is wrong, as the middle of a sentence
   * @param offset where in the expression, in UTF-16 units
   * @param advice what the author probably wants
   */
  constructor(
    readonly reason: string,
    readonly offset: number,
    readonly advice?: string,
  ) {
    super(`${reason} (at ${offset})`);
  }
}
