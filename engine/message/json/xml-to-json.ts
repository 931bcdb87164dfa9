import { errorCodes, Fault } from '../../errors/index.js';
import type { XmlElement } from '../../xml/index.js';
import { bigDecimalText } from '../codecs/big-decimal.js';
import { javaTrim } from '../codecs/java-parse.js';
import { JsonNumber, type JsonValue } from './json-value.js';
import { defaultJsonXmlOptions, type JsonXmlOptions } from './json-xml-options.js';
import { MemberList } from './member-list.js';
import { parseJson } from './read-json.js';
import { isMarkedItem, markedEmptyArrays, markedValue } from './type-marks.js';
import { stringifyJson } from './write-json.js';
import { memberName } from './xml-names.js';

/** Elements that stand for JSON's own brackets: alone in an object they give way to their value. */
const wrappers: ReadonlySet<string> = new Set(['jsonObject', 'jsonArray', 'jsonElement']);

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * The JSON form of an element, which becomes the one top-level member (`jsonObject`, `jsonArray` and `jsonElement` are
 * left out there). Attributes become `@` members and come first, text beside them `$`; neighbours of one name become an
 * array, others of one name repeat the member; texts that look like numbers, booleans or null become such, numbers
 * as Java's BigDecimal writes them. Comments, other instructions, blank text, prefixes and declarations are dropped.
 * @throws Fault `Mixed content is not supported: '…'` for text beside elements
 */
export function xmlToJson(element: XmlElement, options: JsonXmlOptions = defaultJsonXmlOptions): JsonValue {
  if (element.localName === 'jsonValue') return parseJson(element.ownText(), { lenient: true });
  const writer = new FormWriter(options);
  return writer.whole(element);
}

/** The same as text; a root `jsonValue` holds JSON text, which is given as it is. */
export function xmlToJsonText(element: XmlElement, options: JsonXmlOptions = defaultJsonXmlOptions): string {
  return element.localName === 'jsonValue' ? element.ownText() : stringifyJson(xmlToJson(element, options));
}

class FormWriter {
  constructor(private readonly options: JsonXmlOptions) {}

  whole(root: XmlElement): JsonValue {
    const members = new MemberList(this.options.autoArray);
    members.add(this.elementMember(root), this.value(root, new Map()));
    return unwrapped(members);
  }

  /** @param declared prefixes that enclosing elements declare in the JSON, with their URIs */
  private value(element: XmlElement, declared: ReadonlyMap<string, string>): JsonValue {
    if (this.options.nil && isNil(element)) return null;
    const marked = this.options.typeMarks ? markedValue(element) : undefined;
    if (marked !== undefined) return marked;
    const members = new MemberList(this.options.autoArray);
    const inside = this.addDeclarations(element, members, declared);
    for (const { prefix, localName, value } of element.attributes) {
      members.add(`@${this.withPrefix(prefix, localName)}`, value);
    }
    const text = this.addContent(element, members, inside);
    if (members.empty) return text === undefined ? this.emptyValue() : this.primitive(text);
    if (text !== undefined) members.add('$', this.primitive(text));
    return unwrapped(members);
  }

  /** Adds the child elements, or gives the text when there are none; undefined without content. */
  private addContent(
    element: XmlElement,
    members: MemberList,
    declared: ReadonlyMap<string, string>,
  ): string | undefined {
    let text: string | undefined;
    let elements = false;
    for (let node = element.firstChild; node !== null; node = node.nextSibling) {
      if (node.nodeType === 3) {
        if (this.isIndentation(node.data, element)) continue;
        if (!elements) text = (text ?? '') + node.data;
        else if (!isJavaBlank(node.data)) throw mixedContent(node.data);
      } else if (node.nodeType === 1) {
        if (text !== undefined && !isJavaBlank(text)) throw mixedContent(text);
        text = undefined;
        elements = true;
        this.addElement(element, node, members, declared);
      } else if (node.nodeType === 7 && node.target === 'xml-multiple' && this.options.readMultiple) {
        members.openArray(javaTrim(node.data));
      }
    }
    if (this.options.typeMarks) this.addEmptyArrays(element, null, members);
    return text;
  }

  private addElement(
    parent: XmlElement,
    child: XmlElement,
    members: MemberList,
    declared: ReadonlyMap<string, string>,
  ): void {
    const { typeMarks } = this.options;
    if (typeMarks) this.addEmptyArrays(parent, child, members);
    const name = this.elementMember(child);
    members.add(name, this.value(child, declared), typeMarks && isMarkedItem(child));
  }

  private addEmptyArrays(parent: XmlElement, child: XmlElement | null, members: MemberList): void {
    for (const name of markedEmptyArrays(parent, child)) members.addEmptyArray(name);
  }

  private isIndentation(text: string, parent: XmlElement): boolean {
    if (javaTrim(text) !== '') return false;
    return !(this.options.preserveSpaces && parent.firstChild === parent.lastChild);
  }

  private elementMember({ prefix, localName }: XmlElement): string {
    return this.withPrefix(prefix, memberName(localName, this.options.validNames));
  }

  private withPrefix(prefix: string, name: string): string {
    return this.options.preserveNamespaces && prefix !== '' ? prefix + this.options.namespaceSeparator + name : name;
  }

  /** Adds `@xmlns` members for what an element declares or uses without a declaration; gives the prefixes inside. */
  private addDeclarations(
    element: XmlElement,
    members: MemberList,
    outside: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, string> {
    const { preserveNamespaces, namespaceDeclarations, namespaceSeparator, nil } = this.options;
    if (!preserveNamespaces || !namespaceDeclarations) return outside;
    const own = new Map<string, string>();
    for (const { prefix, uri } of element.declarations) own.set(prefix, uri);
    for (const { prefix, namespaceURI } of [element, ...element.attributes]) {
      const inScope = own.get(prefix) ?? outside.get(prefix) ?? '';
      if (namespaceURI !== inScope && (prefix !== '' || !own.has(''))) own.set(prefix, namespaceURI);
    }
    for (const [prefix, uri] of own) {
      if (nil && uri === schemaInstance) continue;
      members.add(prefix === '' ? '@xmlns' : `@xmlns${namespaceSeparator}${prefix}`, uri);
    }
    return new Map([...outside, ...own]);
  }

  private emptyValue(): JsonValue {
    return this.options.nil || !this.options.nullForEmpty ? '' : null;
  }

  /** The value of an element's text. */
  private primitive(text: string): JsonValue {
    const { autoPrimitive, staysString, replacedString } = this.options;
    if (!autoPrimitive) return text;
    if (staysString === undefined) {
      const replaced = replacedString?.(text);
      if (replaced !== undefined) return replaced;
    }
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    if (staysString?.(text) || !jsonNumber.test(text)) return text;
    return new JsonNumber(bigDecimalText(text));
  }
}

/** An object, or the value of its one member when that is a wrapper. */
function unwrapped(members: MemberList): JsonValue {
  const only = members.onlyMember;
  return only !== undefined && wrappers.has(only.name) ? only.value : members.toObject();
}

function isNil(element: XmlElement): boolean {
  return element.attributes.some(
    ({ namespaceURI, localName, value }) =>
      localName === 'nil' && value === 'true' && (namespaceURI === '' || namespaceURI === schemaInstance),
  );
}

/** Whether `Character.isWhitespace` holds for all of a text: no-break spaces are not white space there. */
function isJavaBlank(text: string): boolean {
  return /^[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/.test(text);
}

function mixedContent(text: string): Fault {
  return new Fault(`Mixed content is not supported: '${text}'`, { errorCode: errorCodes.bodyParsing });
}
