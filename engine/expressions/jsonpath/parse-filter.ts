import { Report } from '../../errors/index.js';
import { compileJavaRegex } from '../java-regex/index.js';
import { jsonOrNothing } from './parse-arguments.js';
import { PathCursor, unescapeText } from './path-cursor.js';
import {
  type Condition,
  type Operand,
  type PathSyntax,
  PathSyntaxError,
  type RelationalOperator,
  relationalOperators,
} from './path-syntax.js';

/** How deep conditions may stand in parentheses. */
const depthLimit = 100;
const operatorChars = /[<>=~!]/;
const bigDecimal = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** The right side cannot be read: the left one is tested for existence instead, if the rest allows it. */
class NoComparison extends PathSyntaxError {}

/**
 * Parses a filter from its `[` to its `]`.
 * @param base offset of the text in the artifact's, for errors
 * @throws PathSyntaxError
 */
export function parseFilter(
  text: string,
  base: number,
  parsePath: (text: string, base: number) => PathSyntax,
): Condition {
  const cursor = new PathCursor(text, base);
  cursor.at = 1;
  cursor.end--;
  cursor.trim();
  cursor.at++;
  cursor.trim();
  return new FilterParser(cursor, parsePath).parse();
}

class FilterParser {
  #depth = 0;

  constructor(
    readonly cursor: PathCursor,
    readonly parsePath: (text: string, base: number) => PathSyntax,
  ) {}

  parse(): Condition {
    const condition = this.#or();
    this.cursor.skipBlanks();
    if (this.cursor.inBounds) this.cursor.fail('the filter does not end here');
    return condition;
  }

  #or(): Condition {
    return this.#chain('or', '||', () => this.#chain('and', '&&', () => this.#operand()));
  }

  #chain(kind: 'or' | 'and', operator: string, next: () => Condition): Condition {
    const { cursor } = this;
    const items = [next()];
    for (;;) {
      const start = cursor.at;
      cursor.skipBlanks();
      if (cursor.at + 1 < cursor.end && cursor.text.startsWith(operator, cursor.at)) {
        cursor.at += operator.length;
        items.push(next());
      } else {
        cursor.at = start;
        return items.length === 1 ? items[0]! : { kind, items };
      }
    }
  }

  #operand(): Condition {
    const { cursor } = this;
    if (++this.#depth > depthLimit) cursor.fail(`conditions are nested more than ${depthLimit} deep`);
    const condition = this.#notOrGroup();
    this.#depth--;
    return condition;
  }

  #notOrGroup(): Condition {
    const { cursor } = this;
    const start = cursor.skipBlanks().at;
    if (cursor.current === '!') {
      cursor.at++;
      const negated = cursor.skipBlanks().current;
      if (negated !== '$' && negated !== '@') return { kind: 'not', item: this.#operand() };
      cursor.at = start;
    }
    if (cursor.current !== '(') return this.#comparison();
    cursor.at++;
    const condition = this.#or();
    if (cursor.skipBlanks().current !== ')') cursor.fail("expected an operator, '&&', '||' or ')'");
    cursor.at++;
    return condition;
  }

  #comparison(): Condition {
    const { cursor } = this;
    const left = this.#value();
    const start = cursor.at;
    try {
      const operator = this.#operator();
      return { kind: 'compare', left: left.operand, operator, right: this.#value().operand };
    } catch (error) {
      if (!(error instanceof NoComparison)) throw error;
      cursor.at = start;
      if (left.operand.kind !== 'path') throw error;
      return { kind: 'exists', path: left.operand.path, wanted: !left.negated };
    }
  }

  #operator(): RelationalOperator {
    const { cursor } = this;
    const start = cursor.skipBlanks().at;
    const symbolic = operatorChars.test(cursor.current);
    while (cursor.inBounds && (symbolic ? operatorChars.test(cursor.current) : cursor.current !== ' ')) cursor.at++;
    const operator = cursor.text.slice(start, cursor.at).toUpperCase();
    return relationalOperators.find((known) => known === operator) ?? this.#noComparison('an operator', start);
  }

  #noComparison(expected: string, at = this.cursor.at): never {
    throw new NoComparison(`expected ${expected}`, Math.max(0, this.cursor.base + at));
  }

  #value(): { operand: Operand; negated: boolean } {
    const { cursor } = this;
    let char = cursor.skipBlanks().current;
    if (char === '!') {
      cursor.at++;
      char = cursor.skipBlanks().current;
      if (char !== '$' && char !== '@') this.#noComparison('a path after !');
    }
    if (char !== '$' && char !== '@') return { operand: this.#literal(char), negated: false };
    const negated = cursor.significantCharBefore(cursor.at) === '!';
    return { operand: { kind: 'path', path: this.#path() }, negated };
  }

  #literal(first: string): Operand {
    switch (first) {
      case "'":
      case '"':
        return this.#text(first);
      case 't':
      case 'f':
        return this.#word(first === 't' ? 'true' : 'false', { kind: 'boolean', value: first === 't' });
      case 'n':
        return this.#word('null', { kind: 'null' });
      case '{':
        return this.#json('}');
      case '[':
        return this.#json(']');
      case '/':
        return this.#pattern();
      default:
        return this.#number();
    }
  }

  #text(quote: string): Operand {
    const { cursor } = this;
    const start = cursor.at;
    const end = cursor.indexOfUnescaped(quote, start);
    if (end < 0) this.#noComparison(`the closing ${quote}`, start);
    cursor.at = end + 1;
    try {
      return { kind: 'text', text: unescapeText(cursor.text.slice(start + 1, end)) };
    } catch (error) {
      return cursor.fail((error as PathSyntaxError).reason, start);
    }
  }

  #word(word: string, operand: Operand): Operand {
    const { cursor } = this;
    if (cursor.at + word.length > cursor.end || !cursor.text.startsWith(word, cursor.at)) this.#noComparison(word);
    cursor.at += word.length;
    return operand;
  }

  #json(close: string): Operand {
    const { cursor } = this;
    const start = cursor.at;
    const end = cursor.closing(start, close, false);
    if (end < 0) this.#noComparison(`the closing ${close}`, start);
    cursor.at = end + 1;
    const text = cursor.text.slice(start, cursor.at);
    return { kind: 'json', text, value: jsonOrNothing(text) };
  }

  #pattern(): Operand {
    const { cursor } = this;
    const start = cursor.at;
    const end = cursor.indexOfUnescaped('/', start);
    if (end < 0) this.#noComparison('the closing /', start);
    cursor.at = end + 1;
    while (cursor.inBounds && /[dixmsuU]/.test(cursor.current)) cursor.at++;
    const report = new Report();
    // Line and column stand for nothing here: the column carries the offset in the pattern.
    const place = (offset: number) => ({ file: '', line: 1, column: offset });
    const flags = cursor.text.slice(end + 1, cursor.at);
    const regex = compileJavaRegex(cursor.text.slice(start + 1, end), { place, report }, flags);
    if (regex) return { kind: 'pattern', regex };
    const finding = report.findings[0]!;
    const unsupported = finding.code === 'expression/regex-unsupported';
    const reason = finding.message.replace(/\.$/, '');
    throw new PathSyntaxError(reason, cursor.base + start + 1 + finding.column, unsupported);
  }

  #number(): Operand {
    const { cursor } = this;
    const start = cursor.at;
    while (cursor.inBounds && /[0-9.eE-]/.test(cursor.current)) cursor.at++;
    const text = cursor.text.slice(start, cursor.at);
    if (!bigDecimal.test(text)) cursor.fail('expected a path or a literal', start);
    return { kind: 'number', text };
  }

  /** A path ends at an operator, a blank or the parenthesis that closes the condition. */
  #path(): PathSyntax {
    const { cursor } = this;
    const start = cursor.at;
    cursor.at++;
    while (cursor.inBounds) {
      if (cursor.current === '[') {
        const close = cursor.closing(cursor.at, ']', false);
        if (close < 0) this.#noComparison("the closing ']'");
        cursor.at = close + 1;
      }
      const closesCondition = cursor.current === ')' && !this.#closesCall(start);
      if (!cursor.inBounds || operatorChars.test(cursor.current) || cursor.current === ' ' || closesCondition) break;
      cursor.at++;
    }
    try {
      return this.parsePath(cursor.text.slice(start, cursor.at), cursor.base + start);
    } catch (error) {
      if (error instanceof PathSyntaxError && !error.unsupported) throw new NoComparison(error.reason, error.offset);
      throw error;
    }
  }

  /** Whether the parenthesis at hand closes an argument list that is empty: `.length()`. */
  #closesCall(start: number): boolean {
    const { cursor } = this;
    let open = cursor.at - 1;
    while (open >= 0 && cursor.text[open] === ' ') open--;
    if (open < 0 || cursor.text[open] !== '(') return false;
    return cursor.text.lastIndexOf('.', open - 1) > start;
  }
}
