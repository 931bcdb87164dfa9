import type { Message } from '../message/index.js';
import type { Expression, ExpressionContext } from './expression.js';
import { shifted } from './front.js';
import { compileSynapse } from './synapse/index.js';

/** A part of a text template; `offset` is that of its first character. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      /** It stands between double quotes, which belong to the texts beside it. */
      readonly quoted: boolean;
      /** It calls `xpath`: payload templates take its text then, not its own kind. */
      readonly callsXPath: boolean;
      readonly offset: number;
    };

/** A text with `${...}` places: log `<message>`, payloadFactory `<format>`. */
export interface TextTemplate {
  readonly source: string;
  /** The whole text in order, for consumers that insert values by rules of their own. */
  readonly parts: readonly TemplatePart[];
  /** Whether the reference engine parses the body before a mediator with this template. */
  readonly contentAware: boolean;
  /** The text with the results as text; a failure inserts nothing. Throws Fault. */
  string(message: Message): string;
}

/** From `${` to the next `}` on the same line; there is no escape. */
const place =
  /"\$\{([^\n\r\u0085\u2028\u2029][^}\n\r\u0085\u2028\u2029]*)\}"|\$\{([^\n\r\u0085\u2028\u2029][^}\n\r\u0085\u2028\u2029]*)\}/g;

/**
 * Compiles a text template. Its expressions know no namespaces, whatever the context says.
 * @param context its places count from the first character of the text
 * @returns undefined after findings about the expressions
 */
export function compileTextTemplate(text: string, context: ExpressionContext): TextTemplate | undefined {
  const bare = { ...context, namespaces: new Map<string, string>(), place: (offset: number) => context.place(offset) };
  const parts: TemplatePart[] = [];
  let start = 0;
  let failed = false;
  for (const match of text.matchAll(place)) {
    const [whole, inQuotes, alone] = match;
    const quoted = inQuotes !== undefined;
    const source = inQuotes ?? alone!;
    const offset = match.index + (quoted ? 1 : 0);
    if (offset > start) parts.push({ kind: 'text', text: text.slice(start, offset), offset: start });
    const expression = compileSynapse(source, shifted(bare, offset + 2));
    if (expression)
      parts.push({ kind: 'expression', expression, quoted, callsXPath: source.includes('xpath('), offset });
    else failed = true;
    start = match.index + whole.length - (quoted ? 1 : 0);
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start), offset: start });
  return failed ? undefined : textTemplate(text, parts);
}

function textTemplate(source: string, parts: readonly TemplatePart[]): TextTemplate {
  return {
    source,
    parts,
    contentAware: parts.some((part) => part.kind === 'expression' && part.expression.contentAware),
    string(message) {
      let text = '';
      for (const part of parts) text += part.kind === 'text' ? part.text : (part.expression.string(message) ?? '');
      return text;
    },
  };
}
