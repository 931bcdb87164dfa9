import { JavaNumber } from '../../message/index.js';
import type { RelationalOperator } from './syntax.js';
import { isNodeSet, itemText, toBoolean, toNumber, type XPathItem, type XPathValue } from './value.js';

/**
 * `=` and `!=` as the reference's library has them: null on either side is false both ways, a node-set compares item by
 * item, and so is false both ways when empty, except with a boolean.
 * @param unequal for `!=`
 */
export function equality(left: XPathValue, right: XPathValue, unequal: boolean): boolean {
  if (left === null || right === null) return false;
  if (isNodeSet(left)) {
    if (typeof right === 'boolean') return (left.length > 0 === right) !== unequal;
    return someEqual(left, isNodeSet(right) ? right : [right], unequal);
  }
  if (isNodeSet(right)) {
    if (typeof left === 'boolean') return (right.length > 0 === left) !== unequal;
    return someEqual([left], right, unequal);
  }
  return itemsEqual(left, right) !== unequal;
}

function someEqual(left: readonly XPathItem[], right: readonly XPathItem[], unequal: boolean): boolean {
  for (const a of left) {
    for (const b of right) {
      if (itemsEqual(a, b) !== unequal) return true;
    }
  }
  return false;
}

function itemsEqual(left: XPathItem, right: XPathItem): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right);
  if (isNumber(left) || isNumber(right)) return toNumber(left) === toNumber(right);
  return itemText(left) === itemText(right);
}

function isNumber(item: XPathItem): boolean {
  return typeof item === 'number' || item instanceof JavaNumber;
}

/** `<`, `<=`, `>` and `>=`; null, NaN and an empty node-set are false. */
export function relation(operator: RelationalOperator, left: XPathValue, right: XPathValue): boolean {
  if (isNodeSet(left)) {
    // The reference swaps the sides here.
    if (typeof right === 'boolean') return inOrder(operator, right, left.length > 0);
    return someInOrder(operator, left, isNodeSet(right) ? right : [right]);
  }
  if (isNodeSet(right)) {
    if (typeof left === 'boolean') return inOrder(operator, left, right.length > 0);
    return someInOrder(operator, [left], right);
  }
  return inOrder(operator, left, right);
}

function someInOrder(operator: RelationalOperator, left: readonly XPathItem[], right: readonly XPathItem[]): boolean {
  for (const a of left) {
    for (const b of right) {
      if (inOrder(operator, a, b)) return true;
    }
  }
  return false;
}

function inOrder(operator: RelationalOperator, left: XPathItem, right: XPathItem): boolean {
  if (left === null || right === null) return false;
  const a = toNumber(left);
  const b = toNumber(right);
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
