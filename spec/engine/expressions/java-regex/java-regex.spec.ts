import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import { compileJavaRegex, dynamicJavaRegex } from '../../../../engine/expressions/java-regex/index.js';
import { testContext } from '../messages.js';

describe('compileJavaRegex', () => {
  const refused: [pattern: string, code: string, column: number, message: RegExp][] = [
    ['ab(c', 'expression/regex-syntax', 3, /group is not closed/],
    ['ab**', 'expression/regex-syntax', 4, /dangling meta character '\*'/],
    ['a[b-a]', 'expression/regex-syntax', 3, /illegal character range/],
    ['a\\y', 'expression/regex-syntax', 2, /illegal escape \\y/],
    ['a\\p{Nope}', 'expression/regex-syntax', 2, /unknown character property \{Nope\}/],
    ['x{2,1}', 'expression/regex-syntax', 2, /illegal repetition range/],
    ['a\\Gb', 'expression/regex-unsupported', 2, /uses \\G/],
    ['a\\Xb', 'expression/regex-unsupported', 2, /uses \\X/],
    ['\\N{DIGIT ONE}', 'expression/regex-unsupported', 1, /uses \\N/],
    ['a\\b{g}', 'expression/regex-unsupported', 2, /uses \\b\{g\}/],
    ['(a)?\\1', 'expression/regex-unsupported', 5, /back reference to a group that may not have matched/],
    ['(?i)(a)\\1', 'expression/regex-unsupported', 8, /back reference that ignores case/],
    ['(?<=a*)b', 'expression/regex-unsupported', 1, /look-behind without a maximum length/],
    ['\\p{InTamil}', 'expression/regex-unsupported', 1, /Unicode block \{InTamil\}/],
    ['(?:(?:a{100}){100}){100}', 'expression/regex-unsupported', 1, /more than 20000 characters/],
  ];
  for (const [pattern, code, column, message] of refused) {
    it(`refuses ${pattern} at column ${column}`, () => {
      const context = testContext();
      assert.equal(compileJavaRegex(pattern, context), undefined);
      const [found] = context.report.findings;
      assert.equal(found?.code, code);
      assert.equal(found.column, column);
      assert.match(found.message, message);
    });
  }

  it('takes flags for the whole pattern', () => {
    const regex = compileJavaRegex('A.', testContext(), 'is')!;
    assert.equal(regex.matches('a\n'), true);
  });

  it('knows its groups', () => {
    const regex = compileJavaRegex('(?<key>\\w+)=(\\w*)', testContext())!;
    assert.equal(regex.groupCount, 2);
    assert.deepEqual([...regex.groupNames], [['key', 1]]);
    assert.deepEqual(regex.match('a=b')?.groups, ['a=b', 'a', 'b']);
  });

  it('replaces the first match only when asked so', () => {
    assert.equal(compileJavaRegex('a', testContext())!.replaceFirst('aa', 'b'), 'ba');
  });

  it('leaves a text without a match alone, whatever the replacement', () => {
    assert.equal(compileJavaRegex('x', testContext())!.replaceAll('abc', '$9'), 'abc');
  });

  const words = [
    'a',
    'b',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '\\',
    '*',
    '+',
    '?',
    '|',
    '^',
    '$',
    '.',
    '&&',
    '-',
    '2',
    ',',
    'Q',
    'E',
  ];
  it('throws nothing but the fault of the time limit, whatever the pattern and the text', () => {
    const pattern = fc.array(fc.constantFrom(...words, '(?<n>', '(?=', '(?i)', '\\p{', '\\k<n>', '\\1', '😀'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pattern, fc.string({ maxLength: 10 }), (parts, text) => {
        const context = testContext();
        const regex = compileJavaRegex(parts.join(''), context);
        assert.equal(regex === undefined, context.report.failed);
        for (const run of ['matches', 'find', 'split'] as const) {
          try {
            regex?.[run](text);
          } catch (error) {
            // The guard counts wall time, which a loaded machine can use up with any pattern.
            assert.ok(error instanceof Fault && /took longer than/.test(error.message), String(error));
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a pattern that would backtrack for ages', () => {
  const long = 'a'.repeat(50_000);
  /** Patterns with a linear form, on texts on which backtracking would need years. */
  const linear: [pattern: string, text: string][] = [
    ['(a+)+', `${long}b`],
    ['(a|a)*', `${long}b`],
    ['(a|aa)+$', `${long}b`],
    ['(.*)*x', long],
    ['.*a.*a.*a.*b', long],
    ['(?:a?){30}a{30}b', 'a'.repeat(30)],
    ['(x+x+)+y', 'x'.repeat(50_000)],
  ];
  for (const [pattern, text] of linear) {
    it(`${pattern} ends at once`, () => {
      const regex = compileJavaRegex(pattern, testContext())!;
      const start = performance.now();
      assert.equal(regex.matches(text), false);
      assert.equal(regex.replaceAll(text.slice(0, 500), '-').length > 0, true);
      assert.ok(performance.now() - start < 2000);
    });
  }

  /** Look-around and back references have no linear form. */
  for (const pattern of ['(?=(a+)+$)b', '(a+)+\\1b']) {
    it(`${pattern} is given up with a fault at its place`, () => {
      const regex = compileJavaRegex(pattern, testContext())!;
      const start = performance.now();
      assert.throws(
        () => regex.find(`${'a'.repeat(60)}!`),
        (error) => {
          assert.ok(error instanceof Fault);
          assert.match(error.message, /took longer than 100 ms/);
          assert.deepEqual(error.place, { file: 'test.xml', line: 1, column: 1 });
          return true;
        },
      );
      assert.ok(performance.now() - start < 2000);
    });
  }

  it('is run natively while the text is short', () => {
    assert.equal(compileJavaRegex('(?=(a+)+$)a+', testContext())!.matches('aaa'), true);
  });
});

describe('dynamicJavaRegex', () => {
  it('keeps compiled patterns', () => {
    assert.equal(dynamicJavaRegex('a+b'), dynamicJavaRegex('a+b'));
  });

  for (const [pattern, message] of [
    ['(', /'\(' is invalid: the group is not closed/],
    ['\\G', /uses \\G, which this engine does not run/],
  ] as const) {
    it(`faults on ${pattern}`, () => {
      assert.throws(
        () => dynamicJavaRegex(pattern),
        (error) => error instanceof Fault && message.test(error.message),
      );
    });
  }
});
