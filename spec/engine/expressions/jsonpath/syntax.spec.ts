import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileJsonPath } from '../../../../engine/expressions/jsonpath/index.js';
import { testContext, testMessage } from '../messages.js';

describe('compileJsonPath', () => {
  const refused: [text: string, column: number, message: RegExp][] = [
    ['', 1, /the path is empty/],
    ['.', 1, /the path is empty/],
    ['$.a.[', 5, /expected a quoted name/],
    ['$.a[', 4, /the bracket is not closed/],
    ['$.a[0][', 7, /the bracket is not closed/],
    ["$.a['b'", 8, /expected ',' or '\]' after the name/],
    ["$.a['b]", 5, /closing ' is missing/],
    ['$.a..', 4, /does not end with '\.'/],
    ['$.a b', 4, /around a name with blanks/],
    ['a b', 2, /around a name with blanks/],
    ['$x', 2, /'\.' or '\[' is expected/],
    ['$.a[x]', 4, /expected a quoted name, an index/],
    ['$.a[1 2]', 5, /'1 2' is no index/],
    ['$.a[::2]', 5, /a slice needs a start or an end/],
    ['$.a[99999999999]', 5, /is no index/],
    ['$.a[(@.length-1)]', 4, /expected a quoted name, an index/],
    ["$.a['b',]", 9, /a name is missing/],
    ['$.a[?(@.b == x)]', 14, /expected a path or a literal/],
    ['$.a[?(@.b and @.c)]', 11, /expected an operator/],
    ['$.a[?(@.b == 1]', 6, /closing '\)' of the filter is missing/],
    ['$.a[?(@.b =~ /a(/)]', 16, /the group is not closed/],
    ['$.a.sum($.b', 8, /arguments of sum\(\) are not closed/],
    ['$ctx:p.a b', 9, /around a name with blanks/],
    ['$ctx:p.[', 8, /expected a quoted/],
    ['$func:p.a', 2, /'\.' or '\[' is expected/],
    [`$${'.a'.repeat(501)}`, 1004, /more than 500 steps/],
    [`$[?(${'('.repeat(150)}@.a${')'.repeat(150)})]`, 104, /nested more than 100 deep/],
  ];
  for (const [text, column, message] of refused) {
    it(`refuses ${text.length > 40 ? `${text.slice(0, 40)}...` : text} at column ${column}`, () => {
      const context = testContext();
      assert.equal(compileJsonPath(text, context), undefined);
      const [found] = context.report.findings;
      assert.equal(found?.code, 'expression/jsonpath-syntax');
      assert.match(found.message, message);
      assert.equal(found.column, column);
    });
  }

  it('names a construct of a filter pattern that is not run', () => {
    const context = testContext();
    assert.equal(compileJsonPath('$.a[?(@.b =~ /x\\Gy/)]', context), undefined);
    const [found] = context.report.findings;
    assert.equal(found?.code, 'expression/regex-unsupported');
    assert.equal(found.column, 16);
  });

  for (const [text, column] of [
    ['$.a[0]x', 7],
    ['$.a[*]]', 7],
    ['a[0]y', 5],
    ['$ctx:p[0]z', 10],
  ] as const) {
    it(`warns that the last character of ${text} means nothing`, () => {
      const context = testContext();
      assert.ok(compileJsonPath(text, context));
      const [found] = context.report.findings;
      assert.equal(found?.code, 'expression/jsonpath-ignored');
      assert.equal(found.column, column);
      assert.match(found.message, new RegExp(`${text.at(-1)}, is ignored`));
    });
  }

  it('never throws, whatever the text and the body', () => {
    const words = [
      '$',
      '@',
      '.',
      '..',
      '[',
      ']',
      '*',
      '?',
      '(',
      ')',
      "'",
      '"',
      'a',
      'b',
      '0',
      '-1',
      ':',
      ',',
      ' ',
      '==',
      '&&',
      '!',
    ];
    const text = fc.array(
      fc.constantFrom(...words, '[?(', ')]', '=~', '/a/', 'length()', 'sum(', '{', '}', '$ctx:p', '\\'),
      {
        maxLength: 14,
      },
    );
    fc.assert(
      fc.property(text, fc.json(), (parts, json) => {
        const context = testContext();
        const expression = compileJsonPath(parts.join(''), context);
        assert.equal(expression === undefined, context.report.failed);
        if (!expression || expression.property || parts.includes('{')) return;
        const { message } = testMessage({ json: `{"a":${json}}` });
        assert.equal(typeof expression.string(message), 'string');
      }),
      { numRuns: 3000 },
    );
  });
});
