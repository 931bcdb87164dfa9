import { fromJson, parseJson, XmlElement, XmlText } from '../../engine/kit.js';
import type { MappingValue } from './mapping-input.js';
import { type MappingSchema, namespacesOf, scriptName, xmlName } from './mapping-schema.js';

/** The result of a mapping, given as JSON, as the root element of the output schema. */
export function writeMappingXml(json: string, schema: MappingSchema): XmlElement {
  const namespaces = namespacesOf(schema);
  const root = element(scriptName(schema.title ?? 'root'), namespaces);
  fill(root, fromJson(parseJson(json)) as MappingValue, namespaces);
  return root;
}

function element(name: string, namespaces: ReadonlyMap<string, string>): XmlElement {
  const { prefix, local } = xmlName(name, namespaces);
  return new XmlElement(namespaces.get(prefix) ?? '', local, prefix);
}

/** `attr_x` are attributes, `_ELEMVAL` is text, `xATTR` holds the attributes of the simple element `x`. */
function fill(into: XmlElement, value: MappingValue, namespaces: ReadonlyMap<string, string>): void {
  if (value === null) return;
  if (typeof value !== 'object') {
    if (value !== '') into.append(new XmlText(String(value)));
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) fill(into, item, namespaces);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith('attr_')) setAttribute(into, key.slice(5), member, namespaces);
    else if (key === '_ELEMVAL') fill(into, member, namespaces);
    else if (!(key.endsWith('ATTR') && Object.hasOwn(value, key.slice(0, -4)))) {
      addChildren(into, key, member, value[`${key}ATTR`], namespaces);
    }
  }
}

function addChildren(
  into: XmlElement,
  key: string,
  value: MappingValue,
  attributes: MappingValue | undefined,
  namespaces: ReadonlyMap<string, string>,
): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    const child = element(key, namespaces);
    into.append(child);
    if (attributes !== undefined) fill(child, attributes, namespaces);
    fill(child, item, namespaces);
  }
}

function setAttribute(
  into: XmlElement,
  name: string,
  value: MappingValue,
  namespaces: ReadonlyMap<string, string>,
): void {
  const { prefix, local } = xmlName(name, namespaces);
  into.setAttribute(local, value === null ? '' : String(value), namespaces.get(prefix) ?? '', prefix);
}

/** One line for each item, its values with commas between. */
export function writeMappingCsv(json: string): string {
  const value = fromJson(parseJson(json)) as MappingValue;
  const root = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : value;
  const only = Array.isArray(root) && root.length === 1 && Array.isArray(root[0]) ? root[0] : root;
  return (Array.isArray(only) ? only : [only]).map(line).join('\n');
}

function line(item: MappingValue): string {
  const cells = item !== null && typeof item === 'object' ? Object.values(item) : [item];
  return cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',');
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
