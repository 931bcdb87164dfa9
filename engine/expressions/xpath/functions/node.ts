import { XML_NAMESPACE, type XmlParent } from '../../../xml/index.js';
import { parentOf } from '../axes.js';
import { type Compiled, logical, nodeSet, textual } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import type { Frame } from '../frame.js';
import { XPathSyntaxError } from '../syntax-error.js';
import { isNode, isNodeSet, nodeTypeOf, type XPathItem, type XPathNode, type XPathValue } from '../value.js';
import { type CallContext, contextItem, type FunctionDefinition } from './definition.js';

/** The functions of XPath's core on nodes, and the library's `evaluate` and `document`. */
export const nodeFunctions: readonly FunctionDefinition[] = [
  naming('local-name', localName),
  naming('name', qualifiedName),
  naming('namespace-uri', namespaceUri),
  {
    name: 'lang',
    signature: 'lang(language)',
    least: 1,
    most: 1,
    compile: ([language]) => logical((frame) => hasLanguage(frame.item, language!.text(frame))),
  },
  {
    // A body has no document type, so no attribute is an ID.
    name: 'id',
    signature: 'id(value)',
    least: 1,
    most: 1,
    compile: ([value]) =>
      nodeSet((frame) => {
        value!.value(frame);
        return [];
      }),
  },
  {
    name: 'document',
    signature: 'document(uri)',
    least: 1,
    most: 1,
    compile: () =>
      nodeSet(() => {
        throw new EvaluationError('document() is switched off: a flow does not read files and addresses by name');
      }),
  },
  { name: 'evaluate', signature: 'evaluate(expression)', least: 1, most: 1, compile: evaluate },
];

function naming(name: string, nameOf: (node: XPathNode) => string): FunctionDefinition {
  return {
    name,
    signature: `${name}([nodes])`,
    least: 0,
    most: 1,
    compile: ([nodes = contextItem]) =>
      textual((frame) => {
        const node = firstOf(nodes.value(frame), name);
        return node === undefined ? '' : nameOf(node);
      }),
  };
}

function firstOf(value: XPathValue, name: string): XPathNode | undefined {
  const item = isNodeSet(value) ? value[0] : value;
  if (item === undefined || isNode(item)) return item;
  throw new EvaluationError(`the argument of ${name}() is not a node-set`);
}

function localName(node: XPathNode): string {
  switch (node.nodeType) {
    case 1:
    case 2:
      return node.localName;
    case 7:
      return node.target;
    case 13:
      return node.prefix;
    default:
      return '';
  }
}

/** The reference's name() puts the namespace where the local name belongs. */
function qualifiedName(node: XPathNode): string {
  if (node.nodeType !== 1 && node.nodeType !== 2) return localName(node);
  return node.prefix === '' ? node.localName : `${node.prefix}:${node.namespaceURI}`;
}

function namespaceUri(node: XPathNode): string {
  return node.nodeType === 1 || node.nodeType === 2 ? node.namespaceURI : '';
}

function hasLanguage(item: XPathItem, wanted: string): boolean {
  let element = nodeTypeOf(item) === 1 ? (item as XmlParent) : parentOf(item);
  for (; element !== null && element.nodeType === 1; element = element.parentNode) {
    const language = element.attribute('lang', XML_NAMESPACE)?.value.toLowerCase();
    if (language !== undefined) return `${language}-`.startsWith(`${wanted.toLowerCase()}-`);
  }
  return false;
}

/** `evaluate()` may call itself through its text; deeper is a fault. */
const MAX_DEPTH = 16;
/** Expressions that one call keeps compiled. */
const MAX_KEPT = 32;

function evaluate([expression]: readonly Compiled[], context: CallContext): Compiled {
  const kept = new Map<string, Compiled>();
  const compiled = (text: string): Compiled => {
    let found = kept.get(text);
    if (found === undefined) {
      found = compileText(text, context);
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(text, found);
    }
    return found;
  };
  return nodeSet((frame: Frame) => {
    if (frame.depth >= MAX_DEPTH) throw new EvaluationError(`evaluate() calls itself more than ${MAX_DEPTH} times`);
    const value = compiled(expression!.text(frame)).value(frame.deeper());
    return isNodeSet(value) ? value : [value];
  });
}

function compileText(text: string, context: CallContext): Compiled {
  try {
    return context.compileText(text);
  } catch (error) {
    if (error instanceof XPathSyntaxError) throw new EvaluationError(`evaluate() was given no XPath: ${error.message}`);
    throw error;
  }
}
