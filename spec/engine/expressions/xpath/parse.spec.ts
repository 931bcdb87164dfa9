import assert from 'node:assert/strict';
import { tryCompile } from './setting.js';

/** Expression, column of the error, a part of its message, a part of its hint. */
type Refusal = readonly [expression: string, column: number, message: RegExp, hint?: RegExp];

const refused: readonly Refusal[] = [
  ['', 1, /it is empty/],
  ['  ', 3, /it is empty/],
  ['Agg Exp', 5, /unexpected 'Exp', nothing more is expected/],
  ["'abc", 1, /the text that starts here has no closing quote/],
  ["concat('a', 'b", 13, /no closing quote/],
  ['//', 3, /ends too early: a step/],
  ['a/', 3, /ends too early/],
  ['$body/getSimpleQuote/::text()', 22, /unexpected '::', a step/, /name of an axis/],
  ['count(//a', 10, /ends too early: a comma or the closing bracket/],
  ['//a[1', 6, /ends too early: the closing \]/],
  ['//a]', 4, /unexpected '\]'/],
  ['(1', 3, /closing bracket/],
  ['()', 2, /unexpected '\)', a value or a path/],
  ['sideways::a', 1, /unexpected 'sideways', the name of an axis/],
  ['child::', 8, /a name, \* or node\(\)/],
  ['a/string()', 3, /only node\(\), text\(\)/],
  ['text(1)', 6, /closing bracket/],
  ["'a'/b", 4, /a path cannot start from a text/],
  ['1 2', 3, /unexpected '2'/],
  ['1.2.3', 4, /unexpected '\.3'/],
  ['$', 2, /the name of a variable/],
  ['$.album', 2, /the name of a variable/, /json-eval\(\$…\)/],
  ['a:b:c', 4, /unexpected ':'/],
  ['1 +', 4, /ends too early/],
  ['a | ', 5, /ends too early/],
  ['a == b', 4, /unexpected '='/, /single =/],
  ['a || b', 4, /unexpected '\|'/, /`or`/],
  ['a && b', 3, /unexpected '&& b'/, /`and`/],
  ['!a', 1, /unexpected '!a'/, /not\(x\)/],
  ['a eq b', 3, /unexpected 'eq b'/, /XPath 2\.0.*`=`/],
  ['1 idiv 2', 3, /unexpected/, /floor/],
  ['for $x in //a return $x', 5, /unexpected '\$'/, /XPath 2\.0/],
  ['if (a) then b else c', 8, /unexpected 'then/, /XPath 2\.0/],
  ['(1, 2)', 3, /unexpected ','/, /XPath 2\.0/],
  ['a/(b|c)', 3, /unexpected '\('/, /XPath 2\.0/],
  [' json-eval($.a)', 13, /unexpected '\.'/, /blank before json-eval/],
  ["{get-property('a')}", 1, /unexpected/, /Braces/],
  ['concat(‘a’, ’b’)', 8, /unexpected/, /typographic/],
  ['a\u00a0= b', 2, /unexpected/, /no-break/],
];

/** What the reference lets pass although XPath 1.0 does not. */
const accepted: readonly string[] = [
  "concat('a','b',)",
  '$body/',
  '$body//',
  '//p:',
  '1 div2',
  "'a' or'b'",
  '$ ctx : name',
  "fn :concat ('a','b')",
  'a | b = c',
  "get-property('x')'",
  '5[1]',
  "'a'[1]",
  "('a')/b",
  '@text()',
  '- - 1',
  '.5 + 5.',
  'div div div',
  '* * *',
  'a-b.c_d',
  "processing-instruction('x')",
];

describe('XPath: syntax', () => {
  for (const [expression, column, message, hint] of refused) {
    it(`refuses ${JSON.stringify(expression)} at column ${column}`, () => {
      const { expression: compiled, findings } = tryCompile(expression);
      assert.equal(compiled, undefined);
      assert.equal(findings.length, 1);
      const [finding] = findings;
      assert.equal(finding!.code, 'expression/xpath-syntax');
      assert.equal(finding!.severity, 'error');
      assert.equal(finding!.column, column);
      assert.match(finding!.message, message);
      if (hint === undefined) assert.equal(finding!.hint, undefined);
      else assert.match(finding!.hint ?? '', hint);
    });
  }

  for (const expression of accepted) {
    it(`accepts ${expression}`, () => {
      const { expression: compiled, findings } = tryCompile(expression, { p: 'urn:p' });
      assert.ok(compiled, findings[0]?.message);
      assert.ok(findings.every((finding) => finding.severity === 'warning'));
    });
  }

  for (const [what, text] of [
    ['brackets', '('.repeat(100_000)],
    ['predicates', `a${'[a'.repeat(10_000)}${']'.repeat(10_000)}`],
    ['calls', `${'string('.repeat(5000)}1${')'.repeat(5000)}`],
    ['unions', `a${' | a'.repeat(5000)}`],
    ['operators', `1${' + 1'.repeat(50_000)}`],
    ['signs', `${'-'.repeat(50_000)}1`],
    ['steps', 'a/'.repeat(50_000)],
  ] as const) {
    it(`refuses ${what} without end`, () => {
      const { expression, findings } = tryCompile(text);
      assert.equal(expression, undefined);
      assert.match(findings[0]!.message, /nested more than|more than 4000 words/);
    });
  }

  it('takes what no author will ever write by hand', () => {
    for (const text of [`1${' + 1'.repeat(1900)}`, `${'('.repeat(140)}1${')'.repeat(140)}`, `${'-'.repeat(3900)}1`]) {
      assert.ok(tryCompile(text).expression);
    }
  });
});
