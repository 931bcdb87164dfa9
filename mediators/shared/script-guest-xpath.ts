import type { GuestHost, GuestTools } from './script-guest-elements.js';

/** Runs inside the sandbox (see guestElements). What Java's `new SynapseXPath(expression)` offers to scripts. */
export function guestXPath(host: GuestHost, { pack, unpack }: GuestTools): (expression: string) => object {
  return (expression) => {
    const over = (kind: string) => (node: unknown) => {
      const element = typeof node === 'string' || typeof node === 'object' ? pack(node) : null;
      return unpack(host('xpath', kind, expression, element));
    };
    const nodes = (node: unknown) => {
      const items = (over('nodes')(node) as number[]).map((object) => unpack({ object }));
      return Object.assign(items, {
        get: (index: number) => items[index],
        size: () => items.length,
        isEmpty: () => items.length === 0,
      });
    };
    return {
      selectNodes: nodes,
      evaluate: nodes,
      selectSingleNode: (node: unknown) => nodes(node)[0] ?? null,
      stringValueOf: over('string'),
      booleanValueOf: over('boolean'),
      numberValueOf: over('number'),
      toString: () => expression,
    };
  };
}
