import { wordCharacters } from './classes.js';
import type { CodePointSet } from './code-point-set.js';
import type { Assertion, Pattern, PatternNode } from './pattern.js';

/** A pattern for RegExp with the flag u (and no other that changes its meaning). */
export interface JavaScriptPattern {
  readonly source: string;
  /** JavaScript's number of each Java group; index 0 is the whole match. Atomic groups need groups of their own. */
  readonly groups: readonly number[];
}

/** Writes a pattern for JavaScript's RegExp. Everything that a Java pattern may hold can be said there. */
export function toJavaScript(pattern: Pattern): JavaScriptPattern {
  const writer = new Writer();
  const source = writer.write(pattern.root);
  return { source, groups: Array.from({ length: pattern.groupCount + 1 }, (_, index) => writer.numbers[index] ?? 0) };
}

class Writer {
  readonly numbers: number[] = [0];
  #groups = 0;

  write(node: PatternNode): string {
    switch (node.kind) {
      case 'set':
        return setText(node.set);
      case 'assertion':
        return assertionText(node);
      case 'sequence':
        return node.items.map((item) => (item.kind === 'choice' ? this.#enclosed(item) : this.write(item))).join('');
      case 'choice':
        return node.options.map((option) => this.write(option)).join('|');
      case 'capture':
        this.numbers[node.index] = ++this.#groups;
        return `(${this.write(node.body)})`;
      case 'atomic':
        return this.#atomic(() => this.write(node.body));
      case 'look':
        return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${this.write(node.body)})`;
      case 'reference': {
        const number = this.numbers[node.index];
        return number === undefined ? '[]' : `(?:\\${number})`;
      }
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #repeat(node: PatternNode & { kind: 'repeat' }): string {
    if (node.mode === 'possessive') return this.#atomic(() => this.#repeat({ ...node, mode: 'greedy' }));
    return this.#enclosed(node.body) + repetition(node.min, node.max) + (node.mode === 'lazy' ? '?' : '');
  }

  /** A look-ahead cannot be entered again, so what it matched once stays: `(?=(X))\1`. */
  #atomic(inside: () => string): string {
    const number = ++this.#groups;
    return `(?:(?=(${inside()}))\\${number})`;
  }

  #enclosed(node: PatternNode): string {
    return node.kind === 'set' ? setText(node.set) : `(?:${this.write(node)})`;
  }
}

export function repetition(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setText(set: CodePointSet): string {
  const { ranges } = set;
  if (ranges.length === 0) return '[]';
  if (ranges.length === 2 && ranges[0] === ranges[1]) return charText(ranges[0]!);
  const negative = ranges[0] === 0 && ranges[ranges.length - 1] === 0x10ffff;
  return negative ? `[^${rangesText(set.negate())}]` : `[${rangesText(set)}]`;
}

function rangesText(set: CodePointSet): string {
  let text = '';
  for (const [first, last] of set.pairs())
    text += first === last ? charText(first) : `${charText(first)}-${charText(last)}`;
  return text;
}

function charText(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9 _]/.test(char) ? char : `\\u{${codePoint.toString(16)}}`;
}

const word = setText(wordCharacters);

function assertionText(assertion: Assertion): string {
  switch (assertion.what) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'wordBoundary':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'notWordBoundary':
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    case 'final':
      if (assertion.unixLines) return '(?=\\n?$)';
      // Never between the two characters of a line break.
      return '(?:(?=(?:\\r\\n?|[\\u{85}\\u{2028}\\u{2029}])?$)|(?<!\\r)(?=\\n$))';
    case 'lineStart':
      // Not at the end of the text, even after a line break.
      return assertion.unixLines
        ? '(?:(?<=^|\\n)(?=[^]))'
        : `(?:(?<=^|\\r(?!\\n)|[\\n\\u{85}\\u{2028}\\u{2029}])(?=[^]))`;
    case 'lineEnd':
      return assertion.unixLines ? '(?=\\n|$)' : `(?:(?=[\\r\\u{85}\\u{2028}\\u{2029}]|$)|(?<!\\r)(?=\\n))`;
  }
}
