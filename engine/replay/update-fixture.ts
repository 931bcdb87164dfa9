import type { Failure } from './failure.js';
import type { FixtureFile } from './read-fixture.js';

/** What `--update` would write. */
export interface FixtureUpdate {
  /** The whole file, with what came out in place of what was expected. */
  readonly text: string;
  /** Failures that writing cannot settle: matchers, exchanges, load findings. */
  readonly left: readonly Failure[];
}

/**
 * Puts what came out into a fixture. Only cases that change are written anew, in the indentation of the file; the rest
 * of the text stays byte for byte.
 * @param failures of each case, by its index in the file
 */
export function updateFixture(file: FixtureFile, failures: ReadonlyMap<number, readonly Failure[]>): FixtureUpdate {
  const left: Failure[] = [];
  const spans = caseSpans(file.text);
  const indent = /\n([ \t]+)\S/.exec(file.text)?.[1] ?? '  ';
  let text = file.text;
  for (const [index, all] of [...failures].sort(([a], [b]) => b - a)) {
    const data: unknown = structuredClone(file.cases[index]);
    let changed = false;
    for (const failure of all) {
      if ('update' in failure && replaceAt(data, failure.at, failure.update)) changed = true;
      else left.push(failure);
    }
    const span = spans[index];
    if (!changed || span === undefined) continue;
    const margin = /[ \t]*$/.exec(text.slice(0, span.start))![0];
    const written = JSON.stringify(data, undefined, indent).replaceAll('\n', `\n${margin}`);
    text = text.slice(0, span.start) + written + text.slice(span.end);
  }
  return { text, left };
}

/** Sets the value at a path such as `steps[1].expect.message.headers["X-A"]`. @returns whether there was such a value */
function replaceAt(data: unknown, at: string, value: unknown): boolean {
  const names = [...at.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    quoted === undefined ? (index ?? name!) : (JSON.parse(`"${quoted}"`) as string),
  );
  const last = names.pop();
  let holder: unknown = data;
  for (const name of names) {
    if (typeof holder !== 'object' || holder === null) return false;
    holder = (holder as Record<string, unknown>)[name];
  }
  if (last === undefined || typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last)) return false;
  (holder as Record<string, unknown>)[last] = value;
  return true;
}

/** Where the cases stand in the text of a file: the text is known to be JSON. */
function caseSpans(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let depth = 0;
  let caseDepth = -1;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') {
      depth++;
      if (caseDepth < 0 && token === '{') {
        caseDepth = depth;
        start = index;
      } else if (depth === caseDepth) start = index;
    } else if (token === ']' || token === '}') {
      if (depth === caseDepth) spans.push({ start, end: index + 1 });
      depth--;
    }
  }
  return spans;
}
