import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  fromJson,
  JsonNumber,
  type JsonObject,
  JsonSyntaxError,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../../engine/message/json/index.js';

/** A JSON text and its parts that a plain parser would lose. */
const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; scalar: string; object: string; array: string }>(
  (tie) => ({
    scalar: fc.oneof(
      fc.constantFrom('null', 'true', 'false', '17169973925117969', '10233780.57', '1E400', '-0', '1.50', '2e-7'),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    ),
    array: fc.array(tie('value'), { maxLength: 5 }).map((items) => `[${items.join(',')}]`),
    object: fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'a b', '__proto__', 'constructor', ''), tie('value')), { maxLength: 6 })
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
    value: fc.oneof({ maxDepth: 6 }, tie('scalar'), tie('array'), tie('object')),
  }),
).value;

function messageOf(text: string, options?: { maxDepth?: number }): string {
  try {
    parseJson(text, options);
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError);
    return error.message;
  }
  return assert.fail(`read ${text}`);
}

describe('JSON reader', () => {
  it('keeps every name, value and digit: what it read is written back as it was', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const written = stringifyJson(parseJson(text));
        const normal = (json: string) =>
          json.replace(/\\u00[0-9a-f]{2}/g, (code) => `\\u${code.slice(2).toUpperCase()}`);
        assert.equal(normal(written), normal(unescapeSurrogates(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads what JSON.parse reads, to the same values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        assert.deepEqual(fromJson(parseJson(text)), withoutPrototypes(JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = ['{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', '-', '.', 'e', '0', ' ', '\n', 'true', '\\u12'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        assert.equal(
          outcome(() => parseJson(text)),
          outcome(() => JSON.parse(text)),
          text,
        );
      }),
      { numRuns: 3000 },
    );
  });

  const numbers = ['17169973925117969', '10233780.57', '1E400', '-0', '0.10', '1e+05', '1.7976931348623157e309'];
  for (const text of numbers) {
    it(`keeps the digits of ${text}`, () => {
      const value = parseJson(text);
      assert.ok(value instanceof JsonNumber);
      assert.equal(value.text, text);
    });
  }

  it('keeps repeated names as data, and finds the last', () => {
    const value = parseJson('{"a":1,"b":2,"a":3}') as JsonObject;
    assert.deepEqual([value.keys, value.size], [['a', 'b', 'a'], 3]);
    assert.equal(String(value.get('a')), '3');
    assert.equal(stringifyJson(value), '{"a":1,"b":2,"a":3}');
  });

  it('takes __proto__ and constructor for names like any other', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"hasOwnProperty":null}';
    const value = parseJson(text) as JsonObject;
    assert.equal(stringifyJson(value), text);
    assert.equal(stringifyJson(value.get('__proto__')!), '{"polluted":true}');
    const plain = fromJson(value) as Record<string, unknown>;
    assert.equal(Object.getPrototypeOf(plain), null);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('reads a text beyond the shared buffer', () => {
    const text = `{"long":"${'é'.repeat(600_000)}","end":1}`;
    assert.equal(stringifyJson(parseJson(text)), text);
  });

  const faulty: [text: string, message: string][] = [
    ['', 'Expected a value, but the text ends at line 1 column 1'],
    ['{"a": }', 'Expected a value at line 1 column 7'],
    ['{\n "a": 1,\n}', 'Expected a name in double quotes at line 3 column 1'],
    ['[1 2]', 'Expected a comma or the end of the array at line 1 column 4'],
    ['{"a":1 "b":2}', 'Expected a comma or the end of the object at line 1 column 8'],
    ['{"a" 1}', 'Expected a colon at line 1 column 6'],
    ['[01]', 'A number cannot start with 0 at line 1 column 2'],
    ['[1.]', 'Expected a digit at line 1 column 4'],
    ['"a\nb"', 'Control character in a string at line 1 column 3'],
    ['"ab', 'Expected the closing quote, but the text ends at line 1 column 4'],
    ['"\\x"', 'Unknown escape in a string at line 1 column 2'],
    ['"\\u12g4"', 'Expected four hexadecimal digits at line 1 column 2'],
    ['{} {}', 'Unexpected text after the value at line 1 column 4'],
    ['\u00a01', 'Expected a value at line 1 column 1'],
  ];
  for (const [text, message] of faulty) {
    it(`says what is wrong with ${JSON.stringify(text)}`, () => assert.equal(messageOf(text), message));
  }

  it('gives the offset of an error', () => {
    assert.throws(() => parseJson('[1,\n x]'), { name: 'JsonSyntaxError', offset: 5, line: 2, column: 2 });
  });

  it('ends at its depth limit, 512 by default', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.equal(stringifyJson(parseJson(nested(512))), nested(512));
    assert.match(messageOf(nested(513)), /^Nested deeper than 512 levels/);
    assert.match(messageOf('{"a":{"b":[1]}}', { maxDepth: 2 }), /^Nested deeper than 2 levels/);
    assert.match(messageOf(nested(200_000), { maxDepth: 1_000_000 }), /^Nested deeper than 2048 levels/);
  });
});

/** JSON.stringify escapes lone surrogates, the writer leaves them. */
function unescapeSurrogates(text: string): string {
  return text.replace(/\\u(d[89a-f][0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutPrototypes(member)])),
  );
}

function outcome(read: () => unknown): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch {
    return 'refused';
  }
}

describe('lenient JSON reader', () => {
  const cases: [text: string, json: string][] = [
    ["{a: 'x', b: y}", '{"a":"x","b":"y"}'],
    ['{"a"=1;"b"=>2}', '{"a":1,"b":2}'],
    ['[1;2,,3]', '[1,2,null,3]'],
    ['[1,]', '[1,null]'],
    ['[,]', '[null,null]'],
    ['[TRUE, Null, false]', '[true,null,false]'],
    ['[007, 1., .5, +1, NaN, -Infinity, 1e5]', '["007","1.",".5","+1","NaN","-Infinity",1e5]'],
    ['/* c */ {"a": 1 // x\n, # y\n "b": 2}', '{"a":1,"b":2}'],
    ['"line\nbreak\tand \\\' and \\\n"', '"line\\nbreak\\tand \' and \\n"'],
    ["'it\"s'", '"it\\"s"'],
    [')]}\'\n{"a":1}', '{"a":1}'],
    ['word', '"word"'],
    ['', 'null'],
    [' 17169973925117969 ', '17169973925117969'],
    ['{"a":1,"a":2}', '{"a":1,"a":2}'],
  ];
  for (const [text, json] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(stringifyJson(parseJson(text, { lenient: true })), json);
    });
  }

  for (const text of ['hello world', '{"a":1,}', '{"a":}', '{', '[1', '"x', '{"a":1} x', '{a b}', '/*', '"\\x"']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseJson(text, { lenient: true }), JsonSyntaxError);
    });
  }

  it('reads all that the strict reader reads, to the same values', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const lenient: JsonValue = parseJson(text, { lenient: true });
        assert.equal(stringifyJson(lenient), stringifyJson(parseJson(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('ends at the depth limit too', () => {
    assert.throws(() => parseJson('['.repeat(100_000), { lenient: true }), /Nested deeper than 512 levels/);
  });
});
