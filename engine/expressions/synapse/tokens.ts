/** Kinds of tokens; words that may stand after a dot as names are told apart from those that may not. */
export type TokenKind =
  | 'name'
  | 'number'
  | 'text'
  | 'boolean'
  | 'null'
  | 'payload'
  | 'vars'
  | 'headers'
  | 'configs'
  | 'params'
  | 'param-source'
  | 'props'
  | 'property-source'
  | 'function'
  | 'secondary-function'
  | 'path-function'
  | 'filter-word'
  | 'and'
  | 'or'
  | 'symbol'
  | 'end';

/** A piece of an expression. `offset` counts UTF-16 units in the text between `${` and `}`. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

/** The names of functions that can be called. */
export const functionNames = [
  'length',
  'toUpper',
  'toLower',
  'trim',
  'startsWith',
  'endsWith',
  'contains',
  'subString',
  'replace',
  'split',
  'indexOf',
  'charAt',
  'abs',
  'ceil',
  'floor',
  'round',
  'sqrt',
  'pow',
  'log',
  'base64encode',
  'base64decode',
  'urlEncode',
  'urlDecode',
  'isString',
  'isNumber',
  'isArray',
  'isObject',
  'string',
  'boolean',
  'integer',
  'float',
  'object',
  'array',
  'registry',
  'now',
  'formatDateTime',
  'exists',
  'not',
  'xpath',
  'wso2-vault',
  'hashicorp-vault',
] as const;

/** The name of a function that can be called. */
export type FunctionName = (typeof functionNames)[number];

const words = new Map<string, TokenKind>([
  ...['in', 'nin', 'subsetof', 'anyof', 'noneof', 'size', 'empty'].map(kindOf('filter-word')),
  ...['queryParams', 'pathParams', 'functionParams'].map(kindOf('param-source')),
  ...['axis2', 'synapse'].map(kindOf('property-source')),
  ...['props', 'properties'].map(kindOf('props')),
  ...['true', 'false'].map(kindOf('boolean')),
  ...functionNames.map(kindOf('function')),
  ['vars', 'vars'],
  ['payload', 'payload'],
  ['headers', 'headers'],
  ['configs', 'configs'],
  ['params', 'params'],
  ['property', 'secondary-function'],
  ['and', 'and'],
  ['or', 'or'],
  ['null', 'null'],
]);

function kindOf(kind: TokenKind): (word: string) => [string, TokenKind] {
  return (word) => [word, kind];
}

const pathFunction = /(?:length|size|min|max|avg|sum|stddev|keys|first|last)\(\)/y;
const word = /[A-Za-z_][A-Za-z_0-9-]*/y;
const number = /-?[0-9]+(?:\.[0-9]+)?/y;
const text =
  /"(?:[^"\\]|\\(?:[btnfr"'\\/]|u[0-9a-fA-F]{4}|[0-3]?[0-7][0-7]))*"|'(?:[^'\\]|\\(?:[btnfr"'\\/]|u[0-9a-fA-F]{4}|[0-3]?[0-7][0-7]))*'/y;
const symbol = /=~|==|!=|>=|<=|&&|\|\||\.\.|[!*+\-/%><()[\].,:"'?@$]/y;
const blanks = /[ \t\r\n]+/y;

const symbolKinds = new Map<string, TokenKind>([
  ['$', 'payload'],
  ['&&', 'and'],
  ['||', 'or'],
  ['=~', 'filter-word'],
]);

/** A character that the reference engine's lexer drops. */
export interface DroppedText {
  readonly text: string;
  readonly offset: number;
}

/**
 * Cuts an expression into tokens by the reference engine's rules: the longest match wins; a minus before digits belongs
 * to the number; a path function is one token with its parentheses. Characters that begin no token are dropped, and a
 * lone `=`, `&` or `|` takes the next character with it.
 * @param dropped called for each piece that is dropped
 */
export function tokenize(source: string, dropped: (piece: DroppedText) => void): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < source.length) {
    const blank = match(blanks, source, offset);
    if (blank !== '') {
      offset += blank.length;
      continue;
    }
    const token = nextToken(source, offset);
    if (token) {
      tokens.push(token);
      offset += token.text.length;
    } else {
      const piece = unknownPiece(source, offset);
      dropped({ text: piece, offset });
      offset += piece.length;
    }
  }
  tokens.push({ kind: 'end', text: '', offset: source.length });
  return tokens;
}

function nextToken(source: string, offset: number): Token | undefined {
  const call = match(pathFunction, source, offset);
  if (call !== '') return { kind: 'path-function', text: call, offset };
  const name = match(word, source, offset);
  if (name !== '') return { kind: words.get(name) ?? 'name', text: name, offset };
  const digits = match(number, source, offset);
  if (digits !== '') return { kind: 'number', text: digits, offset };
  const quoted = match(text, source, offset);
  if (quoted !== '') return { kind: 'text', text: quoted, offset };
  const sign = match(symbol, source, offset);
  if (sign !== '') return { kind: symbolKinds.get(sign) ?? 'symbol', text: sign, offset };
  return undefined;
}

function match(pattern: RegExp, source: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0] ?? '';
}

function unknownPiece(source: string, offset: number): string {
  const first = String.fromCodePoint(source.codePointAt(offset)!);
  if (first !== '=' && first !== '&' && first !== '|') return first;
  const next = source.codePointAt(offset + 1);
  return next === undefined ? first : first + String.fromCodePoint(next);
}
