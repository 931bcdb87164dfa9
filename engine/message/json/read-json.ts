import { JsonSyntaxError } from './json-syntax-error.js';
import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';
import { readLenientJson } from './read-lenient-json.js';

/** Deepest nesting accepted by default. */
export const defaultJsonDepth = 512;

/** No limit may be set above this: the reader calls itself once per level. */
const highestJsonDepth = 4096;

export interface JsonReadOptions {
  /** Read as Gson does in its lenient mode: see `readLenientJson`. Default: RFC 8259 and nothing else. */
  readonly lenient?: boolean;
  /** Deepest nesting of objects and arrays; default 512, at most 4096. */
  readonly maxDepth?: number;
}

/**
 * Reads a JSON text without losing anything: numbers keep their digits, objects their repeated names.
 * @throws JsonSyntaxError with offset, line and column
 */
export function parseJson(text: string, options: JsonReadOptions = {}): JsonValue {
  const depth = Math.min(options.maxDepth ?? defaultJsonDepth, highestJsonDepth);
  return options.lenient ? readLenientJson(text, depth) : new JsonReader(text, depth).document();
}

/** Recursive descent over the characters of one text; `at` is always the next character to look at. */
class JsonReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly depthLimit: number,
  ) {}

  document(): JsonValue {
    const value = this.value(0);
    this.blanks();
    if (this.at < this.text.length) this.fail('Unexpected text after the value');
    return value;
  }

  private value(depth: number): JsonValue {
    const code = this.blanks();
    switch (code) {
      case 0x22:
        return this.string();
      case 0x7b:
        return this.object(depth + 1);
      case 0x5b:
        return this.array(depth + 1);
      case 0x74:
        return this.literal('true', true);
      case 0x66:
        return this.literal('false', false);
      case 0x6e:
        return this.literal('null', null);
      default:
        if (code === 0x2d || isDigit(code)) return new JsonNumber(this.number());
        return this.fail('Expected a value');
    }
  }

  private object(depth: number): JsonObject {
    if (depth > this.depthLimit) this.fail(`Nested deeper than ${this.depthLimit} levels`);
    this.at++;
    const object = new JsonObject();
    if (this.blanks() === 0x7d) {
      this.at++;
      return object;
    }
    for (;;) {
      if (this.blanks() !== 0x22) this.fail('Expected a name in double quotes');
      const name = this.string();
      if (this.blanks() !== 0x3a) this.fail('Expected a colon');
      this.at++;
      object.append(name, this.value(depth));
      const code = this.blanks();
      if (code !== 0x2c && code !== 0x7d) this.fail('Expected a comma or the end of the object');
      this.at++;
      if (code === 0x7d) return object;
    }
  }

  private array(depth: number): JsonValue[] {
    if (depth > this.depthLimit) this.fail(`Nested deeper than ${this.depthLimit} levels`);
    this.at++;
    const items: JsonValue[] = [];
    if (this.blanks() === 0x5d) {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value(depth));
      const code = this.blanks();
      if (code !== 0x2c && code !== 0x5d) this.fail('Expected a comma or the end of the array');
      this.at++;
      if (code === 0x5d) return items;
    }
  }

  /** Reads the string whose opening quote is next. */
  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) return this.escapedString(start, at);
      // charCodeAt gives NaN past the end: neither comparison below 0x20 nor above holds.
      if (!(code >= 0x20)) this.failInString(at);
      at++;
    }
    this.at = at + 1;
    return text.slice(start, at);
  }

  /** Goes on with a string from its first backslash. */
  private escapedString(start: number, firstEscape: number): string {
    const { text } = this;
    let result = '';
    let from = start;
    let at = firstEscape;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (!(code >= 0x20)) this.failInString(at);
      if (code !== 0x5c) {
        at++;
        continue;
      }
      result += text.slice(from, at);
      this.at = at;
      result += this.escape();
      at = from = this.at;
    }
    this.at = at + 1;
    return result + text.slice(from, at);
  }

  /** Reads the escape whose backslash is next. */
  private escape(): string {
    const code = this.text.charCodeAt(this.at + 1);
    const plain = escapes.get(code);
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    if (code !== 0x75) this.fail('Unknown escape in a string');
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('Expected four hexadecimal digits');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private failInString(at: number): never {
    this.at = at;
    this.fail(at >= this.text.length ? 'Unterminated string' : 'Control character in a string');
  }

  /** Reads a number by the JSON grammar and gives its text. */
  private number(): string {
    const { text } = this;
    const start = this.at;
    if (text.charCodeAt(this.at) === 0x2d) this.at++;
    const zero = text.charCodeAt(this.at) === 0x30;
    const first = this.at;
    this.digits();
    if (zero && this.at > first + 1) {
      this.at = first;
      this.fail('A number cannot start with 0');
    }
    if (text.charCodeAt(this.at) === 0x2e) {
      this.at++;
      this.digits();
    }
    if ((text.charCodeAt(this.at) | 0x20) === 0x65) {
      this.at++;
      const sign = text.charCodeAt(this.at);
      if (sign === 0x2b || sign === 0x2d) this.at++;
      this.digits();
    }
    return text.slice(start, this.at);
  }

  /** Skips one or more digits. */
  private digits(): void {
    const { text } = this;
    let at = this.at;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === this.at) this.fail('Expected a digit');
    this.at = at;
  }

  private literal<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('Expected a value');
    this.at += word.length;
    return value;
  }

  /** Skips blanks and gives the code of the character after them, NaN at the end. */
  private blanks(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.text.charCodeAt(++this.at);
    return code;
  }

  private fail(reason: string): never {
    const ended = this.at >= this.text.length;
    throw new JsonSyntaxError(ended ? `${reason}, but the text ends` : reason, this.text, this.at);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What stands for a backslash and one character, by that character's code. */
const escapes: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning],
  ),
);
