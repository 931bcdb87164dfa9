import { parseXml, type XmlElement } from '../../../../engine/xml/index.js';

/** An element without a parent. */
export function el(text: string): XmlElement {
  const element = parseXml(text).documentElement!;
  element.remove();
  return element;
}
