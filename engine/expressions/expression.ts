import type { Place, Report } from '../errors/index.js';
import type { JsonValue, Message, Value } from '../message/index.js';
import type { XmlNode } from '../xml/index.js';

/** The three languages of an expression attribute. */
export type ExpressionLanguage = 'xpath' | 'jsonpath' | 'synapse';

/** What the place of an expression in an artifact gives its compiler. */
export interface ExpressionContext {
  /** Prefixes bound where the expression stands; the outermost declaration of a prefix wins. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** The place of a character of the expression's text, by its offset in UTF-16 units. */
  place(offset: number): Place;
  /** Takes the findings; an expression that does not compile adds an error. */
  readonly report: Report;
}

/** A compiled expression. It holds no state of a message and may be used by many messages at once. */
export interface Expression {
  readonly language: ExpressionLanguage;
  /** The text that was compiled, as it stands in the artifact. */
  readonly source: string;
  /** Whether the reference engine parses the body before a mediator that uses this expression. */
  readonly contentAware: boolean;
  /** The result as text by the language's rules; null when there is no value at all (unset). Throws Fault. */
  string(message: Message): string | null;
  /** The result as a condition, by the language's rules for `filter xpath`. Throws Fault. */
  boolean(message: Message): boolean;
  /** The result in its own kind for typed consumers (variable, with-param); undefined when there is none. Throws Fault. */
  value(message: Message): Value | undefined;
  /** The items for consumers that want several (iterate, foreach, enrich). Throws Fault. */
  nodes(message: Message): readonly XmlNode[] | readonly JsonValue[];
}
