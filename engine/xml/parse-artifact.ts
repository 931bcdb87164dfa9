import { Buffer } from 'node:buffer';
import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import type { Place, Report } from '../errors/index.js';
import {
  type ArtifactAttribute,
  type ArtifactElement,
  SourceAttribute,
  SourceElement,
  SourceTextNode,
} from './artifact.js';
import { findFlaw } from './check.js';
import { decodeArtifact } from './decode.js';
import { XMLNS_NAMESPACE, type XmlDeclaration } from './namespaces.js';
import { SourceText } from './source.js';

/** How large and deep an artifact may be. */
export interface XmlLimits {
  /** Default 10 MiB. */
  readonly maxBytes: number;
  /** Default 256. */
  readonly maxDepth: number;
}

const DEFAULT_LIMITS: XmlLimits = { maxBytes: 10 * 1024 * 1024, maxDepth: 256 };

/**
 * Reads an artifact into elements that know their places. Bytes are decoded by byte order mark or XML declaration, a
 * string is taken as it is. Columns of the first line count from behind a byte order mark.
 * @returns undefined after a finding; never throws for what the file holds
 */
export function parseArtifact(
  content: Uint8Array | string,
  file: string,
  report: Report,
  limits: Partial<XmlLimits> = {},
): ArtifactElement | undefined {
  const { maxBytes, maxDepth } = { ...DEFAULT_LIMITS, ...limits };
  const start: Place = { file, line: 1, column: 1 };
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
  if (size > maxBytes) {
    report.add('xml/too-large', start, { size, limit: maxBytes });
    return undefined;
  }
  const decoded = typeof content === 'string' ? content : decodeArtifact(content, file, report);
  if (decoded === undefined) return undefined;
  const source = new SourceText(file, decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded);
  const flaw = findFlaw(source.text, maxDepth);
  if (flaw !== undefined) {
    report.add(`xml/${flaw.kind}`, source.place(flaw.offset), { reason: flaw.reason, limit: maxDepth });
    return undefined;
  }
  return build(source, report);
}

/** A complaint of xmldom about a text that saxes took. */
class TreeError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/** What xmldom hands to its error handler besides the message. */
interface Reporter {
  readonly locator?: { readonly lineNumber?: number; readonly columnNumber?: number };
}

// A replacement character is a warning of xmldom and a fair character here: bytes have been checked already.
const parser = new DOMParser({
  locator: true,
  normalizeLineEndings: (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text),
  onError: (level: string, message: string, context: Reporter) => {
    if (level === 'warning') return;
    throw new TreeError(message, context.locator?.lineNumber ?? 1, context.locator?.columnNumber ?? 1);
  },
});

function build(source: SourceText, report: Report): ArtifactElement | undefined {
  try {
    const document: Document = parser.parseFromString(source.text, 'text/xml');
    return convert(document.documentElement!, source);
  } catch (error) {
    const [line, column] = error instanceof TreeError ? [error.line, error.column] : [1, 1];
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    report.add('xml/malformed', { file: source.file, line, column }, { reason });
    return undefined;
  }
}

/** Copies xmldom's tree, without recursion. */
function convert(root: Element, source: SourceText): SourceElement {
  const top = convertTag(root, undefined, source);
  let into = top;
  let node: Node | null = root.firstChild;
  while (node !== null) {
    let next: Node | null = node.nextSibling;
    if (node.nodeType === node.ELEMENT_NODE) {
      const element = convertTag(node as Element, into, source);
      into.children.push(element);
      if (node.firstChild !== null) {
        into = element;
        next = node.firstChild;
      }
    } else {
      into.children.push(convertLeaf(node, source));
    }
    let parent: Node | null = node;
    if (next === null) {
      parent = node.parentNode;
      while (next === null && parent !== null && parent !== root) {
        into = into.parent!;
        next = parent.nextSibling;
        parent = parent.parentNode;
      }
    }
    node = next;
  }
  return top;
}

function convertTag(element: Element, parent: SourceElement | undefined, source: SourceText): SourceElement {
  const attributes: ArtifactAttribute[] = [];
  const declarations: XmlDeclaration[] = [];
  const { length } = element.attributes;
  for (let index = 0; index < length; index++) {
    const attribute = element.attributes.item(index)!;
    const { name, localName, prefix, namespaceURI, value } = attribute;
    if (namespaceURI === XMLNS_NAMESPACE) {
      declarations.push({ prefix: name === 'xmlns' ? '' : localName!, uri: value });
      continue;
    }
    // xmldom gives the place of the quote.
    const place = placeOf(attribute, source, 1);
    attributes.push(new SourceAttribute(source, localName ?? name, prefix ?? '', namespaceURI ?? '', value, place));
  }
  return new SourceElement(
    element.localName ?? element.tagName,
    element.prefix ?? '',
    element.namespaceURI ?? '',
    attributes,
    declarations,
    parent,
    placeOf(element, source, 0),
  );
}

const CDATA_MARK = '<![CDATA['.length;

function convertLeaf(node: Node, source: SourceText): ArtifactElement['children'][number] {
  const value = node.nodeValue ?? '';
  switch (node.nodeType) {
    case node.CDATA_SECTION_NODE:
      return new SourceTextNode(source, value, true, placeOf(node, source, CDATA_MARK));
    case node.COMMENT_NODE:
      return { kind: 'comment', value, place: placeOf(node, source, 0) };
    case node.PROCESSING_INSTRUCTION_NODE: {
      const target = node.nodeName;
      return {
        kind: 'instruction',
        value: value === '' ? target : `${target} ${value}`,
        place: placeOf(node, source, 0),
      };
    }
    default:
      return new SourceTextNode(source, value, false, placeOf(node, source, 0));
  }
}

function placeOf(node: Node, source: SourceText, shift: number): Place {
  const { lineNumber, columnNumber } = node as { lineNumber?: number; columnNumber?: number };
  return { file: source.file, line: lineNumber ?? 1, column: (columnNumber ?? 1) + shift };
}
