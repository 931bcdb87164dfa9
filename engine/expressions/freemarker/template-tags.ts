import type { Assignment, AssignScope, Expression, Parameter } from './syntax.js';

interface Spot {
  readonly start: number;
  readonly end: number;
}

/** A piece of a template in the order in which it stands; what belongs together is found out later. */
export type Piece = Spot &
  /** `raw`: out of #noparse, where white space stays. */
  (
    | { readonly kind: 'text'; readonly text: string; readonly raw?: boolean }
    | { readonly kind: 'print'; readonly value: Expression; readonly format: string | undefined }
    | { readonly kind: 'comment' }
    | { readonly kind: 'open'; readonly tag: Tag; readonly empty: boolean }
    | { readonly kind: 'close'; readonly name: string }
  );

/** The name and the arguments of a tag. */
export type Tag =
  | { readonly name: 'if' | 'elseif' | 'switch' | 'outputformat'; readonly value: Expression }
  | { readonly name: 'case'; readonly values: readonly Expression[] }
  | { readonly name: 'list'; readonly over: Expression; readonly variables: readonly string[] }
  | { readonly name: 'items'; readonly variables: readonly string[] }
  | { readonly name: 'return' | 'stop'; readonly value: Expression | undefined }
  | { readonly name: 'nested'; readonly args: readonly Expression[] }
  | {
      readonly name: 'assign';
      readonly scope: AssignScope;
      readonly assignments: readonly Assignment[];
      readonly namespace: Expression | undefined;
    }
  | {
      readonly name: 'capture';
      readonly scope: AssignScope;
      readonly variable: string;
      readonly namespace: Expression | undefined;
    }
  | {
      readonly name: 'macro' | 'function';
      readonly defines: string;
      readonly parameters: readonly Parameter[];
      readonly catchAll: string | undefined;
    }
  | {
      readonly name: '@';
      readonly calls: Expression;
      readonly positional: readonly Expression[];
      readonly named: readonly (readonly [string, Expression])[];
      readonly bodyVariables: readonly string[];
    }
  | { readonly name: 'setting'; readonly setting: string; readonly value: Expression }
  | { readonly name: 'include'; readonly path: Expression; readonly ignoreMissing: Expression | undefined }
  | { readonly name: 'import'; readonly path: Expression; readonly as: string }
  | { readonly name: 'escape'; readonly variable: string; readonly value: Expression }
  | { readonly name: 'ftl'; readonly settings: readonly (readonly [string, Expression])[] }
  | { readonly name: Plain };

/** Tags without arguments. */
export type Plain = (typeof PLAIN)[number];

/** Their names. */
export const PLAIN = [
  'else',
  'sep',
  'break',
  'continue',
  'default',
  'attempt',
  'recover',
  'compress',
  'noescape',
  'autoesc',
  'noautoesc',
  'flush',
  't',
  'lt',
  'rt',
  'nt',
  'noparse',
  'comment',
] as const;
