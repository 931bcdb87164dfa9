import { lineFeed, lineTerminators } from './classes.js';
import { CodePointSet } from './code-point-set.js';
import { readCharacterEscape } from './escapes.js';
import { noFlags, type PatternFlags, withFlag } from './flags.js';
import { captures, lengthOf } from './length.js';
import { cased, readClass, readClassEscape } from './parse-class.js';
import type { Pattern, PatternNode } from './pattern.js';
import { PatternReader } from './reader.js';

/** How deep groups may stand in each other. */
const depthLimit = 200;
const repetitionLimit = 0x7fffffff;

/**
 * Parses a pattern of java.util.regex (Java 17).
 * @throws PatternError for what Java refuses, and for what this engine does not run
 */
export function parsePattern(source: string, flags: PatternFlags = noFlags): Pattern {
  return new PatternParser(source, flags).parse();
}

const set = (of: CodePointSet): PatternNode => ({ kind: 'set', set: of });
const nothing: PatternNode = { kind: 'sequence', items: [] };
/** `\R`: a line break, two characters long or one. */
const lineBreak: PatternNode = {
  kind: 'choice',
  options: [
    { kind: 'sequence', items: [set(CodePointSet.range(0x0d)), set(lineFeed)] },
    set(CodePointSet.of([0x0a, 0x0d], [0x85, 0x85], [0x2028, 0x2029])),
  ],
};

class PatternParser {
  readonly #reader: PatternReader;
  readonly #names = new Map<string, number>();
  #flags: PatternFlags;
  #groups = 0;
  #depth = 0;

  constructor(source: string, flags: PatternFlags) {
    this.#reader = new PatternReader(source);
    this.#flags = flags;
    this.#reader.comments = flags.comments;
  }

  parse(): Pattern {
    const root = this.#choice();
    if (!this.#reader.atEnd) this.#reader.fail("unmatched closing ')'");
    return { source: this.#reader.source, root, groupCount: this.#groups, groupNames: this.#names };
  }

  #useFlags(flags: PatternFlags): void {
    this.#flags = flags;
    this.#reader.comments = flags.comments;
  }

  #choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#reader.accept('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (!this.#reader.atEnd) {
      const meta = this.#reader.peekMeta();
      if (meta === '|' || meta === ')') break;
      const item = this.#item(meta);
      if (item) items.push(item);
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  /** One atom with its repetition; undefined for a group that only sets flags. */
  #item(meta: string): PatternNode | undefined {
    const reader = this.#reader;
    switch (meta) {
      case '*':
      case '+':
      case '?':
        return reader.fail(`dangling meta character '${meta}'`);
      case '(': {
        const group = this.#group();
        return group && this.#repeated(group);
      }
      case '[':
        return this.#repeated(set(readClass(reader, this.#flags)));
      case '{':
        // Java reads an empty atom here and repeats that.
        return this.#repeated(nothing);
      case '\\':
        return this.#repeated(this.#escape());
      case '^':
      case '$':
      case '.':
        reader.take();
        return this.#repeated(this.#dotOrAnchor(meta));
      default:
        return this.#repeated(set(cased(CodePointSet.range(reader.take().codePointAt(0)!), this.#flags)));
    }
  }

  #dotOrAnchor(meta: '^' | '$' | '.'): PatternNode {
    const { multiline, unixLines, dotAll } = this.#flags;
    if (meta === '.') return set(dotAll ? CodePointSet.all : (unixLines ? lineFeed : lineTerminators).negate());
    if (meta === '^') {
      return multiline ? { kind: 'assertion', what: 'lineStart', unixLines } : { kind: 'assertion', what: 'start' };
    }
    return { kind: 'assertion', what: multiline ? 'lineEnd' : 'final', unixLines };
  }

  #escape(): PatternNode {
    const reader = this.#reader;
    const start = reader.offset;
    reader.takeRaw();
    const letter = reader.peekRaw();
    const assertion = this.#assertion(letter);
    if (assertion) {
      reader.takeRaw();
      if (letter === 'b' && reader.peekRaw() === '{') reader.unsupported('\\b{g}', start);
      return assertion;
    }
    if (letter === 'k') return this.#namedReference(start);
    if (/[1-9]/.test(letter)) return this.#numberedReference(start);
    if (letter === 'R') {
      reader.takeRaw();
      return lineBreak;
    }
    if (letter === 'G' || letter === 'X' || letter === 'N') reader.unsupported(`\\${letter}`, start);
    const classSet = readClassEscape(reader, this.#flags);
    if (classSet) return set(classSet);
    const codePoint = readCharacterEscape(reader) ?? reader.fail(`illegal escape \\${letter}`, start);
    return set(cased(CodePointSet.range(codePoint), this.#flags));
  }

  #assertion(letter: string): PatternNode | undefined {
    switch (letter) {
      case 'A':
        return { kind: 'assertion', what: 'start' };
      case 'z':
        return { kind: 'assertion', what: 'end' };
      case 'Z':
        return { kind: 'assertion', what: 'final', unixLines: this.#flags.unixLines };
      case 'b':
        return { kind: 'assertion', what: 'wordBoundary' };
      case 'B':
        return { kind: 'assertion', what: 'notWordBoundary' };
      default:
        return undefined;
    }
  }

  #numberedReference(start: number): PatternNode {
    const reader = this.#reader;
    let index = Number(reader.takeRaw());
    while (/[0-9]/.test(reader.peekRaw()) && index * 10 + Number(reader.peekRaw()) <= this.#groups) {
      index = index * 10 + Number(reader.takeRaw());
    }
    return this.#reference(index, start);
  }

  #namedReference(start: number): PatternNode {
    const reader = this.#reader;
    reader.takeRaw();
    if (reader.takeRaw() !== '<') reader.fail("\\k is not followed by '<' and a group name", start);
    const name = this.#groupName();
    const index = this.#names.get(name) ?? reader.fail(`there is no group named '${name}' before`, start);
    return this.#reference(index, start);
  }

  #reference(index: number, offset: number): PatternNode {
    if (this.#flags.ignoreCase) this.#reader.unsupported('a back reference that ignores case', offset);
    return { kind: 'reference', index, offset };
  }

  #group(): PatternNode | undefined {
    const reader = this.#reader;
    const start = reader.offset;
    if (++this.#depth > depthLimit) reader.unsupported(`groups nested more than ${depthLimit} deep`, start);
    reader.take();
    const outer = this.#flags;
    const group = reader.accept('?') ? this.#special(start, outer) : this.#capture(start);
    this.#depth--;
    return group;
  }

  #capture(start: number): PatternNode {
    const index = ++this.#groups;
    return { kind: 'capture', index, body: this.#body(start, this.#flags) };
  }

  /** The inside of a group up to and with its closing parenthesis; flags set inside end there. */
  #body(start: number, outer: PatternFlags): PatternNode {
    const body = this.#choice();
    if (!this.#reader.accept(')')) this.#reader.fail('the group is not closed', start);
    this.#useFlags(outer);
    return body;
  }

  #special(start: number, outer: PatternFlags): PatternNode | undefined {
    const reader = this.#reader;
    const sign = reader.peekRaw();
    switch (sign) {
      case ':':
        reader.takeRaw();
        return this.#body(start, outer);
      case '=':
      case '!':
        reader.takeRaw();
        return { kind: 'look', behind: false, negative: sign === '!', body: this.#body(start, outer) };
      case '>':
        reader.takeRaw();
        return { kind: 'atomic', body: this.#body(start, outer) };
      case '<':
        reader.takeRaw();
        return this.#namedOrBehind(start, outer);
      default:
        return this.#flagGroup(start, outer);
    }
  }

  #namedOrBehind(start: number, outer: PatternFlags): PatternNode {
    const reader = this.#reader;
    const sign = reader.peekRaw();
    if (sign === '=' || sign === '!') {
      reader.takeRaw();
      const body = this.#body(start, outer);
      const { min, max } = lengthOf(body);
      // Java refuses most of these and gets the others wrong.
      if (max === Number.POSITIVE_INFINITY) reader.unsupported('a look-behind without a maximum length', start);
      // Where the length varies, the engines disagree about what the groups hold.
      if (min < max && captures(body)) reader.unsupported('a group in a look-behind of varying length', start);
      return { kind: 'look', behind: true, negative: sign === '!', body };
    }
    const name = this.#groupName();
    if (this.#names.has(name)) reader.fail(`the group '${name}' is defined twice`, start);
    const index = ++this.#groups;
    this.#names.set(name, index);
    return { kind: 'capture', index, body: this.#body(start, outer) };
  }

  #groupName(): string {
    const reader = this.#reader;
    const start = reader.offset;
    const name = reader.takeWhile(/[A-Za-z0-9]/);
    if (!/^[A-Za-z]/.test(name)) reader.fail('a group name starts with a letter', start);
    if (reader.takeRaw() !== '>') reader.fail("a group name ends with '>'", start);
    return name;
  }

  #flagGroup(start: number, outer: PatternFlags): PatternNode | undefined {
    const reader = this.#reader;
    let flags = outer;
    let on = true;
    for (;;) {
      const letter = reader.peekRaw();
      if (letter === '-' && on) on = false;
      else flags = withFlag(flags, letter, on) ?? flags;
      if (letter === ')' || letter === ':') break;
      if (letter !== '-' && withFlag(flags, letter, on) === undefined) reader.fail('unknown group type', start);
      reader.takeRaw();
    }
    this.#useFlags(flags);
    if (reader.takeRaw() === ':') return this.#body(start, outer);
    return undefined;
  }

  #repeated(body: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (!bounds) return body;
    const mode = this.#reader.accept('?') ? 'lazy' : this.#reader.accept('+') ? 'possessive' : 'greedy';
    return { kind: 'repeat', body, ...bounds, mode };
  }

  #bounds(): { min: number; max: number } | undefined {
    const reader = this.#reader;
    if (reader.accept('?')) return { min: 0, max: 1 };
    if (reader.accept('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (reader.accept('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (reader.peekMeta() !== '{') return undefined;
    return this.#counted();
  }

  #counted(): { min: number; max: number } {
    const reader = this.#reader;
    const start = reader.offset;
    reader.takeRaw();
    const min = reader.takeWhile(/[0-9]/);
    if (min === '') reader.fail('illegal repetition', start);
    let max = min;
    if (reader.peekRaw() === ',') {
      reader.takeRaw();
      max = reader.peekRaw() === '}' ? 'Infinity' : reader.takeWhile(/[0-9]/) || '0';
    }
    if (reader.takeRaw() !== '}') reader.fail('the counted repetition is not closed', start);
    const bounds = { min: Number(min), max: Number(max) };
    const overflow = bounds.min > repetitionLimit || (max !== 'Infinity' && bounds.max > repetitionLimit);
    if (overflow || bounds.max < bounds.min) reader.fail('illegal repetition range', start);
    return bounds;
  }
}
