import type { ExpressionContext } from '../expression.js';
import { reportDoubts } from './doubts.js';
import { XPathExpression } from './expression.js';
import { parse } from './parse.js';
import { XPathSyntaxError } from './syntax-error.js';

export { DeferredXPath } from './deferred.js';
export { type TreeNode, XPathExpression } from './expression.js';
export type { SecretStore } from './functions/index.js';
export { resultText } from './result-text.js';
export type { XPathItem, XPathNode, XPathValue } from './value.js';

/**
 * Compiles an XPath 1.0 expression with the reference's variables, functions and conversions. Syntax errors become
 * findings at their column, and the result is undefined; what would fail in every message (an unknown function, an unbound
 * prefix) becomes a warning, since the reference accepts it. Never throws.
 */
export function compileXPath(text: string, context: ExpressionContext): XPathExpression | undefined {
  try {
    const parsed = parse(text);
    reportDoubts(parsed, context);
    const { namespaces } = context;
    return new XPathExpression({ source: text, syntax: parsed.syntax, namespaces, place: context.place(0) });
  } catch (error) {
    if (!(error instanceof XPathSyntaxError)) throw error;
    context.report.add('expression/xpath-syntax', context.place(error.offset), { reason: error.reason }, error.advice);
    return undefined;
  }
}
