import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFixtures } from '../../../engine/replay/find-fixtures.js';
import { readFixture } from '../../../engine/replay/read-fixture.js';

describe('readFixture', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mediant-'));
    mkdirSync(join(folder, 'cases', 'artifacts'), { recursive: true });
    writeFileSync(join(folder, 'outside.xml'), '<a/>');
    writeFileSync(join(folder, 'cases', 'artifacts', 's.xml'), '<a/>');
    symlinkSync(join(folder, 'outside.xml'), join(folder, 'cases', 'link.xml'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (content: unknown): ReturnType<typeof readFixture> => {
    const path = join(folder, 'cases', 'fixture.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readFixture(path);
  };
  const minimal = { name: 'n', entry: { http: true } };

  const good: [string, unknown][] = [
    ['a case', minimal],
    ['an array of cases', [minimal, { ...minimal, name: 'm' }]],
    ['no cases', []],
    [
      'JSON with members named $ and nothing',
      { ...minimal, expect: { response: { body: { json: { $: 1, '': 2 } } } } },
    ],
    [
      'a file and a folder of artifacts',
      { ...minimal, artifacts: ['artifacts/s.xml', 'artifacts', './artifacts/../artifacts', '<a/>'] },
    ],
    [
      'every field',
      {
        name: 'n',
        source: 's',
        checked: 'live engine',
        artifacts: ['<a/>'],
        entry: { sequence: 's' },
        clock: '2024-05-01T10:00:00Z',
        request: {
          method: 'POST',
          path: '/a?b',
          headers: { a: 'b', c: ['d', 'e'] },
          body: { form: { a: 'b', c: ['d'] } },
          properties: { default: { a: 'b', c: 1, d: true } },
        },
        exchanges: [
          {
            request: {
              method: 'GET',
              url: 'http://a',
              headers: { a: { $matches: 'b' } },
              absentHeaders: ['c'],
              body: { all: ['a', { json: { a: { $type: 'string' } } }] },
            },
            response: { status: 200, headers: { a: ['b'] }, body: { base64: 'YQ==' }, delayMs: 5 },
            optional: true,
          },
          { response: { error: 'timeout' } },
        ],
        capture: { token: '$.json.a[0]', place: 'header:Location', whole: 'body' },
        expect: {
          load: { warning: 'x' },
          outcome: 'fault',
          message: { body: { xml: '<a/>' }, headers: { a: 'b' }, absentHeaders: ['c'] },
          response: { status: { $range: [200, 299] }, body: { empty: true } },
          properties: { default: { a: null, b: { $ref: 'token' }, c: 1 } },
          fault: { code: '0', message: 'm' },
          log: ['a'],
        },
      },
    ],
    [
      'steps',
      {
        ...minimal,
        expect: { load: 'ok' },
        steps: [{ note: 'x', advance: 1.5, request: {}, exchanges: [], capture: {}, expect: {} }],
      },
    ],
  ];
  for (const [fact, content] of good) {
    it(`takes ${fact}`, () => assert.ok(!Array.isArray(read(content)), JSON.stringify(read(content))));
  }

  const bad: [string, unknown, string, RegExp][] = [
    ['what is not JSON', '{"name": "n",\n }', '', /is not JSON: line 2, column 2/],
    ['a text', '"x"', '', /must be object/],
    ['a case without a name', { entry: { http: true } }, '', /the field "name" is missing/],
    ['a case without an entry', { name: 'n' }, '', /the field "entry" is missing/],
    ['an unknown field', { ...minimal, extra: 1 }, '/extra', /not a known field/],
    ['a misspelt field', { ...minimal, requests: {} }, '/requests', /did you mean "request"/],
    ['an unknown field deep inside', { ...minimal, request: { verb: 'GET' } }, '/request/verb', /not a known field/],
    [
      'an unknown body matcher',
      { ...minimal, expect: { response: { body: { yaml: 'a' } } } },
      '/expect/response/body/yaml',
      /not a known field/,
    ],
    [
      'an unknown value matcher',
      { ...minimal, expect: { response: { body: { json: { a: { $like: 'x' } } } } } },
      '/expect/response/body/json/a/$like',
      /not a known field/,
    ],
    [
      'an unknown value matcher in a property',
      { ...minimal, expect: { properties: { default: { a: { $like: 'x' } } } } },
      '/expect/properties/default/a/$like',
      /not a known field/,
    ],
    [
      'a value matcher beside another member',
      { ...minimal, expect: { response: { body: { json: { $type: 'string', a: 1 } } } } },
      '/expect/response/body/json',
      /more than 1/,
    ],
    [
      'two matchers of a body',
      { ...minimal, expect: { response: { body: { json: 1, text: '1' } } } },
      '/expect/response/body',
      /more than 1/,
    ],
    [
      'a matcher without one',
      { ...minimal, expect: { response: { body: {} } } },
      '/expect/response/body',
      /fewer than 1/,
    ],
    ['another load', { ...minimal, expect: { load: 'fails' } }, '/expect/load', /must be "ok"/],
    ['another outcome', { ...minimal, expect: { outcome: 'done' } }, '/expect/outcome', /must be one of/],
    ['an entry of two kinds', { name: 'n', entry: { http: true, sequence: 's' } }, '/entry', /more than 1/],
    ['an exchange without a response', { ...minimal, exchanges: [{}] }, '/exchanges/0', /"response" is missing/],
    [
      'an unknown error of a backend',
      { ...minimal, exchanges: [{ response: { error: 'fire' } }] },
      '/exchanges/0/response/error',
      /must be one of/,
    ],
    [
      'a setup with an unknown field',
      { ...minimal, setup: { apis: [{ name: 'a', version: '1', context: '/a', colour: 1 }] } },
      '/setup/apis/0/colour',
      /not a known field/,
    ],
    ['an unknown server', { ...minimal, server: 'mail' }, '/server', /./],
    ['a capture of nothing known', { ...minimal, capture: { a: 'xml.b' } }, '/capture/a', /must match pattern/],
    ['a request beside steps', { ...minimal, request: {}, steps: [{}] }, '/request', /not allowed here/],
    [
      'an expectation beside steps',
      { ...minimal, expect: { outcome: 'send' }, steps: [{}] },
      '/expect/outcome',
      /not allowed here/,
    ],
    [
      'a pattern that is none',
      { ...minimal, expect: { response: { body: { matches: '(' } } } },
      '/expect/response/body/matches',
      /Invalid regular expression/,
    ],
    ['the second case of an array', [minimal, { ...minimal, name: 'm', x: 1 }], '/1/x', /not a known field/],
    ['a name that stands twice', [minimal, minimal], '/1/name', /"n" stands twice/],
    [
      'an artifact above the folder',
      { ...minimal, artifacts: ['<a/>', '../outside.xml'] },
      '/artifacts/1',
      /leaves the folder/,
    ],
    ['an artifact elsewhere', { ...minimal, artifacts: ['/etc/hosts'] }, '/artifacts/0', /leaves the folder/],
    [
      'an artifact that a link leads out of',
      { ...minimal, artifacts: ['link.xml'] },
      '/artifacts/0',
      /leaves the folder/,
    ],
    ['an artifact that is not there', { ...minimal, artifacts: ['none.xml'] }, '/artifacts/0', /no file or folder/],
  ];
  for (const [fact, content, pointer, message] of bad) {
    it(`refuses ${fact}`, () => {
      const problems = read(content);
      assert.ok(Array.isArray(problems) && problems.length > 0);
      assert.equal(problems[0]!.pointer, pointer);
      assert.match(problems[0]!.message, message);
      assert.equal(problems[0]!.file, join(folder, 'cases', 'fixture.json'));
    });
  }

  it('refuses a file that cannot be read', () => {
    const problems = readFixture(join(folder, 'none.json'));
    assert.ok(Array.isArray(problems));
    assert.equal(problems[0]!.message, 'cannot be read: ENOENT');
  });

  it('finds the JSON files of folders, in order, and says what is not there', () => {
    const place = join(folder, 'tree');
    mkdirSync(join(place, 'b', 'node_modules'), { recursive: true });
    for (const name of [
      'z.json',
      'a.json',
      'package.json',
      'b/c.json',
      'b/x.txt',
      'b/node_modules/d.json',
      '.e.json',
    ]) {
      writeFileSync(join(place, name), '[]');
    }
    const { files, problems } = findFixtures([place, join(place, 'z.json'), join(place, 'none')]);
    assert.deepEqual(
      files,
      ['a.json', 'b/c.json', 'z.json'].map((name) => join(place, name)),
    );
    assert.deepEqual(
      problems.map(({ file }) => file),
      [join(place, 'none')],
    );
  });

  it('takes the conformance cases', function () {
    const cases = join(process.cwd(), '..', 'shared', 'conformance');
    if (!existsSync(cases)) this.skip();
    for (const name of readdirSync(cases).filter((each) => each.endsWith('.json') && !each.startsWith('gateway'))) {
      const found = readFixture(join(cases, name));
      assert.ok(!Array.isArray(found), JSON.stringify(found).slice(0, 500));
    }
  });
});
