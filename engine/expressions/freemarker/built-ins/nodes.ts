import { FtlSequence, type FtlValue, wrongType } from '../value.js';
import { NodeModel } from '../xml-model.js';
import type { BuiltInCall, BuiltIns } from './call.js';

/** Built-ins of XML nodes. */
export const nodeBuiltIns: BuiltIns = {
  children: (call) => new FtlSequence(node(call).children()),
  parent: (call) => node(call).parent(),
  root: (call) => above(node(call)).at(-1) ?? node(call),
  ancestors: (call) => new FtlSequence(above(node(call))),
  node_name: (call) => node(call).nodeName,
  node_type: (call) => node(call).nodeType,
  node_namespace: (call) => node(call).namespace,
  next_sibling: (call) => sibling(node(call), 1),
  previous_sibling: (call) => sibling(node(call), -1),
};

function node({ value }: BuiltInCall): NodeModel {
  if (value instanceof NodeModel) return value;
  throw wrongType(value!, 'a node');
}

function above(of: NodeModel): NodeModel[] {
  const nodes: NodeModel[] = [];
  for (let next = of.parent(); next; next = next.parent()) nodes.push(next);
  return nodes;
}

function sibling(of: NodeModel, step: 1 | -1): FtlValue | undefined {
  const nodes = of.parent()?.children() ?? [];
  const at = nodes.findIndex((each) => each.sameAs(of));
  return at < 0 ? undefined : nodes[at + step];
}
