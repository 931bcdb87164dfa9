/** The thirteen axes. */
export const axes = [
  'child',
  'descendant',
  'parent',
  'ancestor',
  'following-sibling',
  'preceding-sibling',
  'following',
  'preceding',
  'attribute',
  'namespace',
  'self',
  'descendant-or-self',
  'ancestor-or-self',
] as const;

export type Axis = (typeof axes)[number];

/** Which nodes of an axis a step takes. */
export type NodeTest =
  /** A name; `local` is undefined for `prefix:` without a name, which the reference reads and which matches nothing. */
  | { readonly kind: 'name'; readonly prefix: string; readonly local: string | undefined }
  /** `*` or `prefix:*`. */
  | { readonly kind: 'any-name'; readonly prefix: string }
  | { readonly kind: 'node' | 'text' | 'comment' }
  /** `processing-instruction()`; an empty target takes all. */
  | { readonly kind: 'instruction'; readonly target: string };

/** One step of a path. `offset` is that of its node test in the expression. */
export interface Step {
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly Syntax[];
  readonly offset: number;
}

export type EqualityOperator = '=' | '!=';
export type RelationalOperator = '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | 'div' | 'mod';

/** `$prefix:name`; the prefix is '' where there is none. */
export interface VariableSyntax {
  readonly kind: 'variable';
  readonly prefix: string;
  readonly name: string;
  readonly offset: number;
}

/** `prefix:name(...)`; the prefix is '' where there is none. */
export interface CallSyntax {
  readonly kind: 'call';
  readonly prefix: string;
  readonly name: string;
  readonly arguments: readonly Syntax[];
  readonly offset: number;
}

/** A location path: from the context node, from the root of its tree, or from the result of an expression. */
export interface PathSyntax {
  readonly kind: 'path';
  readonly start: 'context' | 'root' | Syntax;
  readonly steps: readonly Step[];
}

/** A parsed expression. */
export type Syntax =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | VariableSyntax
  | CallSyntax
  | PathSyntax
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly operands: readonly Syntax[] }
  | { readonly kind: 'equality'; readonly operator: EqualityOperator; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'relation'; readonly operator: RelationalOperator; readonly left: Syntax; readonly right: Syntax }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Syntax;
      readonly right: Syntax;
    }
  | { readonly kind: 'negation'; readonly operand: Syntax }
  | { readonly kind: 'union'; readonly left: Syntax; readonly right: Syntax }
  /** An expression with predicates behind it. */
  | { readonly kind: 'filter'; readonly operand: Syntax; readonly predicates: readonly Syntax[] };

/** Calls `visit` for an expression and everything inside it, outermost first. */
export function walkSyntax(syntax: Syntax, visit: (part: Syntax) => void): void {
  visit(syntax);
  for (const part of partsOf(syntax)) walkSyntax(part, visit);
}

function partsOf(syntax: Syntax): readonly Syntax[] {
  switch (syntax.kind) {
    case 'literal':
    case 'number':
    case 'variable':
      return [];
    case 'call':
      return syntax.arguments;
    case 'logic':
      return syntax.operands;
    case 'negation':
      return [syntax.operand];
    case 'filter':
      return [syntax.operand, ...syntax.predicates];
    case 'path': {
      const predicates = syntax.steps.flatMap((step) => step.predicates);
      return typeof syntax.start === 'string' ? predicates : [syntax.start, ...predicates];
    }
    default:
      return [syntax.left, syntax.right];
  }
}
