import assert from 'node:assert/strict';
import { captureValue } from '../../../engine/replay/capture.js';
import { fillPlaceholders } from '../../../engine/replay/placeholders.js';
import { writeRequestBody } from '../../../engine/replay/request-body.js';

describe('placeholders', () => {
  const captured = new Map<string, unknown>([
    ['token', 'abc'],
    ['id', 7],
    ['jwt a1', 'x.y.z'],
  ]);
  const table: [unknown, unknown][] = [
    ['Bearer {{token}}', 'Bearer abc'],
    [{ a: ['{{id}}', 1, null, true] }, { a: ['7', 1, null, true] }],
    ['{{basic user:pass}}', 'dXNlcjpwYXNz'],
    ['Basic {{basic {{id}}:{{token}}}}!', 'Basic NzphYmM=!'],
    ['{{basic a:b}}{{basic c:d}}', 'YTpiYzpk'],
    ['Bearer {{jwt a1}}', 'Bearer x.y.z'],
    ['no {braces}', 'no {braces}'],
  ];
  for (const [data, filled] of table) {
    it(`fills ${JSON.stringify(data)}`, () => assert.deepEqual(fillPlaceholders(data, captured, true), filled));
  }

  it('refuses a name that was not captured, where names are captured at all', () => {
    assert.throws(() => fillPlaceholders(['{{other}}'], captured, true), /nothing was captured under the name "other"/);
    assert.equal(fillPlaceholders('{{other}}', captured, false), '{{other}}');
  });
});

describe('captureValue', () => {
  const body = { bytes: Buffer.from('{"a":{"b":[{"c-d":1}],"e f":null}}'), contentType: 'application/json' };
  const response = {
    status: 200,
    headers: [
      ['Location', '/x'],
      ['X-A', '1'],
    ] as const,
    body,
  };
  const table: [string, unknown][] = [
    ['$.json.a.b[0].c-d', 1],
    ["$.json['a']['e f']", null],
    ['$.a.b[0].c-d', 1],
    ["$['a']['e f']", null],
    ['$.json.a.x', undefined],
    ['$.json.a.x.y', undefined],
    ['$.json.a.b[1]', undefined],
    ['header:location', '/x'],
    ['header:X-B', undefined],
    ['body', '{"a":{"b":[{"c-d":1}],"e f":null}}'],
  ];
  for (const [source, value] of table)
    it(`takes ${source}`, () => assert.deepEqual(captureValue(source, response), value));

  it('takes nothing from what is not JSON', () => {
    assert.equal(
      captureValue('$.json.a', { ...response, body: { bytes: Buffer.from('<a/>'), contentType: undefined } }),
      undefined,
    );
  });
});

describe('writeRequestBody', () => {
  const table: [string, Parameters<typeof writeRequestBody>[0], [string, string][], string | null][] = [
    [
      'no body',
      { headers: { A: ['1', '2'] } },
      [
        ['A', '1'],
        ['A', '2'],
      ],
      null,
    ],
    ['a text', { body: 'é' }, [], 'é'],
    ['bytes', { body: { base64: 'YWI=' } }, [], 'ab'],
    ['JSON with its type', { body: { json: { a: 1 } } }, [['Content-Type', 'application/json']], '{"a":1}'],
    [
      'JSON under another type',
      { headers: { 'content-type': 'x/y' }, body: { json: 1 } },
      [['content-type', 'x/y']],
      '1',
    ],
    [
      'a form',
      { body: { form: { a: 'b c', d: ['1', '&'] } } },
      [['Content-Type', 'application/x-www-form-urlencoded']],
      'a=b+c&d=1&d=%26',
    ],
    [
      'parts',
      {
        body: {
          multipart: [
            { name: 'type', content: 'in' },
            { name: 'f', filename: 'x.xml', type: 'text/xml', content: '<a/>' },
          ],
        },
      },
      [['Content-Type', 'multipart/form-data; boundary=mediant-fixture-part']],
      [
        '--mediant-fixture-part',
        'Content-Disposition: form-data; name="type"',
        '',
        'in',
        '--mediant-fixture-part',
        'Content-Disposition: form-data; name="f"; filename="x.xml"',
        'Content-Type: text/xml',
        '',
        '<a/>',
        '--mediant-fixture-part--',
        '',
      ].join('\r\n'),
    ],
  ];
  for (const [fact, request, headers, body] of table) {
    it(`writes ${fact}`, () => {
      const written = writeRequestBody(request);
      assert.deepEqual(written.headers, headers);
      assert.equal(written.body?.toString() ?? null, body);
    });
  }
});
