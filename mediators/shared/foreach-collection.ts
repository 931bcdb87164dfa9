import {
  type ArtifactElement,
  CONTINUE,
  type CompiledExpression,
  compileExpression,
  Fault,
  JavaNumber,
  JsonData,
  type JsonValue,
  type Load,
  type Message,
  type Outcome,
  Report,
  type Run,
  runInTurn,
  STOP,
  XmlElement,
  xmlElement,
} from '../../engine/kit.js';
import { compileReplaceArray, type ReplaceArray, replaceElements } from './collection-update.js';
import { parallelCopies, runCopy } from './copy-flow.js';
import { type Arrival, type BranchCopy, gather } from './gather.js';
import { markCopy } from './split-properties.js';

/** A foreach by collection. */
export interface CollectionOptions {
  readonly collection: CompiledExpression;
  readonly sequence: ArtifactElement;
  readonly parallel: boolean;
  /** Variable with the item's index in its copy; only when the items run one after the other. */
  readonly counterVariable: string | undefined;
  /** The flow goes on at once, and the results are thrown away. */
  readonly withoutResults: boolean;
  /** Where the results go; undefined: into the place of the items. */
  readonly result: ResultVariable | undefined;
}

/** A variable for the results. */
export interface ResultVariable {
  readonly name: string;
  /** The element that XML results are put into; undefined: JSON. */
  readonly enclosing: string | undefined;
}

/** Compiles a foreach by collection: every item runs on a copy of the message (mediators-flow sheet 10). */
export function compileCollection(options: CollectionOptions, load: Load): Run {
  const { collection, parallel, withoutResults } = options;
  const run = load.inlineSequence(options.sequence);
  const put = compileResult(options);
  return (message) => {
    const items = itemsOf(collection, message);
    if (items.length === 0) {
      message.log('info', `No elements found for the expression : ${collection.source}`, load.place);
      return CONTINUE;
    }
    const branch = branches(items, options, message, run);
    if (withoutResults) return runBeside(items.length, parallel, branch, message);
    return collect(items, parallel, branch, message, put);
  };
}

type Items = readonly JsonValue[] | readonly XmlElement[];
type Branch = (index: number) => BranchCopy;

/** The items: of a JSON array, or elements. Throws Fault for anything else. */
function itemsOf(collection: CompiledExpression, message: Message): Items {
  const value = collection.language === 'synapse' ? collection.value(message) : undefined;
  if (value instanceof JsonData && Array.isArray(value.value)) return value.value;
  const nodes = value instanceof XmlElement ? [value] : value;
  if (Array.isArray(nodes) && nodes.every((node) => node instanceof XmlElement)) return nodes;
  throw new Fault(`Expression ${collection.source} did not resolve to a valid array`);
}

function areElements(items: Items): items is readonly XmlElement[] {
  return items[0] instanceof XmlElement;
}

/** Makes the copies that the items run on. */
function branches(items: Items, options: CollectionOptions, message: Message, run: Run): Branch {
  const { counterVariable, withoutResults } = options;
  const parent = message.messageId;
  // Without results the message goes on while copies may still have to be made.
  const source = withoutResults ? message.copyWithoutBody() : message;
  const own: Items = areElements(items) ? items.map((item) => item.clone()) : items;
  return (index) => {
    const copy = source.copyWithoutBody();
    const item = own[index]!;
    if (item instanceof XmlElement) copy.setXml(item);
    else copy.setJson(new JsonData(item));
    markCopy(copy, { id: undefined, index, count: items.length, parent });
    if (counterVariable !== undefined) copy.variables.set(counterVariable, new JavaNumber('int', index));
    return { copy, run };
  };
}

function runBeside(count: number, parallel: boolean, branch: Branch, message: Message): Outcome | Promise<Outcome> {
  const stopped = () => message.exchange.signal?.aborted ?? false;
  const work = runInTurn({ count, limit: parallel ? parallelCopies : 1, stopped }, (index) => {
    const { copy, run } = branch(index);
    copy.resumed = false;
    copy.continuations.length = 0;
    return runCopy(copy, run);
  });
  if (!work) return CONTINUE;
  if (!parallel) return work.then(() => CONTINUE);
  message.sideWork.add(work);
  return CONTINUE;
}

/** Puts the results of all items where they belong. Throws Fault. */
type PutResults = (message: Message, items: Items, arrivals: readonly Arrival[]) => void;

async function collect(
  items: Items,
  parallel: boolean,
  branch: Branch,
  message: Message,
  put: PutResults,
): Promise<Outcome> {
  message.exchange.skipAcknowledgement();
  const total = items.length;
  const arrivals = await gather(message, {
    name: 'A foreach',
    count: total,
    parallel,
    branch,
    completion: () => ({ total, min: -1, max: -1, timeout: 0 }),
  });
  if (!arrivals) return STOP;
  put(message, items, arrivals);
  return CONTINUE;
}

function compileResult({ collection, result }: CollectionOptions): PutResults {
  if (!result) return replacing(compileReplaceArray(collection));
  const { name, enclosing } = result;
  if (enclosing === undefined) {
    return (message, items, arrivals) => {
      message.variables.set(name, new JsonData(jsonResults(items.length, arrivals)));
    };
  }
  return (message, _items, arrivals) => {
    message.variables.set(name, xmlElement('', enclosing, ...xmlResults(arrivals)));
  };
}

function replacing(replaceArray: ReplaceArray): PutResults {
  return (message, items, arrivals) => {
    if (areElements(items)) replaceElements(message, items, xmlResults(arrivals));
    else replaceArray(message, jsonResults(items.length, arrivals));
  };
}

/** What `${payload}` gives for each item, null where that is no JSON. */
function jsonResults(count: number, arrivals: readonly Arrival[]): JsonValue[] {
  const results = new Array<JsonValue>(count).fill(null);
  for (const { index, message } of arrivals) {
    const value = payload.value(message);
    results[index] = value instanceof JsonData ? value.value : null;
  }
  return results;
}

/** The payload of each item, in the order of the items. */
function xmlResults(arrivals: readonly Arrival[]): XmlElement[] {
  return [...arrivals].sort((a, b) => a.index - b.index).flatMap(({ message }) => message.payload ?? []);
}

const payload = compileExpression('${payload}', {
  namespaces: new Map(),
  place: () => ({ file: 'foreach', line: 1, column: 1 }),
  report: new Report(),
})!;
