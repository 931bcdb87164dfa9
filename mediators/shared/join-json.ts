import {
  Fault,
  JsonData,
  JsonObject,
  type JsonPathExpression,
  type JsonValue,
  type Message,
} from '../../engine/kit.js';
import type { JoinedBody } from './join-parts.js';

/** How the JSON of several messages becomes one. */
export interface JsonJoin {
  readonly expression: JsonPathExpression;
  /** The objects are merged into one; otherwise they become members of an array. */
  readonly merged: boolean;
}

/**
 * Joins what the path gives in each message.
 * @param key name of the member that the result becomes
 */
export function joinJson({ expression, merged }: JsonJoin, parts: readonly Message[], key?: string): JoinedBody {
  const values = parts.map((part, index) => valueAt(expression, part, index));
  const joined = merged ? mergeAll(values, expression) : values;
  const whole = key === undefined ? joined : JsonObject.of([[key, joined]]);
  // A single part goes on behind the aggregate as it is, not in an array (mediators-flow sheet 10, live engine).
  const last = key === undefined && !merged && values.length === 1 ? values[0]! : whole;
  return {
    putInto: (message) => message.setJson(new JsonData(whole)),
    putIntoLast: (message) => message.setJson(new JsonData(last)),
  };
}

/** Several hits become an array, one counts as itself, none as null. */
function valueAt(expression: JsonPathExpression, part: Message, index: number): JsonValue {
  try {
    const hits = expression.nodes(part);
    return hits.length > 1 ? [...hits] : (hits[0] ?? null);
  } catch (thrown) {
    if (index === 0 || (thrown instanceof Fault && thrown.parsing)) throw thrown;
    throw new Fault(`Error evaluating expression: ${expression.pathText}`, { cause: thrown });
  }
}

function mergeAll(values: readonly JsonValue[], { pathText }: JsonPathExpression): JsonObject {
  const merged = new JsonObject();
  for (const value of values) {
    if (!(value instanceof JsonObject)) {
      throw new Fault(`Error merging aggregation results using JSONPath : ${pathText}`);
    }
    merge(merged, value);
  }
  return merged;
}

/** Puts the members of an object into another one: arrays are joined, objects merged, other clashes become an array. */
function merge(target: JsonObject, source: JsonObject): void {
  for (const [name, value] of source.entries()) {
    const present = target.get(name);
    target.set(name, present === undefined ? value : mergedValue(present, value));
  }
}

function mergedValue(a: JsonValue, b: JsonValue): JsonValue {
  if (a instanceof JsonObject && b instanceof JsonObject) {
    const both = JsonObject.of(a.entries());
    merge(both, b);
    return both;
  }
  return [...(Array.isArray(a) ? a : [a]), ...(Array.isArray(b) ? b : [b])];
}
