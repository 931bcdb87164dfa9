import assert from 'node:assert/strict';
import { SeededRandom, systemRandom } from '../../../engine/observe/index.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('chance', () => {
  it('repeats itself for the same seed', () => {
    const draw = (seed: number) => {
      const random = new SeededRandom(seed);
      return [random.random(), random.random(), random.uuid()];
    };
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
  });

  for (const [name, source] of Object.entries({ seeded: new SeededRandom(), system: systemRandom })) {
    it(`${name}: UUIDs of version 4, numbers below 1`, () => {
      assert.match(source.uuid(), uuid);
      assert.notEqual(source.uuid(), source.uuid());
      const number = source.random();
      assert.ok(number >= 0 && number < 1);
    });
  }
});
