import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { BodyMatcher, Json } from '../../../../engine/replay/index.js';
import { bodyMismatch } from '../../../../engine/replay/match-body.js';
import { bodyContent, UnusableBodyError } from '../../../../engine/replay/record/body-content.js';
import { expectedBody } from '../../../../engine/replay/record/expected-body.js';
import { ExpectedTexts } from '../../../../engine/replay/record/expected-texts.js';
import { Secrets } from '../../../../engine/replay/record/secrets.js';

const at = Date.UTC(2026, 6, 5, 10, 11, 12, 345);
const uuid = 'f550ffc4-4484-43f9-a029-a0a24cadfff6';
const otherUuid = '81de7a36-c8e5-4689-b495-7de576675094';
const isUuid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const httpDate =
  '^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} ' +
  '\\d{2}:\\d{2}:\\d{2}(?: GMT| UTC| [+-]\\d{4})?$';

/** What expectations are made with: two secrets, of which the fixture feeds one. */
function texts(given: readonly string[] = []): ExpectedTexts {
  const secrets = new Secrets();
  secrets.add('fed-secret', 'token');
  secrets.add('kept-secret', 'token');
  const made = new ExpectedTexts({
    secrets,
    inPlace: ['http://10.4.4.4/'],
    at,
    duration: 40,
    remoteAddress: '10.1.2.3',
  });
  for (const text of ['fed-secret', ...given]) made.feed(text);
  return made;
}

describe('expectations of a recording: values', () => {
  const table: [name: string, text: string, expected: Json, given?: string[]][] = [
    ['a plain text', 'abc', 'abc'],
    ['a secret that is fed', 'Bearer fed-secret', 'Bearer recorded-token-1'],
    ['a secret that is not fed', 'Bearer kept-secret', { $matches: '^Bearer .+$' }],
    ['a UUID', uuid, { $matches: `^${isUuid}$` }],
    ['a UUID behind a name', `order-${uuid}_1`, { $matches: `^order-${isUuid}_1$` }],
    [
      'the parent of a trace',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      { $matches: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
    ],
    [
      'a boundary',
      'multipart/related; boundary=MIMEBoundary_f550ffc444844e3f9a0290a024cadfff6',
      { $matches: '^multipart\\/related; boundary=MIMEBoundary_[0-9a-fA-F]{32,128}$' },
    ],
    ['a date of HTTP', 'Sun, 05 Jul 2026 10:11:12 GMT', { $matches: httpDate }],
    ['a message id', `urn:uuid:${uuid}`, { $matches: `^urn:uuid:${isUuid}$` }],
    ['a UUID that came in', uuid, uuid, [`x ${uuid}`]],
    [
      'an instant',
      '2026-07-05T10:11:12.345Z',
      {
        $matches: '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?(?:Z|[+-]\\d{2}:?\\d{2}))?$',
      },
    ],
    ['an instant that came in', '2026-07-05T10:11:12.345Z', '2026-07-05T10:11:12.345Z', ['2026-07-05T10:11:12.345Z']],
    ['today', 'on 2026-07-05.', { $matches: '^on \\d{4}-\\d{2}-\\d{2}\\.$' }],
    ['another day', '1999-12-31', '1999-12-31'],
    ['a time since 1970', String(at + 5), { $range: [at + 5 - 60_040, at + 5 + 60_040] }],
    ['seconds since 1970', '1783246272', { $range: [1783246272 - 61, 1783246272 + 61] }],
    ['a time since 1970 in a text', `t=${at};`, { $matches: '^t=\\d{13};$' }],
    ['another number of that length', '4006381333931', '4006381333931'],
    ['a time since 1970 that came in', String(at), String(at), [String(at)]],
    ['the address of the client', 'for=10.1.2.3;', { $matches: '^for=[\\da-fA-F.:]+;$' }],
    ['an address that the artifacts name', '10.1.2.3', '10.1.2.3', ['http://10.1.2.3:9090/']],
    ['signs of regular expressions', `a.b*c ${uuid}`, { $matches: `^a\\.b\\*c ${isUuid}$` }],
  ];
  for (const [name, text, expected, given] of table) {
    it(name, () => assert.deepEqual(texts(given).value(text, ''), expected));
  }
});

describe('expectations of a recording: what a flow makes', () => {
  it('stays its own when a backend sends it back', () => {
    const made = texts();
    const matcher = { $matches: `^${isUuid}$` };
    assert.deepEqual(made.value(uuid, ''), matcher);
    assert.deepEqual(made.value('kept-secret', ''), { $matches: '^.+$' });
    for (const text of [uuid, otherUuid, 'kept-secret']) made.feed(text);
    assert.deepEqual(made.value(uuid, ''), matcher);
    assert.deepEqual(made.value('kept-secret', ''), { $matches: '^.+$' });
    assert.deepEqual(made.value(otherUuid, ''), otherUuid);
  });
});

interface BodyCase {
  readonly name: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly encoding?: string;
  readonly expected: BodyMatcher | undefined;
  /** Bodies that have to match, too, and those that may not. */
  readonly also?: readonly string[];
  readonly not?: readonly string[];
}

describe('expectations of a recording: bodies', () => {
  const table: BodyCase[] = [
    { name: 'none', body: '', expected: { empty: true } },
    {
      name: 'JSON',
      body: '{"b":1,"a":[true,null,"x"]}',
      type: 'application/json',
      expected: { json: { b: 1, a: [true, null, 'x'] } },
      also: ['{"a":[true,null,"x"],"b":1}'],
      not: ['{"a":[true,null,"x"],"b":2}'],
    },
    {
      name: 'JSON whose digits plain data would lose',
      body: '{"n":17169973925117969001}',
      type: 'application/json',
      expected: '{"n":17169973925117969001}',
    },
    {
      name: 'JSON with volatile and secret parts',
      body: `{"id":"${uuid}","at":${at},"token":"fed-secret","other":"kept-secret"}`,
      type: 'application/json',
      expected: {
        json: {
          id: { $matches: `^${isUuid}$` },
          at: { $range: [at - 60_040, at + 60_040] },
          token: 'recorded-token-1',
          other: { $matches: '^.+$' },
        },
      },
      also: [`{"id":"${otherUuid}","at":${at - 7},"token":"recorded-token-1","other":"anything"}`],
      not: [`{"id":"1","at":${at},"token":"recorded-token-1","other":"x"}`],
    },
    {
      name: 'JSON whose names look like matchers',
      body: `{"$ref":"#/a","id":"${uuid}"}`,
      type: 'application/json',
      expected: { matches: `^\\{"\\$ref":"#\\/a","id":"${isUuid}"\\}$` },
      also: [`{"$ref":"#/a","id":"${otherUuid}"}`],
    },
    {
      name: 'XML',
      body: '<a x="1"><b/></a>',
      type: 'application/xml',
      expected: { xml: '<a x="1"><b/></a>' },
      also: ['<a x="1">\n<b></b></a>'],
    },
    {
      name: 'XML with a volatile part',
      body: `<a id="${uuid}">x</a>`,
      type: 'text/xml',
      expected: { matches: `^<a id="${isUuid}">x<\\/a>$` },
      also: [`<a id="${otherUuid}">x</a>`],
      not: ['<a id="">x</a>'],
    },
    { name: 'what only looks like XML', body: '<a', type: 'text/plain', expected: '<a' },
    {
      name: 'a form',
      body: `grant_type=client_credentials&client_secret=kept-secret&id=${uuid}&a=1&a=2`,
      type: 'application/x-www-form-urlencoded',
      expected: {
        form: {
          grant_type: 'client_credentials',
          client_secret: { $matches: '^.+$' },
          id: { $matches: `^${isUuid}$` },
          a: ['1', '2'],
        },
      },
    },
    {
      name: 'a form that is written otherwise',
      body: 'a=b c',
      type: 'application/x-www-form-urlencoded',
      expected: 'a=b c',
    },
    { name: 'text', body: 'hello\nworld', type: 'text/plain', expected: 'hello\nworld' },
    { name: 'bytes', body: Buffer.from([0, 255, 1]), expected: { base64: 'AP8B' } },
    {
      name: 'Latin letters that are no UTF-8',
      body: Buffer.from('Ünï', 'latin1'),
      type: 'text/plain; charset=ISO-8859-1',
      expected: { base64: Buffer.from('Ünï', 'latin1').toString('base64') },
    },
    {
      name: 'packed text',
      body: gzipSync('hello'),
      type: 'text/plain',
      encoding: 'gzip',
      expected: { base64: gzipSync('hello').toString('base64') },
    },
    {
      name: 'packed text with a secret',
      body: gzipSync('a fed-secret'),
      type: 'text/plain',
      encoding: 'gzip',
      expected: { base64: gzipSync('a recorded-token-1').toString('base64') },
    },
    { name: 'packed text that is volatile', body: gzipSync(uuid), encoding: 'gzip', expected: undefined },
  ];
  for (const { name, body, type, encoding, expected, also = [], not = [] } of table) {
    it(name, () => {
      const bytes = Buffer.from(body);
      const headers = [
        ...(type ? [['Content-Type', type] as const] : []),
        ...(encoding ? [['Content-Encoding', encoding] as const] : []),
      ];
      const content = bodyContent({ bytes, size: bytes.length, ended: true }, headers);
      const matcher = expectedBody(content, texts());
      assert.deepEqual(matcher, expected);
      const fits = (text: string): boolean =>
        bodyMismatch(matcher!, { bytes: Buffer.from(text), contentType: type }, { captured: new Map() }) === undefined;
      for (const text of also) assert.ok(fits(text), text);
      for (const text of not) assert.ok(!fits(text), text);
    });
  }

  it('refuses what it could not search for secrets', () => {
    const body = (bytes: Buffer) => ({ bytes, size: bytes.length, ended: true });
    assert.throws(() => bodyContent(body(Buffer.from('x')), [['Content-Encoding', 'zstd']]), UnusableBodyError);
    assert.throws(() => bodyContent(body(Buffer.from('x')), [['Content-Encoding', 'gzip']]), UnusableBodyError);
    const utf16 = body(Buffer.from('x', 'utf16le'));
    assert.throws(() => bodyContent(utf16, [['Content-Type', 'text/plain; charset=UTF-16']]), UnusableBodyError);
  });
});
