import { createRequire } from 'node:module';
import type { XPathNode } from './value.js';

/** An expression of the XPath library. */
export interface LibraryExpression {
  /** The nodes selected from a node of the light tree, in document order. */
  select(options: { readonly node: XPathNode }): XPathNode[];
}

/** As much of the package `xpath` as is used. Its own type file would put all of DOM into the global scope. */
interface Library {
  parse(expression: string): LibraryExpression;
}

// Loaded with the first expression that needs it, which few flows have.
const require = createRequire(import.meta.url);

/** Compiles an expression of our own (never one of a flow) with the library. */
export function libraryExpression(expression: string): LibraryExpression {
  return (require('xpath') as Library).parse(expression);
}
