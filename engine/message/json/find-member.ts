import type { JsonValue } from './json-value.js';
import { parseJson } from './read-json.js';
import { JsonScanner } from './scan-json.js';

/**
 * The value at a plain path, found in the text itself: only that value is built, the rest is checked and passed over.
 * Agrees with `parseJson` and a walk by `get`: the last of equal names wins, also half-way down.
 * @param path member names and array positions (from 0) from the root; empty for the whole
 * @returns undefined when nothing stands there; a JSON null is `null`
 * @throws JsonSyntaxError when the text is not JSON, wherever the error stands
 */
export function findMember(
  text: string,
  path: readonly (string | number)[],
  options: { readonly maxDepth?: number } = {},
): JsonValue | undefined {
  if (path.length === 0) return parseJson(text, options);
  const found = new MemberFinder(text, path, options.maxDepth).find();
  return found === undefined ? undefined : parseJson(text.slice(found.start, found.end), options);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** For values beside the path. */
const beside = -1;

/** Goes through a text once. `step` counts the parts of the path that lead to the value at hand. */
class MemberFinder extends JsonScanner {
  private found: Span | undefined;

  constructor(
    text: string,
    private readonly path: readonly (string | number)[],
    maxDepth?: number,
  ) {
    super(text, maxDepth);
  }

  find(): Span | undefined {
    this.valueOnPath(0, 0);
    this.end();
    return this.found;
  }

  /** Passes over a value that the path leads to or through; whatever an equal name before it gave is forgotten. */
  private valueOnPath(depth: number, step: number): void {
    this.found = undefined;
    this.blanks();
    const start = this.at;
    this.value(depth, step);
    if (step === this.path.length) this.found = { start, end: this.at };
  }

  private value(depth: number, step: number): void {
    const code = this.blanks();
    switch (code) {
      case 0x22:
        this.skipString();
        return;
      case 0x7b:
        this.object(depth + 1, step);
        return;
      case 0x5b:
        this.array(depth + 1, step);
        return;
      default:
        this.skipWord(code);
    }
  }

  private object(depth: number, step: number): void {
    if (this.open(depth) === 0x7d) {
      this.at++;
      return;
    }
    const wanted = step === beside ? undefined : this.path[step];
    do {
      if (this.blanks() !== 0x22) this.fail('Expected a name in double quotes');
      const start = this.at;
      const plain = this.skipString();
      const end = this.at;
      this.colon();
      if (typeof wanted === 'string' && this.nameIs(wanted, start, end, plain)) this.valueOnPath(depth, step + 1);
      else this.value(depth, beside);
    } while (!this.closes(0x7d));
  }

  private array(depth: number, step: number): void {
    if (this.open(depth) === 0x5d) {
      this.at++;
      return;
    }
    const wanted = step === beside ? undefined : this.path[step];
    let position = 0;
    do {
      if (position++ === wanted) this.valueOnPath(depth, step + 1);
      else this.value(depth, beside);
    } while (!this.closes(0x5d));
  }

  /** Whether the name that stands, with its quotes, from `start` to `end` is the wanted one. */
  private nameIs(wanted: string, start: number, end: number, plain: boolean): boolean {
    if (plain) return end - start - 2 === wanted.length && this.text.startsWith(wanted, start + 1);
    const after = this.at;
    this.at = start;
    const name = this.string();
    this.at = after;
    return name === wanted;
  }
}
