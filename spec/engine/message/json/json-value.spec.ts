import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  detectJson,
  fromJson,
  JsonNumber,
  JsonObject,
  parseJson,
  quoteJson,
  sameJson,
  stringifyJson,
  toJson,
} from '../../../../engine/message/json/index.js';

describe('JSON object', () => {
  const edits: [what: string, edit: (object: JsonObject) => unknown, json: string][] = [
    ['set replaces at the first place and drops repetitions', (object) => object.set('a', 'new'), '{"a":"new","b":2}'],
    ['set appends a new name', (object) => object.set('c', null), '{"a":1,"b":2,"a":3,"c":null}'],
    ['append repeats a name', (object) => object.append('b', true), '{"a":1,"b":2,"a":3,"b":true}'],
    ['delete takes all of the name', (object) => object.delete('a'), '{"b":2}'],
    ['delete of a missing name changes nothing', (object) => object.delete('x'), '{"a":1,"b":2,"a":3}'],
  ];
  for (const [what, edit, json] of edits) {
    it(what, () => {
      const object = parseJson('{"a":1,"b":2,"a":3}') as JsonObject;
      edit(object);
      assert.equal(stringifyJson(object), json);
    });
  }

  it('behaves at any size like a list of members in which the last counts', () => {
    const name = fc.integer({ min: 0, max: 30 }).map(String);
    const edit = fc.tuple(fc.constantFrom('append', 'set', 'delete', 'get'), name, fc.nat(9).map(String));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 80 }), (edits) => {
        const object = new JsonObject();
        let list: [string, string][] = [];
        for (const [kind, key, value] of edits) {
          if (kind === 'append') {
            object.append(key, value);
            list.push([key, value]);
          } else if (kind === 'set') {
            object.set(key, value);
            const first = list.findIndex(([one]) => one === key);
            if (first < 0) list.push([key, value]);
            else
              list = list
                .filter(([one], at) => one !== key || at === first)
                .map((one) => (one[0] === key ? [key, value] : one));
          } else if (kind === 'delete') {
            assert.equal(
              object.delete(key),
              list.some(([one]) => one === key),
            );
            list = list.filter(([one]) => one !== key);
          }
          assert.equal(object.get(key), list.findLast(([one]) => one === key)?.[1]);
        }
        assert.deepEqual([...object], list);
      }),
    );
  });
});

describe('JSON writer', () => {
  const strings: [text: string, json: string][] = [
    ['a/b é ☃ \u{1f600} \u007f', '"a/b é ☃ \u{1f600} \u007f"'],
    ['q"b\\s', '"q\\"b\\\\s"'],
    ['\b\f\n\r\t\u0000\u001f', '"\\b\\f\\n\\r\\t\\u0000\\u001F"'],
    ['', '""'],
  ];
  for (const [text, json] of strings) it(`writes ${json}`, () => assert.equal(quoteJson(text), json));

  it('writes compact or indented', () => {
    const value = parseJson('{"a":[1,{}],"b":{"c":[]},"d":null}');
    assert.equal(stringifyJson(value), '{"a":[1,{}],"b":{"c":[]},"d":null}');
    for (const indent of [2, '\t']) {
      assert.equal(stringifyJson(value, indent), JSON.stringify({ a: [1, {}], b: { c: [] }, d: null }, null, indent));
    }
  });
});

describe('same JSON', () => {
  const cases: [a: string, b: string, same: boolean][] = [
    ['{"a":1,"b":[true,null]}', '{ "b" : [true,null], "a" : 1.0 }', true],
    ['{"a":1,"a":2}', '{"a":2}', true],
    ['10e-1', '1', true],
    ['0', '-0.0', true],
    ['17169973925117969', '17169973925117968', false],
    ['1E400', '1E401', false],
    ['1E400', '10E399', true],
    ['"1"', '1', false],
    ['[1,2]', '[2,1]', false],
    ['[]', '{}', false],
    ['{"a":null}', '{}', false],
    ['null', 'false', false],
    ['[]', 'null', false],
  ];
  for (const [a, b, same] of cases) {
    it(`${a} and ${b} ${same ? 'are' : 'are not'}`, () => {
      assert.equal(sameJson(parseJson(a), parseJson(b)), same);
      assert.equal(sameJson(parseJson(b), parseJson(a)), same);
    });
  }
});

describe('plain data', () => {
  it('becomes JSON and back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (plain) => {
        const text = JSON.stringify(plain);
        assert.equal(JSON.stringify(fromJson(toJson(plain))), JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('leaves out what has no value and takes numbers without end for null', () => {
    const value = toJson({ a: undefined, b: [undefined, Number.NaN], c: 5n, d: new JsonNumber('1.50') });
    assert.equal(stringifyJson(value), '{"b":[null,null],"c":5,"d":1.50}');
  });

  it('refuses functions and cycles', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    assert.throws(() => toJson(cycle), TypeError);
    assert.throws(() => toJson({ f: () => 1 }), TypeError);
  });
});

describe('JSON detection', () => {
  const cases: [text: string, kind: ReturnType<typeof detectJson>][] = [
    ['{"a":', 'object'],
    ['  [', 'array'],
    ['\n{', 'object'],
    ['junk {', 'malformed'],
    ['??{"a":1}', 'object'],
    ['"text"', 'value'],
    ['"two\nlines"', 'value'],
    ['true', 'value'],
    ['null', 'value'],
    ['-12.50', 'value'],
    ['007', 'value'],
    ['5\n', 'malformed'],
    ['1e5', 'malformed'],
    [' "a"', 'malformed'],
    ['"Hello world!', 'malformed'],
    ['123abc', 'malformed'],
    ['task', 'malformed'],
    ['', 'empty'],
    ['   ', 'empty'],
    ['\n', 'unstarted'],
    ['abc', 'unstarted'],
  ];
  for (const [text, kind] of cases) {
    it(`takes ${JSON.stringify(text)} for ${kind}`, () => assert.equal(detectJson(text), kind));
  }
});
