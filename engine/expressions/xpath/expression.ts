import { Fault, type Place } from '../../errors/index.js';
import { JavaNumber, javaDouble, type Message, type Value } from '../../message/index.js';
import { isXmlNode, type XmlAttribute, type XmlDocument, type XmlElement, type XmlNode } from '../../xml/index.js';
import type { Expression } from '../expression.js';
import { compileSyntax } from './compile.js';
import type { Compiled } from './compiled.js';
import { isContentAware } from './content-aware.js';
import { DeferredXPath } from './deferred.js';
import { EvaluationError } from './evaluation-error.js';
import { Frame } from './frame.js';
import type { Namespaces } from './node-test.js';
import { parse } from './parse.js';
import { resultText } from './result-text.js';
import type { Syntax } from './syntax.js';
import { isNode, isNodeSet, itemText, type XPathItem, type XPathValue } from './value.js';

/** What an expression is made of. */
export interface XPathParts {
  readonly source: string;
  readonly syntax: Syntax;
  readonly namespaces: Namespaces;
  /** Where the expression stands. */
  readonly place: Place;
}

/** A node of the light tree. */
export type TreeNode = XmlNode | XmlAttribute | XmlDocument;

/** A compiled XPath. */
export class XPathExpression implements Expression {
  readonly language = 'xpath';
  readonly source: string;
  readonly contentAware: boolean;
  private readonly compiled: Compiled;
  private readonly wantsMarkup: boolean;

  constructor(private readonly parts: XPathParts) {
    this.source = parts.source;
    this.contentAware = isContentAware(parts.source);
    this.wantsMarkup = parts.source.includes('node()');
    this.compiled = compileSyntax(parts.syntax, parts.namespaces);
  }

  /** The result as text by the rules of sheet 2.6; null when there is no value. Throws Fault. */
  string(message: Message): string | null {
    const { compiled } = this;
    try {
      const frame = new Frame(message);
      switch (compiled.kind) {
        case 'text':
          return compiled.text(frame);
        case 'number':
          return javaDouble(compiled.number(frame));
        default:
          return resultText(compiled.value(frame), this.wantsMarkup, message);
      }
    } catch (error) {
      throw this.fault(error);
    }
  }

  /** XPath's boolean: text by its length, a number unless 0 or NaN, a node-set unless empty. Throws Fault. */
  boolean(message: Message): boolean {
    try {
      return this.compiled.boolean(new Frame(message));
    } catch (error) {
      throw this.fault(error);
    }
  }

  /**
   * The first item in its own kind, as a template parameter takes it: an element itself, text and attributes as text,
   * numbers as Double; undefined when there is none. (A `variable` takes no native result of XPath.) Throws Fault.
   */
  value(message: Message): Value | undefined {
    const result = this.select(message);
    const first = isNodeSet(result) ? result[0] : result;
    return first === undefined || first === null ? undefined : asValue(first);
  }

  /** The selected nodes that can stand below an element; the document counts as its root. Throws Fault. */
  nodes(message: Message): readonly XmlNode[] {
    return this.items(message).flatMap((item) => {
      if (isXmlNode(item)) return item;
      return item.nodeType === 9 && item.documentElement !== null ? item.documentElement : [];
    });
  }

  /** The selected nodes, attributes included; a lone element of a property is one node. Throws Fault. */
  items(message: Message): readonly TreeNode[] {
    const result = this.select(message);
    return (isNodeSet(result) ? result : [result]).filter(isTreeNode);
  }

  /** The result as it is. Throws Fault. */
  select(message: Message): XPathValue {
    try {
      return this.compiled.value(new Frame(message));
    } catch (error) {
      throw this.fault(error);
    }
  }

  /**
   * The expression as a template parameter between double braces: evaluated at each use, over the envelope as it is then.
   * A text with `get-property` in it is evaluated now, and its result is the expression. Throws Fault.
   */
  deferred(message: Message): DeferredXPath {
    if (!this.source.includes('get-property')) return this.asDeferred();
    const source = this.string(message) ?? '';
    return this.derived(source).asDeferred();
  }

  private derived(source: string): XPathExpression {
    try {
      return new XPathExpression({ ...this.parts, source, syntax: parse(source).syntax });
    } catch (error) {
      throw new Fault(`Can not evaluate escaped expression ${this.source}`, { place: this.parts.place, cause: error });
    }
  }

  private asDeferred(): DeferredXPath {
    const compiled = compileSyntax(this.parts.syntax, this.parts.namespaces, false);
    return new DeferredXPath(this.source, compiled, (message) => this.string(message));
  }

  /** A Fault of the message (a body that cannot be parsed) stays as it is. */
  private fault(error: unknown): Fault {
    if (error instanceof Fault) return error;
    const message = `Evaluation of the XPath expression ${this.source} resulted in an error`;
    const reason = error instanceof EvaluationError ? error.message : String(error);
    return new Fault(message, { detail: `${message}: ${reason}`, place: this.parts.place, cause: error });
  }
}

function isTreeNode(item: XPathItem): item is TreeNode {
  return isNode(item) && item.nodeType !== 13;
}

function asValue(item: Exclude<XPathItem, null>): Value {
  if (typeof item === 'number') return new JavaNumber('double', item);
  if (!isNode(item)) return item as Value;
  if (item.nodeType === 1) return item;
  if (item.nodeType === 9) return item.documentElement as XmlElement;
  return itemText(item);
}
