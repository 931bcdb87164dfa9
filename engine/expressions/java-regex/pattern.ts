import type { CodePointSet } from './code-point-set.js';

/** What a pattern asserts about a position. `unixLines`: only `\n` ends a line. */
export type Assertion =
  | { readonly kind: 'assertion'; readonly what: 'start' | 'end' | 'wordBoundary' | 'notWordBoundary' }
  | {
      readonly kind: 'assertion';
      /** `final`: the end, or before a line break that ends the text (`$`, `\Z`). */
      readonly what: 'final' | 'lineStart' | 'lineEnd';
      readonly unixLines: boolean;
    };

/** A parsed Java pattern. Flags are resolved: sets hold both cases where the pattern ignores case. */
export type PatternNode =
  | Assertion
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'capture'; readonly index: number; readonly body: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly body: PatternNode;
      readonly min: number;
      /** Infinity: unbounded. */
      readonly max: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'atomic'; readonly body: PatternNode }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: PatternNode }
  | { readonly kind: 'reference'; readonly index: number; readonly offset: number };

/** A pattern with its groups. */
export interface Pattern {
  readonly source: string;
  readonly root: PatternNode;
  /** Number of capturing groups, the whole match not counted. */
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

/** Why a pattern is refused. `offset` counts UTF-16 units of the pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  /**
   * @param reason what is wrong, or the construct that is not supported
   * @param unsupported Java accepts the pattern, this engine does not run it
   */
  constructor(
    readonly reason: string,
    readonly offset: number,
    readonly unsupported = false,
  ) {
    super(reason);
  }
}
