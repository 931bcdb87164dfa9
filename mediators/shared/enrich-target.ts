import {
  attribute,
  enumKind,
  Fault,
  JsonData,
  JsonNumber,
  JsonObject,
  type JsonPathExpression,
  type JsonValue,
  type Load,
  type Message,
  parseJson,
  renameAtPath,
  type Shape,
  setAtPath,
  stringifyJson,
  textKind,
  type Value,
  type ValuesOf,
  valueText,
} from '../../engine/kit.js';
import { insertIntoBody, insertIntoEnvelope, insertIntoNode, insertIntoProperty } from './enrich-nodes.js';
import { pathText, requiredPath, type SourceNode } from './enrich-source.js';
import { jsonOf, orFault, readPath } from './json-body.js';

/** `<target>` of enrich (mediators-message sheet 7). */
export const enrichTargetShape = {
  attributes: {
    type: attribute(enumKind(['custom', 'body', 'envelope', 'property', 'key']), 'What is changed; default custom.'),
    action: attribute(
      enumKind(['replace', 'child', 'sibling', 'remove']),
      'How: in place of the target, inside it, behind it; remove takes away what the source names.',
      { default: 'replace' },
    ),
    xpath: attribute(pathText, 'Expression of the types custom and key.'),
    property: attribute(textKind, 'Property of type property, default scope.'),
  },
} as const satisfies Shape;

/** Where the source goes. */
export interface EnrichTarget {
  /** Whether a JSON message stays JSON: the target takes a JSON value. */
  readonly native: boolean;
  putJson(message: Message, value: JsonValue): void;
  putNodes(message: Message, nodes: readonly SourceNode[]): void;
}

/** How a source is combined with a target. */
export type EnrichAction = 'replace' | 'child' | 'sibling' | 'remove';

type TargetValues = ValuesOf<typeof enrichTargetShape>;

/** Compiles a target; undefined after a finding. */
export function compileEnrichTarget(target: TargetValues, load: Load): EnrichTarget | undefined {
  const { action } = target;
  switch (target.type) {
    case 'body':
      return {
        native: true,
        putJson: (message, value) => replaceJson(message, value, action),
        putNodes: (message, nodes) => insertIntoBody(message, nodes, action),
      };
    case 'envelope':
      return { native: false, putJson: unreachable, putNodes: insertIntoEnvelope };
    case 'property':
      return propertyTarget(target, load);
    case 'key':
      return keyTarget(target, load);
    default:
      return customTarget(target, load);
  }
}

function unreachable(): never {
  throw new Fault('Invalid Target type');
}

function customTarget(target: TargetValues, load: Load): EnrichTarget | undefined {
  const { action } = target;
  const expression = requiredPath(target, load);
  if (!expression) return undefined;
  const place = target.element.attribute('xpath')?.place ?? target.place;
  if (expression.language === 'xpath') {
    return {
      native: false,
      putJson: unreachable,
      putNodes: (message, nodes) => insertIntoNode(message, nodes, action, expression),
    };
  }
  const isPath = expression.language === 'jsonpath';
  if (isPath && expression.isWholeBody && action === 'replace') {
    const reason = 'Acting replace is not supported for root path in type custom.';
    load.report.add('mediator/invalid', place, { reason }, 'Use type="body" action="replace" instead.');
  }
  if (!isPath) {
    const reason =
      'A ${…} expression gives a value, no place that could be changed; this mediator fails in every message.';
    load.report.add('mediator/suspicious', place, { reason }, 'Use json-eval(…) or an XPath.');
  }
  return {
    native: isPath,
    putJson: isPath ? (message, value) => changeJson(message, value, action, expression) : unreachable,
    putNodes(message, nodes) {
      if (nodes.length > 0) throw new Fault('Invalid Target object to be enrich.');
      message.log('error', 'Cannot Enrich message from an empty source.');
    },
  };
}

function propertyTarget({ property, action, place }: TargetValues, load: Load): EnrichTarget | undefined {
  if (property === undefined) {
    load.report.add('grammar/missing-attribute', place, { name: 'property' });
    return undefined;
  }
  return {
    native: true,
    putJson: (message, value) => jsonIntoProperty(message, value, action, property),
    putNodes: (message, nodes) => insertIntoProperty(message, nodes, action, property),
  };
}

function keyTarget(target: TargetValues, load: Load): EnrichTarget | undefined {
  const expression = requiredPath(target, load);
  if (!expression) return undefined;
  return {
    native: expression.language === 'jsonpath',
    putJson: expression.language === 'jsonpath' ? (message, value) => rename(message, value, expression) : unreachable,
    putNodes: unreachable,
  };
}

function replaceJson(message: Message, value: JsonValue, action: EnrichAction): void {
  if (action !== 'replace') {
    message.log('error', `Unsupported action : ${action}. Only replace is supported for target body.`);
  } else if (Array.isArray(value) || value instanceof JsonObject) {
    message.setJson(new JsonData(value));
  } else {
    const text = stringifyJson(value);
    message.log(
      'error',
      `Unsupported JSON payload : ${text}. Only JSON arrays and objects can be enriched to the body`,
    );
  }
}

function changeJson(message: Message, value: JsonValue, action: EnrichAction, target: JsonPathExpression): void {
  const path = target.path(message);
  if (action === 'replace') {
    message.setJson(new JsonData(orFault(() => setAtPath(path, jsonOf(message), value))));
  } else if (action === 'sibling') {
    message.log('error', 'Action sibling is not supported. Please use child action instead');
  } else {
    const grown = withChild(readPath(path, message), value);
    if (grown === undefined) {
      message.log('error', 'Cannot append since the target element is not a JSON array or JSONObject');
    } else if (path.isRoot) {
      message.setJson(new JsonData(grown));
    } else {
      message.setJson(new JsonData(orFault(() => setAtPath(path, jsonOf(message), grown))));
    }
  }
}

/** An array with an item more, or two objects merged; undefined for anything else. */
function withChild(parent: JsonValue, child: JsonValue): JsonValue | undefined {
  if (Array.isArray(parent)) return [...parent, child];
  if (!(parent instanceof JsonObject) || !(child instanceof JsonObject)) return undefined;
  const merged = JsonObject.of(parent.entries());
  for (const [name, member] of child.entries()) merged.set(name, member);
  return merged;
}

/** JSON is kept in properties as text; strings keep their quotes. */
function jsonIntoProperty(message: Message, value: JsonValue, action: EnrichAction, property: string): void {
  if (action === 'replace') {
    message.setProperty('default', property, stringifyJson(value));
  } else if (action === 'child') {
    const held = jsonOfProperty(message.properties.get(property));
    if (Array.isArray(held)) message.setProperty('default', property, stringifyJson([...held, value]));
    else message.log('error', `Cannot add child, since the property ${property} does not hold a JSON array`);
  } else {
    message.log('error', 'Action sibling is not supported when enriching properties with JSON data');
  }
}

function jsonOfProperty(value: Value | undefined): JsonValue | undefined {
  if (value instanceof JsonData) return value.value;
  try {
    return parseJson(valueText(value) ?? '', { lenient: true });
  } catch {
    return undefined;
  }
}

function rename(message: Message, value: JsonValue, target: JsonPathExpression): void {
  const name = value instanceof JsonNumber ? value.text : typeof value === 'boolean' ? String(value) : value;
  if (typeof name !== 'string') {
    throw new Fault('Failed to get the new key name from source for Enriching. Key name must be a string.');
  }
  message.setJson(new JsonData(orFault(() => renameAtPath(target.path(message), jsonOf(message), name))));
}
