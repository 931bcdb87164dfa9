/** Whether `payload` or `$` stands free: no letter, digit, `_`, quote or (in front) dot beside it. */
const freePayload = /(?<![\p{L}\p{Nd}_."'])(?:payload|\$)(?![\p{L}\p{Nd}_"'])/u;

/** Calls of xpath as the reference engine's test finds them: up to the first quote of either kind. */
const xpathCall = /xpath\(['"](.*?)['"]\s*(,\s*['"].*?['"])?\)?/g;

/**
 * Whether the reference engine parses the body before a mediator with this `${...}` expression: it reads the payload, or
 * a path in `xpath` with one argument does.
 * @param expression text between `${` and `}`
 * @param isXPathContentAware the same question for an XPath expression; false for an invalid one
 */
export function isSynapseContentAware(expression: string, isXPathContentAware: (path: string) => boolean): boolean {
  if (expression === 'payload' || expression === '$' || freePayload.test(expression)) return true;
  for (const [, path = '', variable] of expression.matchAll(xpathCall)) {
    if (variable === undefined && isXPathContentAware(path)) return true;
  }
  return false;
}
