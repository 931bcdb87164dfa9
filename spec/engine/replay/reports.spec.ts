import assert from 'node:assert/strict';
import { describeCase, describeProblem, describeResult } from '../../../engine/replay/describe-case.js';
import type { Failure } from '../../../engine/replay/failure.js';
import { junitReport } from '../../../engine/replay/junit.js';
import { type CaseResult, exitStatus, type ReplayResult, resultJson } from '../../../engine/replay/result.js';
import { updateFixture } from '../../../engine/replay/update-fixture.js';
import { parseXml } from '../../../engine/xml/index.js';

const passed: CaseResult = { file: 'f.json', name: 'good', status: 'passed', failures: [], duration: 1, trace: [] };
const failure: Failure = { at: 'expect.message.body', expected: '1', actual: '2', message: '- 1\n+ 2', update: '2' };
const failed: CaseResult = {
  file: 'f.json',
  name: 'bad & "odd" \u0001',
  status: 'failed',
  failures: [failure, { at: 'exchanges', message: 'no exchange fits' }],
  duration: 2,
  trace: [{ mediator: 'property', place: 's.xml:1:2', depth: 1, changes: ['property a = "1"'] }],
};
const problem = { file: 'g.json', pointer: '/0/x', message: 'is not a known field' };
const result: ReplayResult = { passed: 1, failed: 1, skipped: 0, cases: [passed, failed], problems: [problem] };

describe('reports of a replay', () => {
  it('prints a line for a case, and what a person needs for a failed one', () => {
    assert.equal(describeCase(passed), 'passed  f.json: good');
    assert.equal(
      describeCase(failed),
      [
        'failed  f.json: bad & "odd" \u0001',
        '  expect.message.body:',
        '    - 1',
        '    + 2',
        '  exchanges: no exchange fits',
        '  the way of the message:',
        '      property  s.xml:1:2',
        '          property a = "1"',
      ].join('\n'),
    );
    assert.equal(describeResult(result), '1 passed, 1 failed, 1 file could not be played');
    assert.equal(describeResult({ ...result, problems: [], skipped: 2 }), '1 passed, 1 failed, 2 skipped');
    assert.equal(describeProblem(problem), 'g.json#/0/x: is not a known field');
  });

  it('prints one JSON object', () => {
    assert.deepEqual(JSON.parse(resultJson(result)), {
      passed: 1,
      failed: 1,
      skipped: 0,
      cases: [
        { file: 'f.json', name: 'good', status: 'passed', failures: [] },
        {
          file: 'f.json',
          name: 'bad & "odd" \u0001',
          status: 'failed',
          failures: [
            { at: 'expect.message.body', expected: '1', actual: '2', message: '- 1\n+ 2' },
            { at: 'exchanges', expected: null, actual: null, message: 'no exchange fits' },
          ],
        },
      ],
      problems: [problem],
    });
  });

  it('ends with a status that says what went wrong', () => {
    assert.equal(exitStatus(result), 2);
    assert.equal(exitStatus({ ...result, problems: [] }), 1);
    assert.equal(exitStatus({ ...result, problems: [], failed: 0 }), 0);
  });

  it('writes a JUnit report', () => {
    const root = parseXml(junitReport(result)).documentElement!;
    assert.deepEqual(
      [root.getAttribute('tests'), root.getAttribute('failures'), root.getAttribute('errors')],
      ['3', '1', '1'],
    );
    const [suite, broken] = root.elements();
    assert.deepEqual(
      suite!.elements().map((test) => test.getAttribute('name')),
      ['good', 'bad & "odd" \uFFFD'],
    );
    assert.equal(suite!.elements()[1]!.elements()[0]!.textContent, '- 1\n+ 2');
    assert.equal(broken!.firstElement()!.firstElement()!.getAttribute('message'), 'g.json#/0/x: is not a known field');
  });
});

describe('updateFixture', () => {
  const update = (text: string, failures: Record<number, Failure[]>): { text: string; left: number } => {
    const data: unknown = JSON.parse(text);
    const file = { path: 'f.json', text, cases: (Array.isArray(data) ? data : [data]) as never };
    const { text: written, left } = updateFixture(
      file,
      new Map(Object.entries(failures).map(([at, all]) => [Number(at), all])),
    );
    return { text: written, left: left.length };
  };

  it('writes only the cases that change, in the shape of the file', () => {
    const text =
      '[\n    { "name": "a",   "n": 1.50 },\n    {\n        "name": "}]b",\n        "expect": {\n            "message": {\n                "body": "1"\n            }\n        }\n    }\n]\n';
    assert.deepEqual(update(text, { 1: [failure] }), { text: text.replace('"body": "1"', '"body": "2"'), left: 0 });
  });

  it('writes into a single case, into steps and headers', () => {
    const single =
      '{\n  "steps": [\n    {\n      "expect": {\n        "response": {\n          "headers": {\n            "X-\\"A": "1"\n          }\n        }\n      }\n    }\n  ]\n}';
    const at = 'steps[0].expect.response.headers["X-\\"A"]';
    assert.deepEqual(update(single, { 0: [{ at, message: 'm', update: '9' }] }), {
      text: single.replace('"1"', '"9"'),
      left: 0,
    });
  });

  it('leaves what cannot be written', () => {
    const text = '{"name":"a"}';
    assert.deepEqual(update(text, { 0: [failure, { at: 'exchanges', message: 'm' }] }), { text, left: 2 });
  });
});
