import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonOutline, JsonSyntaxError, parseJson, stringifyJson } from '../../../../engine/message/json/index.js';
import { jsonTextsWithErrors } from './json-texts.js';

const valueAt = (text: string, names: readonly string[]): string | undefined => {
  const outline = new JsonOutline(text);
  const found = outline.find(names);
  return found && outline.source(found);
};
const printedAt = (text: string, names: readonly string[]): string | undefined => {
  const outline = new JsonOutline(text);
  return outline.printed(outline.find(names)!);
};

describe('outline of a JSON text', () => {
  const body = ' {"a" : {"b" : [10, {"c":"x\\"y"}]}, "n\\u0061me": 1, "a": {"b":[true ]}, "e": {}, "" : 0, "q\\"":2 } ';
  const places: [names: string[], source: string | undefined][] = [
    [[], body.trim()],
    [['a'], '{"b":[true ]}'],
    [['a', 'b'], '[true ]'],
    [['a', 'b', '0'], undefined],
    [['name'], '1'],
    [['n\\u0061me'], undefined],
    [['e'], '{}'],
    [['e', 'x'], undefined],
    [[''], '0'],
    [['q"'], '2'],
    [['q\\"'], undefined],
    [['b" : [10'], undefined],
  ];
  for (const [names, source] of places) {
    it(`has ${source ?? 'nothing'} at ${JSON.stringify(names)}`, () => assert.equal(valueAt(body, names), source));
  }

  const many = (count: number) => `{${Array.from({ length: count }, (_, at) => `"n${at}":${at}`).join(',')}}`;
  const compact = ['[1,2.50,"x"]', '{"b":1,"c":[{}]}', '"\\n\\"\\\\"', '[{"a":1},{"a":2}]', '"\u007fé😀"', many(60)];
  for (const value of compact) {
    it(`tells that ${value.slice(0, 40)} would be printed like that`, () =>
      assert.equal(printedAt(` {"a": ${value} , "z":[ ]}`, ['a']), value));
  }
  const spaced = ['[ ]', '{"b": 1,\n\t"c" :[ 2 , { } ]\r\n}', '[ "a  b\\" \\\\" , " " ]', '[1 ]'];
  for (const value of spaced) {
    it(`takes the blanks out of ${JSON.stringify(value)}`, () =>
      assert.equal(printedAt(` {"a":\n${value} }`, ['a']), stringifyJson(parseJson(value))));
  }
  const other = ['{"b":1,"b":2}', '"\\/"', '["\\u0061"]', '["\u2028"]', '{"b":[{"c":{"c":1,"c":1}}]}'];
  for (const value of [...other, '{"b":1,"\\u0062":2}', many(100)]) {
    it(`tells that ${value.slice(0, 40)} would not be printed like that`, () =>
      assert.equal(printedAt(`{"a":${value}}`, ['a']), undefined));
  }

  it('takes and refuses what the reader does, with the same error', () => {
    fc.assert(
      fc.property(jsonTextsWithErrors, fc.integer({ min: 2, max: 8 }), (text, maxDepth) => {
        assert.equal(
          outcome(() => new JsonOutline(text, maxDepth)),
          outcome(() => parseJson(text, { maxDepth })),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('ends at the depth limit', () => {
    assert.throws(() => new JsonOutline('['.repeat(100_000)), JsonSyntaxError);
    assert.throws(() => new JsonOutline('{"a":'.repeat(100_000)), JsonSyntaxError);
    assert.throws(() => new JsonOutline('{"a":[[1]]}', 2), /Nested deeper than 2 levels/);
    const deepest = `${'{"a":'.repeat(2048)}1${'}'.repeat(2048)}`;
    assert.equal(new JsonOutline(deepest, 2048).find(Array(2048).fill('a'))?.printable, true);
  });
});

function outcome(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError);
    return error.message;
  }
}
