import assert from 'node:assert/strict';
import { Cancellation } from '../../../engine/message/index.js';

describe('a cancellation', () => {
  for (const count of [1, 2, 300]) {
    it(`tells ${count} who listen, once each and in order, and none that left`, () => {
      const cancellation = new Cancellation();
      const told: number[] = [];
      const listeners = Array.from({ length: count }, (_, index) => () => void told.push(index));
      const left = () => void told.push(-1);
      cancellation.addEventListener('abort', left);
      for (const listener of listeners) cancellation.addEventListener('abort', listener);
      cancellation.removeEventListener('abort', left);
      assert.equal(cancellation.aborted, false);
      cancellation.abort();
      cancellation.abort();
      assert.equal(cancellation.aborted, true);
      assert.deepEqual(
        told,
        listeners.map((_, index) => index),
      );
    });
  }

  it('that is over tells nobody who comes later', () => {
    const cancellation = new Cancellation();
    cancellation.abort();
    cancellation.addEventListener('abort', () => assert.fail('told'));
    cancellation.abort();
  });

  it('tells also a listener that is taken off meanwhile', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    const second = () => void told.push('second');
    cancellation.addEventListener('abort', () => {
      told.push('first');
      cancellation.removeEventListener('abort', second);
    });
    cancellation.addEventListener('abort', second);
    cancellation.abort();
    assert.deepEqual(told, ['first', 'second']);
  });
});
