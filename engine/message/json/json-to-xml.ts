import { errorCodes, Fault } from '../../errors/index.js';
import { XmlElement, XmlInstruction, XmlText } from '../../xml/index.js';
import { type JsonNumber, JsonObject, type JsonValue } from './json-value.js';
import { defaultJsonXmlOptions, type JsonXmlOptions } from './json-xml-options.js';
import { markEmptyArray, markItem, markLeaf, markNextChild } from './type-marks.js';
import { stringifyJson } from './write-json.js';
import { elementName } from './xml-names.js';

/** Elements with members of their own may be nested this deep; the reference's reader ends at 64 with its own two. */
const deepestElement = 62;

/**
 * The XML view of a JSON body: `jsonObject` with the members as children, `jsonArray` with a `jsonElement` per item,
 * or `jsonValue` with the JSON text.
 * - A member with an array gives one element per item, an empty array nothing; an array directly in an array is
 *   wrapped in `jsonArray` and `jsonElement`.
 * - `@x` becomes an attribute, `@xmlns` and `@xmlns:p` declarations, `$` text of the enclosing element.
 * - null, `""` and `{}` give an empty element; numbers and booleans their text as received.
 * @throws Fault when it is nested too deep, or an object or array stands where text is needed (`@x`, `$`)
 */
export function jsonToXml(value: JsonValue, options: JsonXmlOptions = defaultJsonXmlOptions): XmlElement {
  const builder = new ViewBuilder(options);
  if (value instanceof JsonObject) return builder.element('jsonObject', value, '', 1);
  if (Array.isArray(value)) return builder.arrayElement('jsonArray', value, '', 1);
  const element = new XmlElement('', 'jsonValue');
  element.append(new XmlText(stringifyJson(value)));
  return element;
}

/** Builds elements; `namespace` is the default namespace in scope, `depth` that of the element to build. */
class ViewBuilder {
  constructor(private readonly options: JsonXmlOptions) {}

  element(key: string, value: JsonValue, namespace: string, depth: number): XmlElement {
    if (value instanceof JsonObject) return this.objectElement(key, value, namespace, depth);
    const element = this.start(key, namespace);
    if (Array.isArray(value)) {
      element.append(this.arrayElement('jsonArray', value, namespace, depth + 1));
    } else if (value === null) {
      if (this.options.nil) element.setAttribute('nil', 'true');
    } else {
      appendText(element, textOf(value));
    }
    if (this.options.typeMarks && !Array.isArray(value)) markLeaf(element, value);
    return element;
  }

  /** An element with one `jsonElement` per item. */
  arrayElement(key: string, items: readonly JsonValue[], namespace: string, depth: number): XmlElement {
    checkDepth(depth);
    const element = this.start(key, namespace);
    this.appendItems(element, 'jsonElement', items, namespace, depth);
    return element;
  }

  private objectElement(key: string, object: JsonObject, inherited: string, depth: number): XmlElement {
    if (object.size > 0) checkDepth(depth);
    const namespace = ownNamespace(object) ?? inherited;
    const element = this.start(key, namespace);
    for (const [name, value] of object.entries()) {
      if (name.startsWith('@')) addAttribute(element, name.slice(1), value);
      else if (name === '$') appendText(element, scalarText(name, value));
      else if (Array.isArray(value)) this.appendItems(element, name, value, namespace, depth);
      else this.append(element, this.element(name, value, namespace, depth + 1));
    }
    if (this.options.typeMarks && object.size === 0) markLeaf(element, object);
    return element;
  }

  private appendItems(
    parent: XmlElement,
    key: string,
    items: readonly JsonValue[],
    namespace: string,
    depth: number,
  ): void {
    if (this.options.writeMultiple) parent.append(new XmlInstruction('xml-multiple', key));
    if (this.options.typeMarks && items.length === 0) markEmptyArray(parent, key);
    for (const item of items) {
      const child = this.element(key, item, namespace, depth + 1);
      if (this.options.typeMarks) markItem(child);
      this.append(parent, child);
    }
  }

  private append(parent: XmlElement, child: XmlElement): void {
    parent.append(child);
    if (this.options.typeMarks) markNextChild(parent, child);
  }

  private start(key: string, namespace: string): XmlElement {
    return new XmlElement(namespace, elementName(key, this.options.validNames));
  }
}

/** The default namespace that an object declares; undefined when it does not. */
function ownNamespace(object: JsonObject): string | undefined {
  const declared = object.get('@xmlns');
  if (declared instanceof JsonObject) {
    const uri = declared.get('$');
    return uri === undefined ? undefined : scalarText('@xmlns', uri);
  }
  return declared === undefined ? undefined : scalarText('@xmlns', declared);
}

/** @param name member name without its `@` */
function addAttribute(element: XmlElement, name: string, value: JsonValue): void {
  if (name === 'xmlns' && value instanceof JsonObject) {
    for (const [prefix, uri] of value.entries()) {
      element.declareNamespace(prefix === '$' ? '' : prefix, scalarText(`@${name}`, uri));
    }
  } else if (name === 'xmlns') {
    element.declareNamespace('', scalarText(`@${name}`, value));
  } else if (name.startsWith('xmlns:')) {
    element.declareNamespace(name.slice('xmlns:'.length), scalarText(`@${name}`, value));
  } else {
    element.setAttribute(name, scalarText(`@${name}`, value));
  }
}

function appendText(element: XmlElement, text: string): void {
  if (text !== '') element.append(new XmlText(text));
}

function scalarText(name: string, value: JsonValue): string {
  if (value === null) return '';
  if (value instanceof JsonObject || Array.isArray(value)) {
    throw new Fault(`Could not convert JSON to XML: the member '${name}' must be a text, number or boolean`, {
      errorCode: errorCodes.bodyParsing,
    });
  }
  return textOf(value);
}

function textOf(value: string | boolean | JsonNumber): string {
  return typeof value === 'string' ? value : String(value);
}

function checkDepth(depth: number): void {
  if (depth <= deepestElement) return;
  throw new Fault('Could not convert JSON to XML: it is nested too deep', { errorCode: errorCodes.bodyParsing });
}
