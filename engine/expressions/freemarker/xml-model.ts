import { serializeXml, XmlElement, type XmlNode, XmlText } from '../../xml/index.js';
import { type FtlObject, FtlTypeError, type FtlValue } from './value.js';

/** Prefixes of `<#ftl ns_prefixes>`: `D` is the default namespace, `N` none. */
export type NamespacePrefixes = ReadonlyMap<string, string>;

const NAME_LIKE = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

/** A name in the template against the name of a node, as FreeMarker compares them. */
function matches(name: string, local: string, namespace: string, prefixes: NamespacePrefixes): boolean {
  const defaultNamespace = prefixes.get('D');
  if (defaultNamespace !== undefined && defaultNamespace === namespace) return name === local || name === `D:${local}`;
  if (namespace === '') return name === `N:${local}` || (defaultNamespace === undefined && name === local);
  for (const [prefix, uri] of prefixes) if (uri === namespace && name === `${prefix}:${local}`) return true;
  return false;
}

/** A node is a hash of its children, and a sequence of itself alone. */
export abstract class NodeModel implements FtlObject {
  abstract readonly description: string;
  abstract readonly nodeName: string;
  abstract readonly nodeType: string;
  abstract readonly namespace: string | undefined;

  constructor(readonly prefixes: NamespacePrefixes) {}

  abstract text(): string;
  abstract get(key: string): FtlValue | undefined;
  abstract children(): readonly NodeModel[];
  abstract parent(): NodeModel | undefined;
  /** Whether this is the same node of the tree. */
  abstract sameAs(other: NodeModel): boolean;

  size(): number {
    return 1;
  }

  at(index: number): FtlValue | undefined {
    return index === 0 ? this : undefined;
  }
}

/** The document above the payload. */
export class DocumentModel extends NodeModel {
  readonly description = 'node';
  readonly nodeName = '@document';
  readonly nodeType = 'document';
  readonly namespace = undefined;

  constructor(
    readonly root: XmlElement,
    prefixes: NamespacePrefixes,
  ) {
    super(prefixes);
  }

  text(): string {
    throw new FtlTypeError('The document cannot be used as a string');
  }

  get(key: string): FtlValue | undefined {
    if (key === '*') return this.#element;
    if (key === '**') return listOf([this.#element, ...this.#element.descendants()], this.prefixes);
    if (key === '@@markup') return serializeXml(this.root);
    if (!NAME_LIKE.test(key)) throw new FtlTypeError('XPath is not supported in templates');
    const found = matches(key, this.root.localName, this.root.namespaceURI, this.prefixes);
    return found ? this.#element : listOf([], this.prefixes);
  }

  children(): readonly NodeModel[] {
    return [this.#element];
  }

  parent(): undefined {
    return undefined;
  }

  sameAs(other: NodeModel): boolean {
    return other instanceof DocumentModel && other.root === this.root;
  }

  get #element(): ElementModel {
    return new ElementModel(this.root, this.prefixes, this);
  }
}

/** An element. */
class ElementModel extends NodeModel {
  readonly description = 'node';
  readonly nodeType = 'element';

  constructor(
    readonly element: XmlElement,
    prefixes: NamespacePrefixes,
    readonly above: NodeModel | undefined,
  ) {
    super(prefixes);
  }

  get nodeName(): string {
    return this.element.localName;
  }

  get namespace(): string {
    return this.element.namespaceURI;
  }

  /** The text of an element without child elements. */
  text(): string {
    const child = this.element.firstElement();
    if (child) {
      const { nodeName } = this.element;
      throw new FtlTypeError(
        `Only elements with no child elements can be processed as text. The element ${nodeName} has a child element named ${child.nodeName}`,
      );
    }
    return this.element.ownText();
  }

  get(key: string): FtlValue | undefined {
    if (key === '*') return listOf(this.#elements(), this.prefixes);
    if (key === '**') return listOf(this.descendants(), this.prefixes);
    if (key.startsWith('@@')) return this.#special(key);
    if (key.startsWith('@')) return this.#attribute(key.slice(1));
    if (!NAME_LIKE.test(key)) throw new FtlTypeError('XPath is not supported in templates');
    return listOf(
      this.#elements().filter((child) => child.isNamed(key)),
      this.prefixes,
    );
  }

  isNamed(name: string): boolean {
    return matches(name, this.element.localName, this.element.namespaceURI, this.prefixes);
  }

  children(): readonly NodeModel[] {
    return this.element.childNodes.flatMap((node) => this.#model(node));
  }

  parent(): NodeModel | undefined {
    return this.above;
  }

  sameAs(other: NodeModel): boolean {
    return other instanceof ElementModel && other.element === this.element;
  }

  descendants(): ElementModel[] {
    return this.#elements().flatMap((child) => [child, ...child.descendants()]);
  }

  #model(node: XmlNode): NodeModel | readonly NodeModel[] {
    if (node instanceof XmlElement) return new ElementModel(node, this.prefixes, this);
    return node instanceof XmlText ? new TextModel(node, this.prefixes, this) : [];
  }

  #elements(): ElementModel[] {
    return this.element.elements().map((child) => new ElementModel(child, this.prefixes, this));
  }

  #attribute(name: string): FtlValue | undefined {
    const all = this.element.attributes;
    const found =
      name === '*' || name === '@'
        ? all
        : all.filter((each) => matches(name, each.localName, each.namespaceURI, this.prefixes));
    return listOf(
      found.map(({ localName, value, namespaceURI }) => new AttributeModel(localName, value, namespaceURI, this)),
      this.prefixes,
    );
  }

  #special(key: string): FtlValue | undefined {
    const { element } = this;
    switch (key) {
      case '@@':
        return this.#attribute('*');
      case '@@text':
        return element.textContent;
      case '@@markup':
        return serializeXml(element);
      case '@@nested_markup':
        return element.childNodes.map((node) => serializeXml(node)).join('');
      case '@@qname':
        return element.nodeName;
      case '@@local_name':
        return element.localName;
      case '@@next_sibling_element':
        return this.#sibling((node) => node.nextSibling);
      case '@@previous_sibling_element':
        return this.#sibling((node) => node.previousSibling);
      default:
        throw new FtlTypeError(`Unsupported @@ key: ${key}`);
    }
  }

  #sibling(step: (node: XmlNode) => XmlNode | null): FtlValue {
    let node = step(this.element);
    while (node && !(node instanceof XmlElement)) node = step(node);
    return listOf(node ? [new ElementModel(node, this.prefixes, this.above)] : [], this.prefixes);
  }
}

/** Text below an element. */
class TextModel extends NodeModel {
  readonly description = 'node';
  readonly nodeName = '@text';
  readonly nodeType = 'text';
  readonly namespace = undefined;

  constructor(
    readonly node: XmlText,
    prefixes: NamespacePrefixes,
    readonly above: NodeModel,
  ) {
    super(prefixes);
  }

  text(): string {
    return this.node.data;
  }

  get(): undefined {
    return undefined;
  }

  children(): readonly NodeModel[] {
    return [];
  }

  parent(): NodeModel {
    return this.above;
  }

  sameAs(other: NodeModel): boolean {
    return other instanceof TextModel && other.node === this.node;
  }
}

/** An attribute. */
class AttributeModel extends NodeModel {
  readonly description = 'node';
  readonly nodeType = 'attribute';

  constructor(
    readonly nodeName: string,
    readonly value: string,
    readonly namespace: string,
    readonly owner: ElementModel,
  ) {
    super(owner.prefixes);
  }

  text(): string {
    return this.value;
  }

  get(key: string): FtlValue | undefined {
    return key === '@@qname' || key === '@@local_name' ? this.nodeName : undefined;
  }

  children(): readonly NodeModel[] {
    return [];
  }

  parent(): NodeModel {
    return this.owner;
  }

  sameAs(other: NodeModel): boolean {
    return other instanceof AttributeModel && other.nodeName === this.nodeName && other.owner.sameAs(this.owner);
  }
}

/** No node, or several: what a path into XML leads to as a rule. */
class NodeList implements FtlObject {
  readonly description = 'sequence';

  constructor(
    readonly nodes: readonly NodeModel[],
    readonly prefixes: NamespacePrefixes,
  ) {}

  size(): number {
    return this.nodes.length;
  }

  at(index: number): FtlValue | undefined {
    return this.nodes[index];
  }

  text(): string {
    throw new FtlTypeError(
      `This XML query result can't be used as string because for that it had to contain exactly 1 XML node, but it contained ${this.nodes.length} nodes`,
    );
  }

  get(key: string): FtlValue | undefined {
    if (['@@text', '@@markup', '@@nested_markup'].includes(key)) {
      return this.nodes.map((node) => String(node.get(key) ?? '')).join('');
    }
    const found = this.nodes.flatMap((node) => {
      const inside = node.get(key);
      if (inside instanceof NodeModel) return [inside];
      return inside instanceof NodeList ? inside.nodes : [];
    });
    return listOf(found, this.prefixes);
  }
}

/** A list of one node is the node. */
function listOf(nodes: readonly NodeModel[], prefixes: NamespacePrefixes): FtlObject {
  return nodes.length === 1 ? nodes[0]! : new NodeList(nodes, prefixes);
}
