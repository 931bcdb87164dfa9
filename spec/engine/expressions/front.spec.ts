import assert from 'node:assert/strict';
import { type AllowedLanguages, compileExpression } from '../../../engine/expressions/index.js';
import { testContext } from './messages.js';

const compiled: [text: string, language: string, allowed?: AllowedLanguages][] = [
  ['//a', 'xpath'],
  ['$ctx:a', 'xpath'],
  ['json-eval($.a)', 'jsonpath'],
  // Whatever the last character is, it is cut off.
  ['json-eval($.ab', 'jsonpath'],
  ['json-eval($.a) ', 'jsonpath'],
  ['${payload}', 'synapse'],
  ['$.a', 'jsonpath', { jsonpath: true }],
  ['json-eval($.a)', 'jsonpath', { jsonpath: true }],
  ['//a', 'xpath', { xpath: true }],
];

const refused: [text: string, code: string, column: number, allowed?: AllowedLanguages][] = [
  [' json-eval($.a)', 'expression/xpath-syntax', 13],
  ['json-eval($.a b)', 'expression/jsonpath-syntax', 14],
  ['${a} and ${b}', 'expression/synapse-syntax', 3],
  ['${payload} ', 'expression/xpath-syntax', 2],
  [' ${payload}', 'expression/xpath-syntax', 3],
  ['${5 >> 3}', 'expression/synapse-syntax', 6],
  ['${}', 'expression/synapse-syntax', 3],
  ['${payload}', 'expression/not-allowed', 1, { xpath: true, jsonpath: true }],
  ['json-eval($.a)', 'expression/not-allowed', 1, { xpath: true }],
  ['//a', 'expression/not-allowed', 1, { synapse: true }],
];

describe('the language of an expression', () => {
  for (const [text, language, allowed] of compiled) {
    it(`${text} is ${language}`, () => {
      const context = testContext();
      const expression = compileExpression(text, context, allowed);
      assert.deepEqual(context.report.findings, []);
      assert.equal(expression?.language, language);
    });
  }

  for (const [text, code, column, allowed] of refused) {
    it(`${JSON.stringify(text)} is refused with ${code}`, () => {
      const context = testContext();
      assert.equal(compileExpression(text, context, allowed), undefined);
      const [found] = context.report.findings.filter(({ severity }) => severity === 'error');
      assert.deepEqual([found?.code, found?.column], [code, column]);
    });
  }
});
