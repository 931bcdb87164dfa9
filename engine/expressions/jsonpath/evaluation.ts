import { type JsonArray, JsonObject, type JsonValue } from '../../message/index.js';
import { JsonPathFailure } from './failure.js';
import { type FilterRun, matchesFilter } from './filter.js';
import { callFunction } from './functions.js';
import { namesOf } from './members.js';
import { byName } from './numbers.js';
import { isDefinitePath, isDefiniteStep, type PathStep, type PathSyntax, pathText, stepText } from './path-syntax.js';

/** Where a path leads: the parent to change and the name, names or position in it; no parent for the root. */
export interface JsonMatch {
  readonly parent: JsonObject | JsonArray | undefined;
  readonly key: string | number | readonly string[];
  readonly value: JsonValue;
}

/** Values that one evaluation may look at, before it counts as running away. */
const visitLimit = 2_000_000;

type Place = Pick<JsonMatch, 'parent' | 'key'>;
const rootPlace: Place = { parent: undefined, key: '$' };

/** What all evaluations for one document share. */
export interface DocumentRun {
  /** The document: where `$` starts in filters and arguments. */
  readonly root: JsonValue;
  /** Results of `$` paths inside filters. */
  readonly rootResults: Map<PathSyntax, JsonValue | undefined>;
  /** How many values were looked at. */
  readonly work: { visits: number };
}

export function documentRun(root: JsonValue): DocumentRun {
  return { root, rootResults: new Map(), work: { visits: 0 } };
}

/**
 * Evaluates a path as Jayway does with Gson: the result of a definite path, or an array of all hits.
 * @param strict inside a test for existence: every missing member counts
 * @throws JsonPathFailure
 */
export function evaluatePath(path: PathSyntax, start: JsonValue, run: DocumentRun, strict = false): JsonValue {
  const evaluation = new Evaluation(path, run, strict);
  evaluation.evaluate(start);
  if (!isDefinitePath(path)) return evaluation.values;
  const { values } = evaluation;
  if (values.length === 0) throw new JsonPathFailure('missing', `No results for path: ${pathText(path)}`);
  return values[values.length - 1]!;
}

/** All the places that a path leads to, in order. Throws JsonPathFailure when a definite path leads nowhere. */
export function locatePath(path: PathSyntax, start: JsonValue): readonly JsonMatch[] {
  const evaluation = new Evaluation(path, documentRun(start), false);
  evaluation.evaluate(start);
  if (evaluation.values.length === 0) throw new JsonPathFailure('missing', `No results for path: ${pathText(path)}`);
  return evaluation.places.map((place, at) => ({ ...place, value: evaluation.values[at]! }));
}

class Evaluation {
  readonly values: JsonValue[] = [];
  readonly places: Place[] = [];
  readonly #steps: readonly PathStep[];
  /** For each step, whether all steps before it are definite. */
  readonly #definiteBefore: boolean[];
  /** Position of the item from which a deep scan went on to a step (Jayway keeps it there); -1: none. */
  readonly #scannedAt: number[];
  readonly #filterRun: FilterRun;

  constructor(
    readonly path: PathSyntax,
    readonly run: DocumentRun,
    readonly strict: boolean,
  ) {
    this.#steps = path.steps;
    this.#scannedAt = path.steps.map(() => -1);
    let definite = true;
    this.#definiteBefore = path.steps.map((step, at) => {
      const before = definite;
      definite &&= isDefiniteStep(step, at === path.steps.length - 1);
      return before;
    });
    this.#filterRun = { run, evaluate: evaluatePath };
  }

  evaluate(start: JsonValue): void {
    if (this.#steps.length === 0) this.#add(start, rootPlace);
    else this.#step(0, start, rootPlace);
  }

  #add(value: JsonValue, place: Place): void {
    this.values.push(value);
    this.places.push(place);
  }

  #isLast(at: number): boolean {
    return at === this.#steps.length - 1;
  }

  #step(at: number, value: JsonValue, place: Place): void {
    this.#visit();
    const step = this.#steps[at]!;
    switch (step.kind) {
      case 'names':
        this.#names(at, step.names, value);
        break;
      case 'indexes':
        this.#indexes(at, step.indexes, value);
        break;
      case 'slice':
        this.#slice(at, step.from, step.to, value);
        break;
      case 'wildcard':
        this.#wildcard(at, value);
        break;
      case 'scan':
        this.#scan(at, value, place);
        break;
      case 'filter':
        this.#filter(at, step, value, place);
        break;
      case 'call':
        this.#call(at, step, value, place);
        break;
    }
  }

  #visit(): void {
    if (++this.run.work.visits > visitLimit) {
      throw new JsonPathFailure('failure', `The path ${pathText(this.path)} looks at more than ${visitLimit} values`);
    }
  }

  #goOn(at: number, value: JsonValue, place: Place): void {
    if (this.#isLast(at)) this.#add(value, place);
    else this.#step(at + 1, value, place);
  }

  #names(at: number, names: readonly string[], value: JsonValue): void {
    if (!(value instanceof JsonObject)) {
      if (!this.#definiteBefore[at]) return;
      throw new JsonPathFailure(
        'missing',
        `Expected to find an object with property ${stepText(this.#steps[at]!)} in path ${this.#textBefore(at)} but found ${kindOf(value)}.`,
      );
    }
    if (names.length === 1) this.#name(at, names[0]!, value);
    else if (this.#isLast(at)) this.#merged(names, value);
    else for (const name of names) this.#name(at, name, value);
  }

  /** The members of an object that has them, as one object. */
  #merged(names: readonly string[], object: JsonObject): void {
    const merged = new JsonObject();
    for (const name of names) {
      const value = object.get(name);
      if (value !== undefined) merged.set(name, byName(value));
      else if (this.strict) throw this.#missing(this.#steps.length - 1);
    }
    this.#add(merged, { parent: object, key: names });
  }

  #name(at: number, name: string, object: JsonObject): void {
    const value = object.get(name);
    if (value === undefined) {
      const definite = this.#definiteBefore[at]! && isDefiniteStep(this.#steps[at]!, this.#isLast(at));
      if (this.strict || (definite && !this.#isLast(at))) throw this.#missing(at);
      return;
    }
    if (this.#isLast(at) && !this.#takesScanned(at)) return;
    this.#goOn(at, byName(value), { parent: object, key: name });
  }

  /** A deep scan that went on from an item of an array gives a member only when the step before names that item. */
  #takesScanned(at: number): boolean {
    const position = this.#scannedAt[at]!;
    const before = at > 0 ? this.#steps[at - 1]! : undefined;
    return position < 0 || (before?.kind === 'indexes' && stepText(before) === `[${position}]`);
  }

  #missing(at: number): JsonPathFailure {
    return new JsonPathFailure('missing', `Missing property in path ${this.#textBefore(at + 1)}`);
  }

  #textBefore(at: number): string {
    return pathText({ root: this.path.root, steps: this.#steps.slice(0, at) });
  }

  /** The array that a position step works on; undefined when there is none and that is no error. */
  #array(at: number, value: JsonValue): JsonArray | undefined {
    if (Array.isArray(value)) return value;
    if (!this.#definiteBefore[at]) return undefined;
    const reason =
      value === null
        ? `The path ${this.#textBefore(at)} is null`
        : `Filter: ${this.#steps.slice(at).map(stepText).join('')} can only be applied to arrays. Current context is: ${kindOf(value)}`;
    throw new JsonPathFailure('missing', reason);
  }

  #indexes(at: number, indexes: readonly number[], value: JsonValue): void {
    const array = this.#array(at, value);
    if (array) for (const index of indexes) this.#item(at, index, array);
  }

  #slice(at: number, from: number | undefined, to: number | undefined, value: JsonValue): void {
    const array = this.#array(at, value);
    if (!array) return;
    const { length } = array;
    const fromEnd = (index: number) => (index < 0 ? length + index : index);
    // Between two bounds negative ones are not counted from the end, but each index in between is.
    const first = from === undefined ? 0 : to === undefined ? Math.max(0, fromEnd(from)) : from;
    const end = to === undefined ? length : Math.min(length, from === undefined ? fromEnd(to) : to);
    for (let index = first; index < end; index++) this.#item(at, index, array);
  }

  #item(at: number, index: number, array: JsonArray): void {
    const position = index < 0 ? array.length + index : index;
    const value = array[position];
    if (value === undefined) return;
    try {
      this.#goOn(at, value, { parent: array, key: index });
    } catch (error) {
      if (!(error instanceof JsonPathFailure && error.kind === 'bounds')) throw error;
    }
  }

  #wildcard(at: number, value: JsonValue): void {
    if (value instanceof JsonObject) for (const name of namesOf(value)) this.#name(at, name, value);
    else if (Array.isArray(value)) for (let index = 0; index < value.length; index++) this.#tryItem(at, index, value);
  }

  #tryItem(at: number, index: number, array: JsonArray): void {
    try {
      this.#item(at, index, array);
    } catch (error) {
      if (this.strict || !(error instanceof JsonPathFailure && error.kind === 'missing')) throw error;
    }
  }

  #scan(at: number, value: JsonValue, place: Place): void {
    if (this.#isLast(at)) throw new JsonPathFailure('failure', 'Nothing to scan for');
    this.#walk(at + 1, value, place);
  }

  #walk(at: number, value: JsonValue, place: Place): void {
    this.#visit();
    if (value instanceof JsonObject) {
      if (this.#scansFor(at, value)) this.#step(at, value, place);
      for (const name of namesOf(value)) this.#walk(at, byName(value.get(name)!), { parent: value, key: name });
    } else if (Array.isArray(value)) {
      if (this.#scansFor(at, value)) this.#scanArray(at, value, place);
      for (let index = 0; index < value.length; index++) {
        this.#walk(at, byName(value[index]!), { parent: value, key: index });
      }
    }
  }

  #scanArray(at: number, array: JsonArray, place: Place): void {
    if (this.#isLast(at)) {
      this.#step(at, array, place);
      return;
    }
    // Jayway goes on behind the step, from every item, whatever the step selects.
    for (let index = 0; index < array.length; index++) {
      this.#scannedAt[at + 1] = index;
      this.#step(at + 1, byName(array[index]!), place);
    }
  }

  /** Whether a deep scan tries the step on a value. */
  #scansFor(at: number, value: JsonValue): boolean {
    const step = this.#steps[at]!;
    switch (step.kind) {
      case 'names':
        if (!(value instanceof JsonObject)) return false;
        return !isDefiniteStep(step, this.#isLast(at)) || step.names.every((name) => value.has(name));
      case 'indexes':
      case 'slice':
        return Array.isArray(value);
      case 'wildcard':
        return true;
      case 'filter':
        return matchesFilter(step.condition, value, this.#filterRun);
      default:
        return false;
    }
  }

  #filter(at: number, step: PathStep & { kind: 'filter' }, value: JsonValue, place: Place): void {
    if (value instanceof JsonObject) {
      if (matchesFilter(step.condition, value, this.#filterRun)) this.#goOn(at, value, place);
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (matchesFilter(step.condition, byName(value[index]!), this.#filterRun)) this.#item(at, index, value);
      }
    } else if (this.#definiteBefore[at]) {
      throw new JsonPathFailure(
        'invalid',
        `Filter: [?] can not be applied to primitives. Current context is: ${kindOf(value)}`,
      );
    }
  }

  #call(at: number, step: PathStep & { kind: 'call' }, value: JsonValue, place: Place): void {
    const { run } = this;
    const result = callFunction(step, value, {
      fromRoot: (path) => evaluatePath(path, run.root, run),
      from: (path, start) => evaluatePath(path, start, { ...run, root: start, rootResults: new Map() }),
    });
    this.#add(result, place);
    if (!this.#isLast(at)) this.#step(at + 1, result, place);
  }
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof JsonObject) return 'an object';
  return typeof value === 'object' ? 'a number' : `a ${typeof value}`;
}
