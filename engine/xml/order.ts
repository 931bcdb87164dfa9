/** A node as far as its position matters: parents, siblings, and for an attribute its element. */
interface Positioned {
  readonly parentNode?: Positioned | null;
  readonly ownerElement?: Positioned | null;
  readonly nextSibling?: Positioned | null;
  readonly attributes?: ArrayLike<object> | null;
}

const APART = 1;
const BEFORE = 2;
const AFTER = 4;
const CONTAINS = 8;
const INSIDE = 16;

function above(node: Positioned): Positioned | null {
  return node.parentNode ?? node.ownerElement ?? null;
}

function depth(node: Positioned): number {
  let levels = 0;
  for (let up = above(node); up !== null; up = above(up)) levels++;
  return levels;
}

/**
 * DOM's compareDocumentPosition: where `other` stands seen from `node`. Attributes stand in their element before its
 * children, the XPath library's namespace nodes before the attributes.
 */
export function documentPosition(node: Positioned, other: Positioned): number {
  if (node === other) return 0;
  let a = node;
  let b = other;
  let levelA = depth(a);
  let levelB = depth(b);
  for (; levelA > levelB; levelA--) a = above(a)!;
  if (a === b) return CONTAINS | BEFORE;
  for (; levelB > levelA; levelB--) b = above(b)!;
  if (a === b) return INSIDE | AFTER;
  let parentA = above(a);
  let parentB = above(b);
  while (parentA !== parentB) {
    a = parentA!;
    b = parentB!;
    parentA = above(a);
    parentB = above(b);
  }
  if (parentA === null) return APART;
  return follows(a, b, parentA) ? AFTER : BEFORE;
}

/** Whether `b` stands after its sibling `a`. */
function follows(a: Positioned, b: Positioned, parent: Positioned): boolean {
  const rankA = rank(a, parent);
  const rankB = rank(b, parent);
  if (rankA !== rankB || rankA < CHILD) return rankB > rankA;
  // Both ways at once, so that near siblings of a long list are found soon.
  let fromA = a.nextSibling;
  let fromB = b.nextSibling;
  while (fromA && fromB) {
    if (fromA === b) return true;
    if (fromB === a) return false;
    fromA = fromA.nextSibling;
    fromB = fromB.nextSibling;
  }
  return !fromB;
}

const CHILD = Number.POSITIVE_INFINITY;

/** Namespace nodes, then attributes in their order, then children. */
function rank(node: Positioned, parent: Positioned): number {
  if (node.ownerElement !== parent || node.parentNode) return CHILD;
  const attributes = parent.attributes;
  for (let index = 0; attributes && index < attributes.length; index++) {
    if (attributes[index] === node) return index;
  }
  return -1;
}
