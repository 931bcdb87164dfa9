import type { Shape } from '../shape.js';

/** An element as the generators see it: a mediator or an artifact. */
export type DescribedElement = Shape & {
  readonly element: string;
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly example?: string;
};
