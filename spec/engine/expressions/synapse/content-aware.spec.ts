import assert from 'node:assert/strict';
import { compileSynapse } from '../../../../engine/expressions/index.js';
import { testContext } from '../messages.js';

const aware = [
  'payload',
  '$',
  'payload.name',
  '$.name',
  'length(payload)',
  '5 + length(payload["payload"])',
  '$..book[?(@.category==payload.category)]',
  '$..book[?(@.category=="payload.category")]',
  'vars.books[?(@.category==payload.category)]',
  'vars.books[?(@.category==$.category)]',
  'xpath("//student")',
  "xpath('/student')",
  'xpath("//*") + vars.abc',
  'xpath("$ctx:bla") + $.age',
  'vars.num1 + vars.["payload"] + xpath("//num3")',
  `xpath("get-property('FAULT')") + xpath('//a')`,
];

const unaware = [
  'length(vars.abc)',
  'vars["payload"]',
  '5 + vars["payload"].age',
  'vars.payload',
  'vars.payloads',
  'vars.books[?(@.category=="payload.category")]',
  'xpath("$ctx:name")',
  'vars.num1 + vars.["payload"] + xpath("$ctx:num3")',
  "xpath('//a', 'v')",
  "xpath('$body')",
  // The test takes the other kind of quote for the end of the path.
  'xpath("//a[@b=\'c\']")',
  'headers.X',
];

describe('body reading of Synapse expressions', () => {
  for (const expression of aware) {
    it(`${expression} needs the body`, () =>
      assert.equal(compileSynapse(expression, testContext())!.contentAware, true));
  }

  for (const expression of unaware) {
    it(`${expression} does not`, () => assert.equal(compileSynapse(expression, testContext())!.contentAware, false));
  }
});
