import {
  envelopeText,
  JavaNumber,
  JsonData,
  javaDouble,
  javaTrim,
  type Message,
  valueText,
} from '../../message/index.js';
import { serializeXml, type XmlElement } from '../../xml/index.js';
import { DeferredXPath } from './deferred.js';
import { isNode, isNodeSet, type XPathItem, type XPathNode, type XPathValue } from './value.js';

const soapNamespaces: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
]);

/** What the reference writes in front of an envelope. */
const XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>";

/**
 * The text of a result for every consumer that wants text (expressions sheet 2.6): a number as Java writes a double, one
 * element as its own trimmed text (or its markup when it has none), several as their markup, texts and attributes as they
 * are. Null when there is no value at all.
 * @param wantsMarkup whether the expression has the letters `node()` in it: they ask for markup
 * @param message for a deferred expression that is a result itself
 */
export function resultText(value: XPathValue, wantsMarkup: boolean, message: Message): string | null {
  if (typeof value === 'string') return value;
  if (isNodeSet(value) && value.length !== 1) {
    let text = '';
    for (const item of value) text += oneOfSeveral(item, message);
    return text;
  }
  const only = isNodeSet(value) ? value[0]! : value;
  if (only === null) return null;
  return isNode(only) ? loneNode(only, wantsMarkup) : objectText(only, message);
}

/** @param wantsMarkup a text node stands for its parent, an element for its markup */
function loneNode(node: XPathNode, wantsMarkup: boolean): string {
  const found = wantsMarkup && node.nodeType === 3 && node.parentNode !== null ? node.parentNode : node;
  if (found.nodeType !== 1) return nodeText(found);
  if (wantsMarkup) return markupWithTrimmedText(found);
  const only = found.firstChild;
  const own = only !== null && only.nodeType === 3 && only.nextSibling === null ? only.data : found.ownText();
  return trimmedText(own) || markup(found);
}

function oneOfSeveral(item: XPathItem, message: Message): string {
  if (item === null) return '';
  if (!isNode(item)) return objectText(item, message);
  return item.nodeType === 1 ? markupWithTrimmedText(item) : nodeText(item);
}

function nodeText(node: Exclude<XPathNode, XmlElement>): string {
  switch (node.nodeType) {
    case 2:
      return node.value;
    case 3:
      return node.data;
    case 9:
      return node.documentElement === null ? '' : markup(node.documentElement);
    default:
      return '';
  }
}

function objectText(item: Exclude<XPathItem, XPathNode | null>, message: Message): string {
  if (typeof item === 'number') return javaDouble(item);
  if (item instanceof JavaNumber) return item.toString();
  if (item instanceof JsonData) return valueText(item) ?? '';
  // Java joins null as these letters.
  if (item instanceof DeferredXPath) return String(item.textFor(message));
  return typeof item === 'object' ? '' : String(item);
}

function trimmedText(text: string): string {
  return javaTrim(text.includes('\u00a0') ? text.replaceAll('\u00a0', ' ') : text);
}

function markup(element: XmlElement): string {
  if (element.localName !== 'Envelope' || !soapNamespaces.has(element.namespaceURI)) return serializeXml(element);
  return XML_DECLARATION + envelopeText(element);
}

/** The element's own text is trimmed inside the markup: every place where those very letters stand, as in the reference. */
function markupWithTrimmedText(element: XmlElement): string {
  const own = element.ownText();
  const trimmed = trimmedText(own);
  if (trimmed === '' || trimmed === own) return markup(element);
  return markup(element).replaceAll(own, () => trimmed);
}
