import {
  envelopeVersion,
  Fault,
  JsonObject,
  type JsonValue,
  type Message,
  type PropertyMap,
  parseJson,
  parseXml,
  serializeXml,
  type Value,
  XmlAttribute,
  XmlElement,
  type XmlNode,
  XmlText,
  type XPathExpression,
} from '../../engine/kit.js';
import type { SourceNode } from './enrich-source.js';
import type { EnrichAction } from './enrich-target.js';

/** The XML path of enrich: nodes put into a tree (mediators-message sheet 7.2). */

/** What an XPath that names a property starts like; it writes that property instead of a node. */
const PROPERTY_CALL = 'get-property';
const WRITABLE_SCOPES: ReadonlySet<string> = new Set(['default', 'axis2', 'operation']);

/** Puts nodes at the first node that an XPath selects. */
export function insertIntoNode(
  message: Message,
  nodes: readonly SourceNode[],
  action: EnrichAction,
  target: XPathExpression,
): void {
  if (nodes.length === 0) {
    message.log('error', 'Cannot Enrich message from an empty source.');
    return;
  }
  if (target.source.startsWith(PROPERTY_CALL)) {
    insertIntoNamedProperty(message, nodes, action, target.source);
    return;
  }
  const [found] = target.items(message);
  // The view of JSON is what the message holds from here on.
  message.adoptXmlView();
  const [first] = nodes;
  if (found instanceof XmlElement) {
    if (found === message.soapHeader) insertIntoHeader(nodes, found, action);
    else insertAtElement(nodes, found, action);
  } else if (found instanceof XmlText) {
    insertAtText(first!, found);
  } else if (found instanceof XmlAttribute) {
    if (!(first instanceof XmlText)) throw new Fault('An attribute can only be enriched with a text.');
    found.value = first.data;
  } else {
    throw new Fault('Invalid Target object to be enrich.');
  }
}

/** The sources become header blocks. */
function insertIntoHeader(nodes: readonly SourceNode[], header: XmlElement, action: EnrichAction): void {
  if (action === 'replace') header.clear();
  for (const node of nodes) {
    if (!(node instanceof XmlElement)) throw new Fault('A SOAP header can only be enriched with elements.');
    header.append(node);
  }
}

/** Replaces an element, or adds to it; texts only replace its content. */
function insertAtElement(nodes: readonly SourceNode[], target: XmlElement, action: EnrichAction): void {
  const elements = nodes.filter((node) => node instanceof XmlElement).map((node) => detached(node, target));
  if (action === 'child') {
    for (const element of elements) target.append(element);
    return;
  }
  const parent = target.parentNode;
  if (elements.length > 0 && !parent) throw new Fault('Parent can not be null when inserting a sibling');
  if (action === 'sibling') {
    for (const element of elements) parent!.insertBefore(element, target.nextSibling);
    return;
  }
  if (action !== 'replace') return;
  const text = nodes.findLast((node) => node instanceof XmlText);
  if (text) target.textContent = text.data;
  if (elements.length > 0) target.replaceWith(...elements);
}

/** The element itself, or a copy when the target is inside it: a tree cannot hold itself. */
function detached(element: XmlElement, target: XmlElement): XmlElement {
  for (let node: XmlElement['parentNode'] = target; node !== null; node = node.parentNode) {
    if (node === element) return element.clone();
  }
  return element;
}

function insertAtText(source: SourceNode, target: XmlText): void {
  const parent = target.parentNode;
  if (!(parent instanceof XmlElement)) return;
  if (source instanceof XmlText) {
    parent.textContent = source.data;
  } else {
    target.remove();
    parent.append(source);
  }
}

/** Puts nodes into the body: its first element is the target. JSON text makes the message a JSON message. */
export function insertIntoBody(message: Message, nodes: readonly SourceNode[], action: EnrichAction): void {
  const { payload } = message;
  if (!payload) {
    addToEmptyBody(message, nodes);
    return;
  }
  const [first] = nodes;
  if (action === 'replace' && first instanceof XmlText && isJsonDocument(first.data)) {
    message.setJson(first.data);
    return;
  }
  message.adoptXmlView();
  insertAtElement(nodes, payload, action);
}

function addToEmptyBody(message: Message, nodes: readonly SourceNode[]): void {
  message.adoptXmlView();
  const { soapBody } = message;
  for (const node of nodes) {
    if (node instanceof XmlElement) soapBody.append(node);
    else message.log('error', 'Invalid Object type to be inserted into message body');
  }
}

function isJsonDocument(text: string): boolean {
  let json: JsonValue;
  try {
    json = parseJson(text, { lenient: true });
  } catch {
    return false;
  }
  return Array.isArray(json) || json instanceof JsonObject;
}

/** Puts an envelope in place of the message's. */
export function insertIntoEnvelope(message: Message, nodes: readonly SourceNode[]): void {
  const [first] = nodes;
  if (!(first instanceof XmlElement) || !envelopeVersion(first)) throw new Fault('A SOAPEnvelope is expected');
  message.replaceEnvelope(first);
}

/** Stores the nodes; `child` adds them to the XML that the property holds. */
export function insertIntoProperty(
  message: Message,
  nodes: readonly SourceNode[],
  action: EnrichAction,
  property: string,
): void {
  const held = message.properties.get(property);
  const isText = typeof held === 'string';
  const element = isText ? parsed(held) : held;
  if (action !== 'child' || !(element instanceof XmlElement)) {
    message.setProperty('default', property, nodes);
    return;
  }
  insertAtElement(nodes, element, action);
  message.setProperty('default', property, isText ? serializeXml(element) : element);
}

function parsed(text: string): XmlElement | undefined {
  if (!/^\s*</.test(text)) return undefined;
  try {
    return parseXml(text.trim()).documentElement!;
  } catch {
    return undefined;
  }
}

/** `get-property('name')` or `get-property('scope','name')` as the target. */
function insertIntoNamedProperty(
  message: Message,
  nodes: readonly SourceNode[],
  action: EnrichAction,
  source: string,
): void {
  const [first, second] = Array.from(source.matchAll(/'([^']*)'/g), ([, text]) => text!);
  if (first === undefined) throw new Fault(`The target ${source} names no property`);
  const scope = second === undefined ? 'default' : first;
  const name = second ?? first;
  if (!WRITABLE_SCOPES.has(scope)) return;
  const held = storedIn(message, scope).get(name);
  let value: Value = nodes as readonly XmlNode[];
  if (action === 'child' && held instanceof XmlElement) {
    const copy = held.clone();
    insertAtElement(nodes, copy, action);
    value = copy;
  }
  message.setProperty(scope, name, value);
}

function storedIn(message: Message, scope: string): PropertyMap {
  if (scope === 'axis2') return message.axis2;
  return scope === 'operation' ? message.operation : message.properties;
}
