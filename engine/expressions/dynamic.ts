import { Fault, Report } from '../errors/index.js';
import type { Message, Value } from '../message/index.js';
import type { ExpressionContext } from './expression.js';
import { type AllowedLanguages, type CompiledExpression, compileExpression, languageOf, shifted } from './front.js';
import { compileXPath, type DeferredXPath, type XPathExpression } from './xpath/index.js';

/** A value that is a text, or an expression in braces that gives one (keys, names, template parameters). */
export interface DynamicText {
  /** As written. */
  readonly source: string;
  /** `deferred`: an expression in double braces, which is a text everywhere but as template parameter. */
  readonly kind: 'static' | 'expression' | 'deferred';
  /** The text of a static value, `{e}` of a deferred one; undefined for an expression. */
  readonly text: string | undefined;
  readonly expression: CompiledExpression | undefined;
  /** Whether the reference engine parses the body before a mediator with this value. */
  readonly contentAware: boolean;
  /** The value as text; null when the expression has no value. Throws Fault. */
  string(message: Message): string | null;
  /**
   * The value of a template parameter: an XPath hands on its first node itself when that is an element, JSONPath and
   * Synapse expressions their text, a deferred one itself (only `$func` and `functionParams` look inside). Throws Fault.
   */
  parameter(message: Message): Value;
}

/**
 * Compiles a "static or dynamic" value: `{xpath}`, `{json-eval(path)}` and `{${e}}` are expressions, `{{e}}` is deferred,
 * anything else, untrimmed, is a text.
 * @param context its places count from the first character of the text
 * @param allowed languages between the braces; default: all
 * @returns undefined after findings about the expression
 */
export function compileDynamic(
  text: string,
  context: ExpressionContext,
  allowed?: AllowedLanguages,
): DynamicText | undefined {
  if (!text.startsWith('{') || !text.endsWith('}') || text.length < 2) return staticText(text);
  if (text.startsWith('{{') && text.endsWith('}}') && text.length > 3) return new DeferredText(text, context);
  const expression = compileExpression(text.slice(1, -1), shifted(context, 1), allowed);
  return expression && expressionText(text, expression);
}

function staticText(text: string): DynamicText {
  return {
    source: text,
    kind: 'static',
    text,
    expression: undefined,
    contentAware: false,
    string: () => text,
    parameter: () => text,
  };
}

function expressionText(source: string, expression: CompiledExpression): DynamicText {
  return {
    source,
    kind: 'expression',
    text: undefined,
    expression,
    contentAware: expression.contentAware,
    string: (message) => expression.string(message),
    parameter: (message) =>
      expression.language === 'xpath' ? (expression.value(message) ?? null) : expression.string(message),
  };
}

class DeferredText implements DynamicText {
  readonly kind = 'deferred';
  readonly text: string;
  readonly expression = undefined;
  readonly contentAware = false;

  #xpath: XPathExpression | undefined;
  readonly #inner: string;
  readonly #context: ExpressionContext;

  constructor(
    readonly source: string,
    context: ExpressionContext,
  ) {
    this.text = source.slice(1, -1);
    this.#inner = source.slice(2, -2);
    this.#context = context;
  }

  string(): string {
    return this.text;
  }

  /** Only XPath is evaluated later; of the other languages `$func` sees an object without a text. */
  parameter(message: Message): Value {
    if (languageOf(this.#inner) !== 'xpath') return '';
    this.#xpath ??= this.#compile();
    const deferred: DeferredXPath = this.#xpath.deferred(message);
    // The maps of parameters carry it beside values; nothing but the readers of parameters ever sees it.
    return deferred as unknown as Value;
  }

  /** Compiled only for a parameter: everywhere else the text need not be an expression. */
  #compile(): XPathExpression {
    const { namespaces, place } = this.#context;
    const context = { namespaces, place: () => place(0), report: new Report() };
    const xpath = compileXPath(this.#inner, context);
    if (!xpath) throw new Fault(`Can not evaluate escaped expression ${this.text}`, { place: place(0) });
    return xpath;
  }
}
