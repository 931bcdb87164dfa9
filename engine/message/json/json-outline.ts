import { JsonScanner } from './scan-json.js';
import { withoutBlanks } from './without-blanks.js';

/** A value of a text that was passed over and not read. */
export interface OutlineValue {
  readonly start: number;
  readonly end: number;
  /** Printing the value would change nothing but blanks; see `JsonOutline.printed`. */
  readonly printable: boolean;
  /** There are no blanks between its words. */
  readonly compact: boolean;
  /** The members of an object that stands at the root or in other objects only; undefined for anything else. */
  readonly members: readonly OutlineMember[] | undefined;
  /** The text that was last made of the value, kept here by whoever made it. */
  made: string | undefined;
}

/** A member of an object; the places are those of the name with its quotes. */
interface OutlineMember {
  readonly nameStart: number;
  readonly nameEnd: number;
  /** The name holds no escape. */
  readonly plain: boolean;
  /** The name, once it was asked for. */
  name: string | undefined;
  readonly value: OutlineValue;
}

/**
 * Where the values of a JSON text stand that names alone lead to. Making it checks the whole text; every look-up after
 * that costs next to nothing, and no tree is built.
 */
export class JsonOutline {
  readonly root: OutlineValue;

  /** @throws JsonSyntaxError when the text is not JSON, as `parseJson` */
  constructor(
    readonly text: string,
    maxDepth?: number,
  ) {
    this.root = new OutlineReader(text, maxDepth).root();
  }

  /** The value at member names from the root; undefined when nothing stands there. */
  find(names: readonly string[]): OutlineValue | undefined {
    let value: OutlineValue | undefined = this.root;
    for (let at = 0; at < names.length && value !== undefined; at++) value = this.member(value, names[at]!);
    return value;
  }

  /** A member of a value; of equal names the last. Undefined for what is no object. */
  member({ members }: OutlineValue, name: string): OutlineValue | undefined {
    if (members === undefined) return undefined;
    for (let at = members.length - 1; at >= 0; at--) {
      const member = members[at]!;
      const known = member.name;
      if (known === undefined ? this.isNamed(member, name) : known === name) return member.value;
    }
    return undefined;
  }

  /** The value's text as it stands. */
  source({ start, end }: OutlineValue): string {
    return this.text.slice(start, end);
  }

  /**
   * What a printer would write that puts no blanks, escapes no more than it must (U+2028 and U+2029 included) and writes
   * a repeated name once, when that is the value's text but for its blanks; otherwise undefined.
   */
  printed(value: OutlineValue): string | undefined {
    if (!value.printable) return undefined;
    const source = this.source(value);
    if (source.includes('\u2028') || source.includes('\u2029')) return undefined;
    return value.compact ? source : withoutBlanks(source);
  }

  private isNamed(member: OutlineMember, name: string): boolean {
    const { nameStart, nameEnd, plain } = member;
    if (plain && nameEnd - nameStart - 2 !== name.length) return false;
    member.name ??= plain ? this.text.slice(nameStart + 1, nameEnd - 1) : this.unescaped(nameStart, nameEnd);
    return member.name === name;
  }

  private unescaped(start: number, end: number): string {
    return JSON.parse(this.text.slice(start, end)) as string;
  }
}

/** In objects with more names repetitions are not looked for: they count as not compact. */
const mostNames = 64;

/** A string all of whose escapes a printer would write the same way. */
const shortestEscapes = /^(?:[^\\]|\\["\\bfnrt])*$/;

/** Goes through a text once. */
class OutlineReader extends JsonScanner {
  /** Where the last thing stood that a printer would write differently, and where the last blanks. */
  private odd = -1;
  private blank = -1;
  /** Start and end of the names of all open objects, up to `top`. */
  private readonly names: number[] = [];
  private top = 0;

  root(): OutlineValue {
    const value = this.outlined(0);
    this.end();
    return value;
  }

  private outlined(depth: number): OutlineValue {
    const code = this.blanks();
    const start = this.at;
    let members: OutlineMember[] | undefined;
    if (code === 0x7b) {
      members = [];
      this.object(depth + 1, members);
    } else {
      this.value(depth);
    }
    const { at: end, odd, blank } = this;
    return { start, end, printable: odd < start, compact: blank < start, members, made: undefined };
  }

  private value(depth: number): void {
    const code = this.blanks();
    switch (code) {
      case 0x22:
        this.passString();
        return;
      case 0x7b:
        this.object(depth + 1, undefined);
        return;
      case 0x5b:
        this.array(depth + 1);
        return;
      default:
        this.skipWord(code);
    }
  }

  private object(depth: number, members: OutlineMember[] | undefined): void {
    if (this.open(depth) === 0x7d) {
      this.at++;
      return;
    }
    const first = this.top;
    let seen = 0;
    do {
      if (this.blanks() !== 0x22) this.fail('Expected a name in double quotes');
      const nameStart = this.at;
      const plain = this.passString();
      const nameEnd = this.at;
      seen = this.noteName(nameStart, nameEnd, first, seen);
      this.colon();
      if (members === undefined) this.value(depth);
      else members.push({ nameStart, nameEnd, plain, name: undefined, value: this.outlined(depth) });
    } while (!this.closes(0x7d));
    this.top = first;
  }

  private array(depth: number): void {
    if (this.open(depth) === 0x5d) {
      this.at++;
      return;
    }
    do this.value(depth);
    while (!this.closes(0x5d));
  }

  protected override blanks(): number {
    const code = this.codes[this.at]!;
    if (code > 0x20) return code;
    this.blank = this.at;
    return super.blanks();
  }

  /** Passes over a string; true when it holds no escape. */
  private passString(): boolean {
    const start = this.at;
    const plain = this.skipString();
    if (!plain && !shortestEscapes.test(this.text.slice(start, this.at))) this.odd = start;
    return plain;
  }

  /**
   * Looks whether an object has had a name before. Only a name whose bit is set is compared with the others.
   * @param first where the object's names begin
   * @param seen the bits of its names so far
   * @returns the bits with this name's
   */
  private noteName(start: number, end: number, first: number, seen: number): number {
    const { codes, names, top } = this;
    const bit = 1 << ((codes[start + 1]! ^ (codes[end - 2]! << 2) ^ (end - start)) & 31);
    if ((seen & bit) !== 0 && this.stoodBefore(start, end, first)) this.odd = start;
    names[top] = start;
    names[top + 1] = end;
    this.top = top + 2;
    return seen | bit;
  }

  private stoodBefore(start: number, end: number, first: number): boolean {
    const { codes, names, top } = this;
    if (top - first >= 2 * mostNames) return true;
    for (let at = first; at < top; at += 2) {
      const other = names[at]!;
      if (names[at + 1]! - other !== end - start) continue;
      let same = 1;
      while (start + same < end && codes[start + same] === codes[other + same]) same++;
      if (start + same === end) return true;
    }
    return false;
  }
}
