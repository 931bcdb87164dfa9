import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  findMember,
  JsonObject,
  JsonSyntaxError,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../../engine/message/json/index.js';

type Path = readonly (string | number)[];

/** The same by the full reader. */
function walk(text: string, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = parseJson(text);
  for (const part of path) {
    if (typeof part === 'number') value = Array.isArray(value) ? value[part] : undefined;
    else value = value instanceof JsonObject ? value.get(part) : undefined;
  }
  return value;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : stringifyJson(value);
}

describe('member finder', () => {
  const body = ' {"a" : {"b" : [10, {"c":"x\\"y"}, null]}, "n\\u0061me": 1, "a": {"b": [true]}, "e": {}, "" : 0 } ';
  const cases: [path: Path, json: string | undefined][] = [
    [[], '{"a":{"b":[10,{"c":"x\\"y"},null]},"name":1,"a":{"b":[true]},"e":{},"":0}'],
    [['a', 'b'], '[true]'],
    [['a', 'b', 0], 'true'],
    [['a', 'b', 1], undefined],
    [['name'], '1'],
    [['e'], '{}'],
    [['e', 'x'], undefined],
    [[''], '0'],
    [['missing'], undefined],
    [[0], undefined],
    [['a', 'b', 'c'], undefined],
    [['a', 'b', -1], undefined],
  ];
  for (const [path, json] of cases) {
    it(`finds ${json ?? 'nothing'} at ${JSON.stringify(path)}`, () =>
      assert.equal(textOf(findMember(body, path)), json));
  }

  it('lets the last of equal names decide, even when the path ends short there', () => {
    assert.equal(findMember('{"a":{"b":1},"a":2}', ['a', 'b']), undefined);
    assert.equal(findMember('{"a":{"b":1},"a":{"b":null}}', ['a', 'b']), null);
  });

  it('agrees with the full reader, text or error, wherever the error stands', () => {
    const text = fc.json({ maxDepth: 4 }).chain((json) =>
      fc.tuple(fc.nat(json.length), fc.constantFrom('', '', '"', '}', ',', '\\', '{"a":', '[')).map(([at, junk]) => {
        return json.slice(0, at) + junk + json.slice(at);
      }),
    );
    const path = fc.array(fc.oneof(fc.constantFrom('a', 'b', ''), fc.string(), fc.nat(3)), { maxLength: 4 });
    fc.assert(
      fc.property(text, path, (json, parts) => {
        assert.equal(
          outcome(() => textOf(findMember(json, parts))),
          outcome(() => textOf(walk(json, parts))),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with the full reader on every path of a text', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        for (const [path, value] of paths(parseJson(json))) assert.equal(textOf(findMember(json, path)), textOf(value));
      }),
      { numRuns: 300 },
    );
  });

  it('ends at the depth limit', () => {
    assert.throws(() => findMember('['.repeat(100_000), [0, 0]), JsonSyntaxError);
    assert.throws(() => findMember('{"a":[[1]]}', ['b'], { maxDepth: 2 }), /Nested deeper than 2 levels/);
  });
});

function outcome(find: () => string | undefined): string | undefined {
  try {
    return find();
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError);
    return error.message;
  }
}

function* paths(value: JsonValue, path: Path = []): Generator<[Path, JsonValue]> {
  yield [path, value];
  if (value instanceof JsonObject) {
    for (const key of new Set(value.keys)) yield* paths(value.get(key)!, [...path, key]);
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* paths(item, [...path, at]);
  }
}
