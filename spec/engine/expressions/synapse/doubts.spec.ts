import assert from 'node:assert/strict';
import { compileSynapse } from '../../../../engine/expressions/index.js';
import { testContext } from '../messages.js';

/** What is accepted with a warning, since it fails in every message. */
const doubtful: [expression: string, code: string, column: number, message: RegExp][] = [
  ['1 + length("a", "b")', 'synapse/wrong-arguments', 5, /^length\(\) is called with 2 argument\(s\)/],
  ['exists()', 'synapse/wrong-arguments', 1, /^exists\(\) is called with 0/],
  ['now(1)', 'synapse/wrong-arguments', 1, /^now\(\) is called with 1/],
  ['trim(null)', 'synapse/wrong-operand', 6, /^trim\(\) does not take null/],
  ['vars.a > 1 and vars.b < 2', 'synapse/wrong-condition', 10, /^and does not take 1/],
  ['vars.a or "x"', 'synapse/wrong-condition', 11, /^or does not take "x"/],
  ['vars.a > "x"', 'synapse/wrong-operand', 10, /^> does not take "x"/],
  ['null + 1', 'synapse/wrong-operand', 1, /^\+ does not take null/],
  ['[1] * 2', 'synapse/wrong-operand', 1, /^\* does not take array/],
  ['true - 2', 'synapse/wrong-operand', 1, /^- does not take boolean/],
  ['"yes" ? 1 : 2', 'synapse/wrong-operand', 1, /^\? does not take "yes"/],
  ["vars['a']", 'synapse/bad-path', 1, /^The path vars\['a'\] cannot be read/],
  ['payload["$ref"]', 'synapse/bad-path', 1, /Illegal group reference\.$/],
  ['payload["a","b"]', 'synapse/bad-path', 1, /cannot be read/],
  ['payload.a[:]', 'synapse/bad-path', 1, /cannot be read/],
  ["length($.a[?(@.p > 1 and @.t == 'C')])", 'synapse/bad-path', 8, /cannot be read/],
  ['vars.a[:]', 'synapse/bad-path', 1, /cannot be read/],
  ['object(vars.a)[:]', 'synapse/bad-path', 1, /cannot be read/],
  ['split(vars.a, "[")', 'synapse/bad-text', 15, /^split\(\) cannot use "\["/],
  ['formatDateTime(now(), "bbb")', 'synapse/bad-text', 23, /Unknown pattern letter: b\.$/],
  ["xpath('//[')", 'synapse/bad-text', 10, /^xpath\(\) cannot use \/\/\[/],
  ["xpath('nope(//a)')", 'xpath/unknown-function', 8, /There is no function nope/],
];

/** What may work in some message. */
const fine = [
  'payload.a.b[0] == null',
  'vars.a > 1 == true',
  '(vars.a > 1) and (vars.b < 2)',
  'vars.a and vars.b or not(vars.c)',
  '"a" + vars.b',
  '1 + vars.b',
  'exists(null)',
  'payload[vars.k]',
  'payload["a"][*].b[?(@.c == "d")]',
  'vars.a.payload[0]',
  'xpath(vars.path)',
  "xpath('//a', 'v')",
  'split(vars.a, vars.b)',
  'round(2.5, 1)',
  'true == "true"',
];

describe('doubts about Synapse expressions', () => {
  for (const [expression, code, column, message] of doubtful) {
    it(`warns of ${expression}`, () => {
      const context = testContext();
      assert.ok(compileSynapse(expression, context));
      const [found, ...more] = context.report.findings;
      assert.deepEqual(more, []);
      assert.deepEqual([found?.code, found?.severity, found?.column], [code, 'warning', column]);
      assert.match(found!.message, message);
    });
  }

  for (const expression of fine) {
    it(`has none about ${expression}`, () => {
      const context = testContext();
      assert.ok(compileSynapse(expression, context));
      assert.deepEqual(context.report.findings, []);
    });
  }

  it('advises on single quotes behind vars', () => {
    const context = testContext();
    compileSynapse("vars['a']", context);
    assert.equal(context.report.findings[0]?.hint, 'Put the name of the variable in double quotes.');
  });
});
