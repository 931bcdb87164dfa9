import { Fault, type Place } from '../../errors/index.js';
import { type HeldJson, JsonObject, JsonSyntaxError, type JsonValue, type Message } from '../../message/index.js';
import type { Expression } from '../expression.js';
import { JsonPathFailure } from './failure.js';
import type { InnerExpressions } from './inner-expressions.js';
import { type JsonPath, parseJsonPath } from './json-path.js';
import { outlineText } from './outline-text.js';
import { PathSyntaxError } from './path-syntax.js';
import { reduced, resultText } from './result-text.js';
import { type PropertySource, propertyText, readBody, readProperty } from './source.js';

/** What the compiler found in the text of a `json-eval(...)`. */
export interface JsonPathParts {
  /** The text between the parentheses. */
  readonly pathText: string;
  readonly place: Place;
  /** The property that is read; undefined: the body. */
  readonly property: PropertySource | undefined;
  /** The text names the property and nothing else. */
  readonly propertyOnly: boolean;
  /** Undefined when parts of the path are known only per message. */
  readonly path: JsonPath | undefined;
  readonly inner: InnerExpressions | undefined;
}

/** A compiled `json-eval(...)`. */
export class JsonPathExpression implements Expression {
  readonly language = 'jsonpath';
  readonly source: string;
  /** Every JSONPath makes the reference engine parse the body, also one over a property. */
  readonly contentAware = true;
  /** The path as written, without `json-eval(` and `)`. */
  readonly pathText: string;
  readonly #parts: JsonPathParts;
  /** The names of a path over the body that is nothing but names. */
  readonly #names: readonly string[] | undefined;

  constructor(parts: JsonPathParts) {
    this.#parts = parts;
    this.#names = parts.property ? undefined : parts.path?.names;
    this.pathText = parts.pathText;
    this.source = `json-eval(${parts.pathText})`;
  }

  /** Whether the path is the whole body: `$`. */
  get isWholeBody(): boolean {
    const { path, property } = this.#parts;
    return property === undefined && path?.text === '$';
  }

  /** The property that is read; undefined for the body. Consumers that want items always read the body. */
  get property(): PropertySource | undefined {
    return this.#parts.property;
  }

  /**
   * The path itself, with its `{...}` parts filled in: for changing a document (`locate`, `setAtPath`).
   * @throws Fault when a value makes the path invalid
   */
  path(message: Message): JsonPath {
    return this.#parts.path ?? this.#dynamicPath(message);
  }

  /** Empty text for what is not there, and for a body that is no JSON. Over a property both are a Fault. */
  string(message: Message): string {
    const names = this.#names;
    const held = names && message.heldJson;
    const tree = held?.tree;
    const plain = tree === undefined ? held && this.#untreedText(held, names!, message) : textAt(tree, names!);
    return plain ?? this.#anyText(message);
  }

  /** The text at names in held JSON that has no tree; undefined when it takes more to tell. */
  #untreedText(held: HeldJson, names: readonly string[], message: Message): string | undefined {
    const { knownOutline } = held;
    return knownOutline === undefined ? outlinedText(held, names, message) : outlineText(knownOutline, names);
  }

  #anyText(message: Message): string {
    const { property, propertyOnly } = this.#parts;
    if (!property) return this.#bodyText(message);
    if (propertyOnly) return propertyText(property, message);
    return this.#orFault(() => readProperty(property, this.path(message), message));
  }

  /** True when the text is `true` in any case. */
  boolean(message: Message): boolean {
    return this.string(message).toLowerCase() === 'true';
  }

  /** JSONPath has no native result in the reference: typed consumers get nothing from it. */
  value(): undefined {
    return undefined;
  }

  /**
   * The items at the path in the body, never in a property: the members of an array, the hits of an indefinite path,
   * any other value as the only item, none for null.
   * @throws Fault when the path leads nowhere or the body has no JSON form
   */
  nodes(message: Message): readonly JsonValue[] {
    const path = this.path(message);
    const value = this.#orFault(() => readBody(path, message));
    if (value === undefined) throw this.#fault('The message has no JSON payload');
    if (value === null) return [];
    const result = value instanceof JsonObject ? reduced(value) : value;
    return Array.isArray(result) ? result : [result];
  }

  #bodyText(message: Message): string {
    // A path that a value made invalid is a Fault, so it is put together first.
    const path = this.path(message);
    try {
      const text = this.isWholeBody ? message.jsonFormText() : this.#result(path, message);
      if (text !== undefined) return text;
      message.log('warn', 'Json Payload is empty.', this.#parts.place);
      return '';
    } catch (error) {
      if (error instanceof JsonPathFailure || error instanceof JsonSyntaxError || error instanceof Fault) return '';
      throw error;
    }
  }

  #result(path: JsonPath, message: Message): string | undefined {
    const value = readBody(path, message);
    return value === undefined ? undefined : resultText(path, value);
  }

  #dynamicPath(message: Message): JsonPath {
    const { inner, property } = this.#parts;
    const text = inner!.fill(message);
    return this.#orFault(() => dynamicPath(property ? `$${text}` : text));
  }

  #orFault<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const known = error instanceof JsonPathFailure || error instanceof JsonSyntaxError;
      if (known || error instanceof PathSyntaxError) throw this.#fault(error.message, error);
      throw error;
    }
  }

  #fault(message: string, cause?: Error): Fault {
    return new Fault(message, { place: this.#parts.place, ...(cause ? { cause } : {}) });
  }
}

/** The text at names in JSON that nobody has looked into. */
function outlinedText(held: HeldJson, names: readonly string[], message: Message): string | undefined {
  if (held.kind === 'empty') return undefined;
  try {
    return outlineText(held.outline(message.services.settings.maxBodyDepth), names);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return '';
    throw error;
  }
}

/** The text at plain names in a tree, when it is one; the common case, without anything around it. */
function textAt(tree: JsonValue, names: readonly string[]): string | undefined {
  let value: JsonValue | undefined = tree;
  for (let at = 0; at < names.length; at++) {
    if (!(value instanceof JsonObject)) return undefined;
    value = value.get(names[at]);
  }
  return typeof value === 'string' ? value : undefined;
}

/** Paths that were put together per message, the most recently used last. */
const dynamicPaths = new Map<string, JsonPath>();
const dynamicLimit = 200;

function dynamicPath(text: string): JsonPath {
  const path = dynamicPaths.get(text) ?? parseJsonPath(text);
  dynamicPaths.delete(text);
  dynamicPaths.set(text, path);
  if (dynamicPaths.size > dynamicLimit) dynamicPaths.delete(dynamicPaths.keys().next().value!);
  return path;
}
