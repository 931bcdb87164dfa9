import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileOptions } from '../../../engine/index.js';
import { type FixtureCase, Player } from '../../../engine/replay/index.js';

const player = new Player({ compile: compileOptions });
const play = async (fixtureCase: Omit<FixtureCase, 'name'>, file = 'fixture.json'): Promise<string[]> => {
  const { failures } = await player.play({ name: 'case', ...fixtureCase }, file);
  return failures.map(({ at, message }) => `${at}: ${message}`);
};
const sequence = (body: string, name = 's'): string =>
  `<sequence xmlns="http://ws.apache.org/ns/synapse" name="${name}">${body}</sequence>`;
const api = (body: string): string =>
  `<api xmlns="http://ws.apache.org/ns/synapse" name="A" context="/a"><resource methods="GET POST"><inSequence>${body}</inSequence></resource></api>`;
const call = '<call><endpoint><address uri="http://backend.example/x"/></endpoint></call>';
const entry = { sequence: 's' };
const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };

describe('the player of fixtures', () => {
  const passing: [string, Omit<FixtureCase, 'name'>][] = [
    [
      'a sequence that runs to its end',
      {
        artifacts: [
          sequence('<property name="p" expression="json-eval($.a)"/><property name="n" value="2" type="INTEGER"/>'),
        ],
        entry,
        request: { ...post, properties: { default: { given: 'x' }, axis2: { flag: true } } },
        expect: {
          outcome: 'continue',
          properties: { default: { p: '1', n: 2, none: null, given: 'x' }, axis2: { flag: true } },
          message: {
            body: { json: { a: 1 } },
            headers: { 'content-type': 'application/json' },
            absentHeaders: ['X-A'],
          },
        },
      },
    ],
    ['drop', { artifacts: [sequence('<drop/>')], entry, expect: { outcome: 'drop' } }],
    [
      'respond, with what the client would get',
      {
        artifacts: [sequence('<respond/>')],
        entry,
        request: post,
        expect: { outcome: 'respond', response: { status: 200, body: '{"a":1}' } },
      },
    ],
    [
      'a fault that nothing takes',
      {
        artifacts: [sequence('<sequence key="none"/>')],
        entry,
        expect: { outcome: 'fault', fault: { code: '0', message: 'none' } },
      },
    ],
    [
      'a fault that a handler takes',
      {
        artifacts: [
          '<sequence xmlns="http://ws.apache.org/ns/synapse" name="s" onError="e"><sequence key="none"/></sequence>',
          sequence('<property name="seen" expression="get-property(\'ERROR_CODE\')"/>', 'e'),
        ],
        entry,
        expect: { fault: { code: 0 }, properties: { default: { seen: '0' } } },
      },
    ],
    ['an error at load', { artifacts: [sequence('<filter/>')], entry, expect: { load: { error: 'xpath' } } }],
    [
      'an error at load, by its code',
      { artifacts: ['<sequence'], entry, expect: { load: { error: 'xml/malformed' } } },
    ],
    [
      'a warning at load',
      {
        artifacts: [sequence('<log levl="full"/>')],
        entry,
        expect: { load: { warning: 'grammar/unknown-attribute' } },
      },
    ],
    [
      'a call and its answer',
      {
        artifacts: [sequence(call)],
        entry,
        request: post,
        exchanges: [
          {
            request: { method: 'POST', url: 'http://backend.example/x', body: { json: { a: 1 } } },
            response: {
              status: 201,
              headers: { 'Content-Type': 'application/json' },
              body: '{"b":2}',
              delayMs: 30_000,
            },
          },
        ],
        expect: {
          outcome: 'continue',
          message: { body: { json: { b: 2 } } },
          properties: { axis2: { HTTP_SC: '201' } },
        },
      },
    ],
    [
      'lines of the log, in order',
      {
        artifacts: [
          sequence(
            '<log level="custom"><property name="a" value="1"/></log><log level="custom"><property name="b" value="2"/></log>',
          ),
        ],
        entry,
        expect: { log: ['a = 1', 'b = 2'] },
      },
    ],
    [
      'a request through the host, with the properties of the response',
      {
        artifacts: [api('<property name="p" value="1"/><property name="X-A" value="2" scope="transport"/><respond/>')],
        entry: { http: true },
        request: { ...post, path: '/a?x=1' },
        expect: {
          response: { status: 200, headers: { 'X-A': '2' }, body: '{"a":1}' },
          properties: { default: { p: '1' } },
        },
      },
    ],
    ['what no API takes', { entry: { http: true }, request: { path: '/none' }, expect: { response: { status: 404 } } }],
    [
      'steps, with a captured value and a clock that moves',
      {
        artifacts: [
          api('<property name="Time" expression="get-property(\'SYSTEM_TIME\')" scope="transport"/><respond/>'),
        ],
        entry: { http: true },
        clock: '2024-05-01T00:00:00Z',
        steps: [
          {
            request: { ...post, path: '/a', body: '{"token":"t1"}' },
            capture: { token: '$.json.token', time: 'header:Time' },
            expect: { response: { headers: { Time: String(Date.UTC(2024, 4, 1)) } } },
          },
          {
            advance: 1.5,
            request: { ...post, path: '/a', headers: { 'X-T': '{{token}}', 'X-B': '{{basic a:{{token}}}}' } },
            expect: {
              response: { headers: { 'X-T': 't1', 'X-B': 'YTp0MQ==', Time: String(Date.UTC(2024, 4, 1) + 1500) } },
            },
          },
          {
            request: { ...post, path: '/a' },
            expect: { response: { headers: { Time: { $notRef: 'time' } } } },
          },
        ],
      },
    ],
  ];
  for (const [fact, fixtureCase] of passing)
    it(`plays ${fact}`, async () => assert.deepEqual(await play(fixtureCase), []));

  const failing: [string, Omit<FixtureCase, 'name'>, RegExp[]][] = [
    [
      'another outcome',
      { artifacts: [sequence('<drop/>')], entry, expect: { outcome: 'continue' } },
      [/^expect.outcome: expected continue, got drop/],
    ],
    [
      'a fault that was not expected',
      { artifacts: [sequence('<sequence key="none"/>')], entry },
      [/^expect.outcome: nothing took the fault 0: .*none/],
    ],
    [
      'a fault that did not come',
      { artifacts: [sequence('')], entry, expect: { fault: { code: '0' } } },
      [/^expect.fault: there was no fault/],
    ],
    [
      'a finding at load',
      { artifacts: [sequence('<filter/>')], entry },
      [/^expect.load: fixture.json#artifacts\[0\]:1:\d+ error grammar/],
    ],
    [
      'an error at load that did not come',
      { artifacts: [sequence('')], entry, expect: { load: { error: 'x' } } },
      [/^expect.load: no error is or says "x"/],
    ],
    [
      'properties and headers',
      {
        artifacts: [sequence('')],
        entry,
        request: post,
        expect: {
          properties: { default: { a: '1' } },
          message: { headers: { A: '1' }, absentHeaders: ['content-type'] },
        },
      },
      [
        /^expect.message.headers\["A"\]: header A: expected "1", got unset/,
        /^expect.message.absentHeaders: header content-type/,
        /^expect.properties.default\["a"\]: expected "1", got unset/,
      ],
    ],
    [
      'a line that was not logged',
      { artifacts: [sequence('')], entry, expect: { log: ['x'] } },
      [/^expect.log\[0\]: no line holds "x"/],
    ],
    [
      'a call that nobody expects',
      { artifacts: [sequence(call)], entry, request: post, expect: { outcome: 'fault' } },
      [/^exchanges: the call POST http:\/\/backend.example\/x with the body .* was not expected/],
    ],
    [
      'an exchange never asked for',
      { artifacts: [sequence('')], entry, exchanges: [{ response: {} }] },
      [/^exchanges\[0\]: a call to "any URL" was never made/],
    ],
    ['a sequence that is not there', { entry, artifacts: [] }, [/^case: .*there is no sequence s/]],
    [
      'the message of an http entry',
      { entry: { http: true }, request: { path: '/' }, expect: { message: { body: '' } } },
      [/cannot be looked at/],
    ],
    [
      'a step, and nothing behind it',
      {
        entry: { http: true },
        steps: [
          { request: { path: '/x' }, expect: { response: { status: 200 } } },
          { expect: { response: { status: 1 } } },
        ],
      },
      [/^steps\[0\].expect.response.status: expected 200, got 404/],
    ],
    [
      'a capture of nothing',
      { entry: { http: true }, steps: [{ request: { path: '/x' }, capture: { a: 'header:X' } }] },
      [/^steps\[0\].capture.a: the response has no header:X/],
    ],
    [
      'a placeholder without value',
      { entry: { http: true }, steps: [{ request: { path: '/{{b}}' }, capture: { a: 'body' } }] },
      [/^steps\[0\]: nothing was captured under the name "b"/],
    ],
  ];
  for (const [fact, fixtureCase, messages] of failing) {
    it(`fails for ${fact}`, async () => {
      const failures = await play(fixtureCase);
      assert.equal(failures.length, messages.length, failures.join('\n'));
      for (const [index, message] of messages.entries()) assert.match(failures[index]!, message);
    });
  }

  it('names the step in failures of its exchanges', async () => {
    const failures = await play({
      entry: { http: true },
      steps: [{ request: { path: '/' }, exchanges: [{ response: {} }] }],
    });
    assert.match(failures[0]!, /^steps\[0\].exchanges\[0\]:/);
  });

  it('records the way of the message when told to', async () => {
    const artifacts = [sequence('<filter xpath="true()"><then><property name="p" value="1"/></then></filter><drop/>')];
    const { trace } = await player.play({ name: 'case', artifacts, entry }, 'fixture.json', true);
    assert.deepEqual(
      trace.map(({ mediator, depth, changes }) => [mediator, depth, changes]),
      [
        ['filter', 0, ['property p = "1"']],
        ['property', 1, ['property p = "1"']],
        ['drop', 0, ['the flow ends here']],
      ],
    );
    assert.match(trace[1]!.place, /^fixture.json#artifacts\[0\]:1:\d+$/);
  });

  it('is the same every time', async () => {
    const artifacts = [sequence('<property name="id" expression="get-property(\'MessageID\')"/>')];
    const seen = async (): Promise<string[]> =>
      play({ artifacts, entry, expect: { properties: { default: { id: null } } } });
    assert.deepEqual(await seen(), await seen());
  });

  it('deploys files and folders beside the fixture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mediant-'));
    try {
      mkdirSync(join(folder, 'deployment', 'sequences'), { recursive: true });
      writeFileSync(
        join(folder, 'deployment', 'sequences', 'other.xml'),
        sequence('<property name="p" value="1"/>', 'other'),
      );
      writeFileSync(join(folder, 's.xml'), sequence('<sequence key="other"/>'));
      const artifacts = ['s.xml', 'deployment'];
      const expect = { properties: { default: { p: '1' } } };
      assert.deepEqual(await play({ artifacts, entry, expect }, join(folder, 'fixture.json')), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('plays hundreds of cases in a second', async () => {
    const artifacts = [api('<property name="p" value="1"/><respond/>')];
    const begin = performance.now();
    for (let index = 0; index < 200; index++) {
      const path = '/a';
      assert.deepEqual(
        await play({ artifacts, entry: { http: true }, request: { path }, expect: { response: { status: 200 } } }),
        [],
      );
    }
    assert.ok(performance.now() - begin < 4000);
  });
});
