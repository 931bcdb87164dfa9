import assert from 'node:assert/strict';
import { ManualClock, systemClock } from '../../../engine/observe/index.js';

describe('the manual clock', () => {
  it('stands still until it is moved', () => {
    const clock = new ManualClock(1000);
    assert.deepEqual([clock.now(), clock.monotonic()], [1000, 0]);
    clock.advance(250);
    assert.deepEqual([clock.now(), clock.monotonic()], [1250, 250]);
  });

  it('fires timers in the order of their times, at their times', () => {
    const clock = new ManualClock(0);
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${clock.now()}`);
    clock.setTimeout(note('b'), 20);
    clock.setTimeout(note('a'), 10);
    clock.setTimeout(note('b2'), 20);
    clock.setTimeout(note('late'), 31);
    clock.advance(30);
    assert.deepEqual(fired, ['a@10', 'b@20', 'b2@20']);
    assert.equal(clock.pending, 1);
  });

  it('fires timers that a timer sets, when they come due on the way', () => {
    const clock = new ManualClock(0);
    const fired: number[] = [];
    const again = () => {
      fired.push(clock.now());
      if (fired.length < 3) clock.setTimeout(again, 10);
    };
    clock.setTimeout(again, 10);
    clock.advance(100);
    assert.deepEqual(fired, [10, 20, 30]);
  });

  it('does not fire a cleared timer', () => {
    const clock = new ManualClock();
    const timer = clock.setTimeout(() => assert.fail('fired'), 5);
    clock.clearTimeout(timer);
    clock.advance(10);
    assert.equal(clock.pending, 0);
  });
});

describe('the system clock', () => {
  it('has two times and timers that can be cancelled', () => {
    const before = systemClock.monotonic();
    const timer = systemClock.setTimeout(() => assert.fail('fired'), Number.MAX_SAFE_INTEGER);
    systemClock.clearTimeout(timer);
    assert.ok(systemClock.monotonic() >= before);
    assert.ok(systemClock.now() > Date.UTC(2020, 0, 1));
  });
});
