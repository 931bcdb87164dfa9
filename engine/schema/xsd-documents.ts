import { parseXml, serializeXml, type XmlDocument, XmlElement } from '../xml/index.js';

/** Schema documents that refer to each other by names of ours. */
export interface XsdDocuments {
  /** The text of the document to begin with. */
  readonly main: string;
  /** The texts of the others by their names. */
  readonly others: ReadonlyMap<string, string>;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';
const REFERENCES: ReadonlySet<string> = new Set(['import', 'include', 'redefine', 'override']);
/** More documents than this are refused. */
const documentLimit = 500;

/**
 * Collects the documents of a schema: the given ones and all that they refer to. Every `schemaLocation` becomes a name of
 * ours, so that nothing depends on how locations are resolved against each other.
 * @param complain makes the error for a text that is no schema document
 */
export function readXsdDocuments(
  texts: readonly string[],
  resolve: (location: string) => string | undefined,
  complain: (message: string, cause?: unknown) => Error,
): XsdDocuments {
  const others = new Map<string, string>();
  const names = new Map<string, string>();
  const roots = texts.map(read);
  const main = roots.length === 1 ? written(roots[0]!) : combined();
  return { main, others };

  /** A schema that brings several together: one import for each namespace, of what includes its documents. */
  function combined(): string {
    const groups = new Map<string, string[]>();
    for (const root of roots) {
      const namespace = root.getAttribute('targetNamespace') ?? '';
      groups.set(namespace, [...(groups.get(namespace) ?? []), add(root)]);
    }
    const imports = [...groups].map(([namespace, members]) => {
      const [first] = members;
      if (members.length === 1) return referenceTo('import', first!, namespace);
      const includes = members.map((name) => referenceTo('include', name));
      return referenceTo('import', keep(serializeXml(schemaOf(namespace, includes))), namespace);
    });
    return serializeXml(schemaOf('urn:mediant:combined', imports));
  }

  function read(text: string): XmlElement {
    let root: XmlElement | null;
    try {
      root = parseXml(text.trim(), { maxDepth: 512 }).documentElement;
    } catch (error) {
      throw complain(`The schema is not well-formed: ${(error as Error).message}`, error);
    }
    if (root?.localName !== 'schema' || root.namespaceURI !== XSD) throw complain('The resource is not an XML Schema');
    return root;
  }

  /** Takes a document in; its name is known before its own references are followed. */
  function add(root: XmlElement, location?: string): string {
    const name = keep('');
    if (location !== undefined) names.set(location, name);
    others.set(name, written(root));
    return name;
  }

  function keep(text: string): string {
    if (others.size === documentLimit) throw complain(`The schema has more than ${documentLimit} documents`);
    const name = `document-${others.size}`;
    others.set(name, text);
    return name;
  }

  function written(root: XmlElement): string {
    for (const child of root.elements()) {
      if (child.namespaceURI === XSD && REFERENCES.has(child.localName)) redirect(child);
    }
    return serializeXml(root.parentNode?.nodeType === 9 ? (root.parentNode as XmlDocument) : root);
  }

  function redirect(reference: XmlElement): void {
    const location = reference.getAttribute('schemaLocation');
    if (location === null) return;
    const name = named(location);
    if (name !== undefined) reference.setAttribute('schemaLocation', name);
    else if (reference.localName === 'import') reference.removeAttribute('schemaLocation');
    else reference.remove();
  }

  /** The name of the document at a location; documents may refer to each other in a circle. */
  function named(location: string): string | undefined {
    const known = names.get(location);
    if (known !== undefined) return known;
    const text = resolve(location);
    return text === undefined ? undefined : add(read(text), location);
  }
}

function schemaOf(targetNamespace: string, references: readonly XmlElement[]): XmlElement {
  const schema = new XmlElement(XSD, 'schema', 'xs');
  if (targetNamespace !== '') schema.setAttribute('targetNamespace', targetNamespace);
  for (const reference of references) schema.append(reference);
  return schema;
}

function referenceTo(kind: 'import' | 'include', name: string, namespace = ''): XmlElement {
  const reference = new XmlElement(XSD, kind, 'xs');
  if (namespace !== '') reference.setAttribute('namespace', namespace);
  reference.setAttribute('schemaLocation', name);
  return reference;
}
