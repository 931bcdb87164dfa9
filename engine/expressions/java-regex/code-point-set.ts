const last = 0x10ffff;

/**
 * A set of code points as sorted, non-adjacent ranges `[first, last, first, last, ...]`. Immutable. Every character
 * class of a pattern is brought into this form, so that each regular expression engine gets plain ranges.
 */
export class CodePointSet {
  static readonly none = new CodePointSet([]);
  static readonly all = new CodePointSet([0, last]);

  private constructor(readonly ranges: readonly number[]) {}

  static range(first: number, end = first): CodePointSet {
    return new CodePointSet([first, end]);
  }

  /** @param ranges `[first, last]` pairs in any order, overlaps allowed */
  static of(...ranges: readonly (readonly [number, number])[]): CodePointSet {
    return new CodePointSet(normalize(ranges));
  }

  /** The set of the characters of a text. */
  static characters(text: string): CodePointSet {
    return CodePointSet.of(...Array.from(text, (char) => [char.codePointAt(0)!, char.codePointAt(0)!] as const));
  }

  /** How many code points the set holds. */
  get size(): number {
    let size = 0;
    for (const [first, end] of this.pairs()) size += end - first + 1;
    return size;
  }

  has(codePoint: number): boolean {
    for (const [first, end] of this.pairs()) {
      if (codePoint < first) return false;
      if (codePoint <= end) return true;
    }
    return false;
  }

  union(other: CodePointSet): CodePointSet {
    return new CodePointSet(normalize([...this.pairs(), ...other.pairs()]));
  }

  negate(): CodePointSet {
    const ranges: number[] = [];
    let next = 0;
    for (const [first, end] of this.pairs()) {
      if (first > next) ranges.push(next, first - 1);
      next = end + 1;
    }
    if (next <= last) ranges.push(next, last);
    return new CodePointSet(ranges);
  }

  intersect(other: CodePointSet): CodePointSet {
    return this.negate().union(other.negate()).negate();
  }

  *pairs(): IterableIterator<[number, number]> {
    for (let at = 0; at < this.ranges.length; at += 2) yield [this.ranges[at]!, this.ranges[at + 1]!];
  }
}

function normalize(ranges: readonly (readonly [number, number])[]): number[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [first, end] of sorted) {
    const previous = merged[merged.length - 1];
    if (previous !== undefined && first <= previous + 1) merged[merged.length - 1] = Math.max(previous, end);
    else merged.push(first, end);
  }
  return merged;
}
