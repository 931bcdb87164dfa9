import { type LibraryExpression, libraryExpression } from './library.js';
import type { XPathItem, XPathNode } from './value.js';
import { isNode } from './value.js';

// The two axes that leave the neighbourhood of a node. They are written by their definition: the library's own `following`
// takes the node's descendants along, its `preceding` the ancestors.
const FOLLOWING = 'ancestor-or-self::node()/following-sibling::node()/descendant-or-self::node()';
const PRECEDING = 'ancestor-or-self::node()/preceding-sibling::node()/descendant-or-self::node()';

let followingNodes: LibraryExpression | undefined;
let precedingNodes: LibraryExpression | undefined;

/** The nodes behind a node, without those inside it, in document order. */
export function following(item: XPathItem): readonly XPathNode[] {
  if (!isTreeNode(item)) return [];
  followingNodes ??= libraryExpression(FOLLOWING);
  return followingNodes.select({ node: item });
}

/** The nodes before a node, without those that it stands in, nearest first. */
export function preceding(item: XPathItem): readonly XPathNode[] {
  if (!isTreeNode(item)) return [];
  precedingNodes ??= libraryExpression(PRECEDING);
  return precedingNodes.select({ node: item }).reverse();
}

/** Namespace nodes are made here, the library does not know them. */
function isTreeNode(item: XPathItem): item is XPathNode {
  return isNode(item) && item.nodeType !== 13;
}
