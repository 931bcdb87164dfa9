import type { JsonValue } from '../../message/index.js';
import type { JavaRegex } from '../java-regex/index.js';

/** One step of a JSONPath. */
export type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly quote: "'" | '"' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  /** A missing bound is undefined; a third part (step) is read and forgotten, as Jayway does. */
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: the next step is tried on the value and on everything in it. */
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly CallArgument[] };

/** An argument of a path function: a path from the root, or JSON. */
export type CallArgument =
  | { readonly kind: 'path'; readonly path: PathSyntax }
  /** undefined: the text is no JSON; the call fails. */
  | { readonly kind: 'json'; readonly value: JsonValue | undefined };

/** A parsed path. */
export interface PathSyntax {
  /** `$` starts at the document, `@` at the item that a filter tests. */
  readonly root: '$' | '@';
  readonly steps: readonly PathStep[];
  /** The steps when they are single names and positions only, for following them without ado. */
  readonly plain?: readonly (string | number)[] | undefined;
  /** Offset of a last character that Jayway passes over: `$.a[0]x`. */
  readonly ignoredTail?: number;
}

export const relationalOperators = [
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  'IN',
  'NIN',
  'SUBSETOF',
  'ANYOF',
  'NONEOF',
  'CONTAINS',
  'SIZE',
  'EMPTY',
  'EXISTS',
  'ALL',
  'TYPE',
  'MATCHES',
] as const;
export type RelationalOperator = (typeof relationalOperators)[number];

/** What a filter tests. */
export type Condition =
  | { readonly kind: 'or' | 'and'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'exists'; readonly path: PathSyntax; readonly wanted: boolean }
  | {
      readonly kind: 'compare';
      readonly left: Operand;
      readonly operator: RelationalOperator;
      readonly right: Operand;
    };

/** One side of a comparison. */
export type Operand =
  | { readonly kind: 'path'; readonly path: PathSyntax }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `value` undefined: the text is no JSON; a comparison that looks into it fails. */
  | { readonly kind: 'json'; readonly text: string; readonly value: JsonValue | undefined }
  | { readonly kind: 'pattern'; readonly regex: JavaRegex };

/** Why a text is no path. `offset` counts UTF-16 units of the text. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError';

  constructor(
    readonly reason: string,
    readonly offset: number,
    /** A construct that is fine in itself but not run here. */
    readonly unsupported = false,
  ) {
    super(reason);
  }
}

/** The step in bracket form, as faults show it. */
export function stepText(step: PathStep): string {
  switch (step.kind) {
    case 'names':
      return `[${step.names.map((name) => step.quote + name + step.quote).join(',')}]`;
    case 'indexes':
      return `[${step.indexes.join(',')}]`;
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
    case 'call':
      return `.${step.name}(${step.args.length > 0 ? '...' : ''})`;
  }
}

/** The path in bracket form: `$['a'][0]`. */
export function pathText(path: PathSyntax): string {
  return path.root + path.steps.map(stepText).join('');
}

/** Whether a step leads to one value at most. Several names do as the last step: they give one object. */
export function isDefiniteStep(step: PathStep, isLast: boolean): boolean {
  switch (step.kind) {
    case 'names':
      return step.names.length === 1 || isLast;
    case 'indexes':
      return step.indexes.length === 1;
    case 'call':
      return true;
    default:
      return false;
  }
}

/** Whether a path leads to one value at most; otherwise its result is the list of all hits. */
export function isDefinitePath(path: PathSyntax): boolean {
  return path.steps.every((step, at) => isDefiniteStep(step, at === path.steps.length - 1));
}
