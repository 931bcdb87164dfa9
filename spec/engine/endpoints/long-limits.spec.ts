import assert from 'node:assert/strict';
import { type Limited, LongLimits } from '../../../engine/endpoints/long-limits.js';
import { ManualClock } from '../../../engine/observe/index.js';

describe('long limits', () => {
  let clock: ManualClock;
  let limits: LongLimits;
  let expired: string[];
  beforeEach(() => {
    clock = new ManualClock();
    limits = new LongLimits(clock);
    expired = [];
  });

  const add = (name: string, duration: number): Limited => {
    const entry: Limited = {
      slot: 0,
      due: clock.monotonic() + duration,
      expire: () => {
        expired.push(name);
        limits.delete(entry);
      },
    };
    limits.add(entry);
    return entry;
  };

  it('are noticed within a second, and never before', () => {
    add('a', 10_000);
    clock.advance(9_999);
    assert.deepEqual(expired, []);
    clock.advance(1_001);
    assert.deepEqual(expired, ['a']);
  });

  it('are not noticed of what has ended', () => {
    const [a, b] = [add('a', 10_000), add('b', 10_000)];
    assert.notEqual(a, b);
    limits.delete(a);
    clock.advance(20_000);
    assert.deepEqual(expired, ['b']);
  });

  it('share one timer, which ends with the last of them', () => {
    const entries = [add('a', 10_000), add('b', 50_000)];
    assert.equal(clock.pending, 1);
    for (const entry of entries) limits.delete(entry);
    clock.advance(1_000);
    assert.equal(clock.pending, 0);
    add('c', 10_000);
    assert.equal(clock.pending, 1);
  });
});
