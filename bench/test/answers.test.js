import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { checkAnswer } from '../harness/check-answer.js';

const cases = [
  { kind: 'bytes', expected: 'abc', actual: 'abc', right: true },
  { kind: 'bytes', expected: 'abc', actual: 'abd', right: false },
  { kind: 'json', expected: '{"a":1,"b":[2]}', actual: '{ "b": [2], "a": 1 }', right: true },
  { kind: 'json', expected: '{"a":1}', actual: '{"a":"1"}', right: false },
  { kind: 'json', expected: '{"a":1}', actual: 'not JSON', right: false },
  { kind: 'xml', expected: '<a x="1" y="2"><b/></a>', actual: '<a y="2" x="1">\n <b></b>\n</a>', right: true },
  { kind: 'xml', expected: '<p:a xmlns:p="u"/>', actual: '<a xmlns="u"/>', right: true },
  { kind: 'xml', expected: '<a xmlns="u"/>', actual: '<a/>', right: false },
  { kind: 'xml', expected: '<a>x</a>', actual: '<a>y</a>', right: false },
  { kind: 'xml', expected: '<a>x</a>', actual: '<a>x', right: false },
];

describe('a first answer', () => {
  let answer = { status: 200, body: '' };
  const server = createServer((_request, response) =>
    response.writeHead(answer.status, { 'X-Is': 'it' }).end(answer.body),
  );
  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close());
  const check = (request, kind) => checkAnswer(server.address().port, { method: 'GET', path: '/', ...request }, kind);

  for (const { kind, expected, actual, right } of cases) {
    it(`${JSON.stringify(actual)} is ${right ? '' : 'not '}${JSON.stringify(expected)} as ${kind}`, async () => {
      answer = { status: 200, body: actual };
      const { body, problem } = await check({ expected }, kind);
      assert.equal(problem === undefined, right, problem);
      if (right) assert.equal(body, actual);
    });
  }

  it('must have status 200', async () => {
    answer = { status: 502, body: 'abc' };
    assert.match((await check({ expected: 'abc' }, 'bytes')).problem, /status 502/);
  });

  it('must have the headers that are asked for', async () => {
    answer = { status: 200, body: 'abc' };
    assert.ok('body' in (await check({ expected: 'abc', expectedHeaders: { 'x-is': 'it' } }, 'bytes')));
    assert.match((await check({ expected: 'abc', expectedHeaders: { 'x-is': 'no' } }, 'bytes')).problem, /x-is/);
  });
});
