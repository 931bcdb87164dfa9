import { JsonNumber, JsonObject, type JsonValue } from './json-value.js';
import { readLenientJson } from './read-lenient-json.js';
import { defaultJsonDepth, isDigit, JsonScanner } from './scan-json.js';

export interface JsonReadOptions {
  /** Read as Gson does in its lenient mode: see `readLenientJson`. Default: RFC 8259 and nothing else. */
  readonly lenient?: boolean;
  /** Deepest nesting of objects and arrays; default 512, at most 2048: deeper ones could need more stack than there is. */
  readonly maxDepth?: number;
}

/**
 * Reads a JSON text without losing anything: numbers keep their digits, objects their repeated names.
 * @throws JsonSyntaxError with offset, line and column
 */
export function parseJson(text: string, options: JsonReadOptions = {}): JsonValue {
  const { lenient = false, maxDepth = defaultJsonDepth } = options;
  return lenient ? readLenientJson(text, maxDepth) : new JsonReader(text, maxDepth).document();
}

/** Builds the tree of a text. */
class JsonReader extends JsonScanner {
  document(): JsonValue {
    const value = this.value(0);
    this.end();
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
        this.word('true');
        return true;
      case 0x66:
        this.word('false');
        return false;
      case 0x6e:
        this.word('null');
        return null;
      default:
        if (code === 0x2d || isDigit(code)) return this.number();
        return this.fail('Expected a value');
    }
  }

  private number(): JsonNumber {
    const start = this.at;
    this.skipNumber();
    return new JsonNumber(this.text.slice(start, this.at));
  }

  private object(depth: number): JsonObject {
    const object = new JsonObject();
    if (this.open(depth) === 0x7d) {
      this.at++;
      return object;
    }
    do {
      if (this.blanks() !== 0x22) this.fail('Expected a name in double quotes');
      const name = this.string();
      this.colon();
      object.append(name, this.value(depth));
    } while (!this.closes(0x7d));
    return object;
  }

  private array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.open(depth) === 0x5d) {
      this.at++;
      return items;
    }
    do items.push(this.value(depth));
    while (!this.closes(0x5d));
    return items;
  }
}
