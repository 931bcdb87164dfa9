import type { XmlDocument } from './document.js';
import type { XmlElement } from './element.js';
import type { XmlNode } from './linked-node.js';
import { parseXml } from './parse.js';

/** Whether two texts mean the same XML, and if not, the first place where they part. */
export interface XmlComparison {
  readonly same: boolean;
  /** Path and what stands there in both. */
  readonly difference?: string;
}

/**
 * Compares two XML texts in canonical form: prefixes, the order of attributes, comments, instructions and blank text
 * between elements do not matter; everything else does.
 * @param expected named first in the difference
 */
export function sameXml(expected: string, actual: string): XmlComparison {
  const roots: (XmlElement | string)[] = [expected, actual].map(rootOf);
  const [a, b] = roots;
  if (typeof a === 'string') return { same: false, difference: `the expected text is not XML: ${a}` };
  if (typeof b === 'string') return { same: false, difference: `the actual text is not XML: ${b}` };
  const difference = differenceOf(a!, b!, `/${a!.nodeName}`);
  return difference === undefined ? { same: true } : { same: false, difference };
}

function rootOf(text: string): XmlElement | string {
  try {
    return parseXml(text.trimStart()).documentElement!;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function differenceOf(a: XmlElement, b: XmlElement, path: string): string | undefined {
  if (a.localName !== b.localName || a.namespaceURI !== b.namespaceURI) {
    return `${path}: expected ${expandedName(a)}, got ${expandedName(b)}`;
  }
  return attributeDifference(a, b, path) ?? contentDifference(a, b, path);
}

function attributeDifference(a: XmlElement, b: XmlElement, path: string): string | undefined {
  for (const { localName, namespaceURI, name, value } of a.attributes) {
    const other = b.attribute(localName, namespaceURI);
    if (other === null) return `${path}/@${name}: expected "${value}", got no such attribute`;
    if (other.value !== value) return `${path}/@${name}: expected "${value}", got "${other.value}"`;
  }
  for (const { localName, namespaceURI, name, value } of b.attributes) {
    if (a.attribute(localName, namespaceURI) === null) return `${path}/@${name}: expected none, got "${value}"`;
  }
  return undefined;
}

function contentDifference(a: XmlElement, b: XmlElement, path: string): string | undefined {
  const contentA = canonicalContent(a);
  const contentB = canonicalContent(b);
  for (let index = 0; index < Math.max(contentA.length, contentB.length); index++) {
    const one = contentA[index];
    const other = contentB[index];
    const at = typeof one === 'object' ? `${path}/${one.nodeName}${position(one)}` : path;
    if (typeof one === 'object' && typeof other === 'object') {
      const difference = differenceOf(one, other, at);
      if (difference !== undefined) return difference;
    } else if (one !== other) {
      return `${at}: expected ${show(one)}, got ${show(other)}`;
    }
  }
  return undefined;
}

/** Child elements and runs of text; comments and instructions do not part a run. */
export function canonicalContent(element: XmlElement | XmlDocument): (XmlElement | string)[] {
  const content: (XmlElement | string)[] = [];
  let run = '';
  const endRun = (): void => {
    if (run.trim() !== '') content.push(run);
    run = '';
  };
  for (let node: XmlNode | null = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 3) run += node.data;
    if (node.nodeType !== 1) continue;
    endRun();
    content.push(node);
  }
  // Blanks are dropped between elements only: an element that holds nothing else keeps them.
  if (content.length === 0) return run === '' ? [] : [run];
  endRun();
  return content;
}

function position(element: XmlElement): string {
  let index = 1;
  for (let node = element.previousSibling; node !== null; node = node.previousSibling) {
    if (node.nodeType === 1 && node.nodeName === element.nodeName) index++;
  }
  return index === 1 ? '' : `[${index}]`;
}

function show(item: XmlElement | string | undefined): string {
  if (item === undefined) return 'nothing';
  return typeof item === 'string' ? `the text ${JSON.stringify(item)}` : expandedName(item);
}

function expandedName({ namespaceURI, localName }: XmlElement): string {
  return namespaceURI === '' ? `<${localName}>` : `<{${namespaceURI}}${localName}>`;
}
