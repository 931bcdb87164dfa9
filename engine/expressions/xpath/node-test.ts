import { XML_NAMESPACE, type XmlElement, type XmlInstruction } from '../../xml/index.js';
import type { ItemTest } from './axes.js';
import { EvaluationError } from './evaluation-error.js';
import type { Axis, NodeTest } from './syntax.js';
import { type NamespaceNode, nodeTypeOf, type XPathItem } from './value.js';

/** Prefixes bound where an expression stands. */
export type Namespaces = ReadonlyMap<string, string>;

/** The namespace of a prefix; undefined when it is not bound. */
export function namespaceOf(prefix: string, namespaces: Namespaces): string | undefined {
  return prefix === 'xml' ? XML_NAMESPACE : namespaces.get(prefix);
}

/** Compiles a node test. An unbound prefix fails only when a named node is really tested. */
export function compileTest(test: NodeTest, axis: Axis, namespaces: Namespaces): ItemTest {
  switch (test.kind) {
    case 'node':
      return () => true;
    case 'text':
      return (item) => nodeTypeOf(item) === 3;
    case 'comment':
      return (item) => nodeTypeOf(item) === 8;
    case 'instruction': {
      const { target } = test;
      return (item) => nodeTypeOf(item) === 7 && (target === '' || (item as XmlInstruction).target === target);
    }
    case 'any-name':
      return anyName(test.prefix, axis, namespaces);
    case 'name':
      return oneName(test.prefix, test.local, axis, namespaces);
  }
}

/** The kind of node that a name means on an axis. */
function namedType(axis: Axis): number {
  if (axis === 'attribute') return 2;
  return axis === 'namespace' ? 13 : 1;
}

function anyName(prefix: string, axis: Axis, namespaces: Namespaces): ItemTest {
  const type = namedType(axis);
  if (prefix === '') return (item) => nodeTypeOf(item) === type;
  const uri = namespaceOf(prefix, namespaces);
  if (uri === undefined) return unbound(prefix, type);
  if (type === 13) return () => false;
  return (item) => nodeTypeOf(item) === type && (item as XmlElement).namespaceURI === uri;
}

function oneName(prefix: string, local: string | undefined, axis: Axis, namespaces: Namespaces): ItemTest {
  const type = namedType(axis);
  const uri = prefix === '' ? '' : namespaceOf(prefix, namespaces);
  if (uri === undefined) return unbound(prefix, type);
  if (local === undefined) return () => false;
  if (type === 13) return (item) => uri === '' && nodeTypeOf(item) === 13 && (item as NamespaceNode).prefix === local;
  return (item) => {
    if (nodeTypeOf(item) !== type) return false;
    const named = item as XmlElement;
    return named.localName === local && named.namespaceURI === uri;
  };
}

function unbound(prefix: string, type: number): ItemTest {
  return (item: XPathItem) => {
    if (nodeTypeOf(item) !== type) return false;
    throw new EvaluationError(`the prefix ${prefix} is not bound to a namespace`);
  };
}
