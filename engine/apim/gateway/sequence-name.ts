import { escapeAttribute } from '../../xml/index.js';

/** What may stand before a root element, and the beginning of a `<sequence>`. */
const rootStart = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*<(?:[\w.-]+:)?sequence(?=[\s/>])/;
const attribute = /\s+([\w.:-]+)\s*=\s*("[^"]*"|'[^']*')/y;

/**
 * A sequence under the name that it is deployed with, whatever name its file has (gateway sheet A.2). Nothing else of
 * the text changes, so that places in it stay true; a text with another root is given back as it is.
 */
export function renamedSequence(xml: string, name: string): string {
  const start = rootStart.exec(xml);
  if (!start) return xml;
  const from = start[0].length;
  const written = ` name="${escapeAttribute(name)}"`;
  attribute.lastIndex = from;
  for (let at = from, found = attribute.exec(xml); found; at = attribute.lastIndex, found = attribute.exec(xml)) {
    if (found[1] === 'name') return xml.slice(0, at) + written + xml.slice(attribute.lastIndex);
  }
  return xml.slice(0, from) + written + xml.slice(from);
}
