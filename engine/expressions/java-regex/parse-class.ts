import { predefinedClass, propertyClass } from './classes.js';
import { CodePointSet } from './code-point-set.js';
import { readCharacterEscape } from './escapes.js';
import type { PatternFlags } from './flags.js';
import type { PatternReader } from './reader.js';
import { ignoringCase } from './unicode.js';

/** How deep classes may stand in each other. */
const depthLimit = 100;

/** The set with the other cases of its members when the flags ask for it. */
export function cased(set: CodePointSet, flags: PatternFlags): CodePointSet {
  return flags.ignoreCase ? ignoringCase(set, flags.unicodeCase) : set;
}

/**
 * Reads a class escape (`\d`, `\P{Lu}`); the backslash has been consumed.
 * @returns undefined (nothing consumed) when the escape is no class
 */
export function readClassEscape(reader: PatternReader, flags: PatternFlags): CodePointSet | undefined {
  const letter = reader.peekRaw();
  if (letter === 'p' || letter === 'P') return readProperty(reader, flags);
  const lower = letter.toLowerCase();
  const set = letter.length === 1 ? predefinedClass(lower, flags) : undefined;
  if (!set) return undefined;
  reader.takeRaw();
  return letter === lower ? set : set.negate();
}

function readProperty(reader: PatternReader, flags: PatternFlags): CodePointSet {
  const start = reader.offset - 1;
  const complement = reader.takeRaw() === 'P';
  let name: string;
  if (reader.peekRaw() === '{') {
    reader.takeRaw();
    name = reader.takeWhile(/[^}]/);
    if (reader.takeRaw() !== '}') reader.fail('the character family is not closed', start);
    if (name === '') reader.fail('the character family is empty', start);
  } else {
    name = reader.takeRaw();
    if (name === '') reader.fail('\\p needs a name', start);
  }
  const set = propertyClass(name, flags) ?? unknownProperty(reader, name, start);
  return complement ? set.negate() : set;
}

function unknownProperty(reader: PatternReader, name: string, start: number): never {
  if (name.startsWith('In') || /^bl(?:oc)?k=/i.test(name)) reader.unsupported(`the Unicode block {${name}}`, start);
  reader.fail(`unknown character property {${name}}`, start);
}

/** Reads `[...]` from its opening bracket on. */
export function readClass(reader: PatternReader, flags: PatternFlags): CodePointSet {
  return new ClassParser(reader, flags).bracketed(0);
}

class ClassParser {
  constructor(
    readonly reader: PatternReader,
    readonly flags: PatternFlags,
  ) {}

  bracketed(depth: number): CodePointSet {
    const { reader } = this;
    const start = reader.offset;
    if (depth > depthLimit) reader.unsupported(`classes nested more than ${depthLimit} deep`, start);
    reader.takeRaw();
    const negative = reader.peekMeta() === '^';
    if (negative) reader.take();
    const set = this.#members(start, depth);
    reader.take();
    return negative ? set.negate() : set;
  }

  /** Everything up to the closing bracket, which stays. */
  #members(start: number, depth: number): CodePointSet {
    const { reader } = this;
    let set: CodePointSet | undefined;
    for (;;) {
      if (reader.atEnd) reader.fail('the character class is not closed', start);
      const meta = reader.peekMeta();
      if (meta === ']' && set) return set;
      if (meta === '[') set = union(set, this.bracketed(depth + 1));
      else if (meta === '&' && reader.second() === '&') set = this.#intersection(set, start, depth);
      else set = union(set, this.#range());
    }
  }

  #intersection(left: CodePointSet | undefined, start: number, depth: number): CodePointSet {
    const { reader } = this;
    reader.take();
    reader.take();
    let right: CodePointSet | undefined;
    for (;;) {
      if (reader.atEnd) reader.fail('the character class is not closed', start);
      const meta = reader.peekMeta();
      if (meta === ']' || meta === '&') break;
      // Brackets side by side are joined; anything else takes the rest of the class with it.
      right = meta === '[' ? union(right, this.bracketed(depth + 1)) : this.#members(start, depth);
    }
    if (!left && !right) reader.fail('the character class is empty', start);
    if (!left || !right) return (left ?? right)!;
    return left.intersect(right);
  }

  #range(): CodePointSet {
    const { reader, flags } = this;
    const start = reader.offset;
    const first = this.#member();
    if (typeof first !== 'number') return first;
    if (reader.peekMeta() !== '-') return cased(CodePointSet.range(first), flags);
    const after = reader.second();
    if (after === '[' || after === ']') return cased(CodePointSet.range(first), flags);
    reader.take();
    if (reader.atEnd) reader.fail('the character class is not closed', start);
    const last = this.#member();
    if (typeof last !== 'number' || last < first) return reader.fail('illegal character range', start);
    return cased(CodePointSet.range(first, last), flags);
  }

  /** One character by its code point, or the set of a class escape. */
  #member(): number | CodePointSet {
    const { reader, flags } = this;
    const start = reader.offset;
    if (reader.quoted || reader.peek() !== '\\') return reader.take().codePointAt(0)!;
    reader.takeRaw();
    if (reader.peekRaw() === 'v' && reader.second() === '-') {
      reader.takeRaw();
      return 0x0b;
    }
    const set = readClassEscape(reader, flags);
    if (set) return set;
    if (reader.peekRaw() === 'N') reader.unsupported('\\N{name}', start);
    return readCharacterEscape(reader) ?? reader.fail(`illegal escape \\${reader.peekRaw()}`, start);
  }
}

function union(set: CodePointSet | undefined, other: CodePointSet): CodePointSet {
  return set ? set.union(other) : other;
}
