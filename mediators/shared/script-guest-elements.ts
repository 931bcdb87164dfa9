/** The way out of the sandbox: the name of a thing to do, and its arguments. */
export type GuestHost = (name: string, ...args: readonly unknown[]) => unknown;

/** What crosses the sandbox's wall, seen from inside. */
export interface GuestTools {
  pack(value: unknown): unknown;
  unpack(packed: unknown): unknown;
}

/** What the part with the elements adds. */
export interface GuestElements {
  /** The number of an element; undefined for anything else. */
  idOf(value: unknown): number | undefined;
  /** The element with a number. */
  wrap(packed: { readonly object: number }): unknown;
}

/**
 * Runs inside the sandbox: its source text is handed over, so it must not use anything from outside of itself. Makes the
 * elements that scripts see, each a number of an element outside, with the methods of Axiom's OMElement and of DOM that
 * scripts are known to use.
 */
export function guestElements(host: GuestHost, { pack, unpack }: GuestTools): GuestElements {
  type Name = string | { readonly localPart: string; readonly namespaceURI: string };

  class OMElement {
    readonly #id: number;

    constructor(id: number) {
      this.#id = id;
    }

    static idOf(value: unknown): number | undefined {
      return typeof value === 'object' && value !== null && #id in value ? value.#id : undefined;
    }

    #ask(name: string, ...args: readonly unknown[]): unknown {
      return unpack(host('element', name, this.#id, ...args.map(pack)));
    }
    #list(name: string, ...args: readonly unknown[]): unknown {
      return list((this.#ask(name, ...args) as number[]).map(wrap));
    }
    #named(name: string, what: Name, ...rest: readonly unknown[]): unknown {
      return typeof what === 'string'
        ? this.#ask(name, what, undefined, ...rest)
        : this.#ask(name, what.localPart, what.namespaceURI, ...rest);
    }

    toString() {
      return this.#ask('markup') as string;
    }
    toStringWithConsume() {
      return this.toString();
    }
    toXMLString() {
      return this.toString();
    }
    getLocalName() {
      return this.#ask('localName');
    }
    getNodeName() {
      return this.#ask('nodeName');
    }
    getTagName() {
      return this.#ask('nodeName');
    }
    getNamespaceURI() {
      return this.#ask('namespace');
    }
    getNamespace() {
      const [uri, prefix] = [this.#ask('namespace'), this.#ask('prefix')];
      return { getNamespaceURI: () => uri, getName: () => uri, getPrefix: () => prefix };
    }
    getQName() {
      const [uri, local] = [this.#ask('namespace'), this.#ask('localName')];
      return {
        localPart: local,
        namespaceURI: uri,
        getLocalPart: () => local,
        getNamespaceURI: () => uri,
        toString: () => (uri === '' ? local : `{${uri}}${local}`),
      };
    }
    getText() {
      return this.#ask('text');
    }
    setText(text: unknown) {
      this.#ask('setText', String(text));
    }
    getTextContent() {
      return this.#ask('textContent');
    }
    setTextContent(text: unknown) {
      this.#ask('setText', String(text));
    }
    getFirstElement() {
      return this.#ask('firstElement');
    }
    getFirstChild() {
      return this.#ask('firstElement');
    }
    getDocumentElement() {
      return this;
    }
    getParent() {
      return this.#ask('parent');
    }
    getChildElements() {
      return this.#list('elements');
    }
    getChildren() {
      return this.#list('elements');
    }
    getChildNodes() {
      return this.#list('elements');
    }
    getChildrenWithLocalName(local: string) {
      return this.#list('elementsNamed', local);
    }
    getChildrenWithName(name: Name) {
      return list((this.#named('elementsNamed', name) as number[]).map(wrap));
    }
    getElementsByTagName(name: string) {
      return this.#list('descendantsNamed', name);
    }
    getFirstChildWithName(name: Name) {
      return (this.getChildrenWithName(name) as unknown[])[0] ?? null;
    }
    getAttributeValue(name: Name) {
      return this.#named('attribute', name);
    }
    getAttribute(name: Name) {
      return this.#named('attribute', name);
    }
    setAttribute(name: Name, value: unknown) {
      this.#named('setAttribute', name, String(value));
    }
    addAttribute(name: string, value: unknown) {
      this.#named('setAttribute', name, String(value));
    }
    addChild(child: unknown) {
      this.#ask('append', child);
    }
    appendChild(child: unknown) {
      this.#ask('append', child);
    }
    detach() {
      this.#ask('detach');
      return this;
    }
    discard() {
      this.#ask('detach');
    }
    cloneOMElement() {
      return this.#ask('clone');
    }
    getBody() {
      return this.#ask('soapPart', 'Body');
    }
    getHeader() {
      return this.#ask('soapPart', 'Header');
    }
    build() {}
    buildWithAttachments() {}
  }

  /** An array that also answers as Java lists, iterators and DOM node lists do. */
  function list<T>(items: T[]): T[] {
    let next = 0;
    const methods: Record<string, unknown> = {
      get: (index: number) => items[index],
      item: (index: number) => items[index] ?? null,
      size: () => items.length,
      getLength: () => items.length,
      isEmpty: () => items.length === 0,
      iterator: () => list(items.slice()),
      hasNext: () => next < items.length,
      next: () => items[next++],
    };
    for (const name of Object.keys(methods)) Object.defineProperty(items, name, { value: methods[name] });
    return items;
  }

  function wrap(id: number): OMElement {
    return new OMElement(id);
  }

  return { idOf: (value) => OMElement.idOf(value), wrap: ({ object }) => wrap(object) };
}
