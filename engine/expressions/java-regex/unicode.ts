import { CodePointSet } from './code-point-set.js';

const sets = new Map<string, CodePointSet>();

/**
 * The code points that a JavaScript property escape matches, such as `L` or `Script=Greek`; undefined when JavaScript
 * does not know the property. Kept once computed: a property takes some 20 ms.
 */
export function unicodeSet(property: string): CodePointSet | undefined {
  const known = sets.get(property);
  if (known) return known;
  if (!/^\w+(=\w+)?$/.test(property)) return undefined;
  let runs: RegExp;
  try {
    runs = new RegExp(`\\p{${property}}+`, 'gu');
  } catch {
    return undefined;
  }
  const set = CodePointSet.of(...rangesOf(runs));
  sets.set(property, set);
  return set;
}

const chunk = 0x1000;

function* rangesOf(runs: RegExp): IterableIterator<[number, number]> {
  for (let start = 0; start <= 0x10ffff; start += chunk) {
    // Surrogates side by side would read as other code points, so a stand-in decides for all of them.
    if (start >= 0xd800 && start < 0xe000) {
      runs.lastIndex = 0;
      if (runs.test('\ud800')) yield [start, Math.min(start + chunk, 0xe000) - 1];
      continue;
    }
    const end = start === 0xd000 ? 0xd800 : start + chunk;
    const text = String.fromCodePoint(...Array.from({ length: end - start }, (_, at) => start + at));
    const units = start < 0x10000 ? 1 : 2;
    for (const match of text.matchAll(runs)) {
      const first = start + match.index / units;
      yield [first, first + match[0].length / units - 1];
    }
  }
}

/** Code points that are equal when Unicode case is ignored, by a representative of their class. */
let caseClasses: ReadonlyMap<number, readonly number[]> | undefined;

function fold(codePoint: number): number {
  const upper = simple(codePoint, String.fromCodePoint(codePoint).toUpperCase());
  return simple(upper, String.fromCodePoint(upper).toLowerCase());
}

/** Java maps one code point to one code point; a mapping to several leaves it as it is. */
function simple(codePoint: number, mapped: string): number {
  const result = mapped.codePointAt(0)!;
  return String.fromCodePoint(result) === mapped ? result : codePoint;
}

function unicodeCaseClasses(): ReadonlyMap<number, readonly number[]> {
  if (caseClasses) return caseClasses;
  const classes = new Map<number, number[]>();
  const cased = unicodeSet('Changes_When_Casemapped') ?? CodePointSet.none;
  for (const [first, end] of cased.pairs()) {
    for (let codePoint = first; codePoint <= end; codePoint++) {
      const key = fold(codePoint);
      const members = classes.get(key);
      if (members) members.push(codePoint);
      else classes.set(key, [codePoint]);
    }
  }
  caseClasses = classes;
  return classes;
}

/** The set with the other cases of its members: ASCII letters only, or by Unicode's simple case mappings. */
export function ignoringCase(set: CodePointSet, unicode: boolean): CodePointSet {
  const added: [number, number][] = [];
  if (unicode) {
    for (const members of unicodeCaseClasses().values()) {
      if (members.some((member) => set.has(member))) for (const member of members) added.push([member, member]);
    }
  } else {
    for (let upper = 65; upper <= 90; upper++) {
      if (set.has(upper) !== set.has(upper + 32)) added.push([upper, upper], [upper + 32, upper + 32]);
    }
  }
  return added.length === 0 ? set : set.union(CodePointSet.of(...added));
}
