import type { Fault } from '../errors/index.js';
import { serializeXml, XmlElement, type XmlNode } from '../xml/index.js';
import { JavaNumber, javaTrim } from './codecs/index.js';
import { JsonData, stringifyJson } from './json/index.js';

/**
 * What a property or variable can hold. A plain string and boolean are Java's String and Boolean; an element is OM, an
 * array a list of OM nodes; a Fault is ERROR_EXCEPTION.
 */
export type Value =
  | string
  | boolean
  | JavaNumber
  | JsonData
  | XmlElement
  | readonly XmlNode[]
  | ReadonlyMap<string, Value>
  | Fault
  | null;

/**
 * Text of a typed value wherever a flow wants text (message-model sheet 2.1, expressions sheet 2.6): Java's text of a
 * number, compact JSON (a JSON string keeps its quotes), an element by `elementAsText`, several nodes as their markup.
 * Null for null and undefined; '' for maps and other objects.
 */
export function valueText(value: Value | undefined): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof JavaNumber) return value.toString();
  if (value instanceof JsonData) return stringifyJson(value.value);
  if (value instanceof XmlElement) return elementAsText(value);
  return isNodeList(value) ? nodesText(value) : '';
}

/** An element as text: its own direct text, no-break spaces as blanks, trimmed; its markup when that is empty. */
export function elementAsText(element: XmlElement): string {
  return javaTrim(element.ownText().replaceAll('\u00a0', ' ')) || serializeXml(element);
}

function nodesText(nodes: readonly XmlNode[]): string {
  const [only] = nodes;
  if (nodes.length === 1 && only instanceof XmlElement) return elementAsText(only);
  return nodes.map((node) => (node instanceof XmlElement ? serializeXml(node) : (node.nodeValue ?? ''))).join('');
}

/** Whether a value is a list of nodes. */
export function isNodeList(value: Value | undefined): value is readonly XmlNode[] {
  return Array.isArray(value);
}

/** Whether a value is a map (a connector's result, for example). */
export function isValueMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** A deep copy as copies of messages make it: nodes are copied, everything else never changes and is shared. */
export function copyValue(value: Value): Value {
  if (value instanceof XmlElement) return value.clone();
  return isNodeList(value) ? value.map((node) => node.clone()) : value;
}

/** Whether a property counts as true where the reference takes text and Boolean alike: `true` in any case. */
export function isTrue(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
