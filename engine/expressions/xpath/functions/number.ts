import { type Compiled, constant, logical, numeric } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import type { Frame } from '../frame.js';
import { isNodeSet, toNumber, type XPathItem } from '../value.js';
import { contextItem, type FunctionDefinition } from './definition.js';

/** The functions of XPath's core on numbers, booleans and positions. */
export const numberFunctions: readonly FunctionDefinition[] = [
  {
    name: 'number',
    signature: 'number([value])',
    least: 0,
    most: 1,
    compile: ([value = contextItem]) => numeric(value.number),
  },
  rounding('floor', Math.floor),
  rounding('ceiling', Math.ceil),
  rounding('round', roundHalfUp),
  {
    name: 'sum',
    signature: 'sum(nodes)',
    least: 1,
    most: 1,
    compile: ([nodes]) =>
      numeric((frame) => nodesOf(nodes!, frame, 'sum').reduce((total: number, node) => total + toNumber(node), 0)),
  },
  {
    name: 'count',
    signature: 'count(nodes)',
    least: 1,
    most: 1,
    compile: ([nodes]) => numeric((frame) => nodesOf(nodes!, frame, 'count').length),
  },
  {
    name: 'position',
    signature: 'position()',
    least: 0,
    most: 0,
    compile: () => numeric((frame) => frame.position),
  },
  { name: 'last', signature: 'last()', least: 0, most: 0, compile: () => numeric((frame) => frame.size) },
  {
    name: 'boolean',
    signature: 'boolean(value)',
    least: 1,
    most: 1,
    compile: ([value]) => logical(value!.boolean),
  },
  {
    name: 'not',
    signature: 'not(value)',
    least: 1,
    most: 1,
    compile: ([value]) => logical((frame) => !value!.boolean(frame)),
  },
  { name: 'true', signature: 'true()', least: 0, most: 0, compile: () => constant(true) },
  { name: 'false', signature: 'false()', least: 0, most: 0, compile: () => constant(false) },
];

function rounding(name: string, round: (value: number) => number): FunctionDefinition {
  return {
    name,
    signature: `${name}(number)`,
    least: 1,
    most: 1,
    compile: ([value]) => numeric((frame) => round(value!.number(frame))),
  };
}

const GREATEST_LONG = 2 ** 63;

/** round(): halves go up; finite numbers are cut to Java's long, which has no negative zero. */
export function roundHalfUp(value: number): number {
  if (!Number.isFinite(value)) return value;
  return Math.min(Math.max(Math.round(value), -GREATEST_LONG), GREATEST_LONG) + 0;
}

/** A lone element out of a property is not a node-set. */
function nodesOf(argument: Compiled, frame: Frame, name: string): readonly XPathItem[] {
  const value = argument.value(frame);
  if (!isNodeSet(value)) throw new EvaluationError(`the argument of ${name}() is not a node-set`);
  return value;
}
