import { Fault, Report } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import type { Expression, ExpressionContext } from '../expression.js';
import { compileXPath } from '../xpath/index.js';
import { compileJsonPath } from './compile.js';

/** What counts as an expression inside a path: braces around anything but white space, quotes and brackets. */
const innerPattern = /\{[^ \t\n\v\f\r",<>}\]]+\}/g;
const jsonPathStart = 'json-eval(';
const noNamespaces: ReadonlyMap<string, string> = new Map();

/** A text with expressions in braces; each evaluation gives the text with their values put in. */
export interface InnerExpressions {
  fill(message: Message): string;
}

/**
 * Compiles the `{...}` parts of a path: XPath without namespaces, or `json-eval(...)`. One that is no expression is a
 * warning, and a Fault when it is evaluated.
 * @returns undefined when the text has no such part
 */
export function compileInnerExpressions(text: string, context: ExpressionContext): InnerExpressions | undefined {
  const parts = Array.from(text.matchAll(innerPattern), (match) => {
    const [token] = match;
    return { token, expression: compileInner(token, match.index, context) };
  });
  if (parts.length === 0) return undefined;
  return {
    fill: (message) => {
      let filled = text;
      // Every part of the same text is replaced at once, also in values that came in before.
      for (const { token, expression } of parts) filled = filled.replaceAll(token, () => textOf(expression, message));
      return filled;
    },
  };

  function textOf(expression: Expression | undefined, message: Message): string {
    if (!expression) throw new Fault('Invalid expression for inline source format.', { place: context.place(0) });
    return expression.string(message) ?? '';
  }
}

function compileInner(token: string, offset: number, context: ExpressionContext): Expression | undefined {
  const inner = token.slice(1, -1);
  const isPath = inner.startsWith(jsonPathStart);
  const start = offset + 1 + (isPath ? jsonPathStart.length : 0);
  const report = new Report();
  const place = (at: number) => context.place(start + at);
  const innerContext: ExpressionContext = { namespaces: noNamespaces, place, report };
  const expression = isPath
    ? compileJsonPath(inner.slice(jsonPathStart.length, -1), innerContext)
    : compileXPath(inner, innerContext);
  for (const found of report.findings) {
    if (found.severity === 'warning') context.report.findings.push(found);
    else context.report.add('placeholder/invalid-expression', found, { text: token, reason: found.message });
  }
  return expression;
}
