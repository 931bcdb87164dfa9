import type { XmlAttribute, XmlElement } from '../../engine/kit.js';
import { itemSchema, type MappingSchema, namespacesOf, scriptName } from './mapping-schema.js';

/** A value on its way into a mapping: plain data for JSON. */
export type MappingValue = string | number | boolean | null | MappingValue[] | { [key: string]: MappingValue };

/**
 * An element as the mapping sees it: only what the schema knows, under `prefix_local` names; attributes are `attr_name`,
 * the text of an element with children or attributes is `_ELEMVAL`, lists and types are those of the schema.
 */
export function readMappingXml(element: XmlElement, schema: MappingSchema): MappingValue {
  return new XmlReader(schema).read(element, schema);
}

class XmlReader {
  /** Prefixes of the schema by namespace; those of the document do not count. */
  readonly #prefixes: ReadonlyMap<string, string>;

  constructor(root: MappingSchema) {
    this.#prefixes = new Map([...namespacesOf(root)].map(([prefix, url]) => [url, prefix]));
  }

  read(element: XmlElement, schema: MappingSchema): MappingValue {
    if (schema.type === 'array') return [this.read(element, itemSchema(schema))];
    if (!schema.properties) return typed(element.textContent, schema.type);
    const result = this.#attributes(element, schema);
    for (const child of element.elements()) this.#child(child, schema, result);
    const text = element.ownText().trim();
    if (text !== '') result._ELEMVAL = text;
    return result;
  }

  #child(child: XmlElement, { properties = {} }: MappingSchema, result: { [key: string]: MappingValue }): void {
    const name = this.#name(child);
    const schema = properties[name] ?? properties[scriptName(name)];
    if (!schema) return;
    const key = scriptName(name);
    if (schema.type === 'array') {
      const list = result[key];
      const item = this.read(child, itemSchema(schema));
      if (Array.isArray(list)) list.push(item);
      else result[key] = [item];
      return;
    }
    result[key] = this.read(child, schema);
    if (!schema.properties && schema.attributes) result[`${key}ATTR`] = this.#attributes(child, schema);
  }

  #attributes(element: XmlElement, { attributes = {} }: MappingSchema): { [key: string]: MappingValue } {
    const result: { [key: string]: MappingValue } = {};
    for (const attribute of element.attributes) {
      const name = this.#name(attribute);
      const schema = attributes[name] ?? attributes[scriptName(name)];
      if (schema) result[`attr_${scriptName(name)}`] = typed(attribute.value, schema.type);
    }
    return result;
  }

  #name({ localName, namespaceURI }: XmlElement | XmlAttribute): string {
    const prefix = this.#prefixes.get(namespaceURI);
    return prefix === undefined ? localName : `${prefix}:${localName}`;
  }
}

function typed(text: string, type: string | undefined): MappingValue {
  if (type === 'boolean') return text.trim() === 'true';
  if (type !== 'number' && type !== 'integer') return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

/** Lines of comma-separated values; the names are those of the schema, in their order. */
export function readMappingCsv(text: string, schema: MappingSchema): MappingValue {
  const names = Object.entries(itemSchema(schema).properties ?? {});
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const cells = splitCells(line);
    return Object.fromEntries(
      names.map(([name, { type }], index) => [scriptName(name), typed(cells[index] ?? '', type)]),
    );
  });
}

/** Cells may stand in quotes, in which a quote is doubled. */
function splitCells(line: string): string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  if (cells.length > 1 && cells.at(-1) === '') cells.pop();
  return cells.map((cell) => {
    const bare = cell.replace(/,$/, '');
    return /^".*"$/s.test(bare) ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}
