import { CodePointSet } from './code-point-set.js';
import type { PatternFlags } from './flags.js';
import { unicodeSet } from './unicode.js';

const { of, characters } = CodePointSet;

/** `\h`: horizontal white space. */
const horizontalSpace = of(
  [0x09, 0x09],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
);
/** `\v`: vertical white space. */
const verticalSpace = of([0x0a, 0x0d], [0x85, 0x85], [0x2028, 0x2029]);
const digits = of([48, 57]);
const letters = of([65, 90], [97, 122]);
const spaces = of([0x09, 0x0d], [0x20, 0x20]);

/** What `.` does not match without the flag s. */
export const lineTerminators = of([0x0a, 0x0a], [0x0d, 0x0d], [0x85, 0x85], [0x2028, 0x2029]);
export const lineFeed = CodePointSet.range(0x0a);
export const wordCharacters = letters.union(digits).union(characters('_'));

function unicode(...properties: readonly string[]): CodePointSet {
  return properties.reduce((set, property) => set.union(unicodeSet(property)!), CodePointSet.none);
}

/** Word characters with the flag U (Unicode's recommendation for `\w`). */
const unicodeWord = () => unicode('Alphabetic', 'M', 'Nd', 'Pc', 'Join_Control');

/** The set of a predefined class by its lower-case letter; undefined for another letter. */
export function predefinedClass(letter: string, flags: PatternFlags): CodePointSet | undefined {
  const wide = flags.unicodeClasses;
  switch (letter) {
    case 'd':
      return wide ? unicode('Nd') : digits;
    case 'h':
      return horizontalSpace;
    case 's':
      return wide ? unicode('White_Space') : spaces;
    case 'v':
      return verticalSpace;
    case 'w':
      return wide ? unicodeWord() : wordCharacters;
    default:
      return undefined;
  }
}

const graph = of([0x21, 0x7e]);

/** POSIX classes, which Java limits to ASCII. */
const posix: Readonly<Record<string, CodePointSet>> = {
  Lower: of([97, 122]),
  Upper: of([65, 90]),
  ASCII: of([0, 127]),
  Alpha: letters,
  Digit: digits,
  Alnum: letters.union(digits),
  Punct: graph.intersect(letters.union(digits).negate()),
  Graph: graph,
  Print: of([0x20, 0x7e]),
  Blank: characters(' \t'),
  Cntrl: of([0, 0x1f], [0x7f, 0x7f]),
  XDigit: of([48, 57], [65, 70], [97, 102]),
  Space: spaces,
};

const unicodeGraph = () => unicode('White_Space', 'Cc', 'Cs', 'Cn').negate();

/** The same with the flag U; names in upper case, as they are found without regard to case then. */
const unicodePosix: Readonly<Record<string, () => CodePointSet>> = {
  LOWER: () => unicode('Lowercase'),
  UPPER: () => unicode('Uppercase'),
  ASCII: () => posix.ASCII!,
  ALPHA: () => unicode('Alphabetic'),
  DIGIT: () => unicode('Nd'),
  ALNUM: () => unicode('Alphabetic', 'Nd'),
  PUNCT: () => unicode('P'),
  GRAPH: unicodeGraph,
  PRINT: () => unicodeGraph().union(unicode('Zs')).intersect(unicode('Cc').negate()),
  BLANK: () => unicode('Zs').union(characters('\t')),
  CNTRL: () => unicode('Cc'),
  XDIGIT: () => unicode('Nd', 'Hex_Digit'),
  SPACE: () => unicode('White_Space'),
};

const javaWhitespace = () =>
  unicode('Z')
    .intersect(of([0xa0, 0xa0], [0x2007, 0x2007], [0x202f, 0x202f]).negate())
    .union(of([0x09, 0x0d], [0x1c, 0x1f]));
const identifierIgnorable = () => unicode('Cf').union(of([0, 8], [0x0e, 0x1b], [0x7f, 0x9f]));
const javaIdentifierStart = () => unicode('L', 'Nl', 'Sc', 'Pc');

/** `\p{javaX}`: the tests of java.lang.Character. */
const characterTests: Readonly<Record<string, () => CodePointSet>> = {
  javaLowerCase: () => unicode('Lowercase'),
  javaUpperCase: () => unicode('Uppercase'),
  javaAlphabetic: () => unicode('Alphabetic'),
  javaIdeographic: () => unicode('Ideographic'),
  javaTitleCase: () => unicode('Lt'),
  javaDigit: () => unicode('Nd'),
  javaDefined: () => unicode('Cn').negate(),
  javaLetter: () => unicode('L'),
  javaLetterOrDigit: () => unicode('L', 'Nd'),
  javaJavaIdentifierStart: javaIdentifierStart,
  javaJavaIdentifierPart: () =>
    javaIdentifierStart()
      .union(unicode('Nd', 'Mn', 'Mc'))
      .union(identifierIgnorable()),
  javaUnicodeIdentifierStart: () => unicode('ID_Start'),
  javaUnicodeIdentifierPart: () => unicode('ID_Continue').union(identifierIgnorable()),
  javaIdentifierIgnorable: identifierIgnorable,
  javaSpaceChar: () => unicode('Z'),
  javaWhitespace,
  javaISOControl: () => unicode('Cc'),
  javaMirrored: () => unicode('Bidi_Mirrored'),
};

/** `\p{IsX}` for binary properties, names in upper case. */
const binary: Readonly<Record<string, () => CodePointSet>> = {
  ALPHABETIC: () => unicode('Alphabetic'),
  LETTER: () => unicode('L'),
  IDEOGRAPHIC: () => unicode('Ideographic'),
  LOWERCASE: () => unicode('Lowercase'),
  UPPERCASE: () => unicode('Uppercase'),
  TITLECASE: () => unicode('Lt'),
  WHITE_SPACE: () => unicode('White_Space'),
  WHITESPACE: () => unicode('White_Space'),
  CONTROL: () => unicode('Cc'),
  PUNCTUATION: () => unicode('P'),
  HEX_DIGIT: () => unicode('Nd', 'Hex_Digit'),
  HEXDIGIT: () => unicode('Nd', 'Hex_Digit'),
  ASSIGNED: () => unicode('Cn').negate(),
  NONCHARACTER_CODE_POINT: () => unicode('Noncharacter_Code_Point'),
  NONCHARACTERCODEPOINT: () => unicode('Noncharacter_Code_Point'),
  DIGIT: () => unicode('Nd'),
  ALNUM: () => unicode('Alphabetic', 'Nd'),
  BLANK: () => unicodePosix.BLANK!(),
  GRAPH: unicodeGraph,
  PRINT: () => unicodePosix.PRINT!(),
  WORD: unicodeWord,
  JOIN_CONTROL: () => unicode('Join_Control'),
  JOINCONTROL: () => unicode('Join_Control'),
};

/** Unicode blocks that patterns name; keys without blanks, hyphens and underscores, in upper case. */
const blocks: Readonly<Record<string, readonly [number, number]>> = {
  BASICLATIN: [0, 0x7f],
  LATIN1SUPPLEMENT: [0x80, 0xff],
  LATINEXTENDEDA: [0x100, 0x17f],
  LATINEXTENDEDB: [0x180, 0x24f],
  IPAEXTENSIONS: [0x250, 0x2af],
  COMBININGDIACRITICALMARKS: [0x300, 0x36f],
  GREEK: [0x370, 0x3ff],
  GREEKANDCOPTIC: [0x370, 0x3ff],
  CYRILLIC: [0x400, 0x4ff],
  ARMENIAN: [0x530, 0x58f],
  HEBREW: [0x590, 0x5ff],
  ARABIC: [0x600, 0x6ff],
  DEVANAGARI: [0x900, 0x97f],
  THAI: [0xe00, 0xe7f],
  HANGULJAMO: [0x1100, 0x11ff],
  LATINEXTENDEDADDITIONAL: [0x1e00, 0x1eff],
  GENERALPUNCTUATION: [0x2000, 0x206f],
  CURRENCYSYMBOLS: [0x20a0, 0x20cf],
  LETTERLIKESYMBOLS: [0x2100, 0x214f],
  ARROWS: [0x2190, 0x21ff],
  MATHEMATICALOPERATORS: [0x2200, 0x22ff],
  BOXDRAWING: [0x2500, 0x257f],
  HIRAGANA: [0x3040, 0x309f],
  KATAKANA: [0x30a0, 0x30ff],
  CJKSYMBOLSANDPUNCTUATION: [0x3000, 0x303f],
  CJKUNIFIEDIDEOGRAPHS: [0x4e00, 0x9fff],
  HANGULSYLLABLES: [0xac00, 0xd7af],
  HALFWIDTHANDFULLWIDTHFORMS: [0xff00, 0xffef],
  EMOTICONS: [0x1f600, 0x1f64f],
};

const generalCategory = /^(?:L[CDltumo]?|M[nce]?|N[dlo]?|Z[slp]?|C[cfosn]?|P[dsecfio]?|S[mcko]?)$/;
const casedClasses = /^(?:Lower|Upper|L[ult]|java(?:Lower|Upper|Title)Case|Is(?:LOWER|UPPER|TITLE)CASE)$/;

function category(name: string): CodePointSet | undefined {
  if (!generalCategory.test(name)) return undefined;
  if (name === 'LD') return unicode('L', 'Nd');
  return name === 'LC' ? unicode('Lu', 'Ll', 'Lt') : unicodeSet(name);
}

function script(name: string): CodePointSet | undefined {
  const canonical = name.toLowerCase().replace(/(^|_)[a-z]/g, (start) => start.toUpperCase());
  return unicodeSet(`Script=${canonical}`);
}

function block(name: string): CodePointSet | undefined {
  const key = name.replace(/[\s_-]/g, '').toUpperCase();
  return Object.hasOwn(blocks, key) ? of(blocks[key]!) : undefined;
}

function keyed(key: string, value: string): CodePointSet | undefined {
  switch (key.toLowerCase()) {
    case 'sc':
    case 'script':
      return script(value);
    case 'blk':
    case 'block':
      return block(value);
    case 'gc':
    case 'general_category':
      return category(value);
    default:
      return undefined;
  }
}

function named(name: string, flags: PatternFlags): CodePointSet | undefined {
  if (name.startsWith('In')) return block(name.slice(2));
  if (name.startsWith('Is')) {
    const property = name.slice(2);
    const key = property.toUpperCase();
    return Object.hasOwn(binary, key) ? binary[key]!() : (category(property) ?? script(property));
  }
  if (flags.unicodeClasses && Object.hasOwn(unicodePosix, name.toUpperCase())) {
    return unicodePosix[name.toUpperCase()]!();
  }
  if (Object.hasOwn(posix, name)) return posix[name];
  if (Object.hasOwn(characterTests, name)) return characterTests[name]!();
  if (name === 'L1') return of([0, 0xff]);
  return name === 'all' ? CodePointSet.all : category(name);
}

/** The set of `\p{name}` by Java's names; undefined for a name that is not known. */
export function propertyClass(name: string, flags: PatternFlags): CodePointSet | undefined {
  const equals = name.indexOf('=');
  if (equals >= 0) return keyed(name.slice(0, equals), name.slice(equals + 1));
  const set = named(name, flags);
  if (!set || !flags.ignoreCase) return set;
  // A class of one case takes letters of any case when case is ignored.
  const cased = casedClasses.test(name.startsWith('Is') ? `Is${name.slice(2).toUpperCase()}` : name);
  if (!cased) return set;
  return name === 'Lower' || name === 'Upper' ? letters : unicode('Lowercase', 'Uppercase', 'Lt');
}
