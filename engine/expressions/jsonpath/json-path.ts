import type { JsonValue } from '../../message/index.js';
import { documentRun, evaluatePath, type JsonMatch, locatePath } from './evaluation.js';
import { JsonPathFailure } from './failure.js';
import { parsePath } from './parse-path.js';
import { isDefinitePath, type PathSyntax, pathText } from './path-syntax.js';
import { followPlainPath, type PlainPath } from './plain-path.js';

/** A compiled JSONPath of the Jayway dialect. It holds no state of a document and never changes one. */
export class JsonPath {
  /** The path in bracket form (`$['a'][0]`), as faults show it. */
  readonly text: string;
  /** Whether it leads to one value at most. Otherwise the result is always an array of all hits. */
  readonly definite: boolean;
  /** Whether a function ends it. */
  readonly isCall: boolean;
  /** Whether it is just the root. */
  readonly isRoot: boolean;
  /** Names and positions when it consists of single ones only. */
  readonly members: PlainPath | undefined;
  /** The same without positions that count from the end: it can be followed in a text from its beginning. */
  readonly isForward: boolean;
  /** Names when it consists of names only, one or more. */
  readonly names: readonly string[] | undefined;
  readonly #syntax: PathSyntax;

  constructor(syntax: PathSyntax) {
    this.#syntax = syntax;
    this.text = pathText(syntax);
    this.definite = isDefinitePath(syntax);
    this.isCall = syntax.steps[syntax.steps.length - 1]?.kind === 'call';
    this.isRoot = syntax.steps.length === 0;
    this.members = syntax.plain;
    this.isForward = syntax.plain?.every((member) => typeof member === 'string' || member >= 0) ?? false;
    const names = syntax.plain?.filter((member) => typeof member === 'string');
    this.names = names && names.length > 0 && names.length === syntax.plain?.length ? names : undefined;
  }

  /**
   * The value of a definite path, or an array of all hits. Numbers reached by name have Java's text of their value
   * (`12.50` is `12.5`); those reached by index or inside a result keep theirs.
   * @throws JsonPathFailure when a definite path leads nowhere or a function fails
   */
  read(root: JsonValue): JsonValue {
    if (this.members) {
      const value = followPlainPath(this.members, root);
      if (value !== undefined) return value;
    }
    return guarded(() => evaluatePath(this.#syntax, root, documentRun(root)));
  }

  /**
   * The same, but undefined when a definite path leads nowhere.
   * @throws JsonPathFailure for anything else
   */
  find(root: JsonValue): JsonValue | undefined {
    if (this.members) return followPlainPath(this.members, root);
    try {
      return this.read(root);
    } catch (error) {
      if (error instanceof JsonPathFailure && error.kind === 'missing') return undefined;
      throw error;
    }
  }

  /**
   * All values that it leads to: one for a definite path, none when nothing is found.
   * @throws JsonPathFailure as `find`
   */
  all(root: JsonValue): readonly JsonValue[] {
    const value = this.find(root);
    if (value === undefined) return [];
    return this.definite ? [value] : (value as readonly JsonValue[]);
  }

  /**
   * Where it leads, for changing a document: parent and key of each hit, in order.
   * @throws JsonPathFailure when there is none, and for a path that ends in a function
   */
  locate(root: JsonValue): readonly JsonMatch[] {
    if (this.isCall) throw new JsonPathFailure('failure', `${this.text} leads to no place in a document`);
    return guarded(() => locatePath(this.#syntax, root));
  }
}

/**
 * Compiles a path of Jayway JsonPath 2.10. The root may be left out (`a.b`).
 * @throws PathSyntaxError with the offset of the error
 */
export function parseJsonPath(text: string): JsonPath {
  return new JsonPath(parsePath(text));
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new JsonPathFailure('failure', 'The document is nested too deeply for the path');
  }
}
