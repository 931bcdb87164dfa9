import assert from 'node:assert/strict';
import type { BodyMatcher, Json } from '../../../engine/replay/fixture.js';
import { bodyMismatch } from '../../../engine/replay/match-body.js';
import { callMismatches } from '../../../engine/replay/match-call.js';
import { jsonDifference, textDifference } from '../../../engine/replay/match-value.js';

const context = {
  captured: new Map<string, unknown>([
    ['token', 't1'],
    ['list', [1]],
  ]),
};

describe('matching of values', () => {
  const json: [string, Json, unknown, string?][] = [
    ['equal data, members in another order', { a: 1, b: [true, null] }, { b: [true, null], a: 1 }],
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, '$.a.b: expected 1, got 2'],
    ['another type', { a: 1 }, { a: '1' }, '$.a: expected 1, got "1"'],
    ['a missing member', { a: 1 }, {}, '$.a: expected 1, got no such member'],
    ['a member too many', { a: 1 }, { a: 1, 'b c': 2 }, '$["b c"]: expected none, got 2'],
    ['an item too few', [1, 2], [1], '$: expected 2 items, got 1'],
    ['an item too many', [1], [1, 2], '$: expected 1 items, got 2'],
    ['an object for an array', [], {}, '$: expected an array, got {}'],
    ['an array for an object', {}, [], '$: expected an object, got []'],
    ['null for an object', {}, null, '$: expected an object, got null'],
    ['minus zero', 0, -0],
    ['a pattern', { a: { $matches: '^x+$' } }, { a: 'xx' }],
    ['a pattern with flags', { $matches: '(?is)^a.b$' }, 'A\nB'],
    ['a pattern on a number', { $matches: '^4' }, 42],
    [
      'a pattern that does not match',
      { a: { $matches: '^x$' } },
      { a: 'y' },
      '$.a: expected a text that matches /^x$/, got "y"',
    ],
    ['a pattern on null', { $matches: '' }, null, '$: expected a text that matches //, got null'],
    ['a type', [{ $type: 'string' }, { $type: 'integer' }, { $type: 'null' }, { $type: 'array' }], ['', 1, null, []]],
    ['another type than named', { $type: 'integer' }, 1.5, '$: expected a value of type integer, got 1.5'],
    ['an array is no object', { $type: 'object' }, [], '$: expected a value of type object, got []'],
    ['a range', { $range: [1, 3] }, 3],
    ['a range as text', { $range: [1, 3] }, '2.5'],
    ['outside a range', { $range: [1, 3] }, 4, '$: expected a number from 1 to 3, got 4'],
    ['no number for a range', { $range: [0, 3] }, '', '$: expected a number from 0 to 3, got ""'],
    ['a captured value', { $ref: 'token' }, 't1'],
    ['captured data', { $ref: 'list' }, [1]],
    ['another than the captured value', { $ref: 'token' }, 't2', '$: expected "t1" (captured as token), got "t2"'],
    ['a name that was not captured', { $ref: 'x' }, 't1', '$: nothing was captured under the name "x"'],
    ['something else than captured', { $notRef: 'token' }, 't2'],
    ['the same as captured', { $notRef: 'token' }, 't1', '$: expected something else than "t1" (captured as token)'],
  ];
  for (const [fact, expected, actual, difference] of json) {
    it(`judges ${fact}`, () => assert.equal(jsonDifference(expected, actual, 'equal', context), difference));
  }

  it('lets objects hold more in a subset, arrays not', () => {
    assert.equal(jsonDifference({ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }], d: 3 }, 'subset', context), undefined);
    assert.equal(jsonDifference({ a: [1] }, { a: [1, 2] }, 'subset', context), '$.a: expected 1 items, got 2');
  });

  const texts: [Json, string | number | boolean | null | undefined, string?][] = [
    ['x', 'x'],
    ['x', 'y', 'expected "x", got "y"'],
    ['x', undefined, 'expected "x", got unset'],
    [null, undefined],
    [null, null],
    [null, '', 'expected unset, got ""'],
    ['', null, 'expected "", got unset'],
    [2, '2'],
    [0.5, '0.50'],
    [0, '', 'expected 0, got ""'],
    [true, 'true'],
    ['true', true],
    ['2.0', 2, 'expected "2.0", got 2'],
    [{ $type: 'number' }, 2],
    [{ $matches: '\\d' }, 'x1'],
  ];
  for (const [expected, actual, difference] of texts) {
    it(`compares ${JSON.stringify(expected)} with ${JSON.stringify(actual) ?? 'nothing'}`, () =>
      assert.equal(textDifference(expected, actual, context), difference));
  }
});

describe('matching of bodies', () => {
  const table: [string, BodyMatcher, string, RegExp?][] = [
    ['the same text', 'a\n', 'a\n'],
    ['another text', 'a', 'b', /^- a\n\+ b$/],
    ['text that differs in blanks only', '{"a":1}', '{"a": 1}', /^- \{"a":1\}\n\+ \{"a": 1\}$/],
    ['an empty body for a text', 'a', '', /^- a\n\+ \(empty\)$/],
    ['JSON in another shape', { json: { a: 1, b: 2 } }, '{ "b": 2, "a": 1 }'],
    [
      'other JSON',
      { json: { a: 1, b: [1, 2] } },
      '{"b":[1,3],"a":1}',
      /^\$\.b\[1\]: expected 2, got 3\n[\s\S]*- {5}2\n\+ {5}3/,
    ],
    ['no JSON', { json: 1 }, 'x', /the body is not JSON: "x"/],
    ['JSON with more', { jsonSubset: { a: { b: 1 } } }, '{"a":{"b":1,"c":2},"d":3}'],
    ['JSON without something', { jsonSubset: { a: { b: 1 } } }, '{"a":{}}', /\$\.a\.b: expected 1, got no such member/],
    ['the same XML', { xml: '<a x="1" y="2"/>' }, '<?xml version="1.0"?>\n<a y="2" x="1"></a>'],
    [
      'other XML',
      { xml: '<a><b>1</b></a>' },
      '<a><b>2</b></a>',
      /^\/a\/b: expected the text "1", got the text "2"\n[\s\S]*- {3}<b>1<\/b>\n\+ {3}<b>2<\/b>/,
    ],
    ['trimmed text', { text: ' a ' }, 'a\n'],
    ['another trimmed text', { text: 'a' }, 'a b', /^- a\n\+ a b$/],
    ['a form', { form: { a: '1 +', b: ['x', 'y'] } }, 'b=x&a=1+%2B&b=y'],
    ['a form with a pattern', { form: { a: { $matches: '^\\d+$' } } }, 'a=12'],
    ['a form with more', { form: { a: '1' } }, 'a=1&b=2', /form\.b: expected none, got "2"/],
    ['a pattern', { matches: 'b+$' }, 'abb'],
    ['a pattern that does not match', { matches: '^b' }, 'ab', /does not match/],
    ['parts', { contains: ['a', 'c'] }, 'abc'],
    ['a missing part', { contains: ['a', 'x'] }, 'abc', /does not contain "x"/],
    ['absent parts', { absent: ['x'] }, 'abc'],
    ['a part that should be absent', { absent: ['x', 'b'] }, 'abc', /contains "b"/],
    ['nothing', { empty: true }, ''],
    ['something for nothing', { empty: true }, 'a', /not empty/],
    ['bytes', { base64: 'YWJj' }, 'abc'],
    ['other bytes', { base64: 'YWJj' }, 'abcd', /other bytes: expected 3, got 4/],
    ['all of several', { all: [{ contains: ['a'] }, { absent: ['x'] }, 'abc'] }, 'abc'],
    ['one of several not', { all: [{ contains: ['a'] }, { absent: ['b'] }] }, 'abc', /contains "b"/],
  ];
  for (const [fact, expected, text, message] of table) {
    it(`judges ${fact}`, () => {
      const found = bodyMismatch(expected, { bytes: Buffer.from(text), contentType: undefined }, context);
      if (message === undefined) assert.equal(found, undefined);
      else assert.match(found?.message ?? 'no mismatch', message);
    });
  }

  it('reads text by the charset of its type', () => {
    const latin = { bytes: Buffer.from('é', 'latin1'), contentType: 'text/plain; charset=ISO-8859-1' };
    assert.equal(bodyMismatch('é', latin, context), undefined);
    assert.equal(
      bodyMismatch('é', { bytes: Buffer.from('é'), contentType: 'text/plain; charset=klingon' }, context),
      undefined,
    );
  });
});

describe('matching of calls', () => {
  const call = {
    method: 'POST',
    url: 'http://backend.example/a?b=1',
    headers: [
      ['Content-Type', 'text/plain'],
      ['X-A', '1'],
      ['x-a', '2'],
    ] as const,
    body: Buffer.from('hello'),
  };
  const table: [string, Parameters<typeof callMismatches>[0], string[]][] = [
    ['no expectation', {}, []],
    [
      'everything',
      { method: 'post', url: call.url, headers: { 'x-a': '1, 2' }, absentHeaders: ['X-B'], body: 'hello' },
      [],
    ],
    ['the default port', { url: 'http://backend.example:80/a?b=1' }, []],
    ['a pattern for the URL', { url: { $matches: '/a\\?' } }, []],
    ['the Host field of the connection', { headers: { Host: 'backend.example' } }, []],
    ['all values of a header', { headers: { 'X-A': ['1', '2'] } }, []],
    ['another method', { method: 'GET' }, ['method: expected GET, got POST']],
    [
      'another URL',
      { url: 'http://backend.example/b' },
      ['url: expected "http://backend.example/b", got "http://backend.example/a?b=1"'],
    ],
    ['another header', { headers: { 'X-A': '1' } }, ['header X-A: expected "1", got "1, 2"']],
    ['a missing header', { headers: { 'X-B': '1' } }, ['header X-B: expected "1", got unset']],
    ['an unwanted header', { absentHeaders: ['x-a'] }, ['header x-a: expected none, got "1, 2"']],
    ['another body', { body: 'x' }, ['body: - x\n+ hello']],
  ];
  for (const [fact, expected, misfits] of table) {
    it(`judges ${fact}`, () => assert.deepEqual(callMismatches(expected, call, context), misfits));
  }
});
