import {
  type CompiledExpression,
  compileExpression,
  Fault,
  type Message,
  type Place,
  parseJson,
  parseXml,
  Report,
} from '../../engine/kit.js';

/** Braces around anything but white space, double quotes, commas, angle brackets and closing brackets. */
const TOKEN = /\{[^ \t\n\v\f\r",<>}\]]+\}/g;

const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/** Whether a text holds something that is taken for an inline expression. */
export function hasInlineExpressions(text: string): boolean {
  return text.search(TOKEN) >= 0;
}

/** A text with `{expression}` in it, as the inline source of enrich has (expressions sheet, section 1). */
export class InlineExpressions {
  readonly #pieces: readonly (string | Token)[];

  /**
   * Compiles the expressions: XPath without namespaces, or `json-eval(…)`. One that is none is a warning; it fails in
   * every message, as in the reference.
   * @param place of a character of the text
   */
  constructor(text: string, place: (offset: number) => Place, report: Report) {
    const pieces: (string | Token)[] = [];
    let copied = 0;
    for (const match of text.matchAll(TOKEN)) {
      const [token] = match;
      const end = match.index + token.length;
      pieces.push(text.slice(copied, match.index), {
        expression: compileToken(token, place(match.index), report),
        quoted: text[match.index - 1] === '"' && text[end] === '"',
      });
      copied = end;
    }
    pieces.push(text.slice(copied));
    this.#pieces = pieces;
  }

  /**
   * The text with the values in place. A value that is neither XML nor JSON gets double quotes, unless it stands between
   * quotes already.
   */
  fill(message: Message): string {
    return this.#pieces.map((piece) => (typeof piece === 'string' ? piece : filledIn(piece, message))).join('');
  }
}

interface Token {
  readonly expression: CompiledExpression | undefined;
  readonly quoted: boolean;
}

function compileToken(token: string, place: Place, report: Report): CompiledExpression | undefined {
  const inner = new Report();
  const context = { namespaces: NO_NAMESPACES, place: () => place, report: inner };
  const expression = compileExpression(token.slice(1, -1), context, { xpath: true, jsonpath: true });
  if (!expression) {
    const reason = `${token} is no expression, so this mediator fails in every message: ${inner.findings[0]?.message}`;
    report.add('mediator/suspicious', place, { reason });
  }
  return expression;
}

function filledIn({ expression, quoted }: Token, message: Message): string {
  if (!expression) throw new Fault('Invalid expression for inline source format.');
  const value = expression.string(message) ?? '';
  return quoted || isXml(value) || isJson(value) ? value : `"${value}"`;
}

function isXml(text: string): boolean {
  if (!/^\s*</.test(text)) return false;
  try {
    parseXml(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether Gson takes the text as a value in its lenient mode; an empty text is none. */
function isJson(text: string): boolean {
  if (text.trim() === '') return false;
  try {
    parseJson(text, { lenient: true });
    return true;
  } catch {
    return false;
  }
}
