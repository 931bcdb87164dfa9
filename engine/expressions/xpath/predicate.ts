import { JavaNumber } from '../../message/index.js';
import type { Compiled } from './compiled.js';
import type { Frame } from './frame.js';
import { type Syntax, walkSyntax } from './syntax.js';
import { toBoolean, type XPathItem } from './value.js';

/** Takes the items that pass out of a list; gives the list itself when all do. */
export type ItemFilter = (items: readonly XPathItem[], frame: Frame) => readonly XPathItem[];

/** The filter of a step without predicates. */
export const passAll: ItemFilter = (items) => items;

/** Predicates one after the other; each counts positions anew. */
export function predicateFilter(predicates: readonly Compiled[]): ItemFilter {
  const filters = predicates.map(compilePredicate);
  const [only] = filters;
  if (only !== undefined && filters.length === 1) return only;
  return (items, frame) => filters.reduce((left, filter) => filter(left, frame), items);
}

/** Whether a predicate can depend on the position of an item; if not, `//x[…]` can look at all `x` in one walk. */
export function isPositional(syntax: Syntax, compiled: Compiled): boolean {
  if (compiled.kind === 'number' || compiled.kind === 'any') return true;
  let positional = false;
  walkSyntax(syntax, (part) => {
    if (part.kind === 'call' && /^(position|last|evaluate)$/.test(part.name)) positional = true;
  });
  return positional;
}

function compilePredicate(predicate: Compiled): ItemFilter {
  if (typeof predicate.constant === 'number') return picking(predicate.constant);
  switch (predicate.kind) {
    case 'number':
      return keeping((frame) => isPosition(predicate.number(frame), frame));
    case 'any':
      return keeping((frame) => {
        const value = predicate.value(frame);
        if (typeof value === 'number') return isPosition(value, frame);
        // An INTEGER property is no number to `=`, but it is a position here.
        if (value instanceof JavaNumber) return isPosition(intValue(value), frame);
        return toBoolean(value);
      });
    default:
      return keeping(predicate.boolean);
  }
}

/** Java's `Number.intValue`, which takes the lower half of a long. */
function intValue({ value }: JavaNumber): number {
  return Number(typeof value === 'bigint' ? BigInt.asIntN(32, value) : value);
}

/** Positions are cut to whole numbers: `[1.9]` is the first. */
function isPosition(number: number, frame: Frame): boolean {
  return Math.trunc(number) === frame.position;
}

function picking(number: number): ItemFilter {
  const index = Math.trunc(number) - 1;
  return (items) => {
    const item = items[index];
    return item === undefined ? [] : [item];
  };
}

function keeping(passes: (frame: Frame) => boolean): ItemFilter {
  return (items, frame) => {
    if (items.length === 0) return items;
    const inner = frame.inside(items.length);
    const kept: XPathItem[] = [];
    for (let index = 0; index < items.length; index++) {
      inner.item = items[index]!;
      inner.position = index + 1;
      if (passes(inner)) kept.push(items[index]!);
    }
    return kept;
  };
}
