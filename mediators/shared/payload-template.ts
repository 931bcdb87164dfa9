import type { Expression, Message } from '../../engine/kit.js';
import type { ArgumentValue } from './payload-argument.js';
import { insertArgument, insertExpression, type PayloadSettings } from './payload-insert.js';
import type { Media } from './payload-text.js';

/** A piece of a payload template: text to copy, the n-th argument, or an inline expression. */
type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'argument'; readonly number: number; readonly offset: number }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly quoted: boolean };

/** `"${expression}"` with its quotes, `${expression}`, `$n` (mediators-message sheet 6.1). */
const TOKEN = /"\$\{([^}]+)\}"|\$\{([^}]+)\}|\$(\d+)/g;

/** Compiles an inline expression, `${…}`; undefined when it has errors, which were reported. */
export type CompileInline = (source: string) => Expression | undefined;

/** A payload template, split at its places when it is read; filling it is one pass over the pieces. */
export class PayloadTemplate {
  readonly #text: string;
  readonly #parts: readonly TemplatePart[];

  private constructor(text: string, parts: readonly TemplatePart[]) {
    this.#text = text;
    this.#parts = parts;
  }

  /** Splits the text; what is inserted later is never searched for places again. */
  static read(text: string, compile: CompileInline): PayloadTemplate {
    const parts: TemplatePart[] = [];
    let copied = 0;
    for (const match of text.matchAll(TOKEN)) {
      const part = readPart(match, compile);
      if (!part) continue;
      if (match.index > copied) parts.push({ kind: 'text', text: text.slice(copied, match.index) });
      parts.push(part);
      copied = match.index + match[0].length;
    }
    if (copied < text.length) parts.push({ kind: 'text', text: text.slice(copied) });
    return new PayloadTemplate(text, parts);
  }

  /** The payload's text when it is always the same; undefined when something is filled in. */
  get constant(): string | undefined {
    return this.#parts.every(({ kind }) => kind === 'text') ? this.#text : undefined;
  }

  /** The payload's text. A `$n` without argument ends the replacing: the rest of the template is copied as it stands. */
  fill(message: Message, media: Media, values: readonly ArgumentValue[], settings: PayloadSettings): string {
    let result = '';
    for (const part of this.#parts) {
      if (part.kind === 'text') {
        result += part.text;
      } else if (part.kind === 'expression') {
        result += insertExpression(part.expression, message, media, part.quoted);
      } else {
        const value = values[part.number - 1];
        if (!value) {
          message.services.log.error(`The payload template has a placeholder $${part.number} without an argument`);
          return result + this.#text.slice(part.offset);
        }
        result += insertArgument(value, message, media, settings);
      }
    }
    return result;
  }
}

function readPart(match: RegExpExecArray, compile: CompileInline): TemplatePart | undefined {
  const [, quoted, bare, number] = match;
  if (number !== undefined) return { kind: 'argument', number: Number(number), offset: match.index };
  const expression = compile(`\${${quoted ?? bare}}`);
  return expression && { kind: 'expression', expression, quoted: quoted !== undefined };
}
