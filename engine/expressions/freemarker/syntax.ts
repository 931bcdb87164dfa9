import type { Decimal } from '../decimal.js';

/** What every node of the syntax has: where it stands in the template. */
interface Spot {
  readonly start: number;
  readonly end: number;
}

/** Operators of two values. `==` and `=` are one. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** A parameter list of a lambda or a name and its expression. */
export type Expression = Spot &
  (
    | { readonly kind: 'number'; readonly value: Decimal }
    | { readonly kind: 'boolean'; readonly value: boolean }
    /** A string; with interpolations it has several parts. */
    | { readonly kind: 'string'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
    | { readonly kind: 'hash'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
    | { readonly kind: 'name'; readonly name: string }
    /** `.now`, `.vars`, … */
    | { readonly kind: 'special'; readonly name: string }
    | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
    | { readonly kind: 'call'; readonly of: Expression; readonly args: readonly Expression[] }
    | {
        readonly kind: 'built-in';
        readonly of: Expression;
        readonly name: string;
        readonly args: readonly Expression[] | undefined;
      }
    | { readonly kind: 'default'; readonly of: Expression; readonly fallback: Expression | undefined }
    | { readonly kind: 'exists'; readonly of: Expression }
    | { readonly kind: 'not'; readonly of: Expression }
    | { readonly kind: 'negative'; readonly of: Expression }
    | { readonly kind: 'positive'; readonly of: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'range';
        readonly operator: '..' | '..<' | '..*';
        readonly left: Expression;
        readonly right: Expression | undefined;
      }
    | { readonly kind: 'parentheses'; readonly of: Expression }
    | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression }
  );

/** Where a variable is put. */
export type AssignScope = 'assign' | 'global' | 'local';

/** `name = value`, with `+=` and the like; `++` and `--` have no value. */
export interface Assignment {
  readonly name: string;
  readonly operator: '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '++' | '--';
  readonly value: Expression | undefined;
  readonly start: number;
}

/** A parameter of a macro or function. */
export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

/** A macro or function as it stands in the template. */
export interface MacroSyntax extends Spot {
  readonly name: string;
  readonly isFunction: boolean;
  readonly parameters: readonly Parameter[];
  /** The parameter that takes what is left over (`rest...`). */
  readonly catchAll: string | undefined;
  readonly body: readonly Statement[];
}

/** What a template does. */
export type Statement = Spot &
  (
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'print';
        readonly value: Expression;
        readonly format: string | undefined;
        readonly escape: boolean;
      }
    | { readonly kind: 'if'; readonly branches: readonly Branch[] }
    | {
        readonly kind: 'list';
        readonly over: Expression;
        readonly variables: readonly string[];
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | { readonly kind: 'items'; readonly variables: readonly string[]; readonly body: readonly Statement[] }
    | { readonly kind: 'sep'; readonly body: readonly Statement[] }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    | { readonly kind: 'switch'; readonly value: Expression; readonly cases: readonly SwitchCase[] }
    | {
        readonly kind: 'assign';
        readonly scope: AssignScope;
        readonly assignments: readonly Assignment[];
        readonly namespace: Expression | undefined;
      }
    | {
        readonly kind: 'capture';
        readonly scope: AssignScope;
        readonly name: string;
        readonly namespace: Expression | undefined;
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'macro'; readonly macro: MacroSyntax }
    | {
        readonly kind: 'call';
        readonly name: Expression;
        readonly positional: readonly Expression[];
        readonly named: readonly (readonly [name: string, value: Expression])[];
        readonly bodyVariables: readonly string[];
        readonly body: readonly Statement[] | undefined;
      }
    | { readonly kind: 'nested'; readonly args: readonly Expression[] }
    | { readonly kind: 'return'; readonly value: Expression | undefined }
    | { readonly kind: 'stop'; readonly message: Expression | undefined }
    | { readonly kind: 'attempt'; readonly body: readonly Statement[]; readonly recovery: readonly Statement[] }
    | { readonly kind: 'compress'; readonly body: readonly Statement[] }
    | { readonly kind: 'setting'; readonly name: string; readonly value: Expression }
    | { readonly kind: 'include'; readonly path: Expression; readonly ignoreMissing: Expression | undefined }
    | { readonly kind: 'import'; readonly path: Expression; readonly name: string }
    | { readonly kind: 'output-format'; readonly format: string; readonly body: readonly Statement[] }
  );

/** A branch of an if; the last one may have no condition. */
export interface Branch {
  readonly condition: Expression | undefined;
  readonly body: readonly Statement[];
}

/** A case of a switch; without values it is the default. */
export interface SwitchCase {
  readonly values: readonly Expression[] | undefined;
  readonly body: readonly Statement[];
}

/** What `<#ftl …>` says. */
export interface Header {
  readonly namespacePrefixes: ReadonlyMap<string, string>;
  readonly outputFormat: string;
  readonly stripWhitespace: boolean;
}
