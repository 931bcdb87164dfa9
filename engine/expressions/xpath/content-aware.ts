/** Scopes whose properties lie outside the body. */
const outsideScopes: ReadonlySet<string> = new Set(['registry', 'system', 'transport', 'env', 'file']);

/**
 * Whether the reference parses the body before a mediator that uses this XPath. It goes by the letters of the expression,
 * not by its meaning: see sheet 2.9.
 */
export function isContentAware(expression: string): boolean {
  if (outsideScopes.has(firstScope(expression))) return false;
  if (/\$(?:trp|ctx|axis2|config)/.test(expression)) return false;
  return (
    expression.includes('/') ||
    expression.includes("get-property('From'") ||
    expression.includes("get-property('FAULT')")
  );
}

/** The scope of the first `get-property` with two arguments; '' when there is none. */
function firstScope(expression: string): string {
  const operands = /get-property\(([^)]+)\)/.exec(expression)?.[1]?.replace(/,+$/, '').split(',') ?? [];
  return operands.length === 2 ? operands[0]!.trim().replace(/^'|'$/g, '').trim() : '';
}
