/** What a token is; punctuation and operators are named by their own text. */
export type TokenKind =
  | 'name'
  | 'number'
  | 'literal'
  /** `*` as a name test; the operator is `multiply`. */
  | '*'
  | 'multiply'
  | 'and'
  | 'or'
  | 'mod'
  | 'div'
  | '$'
  | '('
  | ')'
  | '['
  | ']'
  | '.'
  | '..'
  | '@'
  | ','
  | ':'
  | '::'
  | '/'
  | '//'
  | '|'
  | '+'
  | '-'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  /** Nothing follows. */
  | 'end'
  /** What stands here begins no token; `text` is the rest of the expression. */
  | 'unknown'
  /** A literal without closing quote, up to the end of the expression. */
  | 'unclosed';

/** One token of an expression. Offsets count UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The text of it; of a literal the text between the quotes. */
  readonly text: string;
}

const nameStart =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const namePattern = new RegExp(`[${nameStart}][-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040${nameStart}]*`, 'y');
const blankPattern = /[ \t\n\r]+/y;
const numberPattern = /\d+\.?\d*|\.\d+/y;
const operatorNamePattern = /and|or|mod|div/y;
const punctuationPattern = /\/\/|::|\.\.|[!<>]=|[$()[\].@,:/|+\-=<>*]/y;

/** After these a name is a name and `*` a name test; after anything else both are operators. */
// biome-ignore format: one list, not one line each
const beforeOperand: ReadonlySet<TokenKind> = new Set<TokenKind>([
  '@', '::', '(', '[', 'and', 'or', 'mod', 'div', ':', '/', '//', '|', '$', '+', '-', 'multiply', ',', '<', '>', '<=',
  '>=', '=', '!=',
]);

/**
 * Cuts an expression into tokens the way the reference's reader does: an operator name needs no blank after it (`1 div2`),
 * blanks may stand around the colon of a prefixed name. The last token is `end`, `unknown` or `unclosed`.
 * @param limit most tokens to read; a longer expression just ends there without one of these three
 */
export function scan(text: string, limit: number): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let operandNext = true;
  while (tokens.length < limit) {
    offset += match(blankPattern, text, offset).length;
    const token = nextToken(text, offset, operandNext);
    tokens.push(token);
    if (token.kind === 'end' || token.kind === 'unknown' || token.kind === 'unclosed') break;
    offset = token.end;
    operandNext = beforeOperand.has(token.kind);
  }
  return tokens;
}

function nextToken(text: string, start: number, operandNext: boolean): Token {
  const first = text[start];
  if (first === undefined) return { kind: 'end', start, end: start, text: '' };
  if (first === '"' || first === "'") return literal(text, start, first);
  const number = match(numberPattern, text, start);
  if (number !== '') return token('number', start, number);
  const name = match(operandNext ? namePattern : operatorNamePattern, text, start);
  if (name !== '') return token(operandNext ? 'name' : (name as TokenKind), start, name);
  const punctuation = match(punctuationPattern, text, start);
  if (punctuation === '*' && !operandNext) return token('multiply', start, punctuation);
  if (punctuation !== '') return token(punctuation as TokenKind, start, punctuation);
  return token('unknown', start, text.slice(start));
}

function literal(text: string, start: number, quote: string): Token {
  const close = text.indexOf(quote, start + 1);
  if (close < 0) return token('unclosed', start, text.slice(start));
  return { kind: 'literal', start, end: close + 1, text: text.slice(start + 1, close) };
}

function token(kind: TokenKind, start: number, text: string): Token {
  return { kind, start, end: start + text.length, text };
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}
