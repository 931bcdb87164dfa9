import { Fault, Report } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import { isXmlNode, XmlDocument, type XmlElement, type XmlNode } from '../../xml/index.js';
import type { ExpressionContext } from '../expression.js';
import { compileXPath, type XPathExpression, type XPathItem, type XPathValue } from '../xpath/index.js';
import { isNode, isNodeSet, toText } from '../xpath/value.js';
import { failEvaluation } from './failure.js';
import type { Operand } from './operand.js';

/** Paths kept compiled per expression; as a rule there is one, a literal. */
const keptPaths = 50;

/** XPath inside a `${...}` expression: paths are texts that come up at run time; namespaces are those of the element. */
export class XPathCalls {
  readonly #compiled = new Map<string, XPathExpression | undefined>();
  readonly #context: ExpressionContext;

  constructor(context: ExpressionContext) {
    this.#context = context;
  }

  /** Undefined for a syntax error, which is no finding: the reference engine sees it when the expression runs. */
  compile(path: string): XPathExpression | undefined {
    if (!this.#compiled.has(path)) {
      if (this.#compiled.size >= keptPaths) this.#compiled.clear();
      const { namespaces, place } = this.#context;
      this.#compiled.set(path, compileXPath(path, { namespaces, place: () => place(0), report: new Report() }));
    }
    return this.#compiled.get(path);
  }

  /**
   * The text of a path over the message, or its nodes.
   * @throws EvaluationFailure for an invalid path; Fault for a path without a value, and without nodes where they are asked
   */
  select(message: Message, path: string, native: boolean): Operand {
    const expression = this.valid(path);
    if (native) return nodesOf(expression.select(message), path);
    const text = expression.string(message);
    if (text === null) throw new Fault(`The XPath expression ${path} has no value`);
    return text;
  }

  /**
   * The string value of a path over a copy of an element, which is the root of its own document, or the path's nodes.
   * @throws EvaluationFailure for a path that is invalid or cannot be evaluated without a message
   */
  selectInElement(message: Message, path: string, element: XmlElement, native: boolean): Operand {
    const root = element.clone();
    new XmlDocument().append(root);
    const value = this.valid(path).deferred(message).over(root);
    if (value === null) return failEvaluation('xpath could not be evaluated over the variable');
    return native ? nodesOf(value, path) : toText(value);
  }

  private valid(path: string): XPathExpression {
    return this.compile(path) ?? failEvaluation('xpath got an invalid path');
  }
}

/** @throws Fault for a text, number, boolean, and for no value at all */
function nodesOf(value: XPathValue, path: string): readonly XmlNode[] {
  const items: readonly XPathItem[] = isNodeSet(value) ? value : [value];
  if (!items.every(isNode)) throw new Fault(`The XPath expression ${path} does not give nodes`);
  return items.flatMap((item) => {
    if (isXmlNode(item)) return item;
    return item.nodeType === 9 && item.documentElement ? item.documentElement : [];
  });
}
