import type { FunctionName } from './tokens.js';

/** Operators with two operands. `&&` and `||` are read as `and` and `or`. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** Where a `key` access reads. */
export type KeySource = 'headers' | 'configs' | 'queryParams' | 'pathParams' | 'functionParams' | 'synapse' | 'axis2';

/**
 * A path below a value, as text without blanks, and the parts in brackets that are evaluated and put into that text
 * before it is read as JSONPath.
 */
export interface PathText {
  readonly text: string;
  readonly inserts: readonly Insert[];
}

/** A part of a path's text that its value replaces. */
export interface Insert {
  /** The part's own text without blanks; its first occurrence is replaced. */
  readonly text: string;
  readonly content: IndexContent;
}

/** What stands between the brackets of a path. */
export type IndexContent =
  | { readonly kind: 'expression'; readonly expression: SynapseNode }
  /** `1,2` or `1:2`; undefined stands for a side of a slice that was left out. */
  | { readonly kind: 'list'; readonly separator: ',' | ':'; readonly items: readonly (SynapseNode | undefined)[] }
  | { readonly kind: 'filter'; readonly text: string; readonly inserts: readonly FilterInsert[] };

/** An access or a call inside a filter. */
export interface FilterInsert {
  readonly text: string;
  readonly expression: SynapseNode;
}

/** A parsed `${...}` expression. `offset` is that of its first token. */
export type SynapseNode = { readonly offset: number } & (
  | { readonly kind: 'number'; readonly text: string }
  /** With its quotes and its escapes, which are never decoded. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly items: readonly SynapseNode[] }
  | { readonly kind: 'negation'; readonly operand: SynapseNode }
  /** Operands of one level, from the left; `operators[i]` stands behind `operands[i]`. */
  | { readonly kind: 'chain'; readonly operands: readonly SynapseNode[]; readonly operators: readonly BinaryOperator[] }
  /** `and` and `or` share one level and group from the right. */
  | { readonly kind: 'logic'; readonly operands: readonly SynapseNode[]; readonly operators: readonly ('and' | 'or')[] }
  | {
      readonly kind: 'conditional';
      readonly condition: SynapseNode;
      readonly then: SynapseNode;
      readonly otherwise: SynapseNode;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly SynapseNode[] }
  /** A path over the JSON that `object`, `array` or `registry` gives. */
  | { readonly kind: 'call-path'; readonly call: CallNode; readonly path: PathText }
  | { readonly kind: 'payload'; readonly path: PathText }
  /** The text holds `vars` and the name, too. */
  | { readonly kind: 'variable'; readonly path: PathText }
  | { readonly kind: 'key'; readonly source: KeySource; readonly name: string }
);

/** A call of a function. */
export type CallNode = SynapseNode & { kind: 'call' };

/** A literal number or text, which means the same in every message. */
export type LiteralNode = SynapseNode & { kind: 'number' | 'text' };

/** The parts of an expression, those inside its paths included. */
export function partsOf(node: SynapseNode): readonly SynapseNode[] {
  switch (node.kind) {
    case 'array':
      return node.items;
    case 'negation':
      return [node.operand];
    case 'chain':
    case 'logic':
      return node.operands;
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'call':
      return node.arguments;
    case 'call-path':
      return [node.call, ...partsOfPath(node.path)];
    case 'payload':
    case 'variable':
      return partsOfPath(node.path);
    default:
      return [];
  }
}

function partsOfPath({ inserts }: PathText): SynapseNode[] {
  return inserts.flatMap(({ content }) => {
    if (content.kind === 'expression') return [content.expression];
    if (content.kind === 'filter') return content.inserts.map(({ expression }) => expression);
    return content.items.filter((item) => item !== undefined);
  });
}
