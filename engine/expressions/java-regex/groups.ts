import { PatternError, type PatternNode } from './pattern.js';

/**
 * Checks the back references. In Java a reference to a group that took no part in the match fails, in JavaScript it
 * matches nothing; so only references to groups that must have matched are run.
 * @throws PatternError for any other reference
 */
export function checkReferences(node: PatternNode, groupCount: number): void {
  walk(node, new Set(), groupCount);
}

/** @returns the groups that must have matched once the node has */
function walk(node: PatternNode, before: ReadonlySet<number>, groupCount: number): ReadonlySet<number> {
  switch (node.kind) {
    case 'sequence': {
      let matched = before;
      for (const item of node.items) matched = walk(item, matched, groupCount);
      return matched;
    }
    case 'choice': {
      const [first, ...others] = node.options.map((option) => walk(option, before, groupCount));
      return new Set([...first!].filter((index) => others.every((other) => other.has(index))));
    }
    case 'capture':
      return new Set([...walk(node.body, before, groupCount), node.index]);
    case 'atomic':
      return walk(node.body, before, groupCount);
    case 'look': {
      const inside = walk(node.body, before, groupCount);
      return node.negative ? before : inside;
    }
    case 'repeat': {
      const inside = walk(node.body, before, groupCount);
      return node.min > 0 ? inside : before;
    }
    case 'reference':
      // A group that does not exist never matches: that is known too.
      if (node.index <= groupCount && !before.has(node.index)) {
        throw new PatternError('a back reference to a group that may not have matched', node.offset, true);
      }
      return before;
    default:
      return before;
  }
}

/**
 * Whether JavaScript reports the groups that Java would: it forgets the groups of a loop's earlier turns, Java keeps
 * them. True when every group inside a loop matches in each turn.
 */
export function keepsGroups(node: PatternNode): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.every(keepsGroups);
    case 'choice':
      return node.options.every(keepsGroups);
    case 'capture':
    case 'atomic':
    case 'look':
      return keepsGroups(node.body);
    case 'repeat':
      return keepsGroups(node.body) && (node.max <= 1 || allMatch(node.body));
    default:
      return true;
  }
}

function allMatch(node: PatternNode): boolean {
  const inside = groupsOf(node);
  if (inside.size === 0) return true;
  const matched = walk(withoutReferences(node), new Set(), Number.MAX_SAFE_INTEGER);
  return [...inside].every((index) => matched.has(index));
}

function groupsOf(node: PatternNode): Set<number> {
  switch (node.kind) {
    case 'sequence':
      return new Set(node.items.flatMap((item) => [...groupsOf(item)]));
    case 'choice':
      return new Set(node.options.flatMap((option) => [...groupsOf(option)]));
    case 'capture':
      return new Set([node.index, ...groupsOf(node.body)]);
    case 'atomic':
    case 'look':
    case 'repeat':
      return groupsOf(node.body);
    default:
      return new Set();
  }
}

const nothing: PatternNode = { kind: 'sequence', items: [] };

function withoutReferences(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'sequence':
      return { ...node, items: node.items.map(withoutReferences) };
    case 'choice':
      return { ...node, options: node.options.map(withoutReferences) };
    case 'capture':
    case 'atomic':
    case 'look':
    case 'repeat':
      return { ...node, body: withoutReferences(node.body) };
    case 'reference':
      return nothing;
    default:
      return node;
  }
}
