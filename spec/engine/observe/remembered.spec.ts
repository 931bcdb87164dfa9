import assert from 'node:assert/strict';
import { remembered } from '../../../engine/observe/index.js';

describe('what is remembered of texts', () => {
  it('is made once, as long as there are not too many', () => {
    const made: string[] = [];
    const lengthOf = remembered(
      (text) => {
        made.push(text);
        return text.length;
      },
      { limit: 2, longest: 3 },
    );
    assert.deepEqual(['a', 'bb', 'a', 'bb'].map(lengthOf), [1, 2, 1, 2]);
    assert.deepEqual(made, ['a', 'bb']);
    lengthOf('c');
    lengthOf('a');
    assert.deepEqual(made, ['a', 'bb', 'c', 'a'], 'a third one makes room');
  });

  it('is made each time of a long text', () => {
    let made = 0;
    const count = remembered(() => ++made, { longest: 3 });
    assert.deepEqual([count('long'), count('long'), count('abc'), count('abc')], [1, 2, 3, 3]);
  });

  it('is nothing where making it fails', () => {
    let tries = 0;
    const fail = remembered((text) => {
      tries++;
      throw new Error(text);
    });
    assert.throws(() => fail('x'), /x/);
    assert.throws(() => fail('x'), /x/);
    assert.equal(tries, 2);
  });
});
