import { FtlSyntaxError } from './failure.js';
import { ExpressionParser } from './parse-expression.js';
import type { Expression } from './syntax.js';
import { type Token, TokenReader } from './tokens.js';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  b: '\b',
  g: '>',
  l: '<',
  a: '&',
};

/** The parts of a string literal: text, and the interpolations in it. */
export function stringParts({ text, start }: Token): readonly (string | Expression)[] {
  if (text.startsWith('r')) return [text.slice(2, -1)];
  const plain = unescapeString(text.slice(1, -1), start + 1);
  if (!/[$#]\{/.test(plain)) return [plain];
  const parts: (string | Expression)[] = [];
  let copied = 0;
  for (let at = plain.search(/[$#]\{/); at >= 0; ) {
    if (at > copied) parts.push(plain.slice(copied, at));
    // Places inside the string are those of the string as a whole.
    const reader = new TokenReader(plain, at + 2, false);
    try {
      parts.push(relocated(new ExpressionParser(reader).parse(), start));
      reader.expect('}');
    } catch (thrown) {
      throw thrown instanceof FtlSyntaxError ? new FtlSyntaxError(thrown.reason, start) : thrown;
    }
    copied = reader.end;
    const next = plain.slice(copied).search(/[$#]\{/);
    at = next < 0 ? -1 : copied + next;
  }
  if (copied < plain.length) parts.push(plain.slice(copied));
  return parts;
}

/** An expression that was read out of an unescaped string: its offsets mean nothing in the template. */
function relocated(expression: Expression, start: number): Expression {
  return { ...expression, start, end: start };
}

function unescapeString(text: string, start: number): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,4}|[\s\S])/g, (_, written: string, at: number) => {
    if (written.length > 1) return String.fromCharCode(Number.parseInt(written.slice(1), 16));
    if (/["'\\{=]/.test(written)) return written;
    const character = ESCAPES[written];
    if (character === undefined)
      throw new FtlSyntaxError(`Invalid escape sequence \\${written} in a string`, start + at);
    return character;
  });
}
