import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import type { RE2JS } from 're2js';
import type { Pattern } from './pattern.js';
import { toJavaScript } from './to-javascript.js';
import { toRe2 } from './to-re2.js';

/** One match: where it stands, and its groups by Java's numbers (0 is the whole match). */
export interface JavaMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** Runs one pattern. */
export interface RegexEngine {
  /** Whether the whole text matches. */
  test(text: string): boolean;
  /** The match of the whole text. */
  whole(text: string): JavaMatch | undefined;
  /** Whether `next` can be asked. */
  readonly searches: boolean;
  /** The first match from an index on; what stands before is still seen by anchors. */
  next(text: string, from: number): JavaMatch | undefined;
}

/** V8's own backtracking matcher: fast, but without a bound on its time. */
export function nativeEngine(pattern: Pattern): RegexEngine {
  const { source, groups } = toJavaScript(pattern);
  const whole = new RegExp(`^(?:${source})$`, 'u');
  const search = new RegExp(source, 'gu');
  const match = (found: RegExpExecArray | null): JavaMatch | undefined =>
    found
      ? {
          start: found.index,
          end: found.index + found[0].length,
          groups: groups.map((number) => found[number]),
        }
      : undefined;
  return {
    test: (text) => whole.test(text),
    whole: (text) => match(whole.exec(text)),
    searches: true,
    next: (text, from) => {
      search.lastIndex = from;
      return match(search.exec(text));
    },
  };
}

/** RE2's matcher, linear in the length of the text; undefined when the pattern is not one for it. */
export function linearEngine(pattern: Pattern): RegexEngine | undefined {
  const whole = compileRe2(toRe2(pattern, true));
  const search = compileRe2(toRe2(pattern, false));
  if (!whole) return undefined;
  const groupsOf = (matcher: ReturnType<RE2JS['matcher']>): JavaMatch => ({
    start: matcher.start(),
    end: matcher.end(),
    groups: Array.from({ length: pattern.groupCount + 1 }, (_, index) => matcher.group(index) ?? undefined),
  });
  return {
    test: (text) => whole.matches(text),
    whole: (text) => {
      const matcher = whole.matcher(text);
      return matcher.matches() ? groupsOf(matcher) : undefined;
    },
    searches: search !== undefined,
    next: (text, from) => {
      const matcher = search!.matcher(text);
      return matcher.find(from) ? groupsOf(matcher) : undefined;
    },
  };
}

// Loaded with the first pattern that could backtrack for long.
const require = createRequire(import.meta.url);

function compileRe2(source: string | undefined): RE2JS | undefined {
  if (source === undefined) return undefined;
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    return RE2JS.compile(source);
  } catch {
    // Over one of its limits (counts, size).
    return undefined;
  }
}

const guarded: { work: (() => unknown) | undefined } = { work: undefined };
let guard: { script: Script; context: ReturnType<typeof createContext> } | undefined;

/** Whether an error says that `withinTime` gave up. */
export function isTimeout(error: unknown): boolean {
  // The error belongs to the script's realm: it is no instance of this realm's Error.
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/**
 * Runs synchronous work under a time limit: V8 interrupts a script of `node:vm`, and with it a regular expression that
 * is backtracking. Costs some 0.1 ms.
 * @throws the error that `isTimeout` knows when the limit is over
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  guard ??= { script: new Script('guarded.work()'), context: createContext({ guarded }) };
  const outer = guarded.work;
  guarded.work = work;
  try {
    return guard.script.runInContext(guard.context, { timeout: milliseconds }) as T;
  } finally {
    guarded.work = outer;
  }
}
