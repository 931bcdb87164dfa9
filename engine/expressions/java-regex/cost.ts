import type { PatternNode } from './pattern.js';

/**
 * How much work a backtracking matcher can have with a pattern on a text of n characters: at most about
 * `ways * n ** degree` steps. Degree Infinity: no polynomial bound is known.
 */
export interface Cost {
  readonly ways: number;
  readonly degree: number;
}

const one: Cost = { ways: 1, degree: 0 };
const unbounded: Cost = { ways: 1, degree: Number.POSITIVE_INFINITY };

/**
 * Bounds the backtracking work from one starting position, by counting the ways in which a pattern can divide a text
 * among its parts. A loop adds one to the degree when each of its turns can be taken in one way only; otherwise (loops
 * in loops, choices in loops) the ways multiply with each turn and no bound is given.
 */
export function costOf(node: PatternNode): Cost {
  switch (node.kind) {
    case 'sequence':
      return node.items.map(costOf).reduce(times, one);
    case 'choice': {
      const costs = node.options.map(costOf);
      return { ways: sum(costs.map((cost) => cost.ways)), degree: Math.max(...costs.map((cost) => cost.degree)) };
    }
    case 'capture':
    case 'atomic':
    case 'look':
      return costOf(node.body);
    case 'reference':
      // Comparing takes as long as the referenced text.
      return { ways: 1, degree: 1 };
    case 'repeat':
      return repeated(costOf(node.body), node.min, node.max);
    default:
      return one;
  }
}

function repeated(body: Cost, min: number, max: number): Cost {
  if (body.degree === Number.POSITIVE_INFINITY) return unbounded;
  if (max === Number.POSITIVE_INFINITY) {
    const head = repeated(body, min, min);
    return body.ways === 1 && body.degree === 0 ? { ways: head.ways, degree: head.degree + 1 } : unbounded;
  }
  const degree = body.degree * max;
  if (body.ways === 1) return { ways: max - min + 1, degree };
  return { ways: body.ways ** max * (max - min + 1), degree };
}

function times(a: Cost, b: Cost): Cost {
  return { ways: a.ways * b.ways, degree: a.degree + b.degree };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The number of atoms of a pattern when its counted repetitions are written out. */
export function expandedSize(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return sum(node.items.map(expandedSize));
    case 'choice':
      return sum(node.options.map(expandedSize));
    case 'capture':
    case 'atomic':
    case 'look':
      return 1 + expandedSize(node.body);
    case 'repeat':
      return 1 + expandedSize(node.body) * Math.max(1, node.min, Number.isFinite(node.max) ? node.max : 1);
    default:
      return 1;
  }
}
