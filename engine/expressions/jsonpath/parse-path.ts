import { parseArguments } from './parse-arguments.js';
import { parseFilter } from './parse-filter.js';
import { PathCursor, unescapeText } from './path-cursor.js';
import { type CallArgument, type PathStep, type PathSyntax, PathSyntaxError } from './path-syntax.js';
import { plainPath } from './plain-path.js';

/** The most steps of a path, and how deep paths may stand in filters and arguments of paths. */
const stepLimit = 500;
const nestingLimit = 20;

/**
 * Parses a path of Jayway JsonPath 2.10 as `JsonPath.compile` does. The root may be left out: `a` is `$.a`.
 * @param base offset of the text in the artifact's, for errors
 * @param nesting how many paths this one stands in
 * @throws PathSyntaxError
 */
export function parsePath(text: string, base = 0, nesting = 0): PathSyntax {
  if (text === '') throw new PathSyntaxError('the path is empty', base);
  const hasRoot = text[0] === '$' || text[0] === '@';
  const cursor = (hasRoot ? new PathCursor(text, base) : new PathCursor(`$.${text}`, base - 2)).trim();
  if (cursor.charAt(cursor.end - 1) === '.') cursor.fail("a path does not end with '.'", cursor.end - 1);
  return new PathParser(cursor, nesting).parse();
}

/** The same for the argument of a function, which must begin with its root. */
function parseArgumentPath(text: string, base: number, nesting: number): PathSyntax {
  return new PathParser(new PathCursor(text, base), nesting).parse();
}

class PathParser {
  readonly #steps: PathStep[] = [];

  constructor(
    readonly cursor: PathCursor,
    readonly nesting: number,
  ) {
    if (nesting > nestingLimit) cursor.fail(`paths are nested more than ${nestingLimit} deep`);
  }

  parse(): PathSyntax {
    const { cursor } = this;
    while (cursor.inBounds && /[ \t\n\r]/.test(cursor.current)) cursor.at++;
    const root = cursor.current;
    if (root !== '$' && root !== '@') return cursor.fail("a path starts with '$' or '@'");
    if (cursor.atTail) return { root, steps: [], plain: [] };
    cursor.at++;
    if (cursor.current !== '.' && cursor.current !== '[') cursor.fail(`'.' or '[' is expected after ${root}`);
    do this.#step();
    while (!cursor.atTail);
    const steps = withScanAsArgument(this.#steps);
    const syntax: PathSyntax = { root, steps, plain: plainPath(steps) };
    return this.#hasIgnoredTail() ? { ...syntax, ignoredTail: cursor.base + cursor.at } : syntax;
  }

  /** One character more than the path needs means nothing to Jayway. An opened bracket is an error here all the same. */
  #hasIgnoredTail(): boolean {
    const { cursor } = this;
    const last = this.#steps[this.#steps.length - 1]!;
    if (!cursor.inBounds || (last.kind === 'call' && cursor.current === ')')) return false;
    if (cursor.current === '[') cursor.fail('the bracket is not closed');
    return true;
  }

  #add(step: PathStep): void {
    if (this.#steps.length === stepLimit) this.cursor.fail(`the path has more than ${stepLimit} steps`);
    this.#steps.push(step);
  }

  #step(): void {
    const { cursor } = this;
    if (cursor.current === '.') this.#dot();
    if (cursor.current === '[') this.#bracket();
    else if (cursor.current === '*') {
      cursor.at++;
      this.#add({ kind: 'wildcard' });
    } else this.#nameOrCall();
  }

  #dot(): void {
    const { cursor } = this;
    if (cursor.at + 1 < cursor.end && cursor.charAt(cursor.at + 1) === '.') {
      this.#add({ kind: 'scan' });
      cursor.at += 2;
    } else {
      cursor.at++;
    }
    if (cursor.current === '.') cursor.fail("'.' is not expected here");
  }

  #nameOrCall(): void {
    const { cursor } = this;
    const start = cursor.at;
    if (cursor.current === ' ') cursor.fail("write ['...'] around a name with blanks");
    let end = start;
    for (; end < cursor.end; end++) {
      const char = cursor.charAt(end);
      if (char === ' ') cursor.fail("write ['...'] around a name with blanks", end);
      if (char === '.' || char === '[' || char === '(') break;
    }
    const name = cursor.text.slice(start, end);
    if (end < cursor.end && cursor.charAt(end) === '(') {
      this.#add({ kind: 'call', name, args: this.#arguments(name, end) });
    } else {
      cursor.at = end;
      this.#add({ kind: 'names', names: [name], quote: "'" });
    }
  }

  /** Reads from the opening parenthesis on. Without arguments the closing one stays, as Jayway leaves it. */
  #arguments(name: string, open: number): readonly CallArgument[] {
    const { cursor } = this;
    let depth = 1;
    for (let at = open + 1; at < cursor.end && depth > 0; at++) {
      if (cursor.text[at] === ')') depth--;
      else if (cursor.text[at] === '(') depth++;
    }
    if (depth > 0) cursor.fail(`the arguments of ${name}() are not closed`, open);
    cursor.at = open + 1;
    if (cursor.current === ')') return [];
    return parseArguments(cursor, name, (text, base) => parseArgumentPath(text, base, this.nesting + 1));
  }

  #bracket(): void {
    const { cursor } = this;
    const next = cursor.significantCharAfter(cursor.at);
    if (next === "'" || next === '"') this.#names(next);
    else if (/[0-9:-]/.test(next) && this.#positions()) return;
    else if (next === '*') this.#wildcard();
    else if (next === '?') this.#filter();
    else cursor.fail("expected a quoted name, an index, '*' or '?(...)' in the brackets");
  }

  #names(quote: "'" | '"'): void {
    const { cursor } = this;
    const open = cursor.at;
    const names: string[] = [];
    let start = -1;
    let lastQuote = open;
    let afterComma = false;
    let at = open + 1;
    for (; at < cursor.end; at++) {
      const char = cursor.charAt(at);
      if (char === '\\') at++;
      else if (start >= 0) {
        if (char !== quote) continue;
        const next = cursor.significantCharAfter(at);
        if (next !== ']' && next !== ',') cursor.fail("expected ',' or ']' after the name", at + 1);
        names.push(this.#unescaped(start, at));
        lastQuote = at;
        start = -1;
      } else if (char === quote) {
        start = at + 1;
        afterComma = false;
      } else if (char === ']' || char === ',') {
        if (afterComma) cursor.fail('a name is missing', at);
        if (char === ']') break;
        afterComma = true;
      }
    }
    if (start >= 0) cursor.fail(`the closing ${quote} is missing`, start - 1);
    const close = cursor.significantAfter(lastQuote);
    if (cursor.charAt(close) !== ']') cursor.fail("the closing ']' is missing", open);
    cursor.at = close + 1;
    this.#add({ kind: 'names', names, quote });
  }

  #unescaped(start: number, end: number): string {
    try {
      return unescapeText(this.cursor.text.slice(start, end));
    } catch (error) {
      return this.cursor.fail((error as PathSyntaxError).reason, start);
    }
  }

  /** Indexes or a slice; false when something else stands in the brackets. */
  #positions(): boolean {
    const { cursor } = this;
    const close = cursor.indexOf(']', cursor.at + 1);
    const inside = close < 0 ? '' : javaTrim(cursor.text.slice(cursor.at + 1, close));
    if (!/^[0-9,: -]+$/.test(inside)) cursor.fail('expected indexes or a slice in the brackets', cursor.at + 1);
    this.#add(inside.includes(':') ? this.#slice(inside) : this.#indexes(inside));
    cursor.at = close + 1;
    return true;
  }

  #indexes(inside: string): PathStep {
    return { kind: 'indexes', indexes: inside.split(/\s*,\s*/).map((text) => this.#integer(text)) };
  }

  #slice(inside: string): PathStep {
    const [from, to] = inside.split(':', 2).map((text) => (text === '' ? undefined : this.#integer(text)));
    if (/[, ]/.test(inside)) this.cursor.fail('a slice holds numbers only', this.cursor.at + 1);
    if (from === undefined && to === undefined) this.cursor.fail('a slice needs a start or an end', this.cursor.at + 1);
    return { kind: 'slice', from, to };
  }

  #integer(text: string): number {
    const value = /^-?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
    if (!(Math.abs(value) <= 0x7fffffff)) this.cursor.fail(`'${text}' is no index`, this.cursor.at + 1);
    return value === 0 ? 0 : value;
  }

  #wildcard(): void {
    const { cursor } = this;
    const close = cursor.significantAfter(cursor.significantAfter(cursor.at));
    if (close >= cursor.end || cursor.charAt(close) !== ']') cursor.fail("expected ']' after '*'", close);
    cursor.at = close + 1;
    this.#add({ kind: 'wildcard' });
  }

  #filter(): void {
    const { cursor } = this;
    const open = cursor.at;
    const parenthesis = cursor.significantAfter(cursor.significantAfter(open));
    if (cursor.charAt(parenthesis) !== '(') cursor.fail("expected '(' after '?'", parenthesis);
    const closed = cursor.closing(parenthesis, ')', true);
    if (closed < 0) cursor.fail("the closing ')' of the filter is missing", parenthesis);
    const close = cursor.significantAfter(closed);
    if (close >= cursor.end || cursor.charAt(close) !== ']') cursor.fail("expected ']' after the filter", close);
    const text = cursor.text.slice(open, close + 1);
    const condition = parseFilter(text, cursor.base + open, (path, base) => parsePath(path, base, this.nesting + 1));
    cursor.at = close + 1;
    this.#add({ kind: 'filter', condition });
  }
}

/** `$..a.sum()` means `$.sum($..a)`: a function after a deep scan takes all hits at once. */
function withScanAsArgument(steps: readonly PathStep[]): readonly PathStep[] {
  if (steps[0]?.kind !== 'scan' || steps[steps.length - 1]?.kind !== 'call') return steps;
  const at = steps.findIndex((step) => step.kind === 'call');
  const call = steps[at]!;
  const path: PathSyntax = { root: '$', steps: steps.slice(0, at) };
  return [{ ...call, args: [{ kind: 'path', path }] } as PathStep, ...steps.slice(at + 1)];
}

/** `String.trim`: everything up to a blank goes. */
function javaTrim(text: string): string {
  return text.replace(/^[\0- ]+|[\0- ]+$/g, '');
}
