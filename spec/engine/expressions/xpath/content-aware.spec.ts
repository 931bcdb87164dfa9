import assert from 'node:assert/strict';
import { compile } from './setting.js';

const rows: readonly (readonly [expression: string, aware: boolean])[] = [
  ['//a', true],
  ['$body', false],
  ['$body/a', true],
  ["concat($ctx:a, '//b')", false],
  ['$trp:a/b', false],
  ['$axis2:a/b', false],
  ['$config:a/b', false],
  ['$url:a', false],
  ["get-property('From')", true],
  ["get-property('FAULT')", true],
  ["get-property('To')", false],
  ["get-property('x')", false],
  ["concat(get-property('registry','conf:/a'), '')", false],
  ["concat(get-property('transport', 'a'), //b)", false],
  ["concat(get-property('env', 'a'), //b)", false],
  ["concat(get-property('axis2', 'a'), //b)", true],
  ["concat(get-property('a'), get-property('transport', 'b'), //c)", true],
  ['concat(get-property("transport", \'a\'), //b)', true],
  ['1 + 1', false],
];

describe('XPath: when the reference parses the body first', () => {
  for (const [expression, aware] of rows) {
    it(`${expression}: ${aware}`, () => assert.equal(compile(expression).contentAware, aware));
  }
});
