import { nearestName } from '../../errors/index.js';
import type { TokenReader } from './token-reader.js';
import { functionNames, type Token } from './tokens.js';

/** Advice where a reserved word stands as a name. */
export function bracketHint(token: Token): string | undefined {
  return /^[a-z]/.test(token.text) ? `Write ["${token.text.replace('()', '')}"] after the name before it.` : undefined;
}

/** Advice where no value begins. */
export function valueHint(reader: TokenReader): string | undefined {
  const { kind, text } = reader.current;
  if (text === '"' || text === "'")
    return 'A text ends with the quote it starts with; \\ stands before b t n f r " \' \\ / u or octal digits.';
  if (text === '!') return 'Write not(...).';
  if (text === '-') return 'Only a number can have a minus sign; write 0 - x.';
  if (kind === 'path-function') return 'A call needs an argument.';
  if (kind !== 'name') return undefined;
  if (reader.isSymbol('(', 1)) {
    const known = nearestName(text, functionNames);
    return known ? `The nearest known function is ${known}.` : 'There is no such function.';
  }
  const known = nearestName(text, ['payload', 'vars', 'headers', 'configs', 'params', 'props', 'properties']);
  return known ? `The nearest known word is ${known}.` : 'A text needs quotes.';
}

/** Advice where an operator or the end was expected. */
export function operatorHint({ kind, text }: Token): string | undefined {
  if (kind === 'number' && text.startsWith('-')) return `Write a blank behind the minus: - ${text.slice(1)}.`;
  return undefined;
}
