import assert from 'node:assert/strict';
import { Collection } from '../../../../engine/apim/publisher/collection.js';
import { RestError } from '../../../../engine/apim/publisher/rest-error.js';

describe('a collection', () => {
  it('keeps no more than its limit, in the order of coming', () => {
    const collection = new Collection<{ id: string; text?: string }>('things', 2);
    collection.set({ id: 'a' });
    collection.set({ id: 'b' });
    assert.throws(
      () => collection.set({ id: 'c' }),
      (error) => error instanceof RestError && error.status === 400 && /No more than 2 things/.test(error.description),
    );
    collection.set({ id: 'a', text: 'changed' });
    assert.deepEqual(collection.all(), [{ id: 'a', text: 'changed' }, { id: 'b' }]);
    collection.delete('a');
    collection.set({ id: 'c' });
    assert.deepEqual(
      collection.all().map(({ id }) => id),
      ['b', 'c'],
    );
  });
});
