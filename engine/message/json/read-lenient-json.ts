import { JsonSyntaxError } from './json-syntax-error.js';
import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';

/**
 * Reads a JSON text as Gson's `JsonParser` does in its lenient mode. Beyond RFC 8259 it takes:
 * - names and strings in single quotes or without quotes (`{a: 'x', b: y}`); `TRUE`, `Null` in any case;
 * - `;` for `,`, and `=` or `=>` for `:`;
 * - an array item left out as null (`[1,,2]`, `[1,]`); an object must not end with a comma;
 * - comments in the three styles of C, C++ and the shell, a prefix `)]}'` and a line feed;
 * - raw control characters in strings, `\'` and a backslash before a line feed;
 * - an empty text as null.
 * What looks like a number but is none (`007`, `1.`, `NaN`) is a string.
 * @throws JsonSyntaxError with offset, line and column
 */
export function readLenientJson(text: string, maxDepth: number): JsonValue {
  return new LenientReader(text, maxDepth).document();
}

const unquotedEnd = /[/\\;#={}[\]:, \t\f\r\n]/g;
const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  '\n': '\n',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class LenientReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly depthLimit: number,
  ) {}

  document(): JsonValue {
    const first = this.skip();
    if (this.text.startsWith(")]}'\n", this.at)) this.at += 5;
    else if (first === '') return null;
    const value = this.value(0);
    if (this.skip() !== '') this.fail('Unexpected text after the value');
    return value;
  }

  private value(depth: number): JsonValue {
    const next = this.skip();
    if (next === '{') return this.object(depth + 1);
    if (next === '[') return this.array(depth + 1);
    if (next === '"' || next === "'") return this.quoted(next);
    const word = this.unquoted();
    if (word === '') this.fail('Expected a value');
    const lower = word.toLowerCase();
    if (lower === 'true') return true;
    if (lower === 'false') return false;
    if (lower === 'null') return null;
    return jsonNumber.test(word) ? new JsonNumber(word) : word;
  }

  private object(depth: number): JsonObject {
    if (depth > this.depthLimit) this.fail(`Nested deeper than ${this.depthLimit} levels`);
    this.at++;
    const object = new JsonObject();
    if (this.skip() === '}') {
      this.at++;
      return object;
    }
    for (;;) {
      const name = this.name();
      this.colon();
      object.append(name, this.value(depth));
      const next = this.skip();
      if (next !== ',' && next !== ';' && next !== '}') this.fail('Expected a comma or the end of the object');
      this.at++;
      if (next === '}') return object;
    }
  }

  private name(): string {
    const next = this.skip();
    if (next === '"' || next === "'") return this.quoted(next);
    const word = this.unquoted();
    if (word === '') this.fail('Expected a name');
    return word;
  }

  private colon(): void {
    const next = this.skip();
    if (next !== ':' && next !== '=') this.fail('Expected a colon');
    this.at++;
    if (next === '=' && this.text[this.at] === '>') this.at++;
  }

  private array(depth: number): JsonValue[] {
    if (depth > this.depthLimit) this.fail(`Nested deeper than ${this.depthLimit} levels`);
    this.at++;
    const items: JsonValue[] = [];
    if (this.skip() === ']') {
      this.at++;
      return items;
    }
    for (;;) {
      const next = this.skip();
      const leftOut = next === ',' || next === ';' || next === ']';
      items.push(leftOut ? null : this.value(depth));
      const end = this.skip();
      if (end !== ',' && end !== ';' && end !== ']') this.fail('Expected a comma or the end of the array');
      this.at++;
      if (end === ']') return items;
    }
  }

  private quoted(quote: string): string {
    let result = '';
    let from = ++this.at;
    for (;;) {
      const next = this.text[this.at];
      if (next === undefined) this.fail('Unterminated string');
      if (next === quote) break;
      if (next !== '\\') {
        this.at++;
        continue;
      }
      result += this.text.slice(from, this.at) + this.escape();
      from = this.at;
    }
    return result + this.text.slice(from, this.at++);
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('Expected four hexadecimal digits');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meaning = simpleEscapes[letter];
    if (meaning === undefined) this.fail('Unknown escape in a string');
    this.at += 2;
    return meaning;
  }

  /** A word up to the next separator. */
  private unquoted(): string {
    unquotedEnd.lastIndex = this.at;
    const end = unquotedEnd.exec(this.text)?.index ?? this.text.length;
    const word = this.text.slice(this.at, end);
    this.at = end;
    return word;
  }

  /** Skips blanks and comments; gives the next character, '' at the end. */
  private skip(): string {
    for (;;) {
      const next = this.text[this.at];
      if (next === ' ' || next === '\n' || next === '\r' || next === '\t') this.at++;
      else if (next === '#' || this.text.startsWith('//', this.at)) this.skipTo(/[\r\n]/g);
      else if (this.text.startsWith('/*', this.at)) this.skipComment();
      else return next ?? '';
    }
  }

  private skipTo(end: RegExp): void {
    end.lastIndex = this.at;
    this.at = end.exec(this.text)?.index ?? this.text.length;
  }

  private skipComment(): void {
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0) this.fail('Unterminated comment');
    this.at = end + 2;
  }

  private fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.text, this.at);
  }
}
