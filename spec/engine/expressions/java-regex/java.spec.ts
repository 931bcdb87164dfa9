import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../../engine/errors/index.js';
import { compileJavaRegex, type JavaRegex } from '../../../../engine/expressions/java-regex/index.js';
import { testContext } from '../messages.js';

interface Observed {
  readonly source: string;
  readonly matches: readonly {
    readonly pattern: string;
    readonly text: string;
    readonly matches: boolean;
    readonly found: readonly { readonly at: number; readonly groups: readonly (string | null)[] }[];
  }[];
  readonly invalid: readonly { readonly pattern: string }[];
  readonly replaceAll: readonly {
    readonly pattern: string;
    readonly text: string;
    readonly replacement: string;
    readonly result?: string;
    readonly error?: string;
  }[];
  readonly split: readonly { readonly pattern: string; readonly text: string; readonly parts: readonly string[] }[];
}

const file = join(process.cwd(), 'spec', 'engine', 'expressions', 'java-regex', 'java.json');
const observed = JSON.parse(readFileSync(file, 'utf8')) as Observed;

function compiled(pattern: string): JavaRegex {
  const context = testContext();
  const regex = compileJavaRegex(pattern, context);
  assert.ok(regex, `${pattern}: ${context.report.findings.map(({ message }) => message)}`);
  return regex;
}

function allMatches(regex: JavaRegex, text: string) {
  const found: { at: number; groups: (string | null)[] }[] = [];
  for (let from = 0; from <= text.length; ) {
    const match = regex.exec(text, from);
    if (!match) break;
    found.push({ at: match.start, groups: match.groups.map((group) => group ?? null) });
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return found;
}

describe(`Java regular expressions as observed: ${observed.source}`, () => {
  for (const { pattern, text, matches, found } of observed.matches) {
    it(`${JSON.stringify(pattern)} on ${JSON.stringify(text)}`, () => {
      const regex = compiled(pattern);
      assert.equal(regex.matches(text), matches, 'matches');
      assert.equal(regex.match(text) !== undefined, matches, 'match');
      assert.equal(regex.find(text), found.length > 0, 'find');
      // A pair of surrogates is never torn apart here, so its middle is no place for an empty match.
      const expected = found.filter(({ at, groups }) => groups[0] !== '' || !/[\udc00-\udfff]/.test(text[at] ?? ''));
      assert.deepEqual(allMatches(regex, text), expected);
    });
  }

  for (const { pattern } of observed.invalid) {
    it(`${JSON.stringify(pattern)} is refused`, () => {
      const context = testContext();
      assert.equal(compileJavaRegex(pattern, context), undefined);
      assert.deepEqual(
        context.report.findings.map(({ code }) => code),
        ['expression/regex-syntax'],
      );
    });
  }

  for (const { pattern, text, replacement, result, error } of observed.replaceAll) {
    it(`${JSON.stringify(pattern)} replaced by ${JSON.stringify(replacement)}`, () => {
      const replace = () => compiled(pattern).replaceAll(text, replacement);
      if (error === undefined) assert.equal(replace(), result);
      else assert.throws(replace, (thrown) => thrown instanceof Fault && thrown.message === error);
    });
  }

  for (const { pattern, text, parts } of observed.split) {
    it(`${JSON.stringify(text)} split at ${JSON.stringify(pattern)}`, () => {
      assert.deepEqual(compiled(pattern).split(text), parts);
    });
  }
});
