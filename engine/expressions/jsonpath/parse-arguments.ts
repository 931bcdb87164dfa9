import { type JsonValue, parseJson } from '../../message/index.js';
import type { PathCursor } from './path-cursor.js';
import type { CallArgument, PathSyntax } from './path-syntax.js';

/**
 * Reads the arguments of a path function. They end at commas and at the closing parenthesis, both outside of nested
 * brackets and double quotes; one that starts neither like JSON nor like a path is passed over, as Jayway does.
 * @param cursor behind the opening parenthesis; afterwards behind the closing one
 * @throws PathSyntaxError
 */
export function parseArguments(
  cursor: PathCursor,
  name: string,
  parsePath: (text: string, base: number) => PathSyntax,
): readonly CallArgument[] {
  return new ArgumentReader(cursor, name, parsePath).read();
}

class ArgumentReader {
  readonly #args: CallArgument[] = [];
  /** Text of the argument that is being read; undefined while it is not known what it will be. */
  #text = '';
  #kind: 'json' | 'path' | undefined;
  #start = 0;
  #parentheses = 1;
  #brackets = 0;
  #braces = 0;
  #quotes = 0;

  constructor(
    readonly cursor: PathCursor,
    readonly name: string,
    readonly parsePath: (text: string, base: number) => PathSyntax,
  ) {}

  read(): readonly CallArgument[] {
    const { cursor } = this;
    let previous = '';
    while (cursor.inBounds && this.#parentheses > 0) {
      const char = cursor.current;
      cursor.at++;
      if (this.#kind === undefined && /[ \t\n\r]/.test(char)) continue;
      this.#kind ??= this.#kindOf(char);
      const ended = this.#count(char, previous) && this.#outside(char);
      if (ended) this.#finish();
      // A comma between arguments belongs to none of them.
      else if (this.#kind !== undefined && !(char === ',' && this.#onTopLevel())) this.#text += char;
      previous = char;
    }
    if (this.#parentheses !== 0 || this.#brackets !== 0 || this.#braces !== 0) {
      cursor.fail(`the arguments of ${this.name}() are not closed`);
    }
    return this.#args;
  }

  #kindOf(char: string): 'json' | 'path' | undefined {
    this.#start = this.cursor.at - 1;
    if (/[{0-9"-]/.test(char)) return 'json';
    return char === '$' || char === '@' ? 'path' : undefined;
  }

  /** Keeps count of the brackets; true for a character that can end an argument. */
  #count(char: string, previous: string): boolean {
    switch (char) {
      case '"':
        this.#quotes += previous !== '\\' && this.#quotes > 0 ? -1 : 1;
        return false;
      case '(':
        this.#parentheses++;
        return false;
      case '{':
        this.#braces++;
        return false;
      case '[':
        this.#brackets++;
        return false;
      case '}':
        if (this.#braces-- === 0) this.cursor.fail("unexpected '}'");
        return false;
      case ']':
        if (this.#brackets-- === 0) this.cursor.fail("unexpected ']'");
        return false;
      case ')':
        this.#parentheses--;
        // The empty parentheses of an inner function belong to the argument, whose end they may be.
        if (previous === '(') this.#text += char;
        return true;
      default:
        return char === ',';
    }
  }

  #outside(char: string): boolean {
    if (this.#quotes > 0 || this.#braces > 0 || this.#brackets > 0) return false;
    return (this.#parentheses === 0 && char === ')') || this.#parentheses === 1;
  }

  #onTopLevel(): boolean {
    return this.#braces === 0 && this.#brackets === 0 && this.#parentheses === 1;
  }

  #finish(): void {
    const text = this.#text;
    const kind = this.#kind;
    this.#text = '';
    this.#kind = undefined;
    if (kind === 'json') this.#args.push({ kind, value: jsonOrNothing(text) });
    else if (kind === 'path') {
      this.#args.push({ kind, path: this.parsePath(text, this.cursor.base + this.#start) });
    }
  }
}

/** The value of a JSON text by Gson's lenient rules; undefined when it is none. */
export function jsonOrNothing(text: string): JsonValue | undefined {
  try {
    return parseJson(text, { lenient: true });
  } catch {
    return undefined;
  }
}
