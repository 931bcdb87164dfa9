import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineDifference } from '../../../engine/replay/line-difference.js';

describe('lineDifference', () => {
  const table: [string, string, string, string][] = [
    ['nothing', 'a b', 'a b', ''],
    ['a changed line', 'a b c', 'a x c', '  a\n- b\n+ x\n  c'],
    ['a removed line', 'a b c', 'a c', '  a\n- b\n  c'],
    ['an added line', 'a c', 'a b c', '  a\n+ b\n  c'],
    [
      'changes far apart',
      '1 a 2 3 4 5 6 7 b 8',
      '1 x 2 3 4 5 6 7 y 8',
      '  1\n- a\n+ x\n  2\n  3\n…\n  6\n  7\n- b\n+ y\n  8',
    ],
    ['lines that move', 'a b c', 'b c a', '- a\n  b\n  c\n+ a'],
    ['everything', 'a', 'b', '- a\n+ b'],
  ];
  for (const [fact, a, b, difference] of table) {
    it(`shows ${fact}`, () => assert.equal(lineDifference(a.split(' '), b.split(' ')), difference));
  }

  it('keeps every line of both texts that differ', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const shown = lineDifference(a, b).split('\n');
        const count = (mark: string): number => shown.filter((line) => line.startsWith(mark)).length;
        assert.equal(a.length - count('- '), b.length - count('+ '));
        assert.equal(lineDifference(a, b) === '', a.join() === b.join());
      }),
    );
  });

  it('gives up on the middle of very long texts, not on the texts', () => {
    const lines = (from: number): string[] => Array.from({ length: 3000 }, (_, index) => String(from + index));
    assert.match(lineDifference(lines(0), lines(10_000)), /^- 0\n[\s\S]*\+ 12999$/);
  });
});
