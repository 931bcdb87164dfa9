import type { Expression } from './syntax.js';

/** An expression with another one in the place of a variable. */
export function substitute(expression: Expression, variable: string, value: Expression): Expression {
  const inside = (each: Expression) => substitute(each, variable, value);
  switch (expression.kind) {
    case 'name':
      return expression.name === variable
        ? { kind: 'parentheses', of: value, start: value.start, end: value.end }
        : expression;
    case 'member':
    case 'exists':
    case 'not':
    case 'negative':
    case 'positive':
    case 'parentheses':
      return { ...expression, of: inside(expression.of) };
    case 'index':
      return { ...expression, of: inside(expression.of), key: inside(expression.key) };
    case 'call':
      return { ...expression, of: inside(expression.of), args: expression.args.map(inside) };
    case 'built-in':
      return { ...expression, of: inside(expression.of), args: expression.args?.map(inside) };
    case 'default':
      return { ...expression, of: inside(expression.of), fallback: expression.fallback && inside(expression.fallback) };
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case 'sequence':
      return { ...expression, items: expression.items.map(inside) };
    case 'string':
      return { ...expression, parts: expression.parts.map((part) => (typeof part === 'string' ? part : inside(part))) };
    default:
      return expression;
  }
}
