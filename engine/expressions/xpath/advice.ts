import type { Token } from './scan.js';

/** Words of XPath 2.0 and 3.0 that stand between two operands, and what XPath 1.0 has in their place. */
const laterOperators: ReadonlyMap<string, string> = new Map([
  ['eq', '`=`'],
  ['ne', '`!=`'],
  ['lt', '`<`'],
  ['le', '`<=`'],
  ['gt', '`>`'],
  ['ge', '`>=`'],
  ['idiv', '`floor(a div b)`'],
  ['cast', '`number(x)` and `string(x)`'],
  ['union', '`|`'],
]);

/** Words of XPath 2.0 without a counterpart. */
const laterWords: ReadonlySet<string> = new Set(
  'is to in return satisfies then else instance castable treat intersect except'.split(' '),
);

/**
 * What the author of an expression probably wants, seen from the token that does not fit; undefined when the mistake looks
 * like none of the usual ones.
 * @param before the token before it
 */
export function adviceFor(expression: string, token: Token, before: Token | undefined): string | undefined {
  if (/^\s+json-eval\(/.test(expression)) return 'Remove the blank before json-eval( to make it a JSONPath.';
  if (/^\$[.[]/.test(expression)) return 'A JSONPath is written json-eval($…) in this place.';
  if (/^\s*\$\{/.test(expression))
    return 'A Synapse expression starts with a dollar sign and an opening brace, without a blank before it.';
  return adviceForText(token.text) ?? adviceForPair(expression, token, before);
}

function adviceForText(text: string): string | undefined {
  if (/^[\u00a0\u2007\u202f\ufeff]/.test(text)) return 'Replace the invisible no-break space with a blank.';
  if (/^[\u2018\u2019\u201c\u201d]/.test(text)) return 'Replace the typographic quotes with straight ones.';
  if (/^[{}]/.test(text)) return 'Braces do not belong to XPath.';
  if (text.startsWith('&')) return 'XPath writes `and` for &&.';
  if (text.startsWith('!')) return 'XPath writes not(x) for !x and != for unequal.';
  const word = /^[a-z]+/.exec(text)?.[0] ?? '';
  const instead = laterOperators.get(word);
  if (instead !== undefined) return `\`${word}\` is XPath 2.0; XPath 1.0 has ${instead}.`;
  return laterWords.has(word) ? `\`${word}\` is XPath 2.0; XPath 1.0 has nothing like it.` : undefined;
}

function adviceForPair(expression: string, token: Token, before: Token | undefined): string | undefined {
  if (token.kind === '=' && before?.kind === '=') return 'XPath compares with a single =.';
  if (token.kind === '|' && before?.kind === '|') return 'XPath writes `or` for ||.';
  if (token.kind === '::' && before?.kind === '/') return 'The name of an axis is missing before ::.';
  if (token.kind === '(' && before?.kind === '/') return 'A bracket as a step is XPath 2.0.';
  if (token.kind === ',') return 'A list of expressions is XPath 2.0.';
  if (token.kind === '$' && /\b(for|some|every)\s*$/.test(expression.slice(0, token.start))) {
    return '`for`, `some` and `every` are XPath 2.0.';
  }
  return undefined;
}
