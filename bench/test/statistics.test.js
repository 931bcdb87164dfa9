import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, percentile, spread } from '../harness/statistics.js';
import { figure } from '../harness/summary.js';

describe('figures', () => {
  it('are medians with the smallest and the largest value', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.deepEqual(spread([0.9, 1.2, 1]), { value: 1, low: 0.9, high: 1.2 });
    assert.equal(percentile([1, 2, 3, 4], 0.5), 3);
    assert.equal(percentile([1, 2, 3, 4], 1), 4);
  });

  it('meet a target with their median', () => {
    assert.equal(figure('ratio', '', [0.8, 0.91, 0.95], { atLeast: 0.9 }).met, true);
    assert.equal(figure('ratio', '', [0.8, 0.89, 0.95], { atLeast: 0.9 }).met, false);
    assert.equal(figure('time', 'ms', [301, 299, 302], { atMost: 300 }).met, false);
    assert.equal('met' in figure('time', 'ms', [1]), false);
  });
});
