import type { XmlAttribute } from './attribute.js';
import { canonicalContent } from './compare.js';
import type { XmlElement } from './element.js';
import { parseXml } from './parse.js';
import { escapeAttribute, escapeText } from './serialize.js';

/**
 * Writes XML in lines that can be compared: an element a line, indented, attributes sorted, declarations on the root,
 * blank text and comments left out.
 * @param prefixes the prefix to write for a namespace; those met for the first time are added, so that two texts written
 *   with the same map agree wherever they mean the same
 * @throws XmlSyntaxError
 */
export function normalXmlLines(text: string, prefixes: Map<string, string>): string[] {
  const root = parseXml(text.trimStart()).documentElement!;
  const used = new Set<string>();
  const lines: string[] = [];
  writeElement(root, '', { prefixes, used, lines });
  const declarations = [...used].sort().map((uri) => {
    const prefix = prefixes.get(uri)!;
    return ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
  });
  lines[0] = lines[0]!.replace(/^<[^\s/>]+/, (tag) => tag + declarations.join(''));
  return lines;
}

interface Writing {
  readonly prefixes: Map<string, string>;
  readonly used: Set<string>;
  readonly lines: string[];
}

function writeElement(element: XmlElement, indent: string, writing: Writing): void {
  const name = writtenName(element, writing);
  const attributes = element.attributes
    .map((attribute) => ` ${writtenName(attribute, writing)}="${escapeAttribute(attribute.value)}"`)
    .sort()
    .join('');
  const content = canonicalContent(element);
  const { lines } = writing;
  if (content.length === 0) {
    lines.push(`${indent}<${name}${attributes}/>`);
  } else if (content.length === 1 && typeof content[0] === 'string') {
    lines.push(`${indent}<${name}${attributes}>${escapeText(content[0])}</${name}>`);
  } else {
    lines.push(`${indent}<${name}${attributes}>`);
    for (const item of content) {
      if (typeof item === 'string') lines.push(`${indent}  ${escapeText(item)}`);
      else writeElement(item, `${indent}  `, writing);
    }
    lines.push(`${indent}</${name}>`);
  }
}

function writtenName(node: XmlElement | XmlAttribute, { prefixes, used }: Writing): string {
  const { namespaceURI } = node;
  if (namespaceURI === '' || node.prefix === 'xml') return node.nodeName.replace(/^(?!xml:).*:/, '');
  let prefix = prefixes.get(namespaceURI);
  if (prefix === undefined) {
    prefix = freePrefix(node.prefix, new Set(prefixes.values()));
    prefixes.set(namespaceURI, prefix);
  }
  used.add(namespaceURI);
  return `${prefix}:${node.localName}`;
}

/** The wanted prefix, or a numbered one when another namespace has it. */
function freePrefix(wanted: string, taken: ReadonlySet<string>): string {
  // The default namespace is never written: names without prefix are in none.
  const stem = wanted === '' ? 'ns' : wanted;
  let prefix = stem;
  for (let number = 1; taken.has(prefix); number++) prefix = `${stem}${number}`;
  return prefix;
}
