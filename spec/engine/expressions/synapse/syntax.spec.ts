import assert from 'node:assert/strict';
import { compileSynapse } from '../../../../engine/expressions/synapse/index.js';
import { testContext } from '../messages.js';

/** Expressions that the reference engine accepts. */
const accepted = [
  '5 > 3',
  'payload.length',
  'payload.length()',
  'payload.payload.vars',
  'payload.function-like.toUpper.property.axis2',
  '$',
  '$..*',
  '$..book[*].title',
  '$.store..price.min()',
  'payload.[0]',
  'payload[0]["a"][\'b\']',
  'payload[*]',
  'payload[1,2]',
  'payload[1:2]',
  'payload[:2]',
  'payload[-2:]',
  'payload[:]',
  'payload[::]',
  'payload[1:2:3]',
  'payload.a[vars.i + 1:]',
  'payload.a[-vars.i:]',
  'payload[vars.a ? 1 : 2]',
  'payload[vars.a ? 1 : 2 : 3]',
  "$.items[?(@.p > 10 && @.t == 'C')].id",
  '$.items[?(@.t size 1)]',
  '$.items[?(@.a =~ /.*x/i)]',
  '$.items[?(!@.a)]',
  '$.items[(@.a)]',
  '$.items[(1 + 2)]',
  '$.items[?(@.c == payload.x[0] || @.d == integer(headers.price))]',
  'vars.a',
  'vars.["a"]',
  'vars["a"].b[0]',
  "vars['a']",
  'vars."a"',
  'vars.my-var',
  'headers.X-Name',
  "headers['Content-Type']",
  'headers.["X"]',
  'props.synapse.payload',
  'properties.axis2["a b"]',
  'params.queryParams.q + params.pathParams.q + params.functionParams.q',
  'configs.name',
  '-5',
  '5 - 3',
  '5 + -3',
  '[1, "a", null, [true]]',
  '[]',
  'now()',
  'now ( )',
  'length(split("a,b", ","))',
  'split("a,b", ",")[0]',
  'toUpper("a").property("b")',
  'registry("a").property("k")',
  'registry("a").a.b',
  'object(payload).a',
  'array("[1]")[0]',
  'wso2-vault("a")',
  'hashicorp-vault("a", "b", "c")',
  'length(1,2,3,4,5)',
  'true ? false ? false : true : false',
  'false ? true : false ? false : true',
  '$["nul"] == null',
  '"a\\"b" + \'it\\\'s\' + "\\u00e4\\012"',
  'vars.a and vars.b && vars.c or vars.d || vars.e',
  '((((1))))',
  '\t1\r\n+ 2 ',
  '"line\nbreak"',
];

/** Expressions that it refuses: the column of the error, counted from 1, and a part of the reason. */
const refused: [expression: string, column: number, reason: string | RegExp][] = [
  ['', 1, 'ends here'],
  ['  ', 3, 'ends here'],
  ['5 >> 3', 4, 'expected a value at ">"'],
  ['5-3', 2, 'expected an operator or the end at "-3"'],
  ['payload.x[0]-1', 13, 'at "-1"'],
  ['-vars.a', 1, 'expected a value'],
  ['!true', 1, 'expected a value'],
  ['a', 1, 'expected a value at "a"'],
  ['foo("a")', 1, 'expected a value at "foo"'],
  ['secret("a")', 1, 'expected a value at "secret"'],
  ['length()', 1, 'expected a value'],
  ['length', 7, 'expected ('],
  ['payload.', 9, 'expected a name, but it ends here'],
  ['payload.size', 9, 'expected a name at "size"'],
  ['payload.empty', 9, 'expected a name'],
  ['payload.true', 9, 'expected a name'],
  ['payload.null', 9, 'expected a name'],
  ['payload.and', 9, 'expected a name'],
  ['payload.1', 9, 'expected a name'],
  ['payload..size', 10, 'expected a name or *'],
  ['payload..payload', 10, 'expected a name or *'],
  ['payload[', 9, 'ends here'],
  ['payload[]', 9, 'expected a value'],
  ['payload[1', 10, 'expected ]'],
  ['payload[-vars.i]', 16, 'expected :'],
  ['payload[name]', 9, 'expected a value'],
  ['vars', 5, 'expected .'],
  ['vars[0]', 6, 'expected the name of a variable in quotes'],
  ['vars[vars.a]', 6, 'expected the name of a variable in quotes'],
  ['headers', 8, 'expected .'],
  ['headers.X.y', 10, 'expected an operator'],
  ['headers.size', 9, 'expected a name'],
  ['props.x', 7, 'expected synapse or axis2'],
  ['params.x', 8, 'expected queryParams, pathParams or functionParams'],
  ['params.synapse.x', 8, 'expected queryParams'],
  ['"open', 1, 'expected a value'],
  ['"a\\x"', 1, 'expected a value'],
  ['"a" "b"', 5, 'expected an operator or the end'],
  ['(1', 3, 'expected )'],
  ['[1,', 4, 'expected a value'],
  ['1 ? 2', 6, 'expected :'],
  ['registry("a").property()', 25, 'expected the name of a property'],
  ['object("{}").property("k")', 14, 'object has no properties'],
  ["$.items[?(@.t in ['a'])]", 18, 'a filter cannot hold this at "["'],
  ["$.items[?(@['a'])]", 12, 'a filter cannot hold this'],
  ["$.items[?(@.t contains 'a')]", 24, 'expected ('],
  ['$.items[?(@.length > 1)]', 20, 'expected ('],
  ['$.items[?(@.a == null)]', 18, 'a filter cannot hold this'],
  ['$.items[?@.a]', 10, 'expected ('],
  ['$.items[?(@.a', 14, 'ends here'],
  ['$.items[(@.a]', 13, 'a filter cannot hold this'],
  [`${'('.repeat(200)}1${')'.repeat(200)}`, 101, 'nested more than 100 levels'],
  [`payload${'[payload'.repeat(200)}`, 801, 'nested more than 100 levels'],
];

const hints: [expression: string, hint: RegExp][] = [
  ['5-3', /^Write a blank behind the minus: - 3\.$/],
  ['!vars.a', /^Write not\(\.\.\.\)\.$/],
  ['toupper("a")', /^The nearest known function is toUpper\.$/],
  ['xyzzy("a")', /^There is no such function\.$/],
  ['payloads.a', /^The nearest known word is payload\.$/],
  ['hello', /^The nearest known word is headers\.$|^A text needs quotes\.$/],
  ['payload.size', /^Write \["size"\] after the name before it\.$/],
  ['"open', /^A text ends with the quote it starts with/],
  ['-vars.a', /^Only a number can have a minus sign; write 0 - x\.$/],
];

describe('syntax of Synapse expressions', () => {
  for (const expression of accepted) {
    it(`accepts ${expression}`, () => {
      const context = testContext();
      const compiled = compileSynapse(expression, context);
      assert.equal(context.report.failed, false);
      assert.equal(compiled?.source, `\${${expression}}`);
      assert.equal(compiled.language, 'synapse');
    });
  }

  for (const [expression, column, reason] of refused) {
    it(`refuses ${expression.slice(0, 40)}`, () => {
      const context = testContext();
      assert.equal(compileSynapse(expression, context), undefined);
      const [found, ...more] = context.report.findings.filter(({ severity }) => severity === 'error');
      assert.deepEqual(more, []);
      assert.equal(found?.code, 'expression/synapse-syntax');
      assert.ok(found.message.includes(String(reason)), found.message);
      assert.equal(found.column, column);
    });
  }

  for (const [expression, hint] of hints) {
    it(`advises on ${expression}`, () => {
      const context = testContext();
      compileSynapse(expression, context);
      assert.match(context.report.findings[0]?.hint ?? '', hint);
    });
  }

  it('drops a character that begins no token, with a warning', () => {
    const context = testContext();
    assert.ok(compileSynapse('1 # + 2', context));
    const [found] = context.report.findings;
    assert.deepEqual([found?.code, found?.severity, found?.column], ['expression/ignored-character', 'warning', 3]);
  });

  it('drops the character behind a lone =, & or |, too', () => {
    const context = testContext();
    assert.ok(compileSynapse('vars.x =5', context));
    assert.equal(
      context.report.findings[0]?.message,
      'A Synapse expression cannot hold "=5" here; the character is ignored.',
    );
  });

  it('takes a long chain of operators', () => {
    assert.ok(compileSynapse(`1${' + 1'.repeat(20_000)}`, testContext()));
    assert.ok(compileSynapse(`true${' and true'.repeat(20_000)}`, testContext()));
  });
});
