import type { PatternNode } from './pattern.js';

/** How many code points a node can match. */
export function lengthOf(node: PatternNode): { min: number; max: number } {
  switch (node.kind) {
    case 'set':
      return { min: 1, max: 1 };
    case 'sequence': {
      const lengths = node.items.map(lengthOf);
      return { min: sum(lengths.map(({ min }) => min)), max: sum(lengths.map(({ max }) => max)) };
    }
    case 'choice': {
      const lengths = node.options.map(lengthOf);
      return { min: Math.min(...lengths.map(({ min }) => min)), max: Math.max(...lengths.map(({ max }) => max)) };
    }
    case 'capture':
    case 'atomic':
      return lengthOf(node.body);
    case 'repeat':
      return repeatedLength(node);
    case 'reference':
      return { min: 0, max: Number.POSITIVE_INFINITY };
    default:
      return { min: 0, max: 0 };
  }
}

function repeatedLength({ body, min, max }: PatternNode & { kind: 'repeat' }): { min: number; max: number } {
  const length = lengthOf(body);
  return { min: length.min * min, max: length.max === 0 ? 0 : length.max * max };
}

/** Whether a node holds a capturing group. */
export function captures(node: PatternNode): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.some(captures);
    case 'choice':
      return node.options.some(captures);
    case 'capture':
      return true;
    case 'atomic':
    case 'look':
    case 'repeat':
      return captures(node.body);
    default:
      return false;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
