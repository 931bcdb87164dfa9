import { decodeText, encodeText, sameCharset } from './codecs/index.js';
import {
  detectJson,
  JsonObject,
  JsonOutline,
  type JsonTextKind,
  type JsonValue,
  parseJson,
  stringifyJson,
} from './json/index.js';
import { viewFault } from './parsing-fault.js';

/**
 * JSON as a message holds it: bytes, text and tree of the same content, each made from another when it is asked for.
 * The tree must not be changed: copies of a message share it.
 */
export class HeldJson {
  #bytes: Buffer | undefined;
  #charset: string;
  #text: string | undefined;
  #value: JsonValue | undefined;
  #kind: JsonTextKind | undefined;
  #scanned = false;
  #outline: JsonOutline | undefined;

  private constructor(bytes: Buffer | undefined, charset: string, text: string | undefined) {
    this.#bytes = bytes;
    this.#charset = charset;
    this.#text = text;
  }

  /** @param charset of the bytes */
  static ofBytes(bytes: Buffer, charset: string): HeldJson {
    return new HeldJson(bytes, charset, undefined);
  }

  static ofText(text: string): HeldJson {
    return new HeldJson(undefined, 'UTF-8', text);
  }

  static ofValue(value: JsonValue): HeldJson {
    const held = new HeldJson(undefined, 'UTF-8', undefined);
    held.#value = value;
    return held;
  }

  /**
   * Whether a single value should be looked up in the text, without a tree: true once, while there is none. A second
   * look-up pays for the tree.
   */
  scanOnce(): boolean {
    if (this.#scanned || this.#value !== undefined) return false;
    this.#scanned = true;
    return true;
  }

  /**
   * Where the text's values stand, for look-ups by name without a tree. It counts as the one look-up of `scanOnce`.
   * @throws JsonSyntaxError when the text is no JSON
   */
  outline(maxDepth: number): JsonOutline {
    this.#scanned = true;
    this.#outline ??= new JsonOutline(this.text, maxDepth);
    return this.#outline;
  }

  /** The outline, when it was made before. */
  get knownOutline(): JsonOutline | undefined {
    return this.#outline;
  }

  /** The tree, as far as it exists; nothing is parsed for it. */
  get tree(): JsonValue | undefined {
    return this.#value;
  }

  get text(): string {
    if (this.#text === undefined) {
      this.#text = this.#bytes ? decodeText(this.#bytes, this.#charset) : stringifyJson(this.#value ?? null);
    }
    return this.#text;
  }

  /** What the text starts like. */
  get kind(): JsonTextKind {
    this.#kind ??= this.#value === undefined ? detectJson(this.text) : kindOf(this.#value);
    return this.#kind;
  }

  /** Whether the text could be JSON, as far as that is checked without parsing. */
  get acceptable(): boolean {
    return this.kind !== 'malformed' && this.kind !== 'unstarted';
  }

  /** The tree; undefined for a text of blanks. Throws Fault when the text is no JSON. */
  value(maxDepth: number): JsonValue | undefined {
    if (this.#value !== undefined || this.kind === 'empty') return this.#value;
    try {
      this.#value = parseJson(this.text, { maxDepth });
    } catch (error) {
      throw viewFault(error);
    }
    return this.#value;
  }

  /** The bytes as received while the charset is theirs, else the text in that charset. */
  bytes(charset: string): Buffer {
    if (this.#bytes && sameCharset(charset, this.#charset)) return this.#bytes;
    return encodeText(this.text, charset);
  }
}

function kindOf(value: JsonValue): JsonTextKind {
  if (value instanceof JsonObject) return 'object';
  return Array.isArray(value) ? 'array' : 'value';
}
