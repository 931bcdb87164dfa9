import type { XmlElement, XmlNode, XmlParent } from '../../xml/index.js';
import { type Namespaces, namespaceOf } from './node-test.js';
import type { Step } from './syntax.js';
import { nodeTypeOf, type XPathItem } from './value.js';

/** A step to elements of one name, below the node (`child`) or anywhere in it (`descendant`), without predicates. */
interface NamedStep {
  readonly local: string;
  readonly uri: string;
}

/** Collects from one item what a path of named steps leads to. */
export type NamedRun = (start: XPathItem) => readonly XPathItem[];

/**
 * Runs a path that only names elements, like `a/b:c` and `//a/b`, in one walk and without a list between its steps. What
 * it finds stands in the order in which the steps, one after the other, would find it.
 * @param steps `//` is one step of the axis descendant
 * @returns undefined for any other path
 */
export function namedRun(steps: readonly Step[], namespaces: Namespaces): NamedRun | undefined {
  const named: NamedStep[] = [];
  for (const [at, step] of steps.entries()) {
    const readable = step.axis === 'child' || (step.axis === 'descendant' && at === 0);
    const name = readable ? nameOf(step, namespaces) : undefined;
    if (name === undefined) return undefined;
    named.push(name);
  }
  if (named.length === 0) return undefined;
  const collect = steps[0]!.axis === 'child' ? fromChildren : fromDescendants;
  return (start) => {
    const found: XmlElement[] = [];
    const type = nodeTypeOf(start);
    if (type === 1 || type === 9) collect(start as XmlParent, named, 0, found);
    return found;
  };
}

function nameOf({ test, predicates }: Step, namespaces: Namespaces): NamedStep | undefined {
  if (test.kind !== 'name' || test.local === undefined || predicates.length > 0) return undefined;
  // A prefix that is not bound fails where a node is tested.
  const uri = test.prefix === '' ? '' : namespaceOf(test.prefix, namespaces);
  return uri === undefined ? undefined : { local: test.local, uri };
}

function fromChildren(parent: XmlParent, steps: readonly NamedStep[], at: number, found: XmlElement[]): void {
  const { local, uri } = steps[at]!;
  const next = at + 1;
  for (let node: XmlNode | null = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType !== 1 || node.localName !== local || node.namespaceURI !== uri) continue;
    if (next === steps.length) found.push(node);
    else fromChildren(node, steps, next, found);
  }
}

/** Walks, does not recurse: the depth of a body is no limit. */
function fromDescendants(top: XmlParent, steps: readonly NamedStep[], at: number, found: XmlElement[]): void {
  const { local, uri } = steps[at]!;
  const next = at + 1;
  let node: XmlNode | null = top.firstChild;
  while (node !== null) {
    if (node.nodeType === 1) {
      if (node.localName === local && node.namespaceURI === uri) {
        if (next === steps.length) found.push(node);
        else fromChildren(node, steps, next, found);
      }
      if (node.firstChild !== null) {
        node = node.firstChild;
        continue;
      }
    }
    while (node.nextSibling === null) {
      const parent: XmlParent | null = node.parentNode;
      if (parent === top || parent === null) return;
      node = parent as XmlElement;
    }
    node = node.nextSibling;
  }
}
