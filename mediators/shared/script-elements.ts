import {
  Fault,
  parseXml,
  ScriptJson,
  ScriptObject,
  type ScriptValue,
  serializeXml,
  XmlElement,
} from '../../engine/kit.js';

const ENVELOPES = new Set(['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope']);

/** The elements that a running script has a hand on, by number; gone with the run. */
export class ScriptElements {
  readonly #elements: XmlElement[] = [];
  readonly #numbers = new Map<XmlElement, number>();

  /** An element as the script gets it; null stays null. */
  hand(element: XmlElement | null | undefined): ScriptObject | null {
    return element ? new ScriptObject(this.#number(element)) : null;
  }

  list(elements: readonly XmlElement[]): ScriptJson {
    return new ScriptJson(JSON.stringify(elements.map((element) => this.#number(element))));
  }

  element(value: ScriptValue): XmlElement {
    const found = value instanceof ScriptObject ? this.#elements[value.id] : this.#elements[Number(value)];
    if (!found) throw new Error('This is not an XML element');
    return found;
  }

  /** An element, or the root of an XML text. Throws Fault when the text is malformed. */
  fromScript(value: ScriptValue): XmlElement {
    return value instanceof ScriptObject ? this.element(value).clone() : parseElement(String(value));
  }

  /** One of the methods that elements have inside the sandbox. */
  ask(method: string, element: XmlElement, args: readonly ScriptValue[]): ScriptValue {
    const [first, second, third] = args;
    switch (method) {
      case 'markup':
        return serializeXml(element);
      case 'localName':
        return element.localName;
      case 'nodeName':
        return element.nodeName;
      case 'namespace':
        return element.namespaceURI;
      case 'prefix':
        return element.prefix;
      case 'text':
        return element.ownText();
      case 'textContent':
        return element.textContent;
      case 'setText':
        element.textContent = String(first);
        return undefined;
      case 'firstElement':
        return this.hand(element.firstElement());
      case 'parent':
        return element.parentNode instanceof XmlElement ? this.hand(element.parentNode) : null;
      case 'elements':
        return this.list(element.elements());
      case 'elementsNamed':
        return this.list(element.elements().filter((child) => isNamed(child, first, second)));
      case 'descendantsNamed':
        return this.list([...descendants(element)].filter((each) => [each.nodeName, '*'].includes(String(first))));
      case 'attribute':
        return attributeOf(element, String(first), second);
      case 'setAttribute':
        element.setAttribute(String(first), String(third));
        return undefined;
      case 'append':
        element.append(this.element(first));
        return undefined;
      case 'detach':
        element.remove();
        return undefined;
      case 'clone':
        return this.hand(element.clone());
      case 'soapPart':
        return this.hand(
          element.elements().find(({ localName, namespaceURI }) => localName === first && ENVELOPES.has(namespaceURI)),
        );
      default:
        throw new Error(`Elements have no method ${method}`);
    }
  }

  #number(element: XmlElement): number {
    let id = this.#numbers.get(element);
    if (id === undefined) {
      id = this.#elements.push(element) - 1;
      this.#numbers.set(element, id);
    }
    return id;
  }
}

/** The root of an XML text. Throws Fault when it is malformed. */
export function parseElement(text: string): XmlElement {
  try {
    const root = parseXml(text.trim()).documentElement!;
    root.remove();
    return root;
  } catch (thrown) {
    throw new Fault(`Invalid XML: ${thrown instanceof Error ? thrown.message : text}`, { cause: thrown });
  }
}

function isNamed(element: XmlElement, local: ScriptValue, namespace: ScriptValue): boolean {
  return element.localName === local && (typeof namespace !== 'string' || element.namespaceURI === namespace);
}

function attributeOf(element: XmlElement, name: string, namespace: ScriptValue): string | null {
  const found = element.attributes.find(({ localName, nodeName, namespaceURI }) =>
    typeof namespace === 'string' ? localName === name && namespaceURI === namespace : nodeName === name,
  );
  return found?.value ?? null;
}

function* descendants(element: XmlElement): Generator<XmlElement> {
  for (const child of element.elements()) {
    yield child;
    yield* descendants(child);
  }
}
