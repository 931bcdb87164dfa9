import type { Expression } from '../../engine/kit.js';

/** A piece of a payload template: text to copy, the n-th argument, or an inline expression. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'argument'; readonly number: number; readonly offset: number }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly quoted: boolean };

/** `"${expression}"` with its quotes, `${expression}`, `$n` (mediators-message sheet 6.1). */
const TOKEN = /"\$\{([^}]+)\}"|\$\{([^}]+)\}|\$(\d+)/g;

/**
 * Splits a template at its places. One pass: what is inserted later is never searched again.
 * @param compile compiles an inline expression standing at an offset; undefined when it is not one
 */
export function splitTemplate(text: string, compile: (source: string, offset: number) => Expression | undefined): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let copied = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, quotedSource, bareSource, number] = match;
    const offset = match.index;
    const part = number === undefined ? expressionPart() : { kind: 'argument' as const, number: Number(number), offset };
    if (!part) continue;
    if (offset > copied) parts.push({ kind: 'text', text: text.slice(copied, offset) });
    parts.push(part);
    copied = offset + token.length;

    function expressionPart(): TemplatePart | undefined {
      const quoted = quotedSource !== undefined;
      const expression = compile(`\${${quoted ? quotedSource : bareSource}}`, offset + (quoted ? 1 : 0));
      return expression && { kind: 'expression', expression, quoted };
    }
  }
  if (copied < text.length) parts.push({ kind: 'text', text: text.slice(copied) });
  return parts;
}
