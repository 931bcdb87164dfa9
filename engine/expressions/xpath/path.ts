import { type ItemTest, topOf, type Walk, walks } from './axes.js';
import { type Compiled, nodeSet } from './compiled.js';
import { EvaluationError } from './evaluation-error.js';
import type { Frame } from './frame.js';
import { type NamedRun, namedRun } from './named-steps.js';
import { compileTest, type Namespaces } from './node-test.js';
import { inDocumentOrder } from './order.js';
import { type ItemFilter, isPositional, passAll, predicateFilter } from './predicate.js';
import type { PathSyntax, Step, Syntax } from './syntax.js';
import { isNode, isNodeSet, type XPathItem } from './value.js';

type Compile = (syntax: Syntax) => Compiled;

/** What is known of a node-set without looking at it. */
type Order =
  /** At most one node. */
  | 'single'
  /** In document order, none inside another. */
  | 'apart'
  /** In document order. */
  | 'sorted'
  | 'loose';

interface CompiledStep {
  readonly walk: Walk;
  readonly test: ItemTest;
  readonly filter: ItemFilter;
  readonly reverse: boolean;
  /** Two nodes can lead to the same one. */
  readonly meets: boolean;
  /** The test is by name: duplicates are dropped behind the predicates, otherwise before them, as in the reference. */
  readonly named: boolean;
}

/** A step with its predicates compiled. */
interface Part extends Step {
  readonly compiled: readonly Compiled[];
}

/** Compiles a location path. */
export function compilePath(path: PathSyntax, namespaces: Namespaces, compile: Compile): Compiled {
  const parts = joinSteps(path.steps.map((step) => ({ ...step, compiled: step.predicates.map(compile) })));
  const steps = parts.map((part) => compileStep(part, namespaces));
  const order = parts.reduce<Order>(orderAfter, 'single');
  const sort = order === 'loose' && path.steps.length > 1;
  const named = namedRun(parts, namespaces);
  const run = named ? namedRunner(named, sort) : stepRunner(steps, sort);
  const { start } = path;
  if (start === 'context') return nodeSet((frame) => run(frame.item, frame));
  if (start === 'root') return nodeSet((frame) => run(rootOf(frame.item), frame));
  return fromExpression(compile(start), run, steps);
}

/** Makes one walk of `//x`, unless positions are counted: `//x[1]` is the first `x` of every parent. */
function joinSteps(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const positional = part.predicates.some((syntax, at) => isPositional(syntax, part.compiled[at]!));
    if (before === undefined || !isEverything(before) || part.axis !== 'child' || positional) joined.push(part);
    else joined[joined.length - 1] = { ...part, axis: 'descendant' };
  }
  return joined;
}

function compileStep({ axis, test, compiled }: Part, namespaces: Namespaces): CompiledStep {
  return {
    walk: walks[axis],
    test: compileTest(test, axis, namespaces),
    filter: compiled.length === 0 ? passAll : predicateFilter(compiled),
    reverse: /^(ancestor|preceding)/.test(axis),
    meets: !['child', 'attribute', 'self', 'namespace'].includes(axis),
    named: test.kind === 'name' || test.kind === 'any-name',
  };
}

/** `descendant-or-self::node()`, what `//` stands for. */
function isEverything(step: Step): boolean {
  return step.axis === 'descendant-or-self' && step.test.kind === 'node' && step.predicates.length === 0;
}

function orderAfter(before: Order, { axis, test }: Step): Order {
  const several = before === 'loose' || before === 'sorted';
  switch (axis) {
    case 'self':
      return before;
    case 'child':
      return several ? 'loose' : 'apart';
    case 'attribute':
      // All attributes of an element are ordered by name, those of several steps by their elements.
      if (test.kind !== 'name') return 'loose';
      return before === 'single' ? 'apart' : before;
    case 'descendant':
    case 'descendant-or-self':
      return several ? 'loose' : 'sorted';
    case 'namespace':
      return 'loose';
    case 'parent':
      return before === 'single' ? 'single' : 'loose';
    case 'following-sibling':
    case 'preceding-sibling':
      return before === 'single' ? 'apart' : 'loose';
    default:
      return before === 'single' ? 'sorted' : 'loose';
  }
}

type Run = (start: XPathItem, frame: Frame) => readonly XPathItem[];

function namedRunner(run: NamedRun, sort: boolean): Run {
  if (!sort) return run;
  return (start) => {
    const nodes = run(start);
    return nodes.length > 1 ? inDocumentOrder(nodes) : nodes;
  };
}

/** Runs the steps from one item. */
function stepRunner(steps: readonly CompiledStep[], sort: boolean): Run {
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return (start, frame) => runFromOne(only, start, frame);
  return (start, frame) => {
    let nodes: readonly XPathItem[] = [start];
    for (const step of steps) {
      nodes = nodes.length === 1 ? runFromOne(step, nodes[0]!, frame) : runFromMany(step, nodes, frame);
    }
    return sort && nodes.length > 1 ? inDocumentOrder(nodes) : nodes;
  };
}

function runFromOne(step: CompiledStep, item: XPathItem, frame: Frame): readonly XPathItem[] {
  const found: XPathItem[] = [];
  step.walk(item, step.test, found);
  const passed = step.filter(found, frame);
  return step.reverse && passed.length > 1 ? passed.toReversed() : passed;
}

function runFromMany(step: CompiledStep, items: readonly XPathItem[], frame: Frame): readonly XPathItem[] {
  const out: XPathItem[] = [];
  const seen = step.meets ? new Set<XPathItem>() : undefined;
  const fresh = (item: XPathItem): boolean => seen === undefined || (!seen.has(item) && seen.add(item) !== undefined);
  for (const item of items) {
    let found: XPathItem[] = [];
    step.walk(item, step.test, found);
    if (!step.named) found = found.filter(fresh);
    for (const passed of step.filter(found, frame)) {
      if (!step.named || fresh(passed)) out.push(passed);
    }
  }
  return step.reverse ? out.reverse() : out;
}

function rootOf(item: XPathItem): XPathItem {
  if (!isNode(item)) throw new EvaluationError('/ is asked for where the context is not a node');
  return topOf(item);
}

/** A path behind an expression: what is no node-set counts as a set of one item. */
function fromExpression(start: Compiled, run: Run, steps: readonly CompiledStep[]): Compiled {
  return nodeSet((frame) => {
    const value = start.value(frame);
    if (!isNodeSet(value)) return run(value, frame);
    if (value.length === 1) return run(value[0]!, frame);
    let nodes: readonly XPathItem[] = [...new Set(value)];
    for (const step of steps) nodes = runFromMany(step, nodes, frame);
    return nodes.length > 1 ? inDocumentOrder(nodes) : nodes;
  });
}
