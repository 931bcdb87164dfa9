import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JSONPath } from 'jsonpath-plus';
import { parseJsonPath } from '../../../../engine/expressions/jsonpath/index.js';
import { fromJson, parseJson } from '../../../../engine/message/index.js';

/**
 * The package jsonpath-plus as a second opinion, on the part of the language where both mean the same: names, single
 * indexes, slices that hold something, wildcards on one kind of parent, deep scans for a name. (Left out: typing of
 * filters, functions, order of deep scans for `*`, negative and repeated indexes, texts,
 * which it takes for arrays of characters, and digits of numbers, which it cannot keep.)
 */
function peer(path: string, json: unknown): unknown[] {
  return JSONPath({ path, json: json as object, wrap: true, eval: false }) ?? [];
}

const names = ['a', 'b', 'c'];
const document = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('object'), tie('array')),
  leaf: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(true, false, null)),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
  array: fc.array(tie('value'), { maxLength: 3 }),
}));
const step = fc.oneof(
  fc.constantFrom(...names).map((name) => `.${name}`),
  fc.constantFrom(...names).map((name) => `['${name}']`),
  fc.nat(3).map((index) => `[${index}]`),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([from, more]) => `[${from}:${from + more + 1}]`),
  fc.constant('[*]'),
);
const scan = fc.option(
  fc.constantFrom(...names).map((name) => `..${name}`),
  { nil: '' },
);
const path = fc.tuple(fc.array(step, { maxLength: 3 }), scan).map(([steps, last]) => `$${steps.join('')}${last}`);

describe('JSONPath beside jsonpath-plus', () => {
  it('gives the same values on the common part of the language', () => {
    fc.assert(
      fc.property(path, fc.oneof(document.object, document.array), (text, plain) => {
        const root = parseJson(JSON.stringify(plain));
        const parsed = parseJsonPath(text);
        const ours = values(parsed, root);
        assert.deepEqual(sorted(ours), sorted(peer(text, plain)), text);
      }),
      { numRuns: 3000 },
    );
  });
});

/** No hits where a definite path, or the definite start of a path, leads nowhere. */
function values(path: ReturnType<typeof parseJsonPath>, root: ReturnType<typeof parseJson>): unknown[] {
  try {
    return path.all(root).map(fromJson);
  } catch {
    return [];
  }
}

function sorted(found: readonly unknown[]): string[] {
  return found.map((value) => JSON.stringify(value)).sort();
}
