import { Fault, type Place } from '../../errors/index.js';
import { type Cost, costOf, expandedSize } from './cost.js';
import { isTimeout, type JavaMatch, linearEngine, nativeEngine, type RegexEngine, withinTime } from './engines.js';
import { checkReferences, keepsGroups } from './groups.js';
import { type Pattern, PatternError } from './pattern.js';
import { expandReplacement, parseReplacement } from './replacement.js';

/** A compiled pattern of java.util.regex. It holds no state of a match. */
export interface JavaRegex {
  /** The pattern as written. */
  readonly pattern: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** Whether the whole text matches (`Matcher.matches`). */
  matches(text: string): boolean;
  /** The match of the whole text with its groups. */
  match(text: string): JavaMatch | undefined;
  /** Whether the pattern matches anywhere (`Matcher.find`). */
  find(text: string): boolean;
  /** The first match from `from` (default 0) on. */
  exec(text: string, from?: number): JavaMatch | undefined;
  /** Replaces every match; `replacement` is in Java's syntax (`$1`, `${name}`, `\$`). A bad one is a Fault when used. */
  replaceAll(text: string, replacement: string): string;
  /** Replaces the first match. */
  replaceFirst(text: string, replacement: string): string;
  /** `String.split`: the parts between matches, empty ones at the end dropped. */
  split(text: string): string[];
}

/** Steps that the backtracking matcher may need at most (a few milliseconds); what may need more runs elsewhere. */
const nativeBudget = 200_000;
/** How long one operation of a pattern may take that has no linear form. */
const timeLimit = 100;
/** The largest pattern, in atoms with its counted repetitions written out. */
const sizeLimit = 20_000;

/**
 * Chooses how to run a parsed pattern. V8's matcher is used while the text is so short, or the pattern so simple, that
 * the work is bounded; RE2 for anything longer; what RE2 cannot say runs in V8 under a time limit.
 * @param place where the pattern stands, for faults
 * @throws PatternError for what this engine does not run
 */
export function createJavaRegex(pattern: Pattern, place: Place | undefined): JavaRegex {
  checkReferences(pattern.root, pattern.groupCount);
  if (expandedSize(pattern.root) > sizeLimit) {
    throw new PatternError(`more than ${sizeLimit} characters when its repetitions are written out`, 0, true);
  }
  return new CompiledRegex(pattern, place);
}

class CompiledRegex implements JavaRegex {
  readonly pattern: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly #parsed: Pattern;
  readonly #place: Place | undefined;
  readonly #cost: Cost;
  readonly #native: RegexEngine;
  readonly #nativeGroups: boolean;
  /** null: the pattern has no linear form. */
  #linear: RegexEngine | null | undefined;

  constructor(parsed: Pattern, place: Place | undefined) {
    this.pattern = parsed.source;
    this.groupCount = parsed.groupCount;
    this.groupNames = parsed.groupNames;
    this.#parsed = parsed;
    this.#place = place;
    this.#cost = costOf(parsed.root);
    this.#native = nativeEngine(parsed);
    this.#nativeGroups = keepsGroups(parsed.root);
  }

  matches(text: string): boolean {
    return this.#run(text, false, false, (engine) => engine.test(text));
  }

  match(text: string): JavaMatch | undefined {
    return this.#run(text, false, true, (engine) => engine.whole(text));
  }

  find(text: string): boolean {
    return this.#run(text, true, false, (engine) => engine.next(text, 0) !== undefined);
  }

  exec(text: string, from = 0): JavaMatch | undefined {
    return this.#run(text, true, true, (engine) => engine.next(text, from));
  }

  replaceAll(text: string, replacement: string): string {
    return this.#replace(text, replacement, Number.POSITIVE_INFINITY);
  }

  replaceFirst(text: string, replacement: string): string {
    return this.#replace(text, replacement, 1);
  }

  split(text: string): string[] {
    const parts: string[] = [];
    let start = 0;
    for (const match of this.#all(text, Number.POSITIVE_INFINITY, false)) {
      // An empty match at the very start gives no empty part.
      if (match.end === 0) continue;
      parts.push(text.slice(start, match.start));
      start = match.end;
    }
    if (start === 0 && parts.length === 0) return [text];
    parts.push(text.slice(start));
    while (parts.length > 0 && parts[parts.length - 1] === '') parts.pop();
    return parts;
  }

  #replace(text: string, replacement: string, limit: number): string {
    const matches = this.#all(text, limit, true);
    if (matches.length === 0) return text;
    const parsed = this.#replacement(replacement);
    let result = '';
    let start = 0;
    for (const match of matches) {
      result += text.slice(start, match.start) + expandReplacement(parsed, match.groups);
      start = match.end;
    }
    return result + text.slice(start);
  }

  #replacement(text: string) {
    try {
      return parseReplacement(text, this.groupCount, this.groupNames);
    } catch (error) {
      throw new Fault((error as Error).message, { ...this.#where(), cause: error });
    }
  }

  #all(text: string, limit: number, groups: boolean): JavaMatch[] {
    return this.#run(text, true, groups, (engine) => {
      const matches: JavaMatch[] = [];
      for (let from = 0; from <= text.length && matches.length < limit; ) {
        const match = engine.next(text, from);
        if (!match) break;
        matches.push(match);
        from = match.end > match.start ? match.end : match.end + unitsAt(text, match.end);
      }
      return matches;
    });
  }

  #run<T>(text: string, search: boolean, groups: boolean, work: (engine: RegexEngine) => T): T {
    const { ways, degree } = this.#cost;
    const bounded = ways * text.length ** (search ? degree + 1 : degree) <= nativeBudget;
    if (bounded && (this.#nativeGroups || !groups)) return work(this.#native);
    const linear = this.#linearEngine(search);
    if (linear) return work(linear);
    return bounded ? work(this.#native) : this.#guarded(work);
  }

  #linearEngine(search: boolean): RegexEngine | undefined {
    if (this.#linear === undefined) this.#linear = linearEngine(this.#parsed) ?? null;
    return this.#linear?.searches === false && search ? undefined : (this.#linear ?? undefined);
  }

  #guarded<T>(work: (engine: RegexEngine) => T): T {
    try {
      return withinTime(timeLimit, () => work(this.#native));
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw new Fault(`The regular expression '${this.pattern}' took longer than ${timeLimit} ms`, this.#where());
    }
  }

  #where(): { place?: Place } {
    return this.#place ? { place: this.#place } : {};
  }
}

function unitsAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index);
  return codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
}
