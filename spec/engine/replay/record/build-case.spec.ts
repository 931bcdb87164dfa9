import assert from 'node:assert/strict';
import type { FixtureCase, FixtureExchange } from '../../../../engine/replay/index.js';
import type { ArtifactPlan } from '../../../../engine/replay/record/artifact-plan.js';
import { buildCase } from '../../../../engine/replay/record/build-case.js';
import { findCaseSecrets } from '../../../../engine/replay/record/case-secrets.js';
import type { RawBody, RawExchange, RawRecording } from '../../../../engine/replay/record/raw-recording.js';

const body = (content: string | Buffer, more: Partial<RawBody> = {}): RawBody => {
  const bytes = Buffer.from(content);
  return { bytes, size: bytes.length, ended: true, ...more };
};
const at = Date.UTC(2026, 6, 5);
const exchange = (more: Partial<RawExchange> = {}): RawExchange => ({
  method: 'GET',
  url: 'http://backend.example/x',
  headers: [],
  body: null,
  begun: 0,
  answered: 10,
  outcome: { kind: 'answer', status: 200, headers: [], body: body('') },
  borrowed: false,
  ...more,
});

type Parts = {
  readonly [Part in 'request' | 'answer']?: Partial<RawRecording[Part]>;
} & { readonly exchanges?: readonly RawExchange[] };

function built({ request = {}, answer = {}, exchanges = [] }: Parts): FixtureCase {
  const recording: RawRecording = {
    id: 'i',
    service: 'A',
    revision: 'r',
    at,
    duration: 50,
    folder: '',
    request: { method: 'POST', target: '/a', headers: [], body: null, remoteAddress: '127.0.0.1', ...request },
    exchanges,
    answer: { status: 200, headers: [], body: null, ...answer },
    surroundings: {
      files: [],
      registry: [],
      environment: [],
      systemProperties: [],
      fileProperties: [],
      configuration: [],
    },
  };
  const plan: ArtifactPlan = { files: [], registry: [], environment: [], systemProperties: [], inPlace: [] };
  return buildCase({ recording, secrets: findCaseSecrets(recording, plan), plan, artifacts: [] });
}

const json = [['Content-Type', 'application/json']] as const;

describe('a case made of a recording', () => {
  it('says what was recorded, and begins when the request came', () => {
    const { name, source, clock, entry, artifacts, exchanges } = built({});
    assert.deepEqual(
      { name, source, clock, entry, artifacts, exchanges },
      {
        name: 'POST /a is answered with 200',
        source: 'recorded at 2026-07-05T00:00:00.000Z, revision r',
        clock: '2026-07-05T00:00:00.000Z',
        entry: { http: true },
        artifacts: undefined,
        exchanges: undefined,
      },
    );
  });

  const requests: [name: string, request: Partial<RawRecording['request']>, expected: FixtureCase['request']][] = [
    [
      'headers of the connection are left out, equal ones become a list',
      {
        headers: [
          ['Host', 'h'],
          ['Connection', 'keep-alive'],
          ['Content-Length', '3'],
          ['X-A', '1'],
          ['x-a', '2'],
        ],
        body: body('abc'),
      },
      { method: 'POST', path: '/a', headers: { Host: 'h', 'X-A': ['1', '2'] }, body: 'abc' },
    ],
    ['no body', {}, { method: 'POST', path: '/a', headers: {} }],
    ['an empty body', { body: body('') }, { method: 'POST', path: '/a', headers: {}, body: '' }],
    [
      'compact JSON',
      { headers: json, body: body('{"b":1,"a":"x"}') },
      { method: 'POST', path: '/a', headers: { 'Content-Type': 'application/json' }, body: { json: { b: 1, a: 'x' } } },
    ],
    [
      'JSON that would be written otherwise',
      { headers: json, body: body('{"b": 1.0}') },
      { method: 'POST', path: '/a', headers: { 'Content-Type': 'application/json' }, body: '{"b": 1.0}' },
    ],
    [
      'bytes',
      { body: body(Buffer.from([255, 0])) },
      { method: 'POST', path: '/a', headers: {}, body: { base64: '/wA=' } },
    ],
  ];
  for (const [name, request, expected] of requests) {
    it(`a request: ${name}`, () => assert.deepEqual(built({ request }).request, expected));
  }

  const answers: [name: string, exchange: Partial<RawExchange>, expected: FixtureExchange['response']][] = [
    [
      'its length is that of the replaced body',
      {
        outcome: {
          kind: 'answer',
          status: 200,
          headers: [...json, ['Content-Length', '24'], ['Connection', 'close']],
          body: body('{"access_token":"abcd1"}'),
        },
      },
      {
        status: 200,
        headers: { 'Content-Type': 'application/json', 'Content-Length': '42' },
        body: '{"access_token":"recorded-access-token-1"}',
      },
    ],
    ['refused', { outcome: { kind: 'error', error: 'refused' } }, { error: 'refused' }],
    ['reset', { outcome: { kind: 'error', error: 'reset' } }, { error: 'reset' }],
    ['timeout', { outcome: { kind: 'error', error: 'timeout' } }, { error: 'timeout' }],
    ['connect-timeout', { outcome: { kind: 'error', error: 'connect-timeout' } }, { error: 'timeout' }],
    ['closed', { outcome: { kind: 'error', error: 'closed' } }, { error: 'reset' }],
    ['unknown-host', { outcome: { kind: 'error', error: 'unknown-host' } }, { error: 'refused' }],
  ];
  for (const [name, more, expected] of answers) {
    it(`an answer of a backend: ${name}`, () =>
      assert.deepEqual(built({ exchanges: [exchange(more)] }).exchanges![0]!.response, expected));
  }

  it('keeps the times of calls that ran beside each other', () => {
    const exchanges = [
      exchange({ begun: 0, answered: 5 }),
      exchange({ begun: 10, answered: 40 }),
      exchange({ begun: 11, answered: 20.4 }),
    ];
    const delays = built({ exchanges }).exchanges!.map(({ response }) => response.delayMs);
    assert.deepEqual(delays, [undefined, 30, 9]);
  });

  it('need not fetch a token that nobody used', () => {
    const fetched = (token: string): RawExchange =>
      exchange({
        outcome: { kind: 'answer', status: 200, headers: json, body: body(`{"access_token":"${token}"}`) },
      });
    const used = exchange({ headers: [['Authorization', 'Bearer token-one']] });
    const { exchanges } = built({ exchanges: [fetched('token-one'), fetched('token-two'), used] });
    assert.deepEqual(
      exchanges!.map(({ optional = false }) => optional),
      [false, true, false],
    );
  });

  const notes: [name: string, parts: Parts, note: RegExp][] = [
    [
      'a long answer',
      { answer: { body: body('abc', { size: 70_000 }) } },
      /; the body of the answer has 70000 bytes, too many to be compared$/,
    ],
    [
      'a long call',
      { exchanges: [exchange({ body: body('abc', { size: 70_000 }) })] },
      /; the body of the call GET http:\/\/backend\.example\/x has 70000 bytes/,
    ],
    [
      'an answer that nobody read',
      { answer: { body: body('abc', { ended: false }) } },
      /; the body of the answer was not read to its end$/,
    ],
    ['a failure', { exchanges: [exchange({ outcome: { kind: 'error', error: 'tls' } })] }, /for the reason "tls"$/],
  ];
  for (const [name, parts, note] of notes) {
    it(`its source says what it does not tell: ${name}`, () => {
      assert.match(built(parts).source!, note);
    });
  }
});
