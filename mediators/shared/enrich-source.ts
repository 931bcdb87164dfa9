import {
  type ArtifactElement,
  artifactsOf,
  attribute,
  booleanKind,
  type CompiledExpression,
  compileExpression,
  enumKind,
  envelopeVersion,
  Fault,
  JavaNumber,
  JsonData,
  JsonNumber,
  type JsonPathExpression,
  type JsonValue,
  type Load,
  type Message,
  parseJson,
  parseXml,
  rawContext,
  type Shape,
  serializeXml,
  textContext,
  textKind,
  type Value,
  type ValuesOf,
  valueText,
  XmlElement,
  type XmlNode,
  XmlText,
  type XPathExpression,
} from '../../engine/kit.js';
import { hasInlineExpressions, InlineExpressions } from './inline-expressions.js';
import { deleteFromBody, readPath } from './json-body.js';

/** An expression that is compiled only where the type of its element reads it. */
export const pathText = { type: 'expression', parse: ({ value }: { readonly value: string }) => value } as const;

/** `<source>` of enrich (mediators-message sheet 7). */
export const enrichSourceShape = {
  attributes: {
    type: attribute(enumKind(['custom', 'body', 'envelope', 'property', 'inline']), 'What is taken.', {
      default: 'custom',
    }),
    clone: attribute(booleanKind, '`false` takes the source itself, out of its place, instead of a copy.', {
      default: true,
    }),
    xpath: attribute(pathText, 'Expression of type custom.'),
    property: attribute(textKind, 'Property of type property, default scope.'),
    key: attribute(textKind, 'Local entry or registry resource of type inline, when there is no content.'),
  },
  body: 'content',
} as const satisfies Shape;

/** A node of the XML path: an element, or a text that is not part of any tree. */
export type SourceNode = XmlElement | XmlText;

/** What a source gave: a JSON value, which decides for the JSON path, or nodes for the XML path. */
export type Taken = { readonly json: JsonValue } | { readonly nodes: readonly SourceNode[] };

/**
 * Reads the source of a message.
 * @param native the message has a JSON payload and the target takes JSON
 */
export type EnrichSource = (message: Message, native: boolean) => Taken;

type SourceValues = ValuesOf<typeof enrichSourceShape>;

/** Compiles a source. What it needs and does not have is reported. */
export function compileEnrichSource(source: SourceValues, load: Load): EnrichSource {
  switch (source.type) {
    case 'custom':
      return customSource(source, load);
    case 'body':
      return bodySource(source.clone);
    case 'envelope':
      return ({ envelope }) => ({ nodes: [source.clone ? envelope.clone() : envelope] });
    case 'property':
      return propertySource(source, load);
    case 'inline':
      return inlineSource(source, load);
  }
}

const nothing: EnrichSource = () => ({ nodes: [] });

function bodySource(clone: boolean): EnrichSource {
  return (message, native) => {
    const json = native ? message.json : undefined;
    if (json !== undefined) return { json };
    const { payload } = message;
    return { nodes: payload ? [clone ? payload.clone() : payload] : [] };
  };
}

/** Reads the expression of an element; undefined after a finding. */
export function requiredPath(
  { element, xpath }: { readonly element: ArtifactElement; readonly xpath: string | undefined },
  load: Load,
): CompiledExpression | undefined {
  const at = element.attribute('xpath');
  if (at && xpath?.trim()) return compileExpression(xpath, rawContext(at, element, load.report));
  load.report.add('grammar/missing-attribute', element.place, { name: 'xpath' });
  return undefined;
}

function customSource(source: SourceValues, load: Load): EnrichSource {
  const expression = requiredPath(source, load);
  switch (expression?.language) {
    case undefined:
      return nothing;
    case 'xpath':
      return (message) => ({ nodes: selected(expression, message, source.clone) });
    case 'jsonpath':
      return (message, native) =>
        native ? { json: jsonAt(expression, message, source.clone) } : { nodes: textNodes(expression.string(message)) };
    case 'synapse':
      return (message, native) => ofValue(expression.value(message), native);
  }
}

function selected(expression: XPathExpression, message: Message, clone: boolean): SourceNode[] {
  const result = expression.select(message);
  const nodes = (Array.isArray(result) ? result : [result]).flatMap((item) => {
    if (typeof item === 'string') return new XmlText(item);
    if (item instanceof XmlText) return new XmlText(item.data);
    if (item instanceof XmlElement) return clone ? item.clone() : item;
    // Attributes, numbers and booleans are dropped, as in the reference.
    return [];
  });
  if (nodes.length === 0) message.log('error', 'Specified node by xpath cannot be found.');
  return nodes;
}

function textNodes(text: string): SourceNode[] {
  return text === '' ? [] : [new XmlText(text)];
}

function jsonAt(expression: JsonPathExpression, message: Message, clone: boolean): JsonValue {
  if (expression.property) return lenientJson(expression.string(message));
  const path = expression.path(message);
  const value = readPath(path, message);
  if (!clone) deleteFromBody(path, message);
  return value;
}

/** A result of `${…}`: JSON and simple values go the JSON way where it is open. */
function ofValue(value: Value, native: boolean): Taken {
  if (value instanceof XmlElement) return { nodes: [value.clone()] };
  if (Array.isArray(value)) return { nodes: copies(value as readonly XmlNode[], true) };
  if (!native) return { nodes: [new XmlText(valueText(value) ?? '')] };
  if (value instanceof JsonData) return { json: value.value };
  if (value instanceof JavaNumber) return { json: new JsonNumber(value.toString()) };
  return { json: typeof value === 'boolean' ? value : (valueText(value) ?? '') };
}

function propertySource({ property, clone, place }: SourceValues, load: Load): EnrichSource {
  if (property === undefined) {
    load.report.add('grammar/missing-attribute', place, { name: 'property' });
    return nothing;
  }
  return (message, native) => {
    const value = message.properties.get(property);
    const json = native ? jsonOfProperty(value) : undefined;
    return json === undefined ? { nodes: nodesOfProperty(value, message, clone) } : { json };
  };
}

/** The JSON that a property holds; undefined when it counts as XML. */
function jsonOfProperty(value: Value | undefined): JsonValue | undefined {
  if (value instanceof JsonData) return value.value;
  if (typeof value === 'boolean') return value;
  if (value instanceof JavaNumber) return new JsonNumber(value.toString());
  if (typeof value === 'string') return jsonOfText(value);
  if (!Array.isArray(value) || value.some((node) => node instanceof XmlElement)) return undefined;
  const json = tryLenientJson(valueText(value) ?? '');
  return typeof json === 'object' && !(json instanceof JsonNumber) ? (json ?? undefined) : undefined;
}

/** A text that is no JSON is a JSON string, unless it holds double quotes; null and a blank text are XML. */
function jsonOfText(text: string): JsonValue | undefined {
  if (text.trim() === '') return undefined;
  const json = tryLenientJson(text);
  return (json === undefined ? tryLenientJson(`"${text}"`) : json) ?? undefined;
}

function nodesOfProperty(value: Value | undefined, message: Message, clone: boolean): SourceNode[] {
  if (value instanceof XmlElement) return [clone ? value.clone() : value];
  if (Array.isArray(value)) return copies(value as readonly XmlNode[], clone);
  if (typeof value === 'string' || value instanceof JsonData) return [new XmlText(valueText(value) ?? '')];
  message.log('error', 'Invalid source property type.');
  return [];
}

function copies(nodes: readonly XmlNode[], clone: boolean): SourceNode[] {
  return nodes.flatMap((node) => {
    if (node instanceof XmlElement) return clone ? node.clone() : node;
    return node instanceof XmlText ? new XmlText(node.data) : [];
  });
}

function inlineSource({ body, key, place }: SourceValues, load: Load): EnrichSource {
  const element = body.elements()[0];
  if (element) return elementSource(element, load);
  const text = body.text();
  if (text.trim() !== '') return textSource(body, text, load);
  if (key !== undefined) return entrySource(key, body, load);
  load.report.add('grammar/missing-one-of', place, { names: 'a child element, text, key' });
  return nothing;
}

/** An inline element. Expressions are looked for in the direct text of the root only; where one is, all are replaced. */
function elementSource(element: ArtifactElement, load: Load): EnrichSource {
  const light = element.toLight();
  if (!hasInlineExpressions(element.text())) return (message) => ({ nodes: wholeElement(light.clone(), message) });
  const text = new InlineExpressions(serializeXml(light), () => element.place, load.report);
  return (message) => {
    const filled = text.fill(message);
    const parsed = tryXml(filled);
    return { nodes: parsed ? wholeElement(parsed, message) : [new XmlText(filled)] };
  };
}

function textSource(body: ArtifactElement, text: string, load: Load): EnrichSource {
  const trimmed = text.trim();
  const isJson = (tryLenientJson(text) ?? null) !== null || (trimmed.startsWith('{') && trimmed.endsWith('}'));
  if (!hasInlineExpressions(text)) return constantText(text, isJson);
  const { place } = textContext(body, load.report);
  const expressions = new InlineExpressions(text, place, load.report);
  return (message, native) => {
    const filled = expressions.fill(message);
    const parsed = tryXml(filled);
    if (parsed) return { nodes: wholeElement(parsed, message) };
    return native && isJson ? { json: lenientJson(filled) } : { nodes: [new XmlText(filled)] };
  };
}

/** The tree is shared by all messages: JSON trees are never changed, only copied. */
function constantText(text: string, isJson: boolean): EnrichSource {
  const json = isJson ? tryLenientJson(text) : undefined;
  return (_message, native) => {
    if (!native || !isJson) return { nodes: [new XmlText(text)] };
    return { json: json ?? lenientJson(text) };
  };
}

function entrySource(key: string, body: ArtifactElement, load: Load): EnrichSource {
  load.reference({ target: 'entry', key, place: body.attribute('key')?.place ?? body.place });
  return (message, native) => {
    const entry = artifactsOf(message).entry(key);
    if (native) {
      if (typeof entry === 'string' && entry.trim() !== '') return { json: lenientJson(entry) };
      throw new Fault('Failed to get the source for Enriching : ');
    }
    if (entry instanceof XmlElement) return { nodes: wholeElement(entry.clone(), message) };
    if (typeof entry === 'string') return { nodes: [new XmlText(entry)] };
    message.log('error', 'Specified Resource as Source is not valid.');
    return { nodes: [] };
  };
}

/** An element called Envelope must be one. */
function wholeElement(element: XmlElement, message: Message): SourceNode[] {
  if (element.localName !== 'Envelope' || envelopeVersion(element)) return [element];
  message.log('error', 'Inline Source is not a valid SOAPEnvelope.');
  return [];
}

function tryXml(text: string): XmlElement | undefined {
  if (!/^\s*</.test(text)) return undefined;
  try {
    const root = parseXml(text.trim()).documentElement!;
    root.remove();
    return root;
  } catch {
    return undefined;
  }
}

function tryLenientJson(text: string): JsonValue | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseJson(text, { lenient: true });
  } catch {
    return undefined;
  }
}

function lenientJson(text: string): JsonValue {
  try {
    return parseJson(text, { lenient: true });
  } catch (thrown) {
    throw new Fault(`The source is no JSON: ${(thrown as Error).message}`, { cause: thrown });
  }
}
