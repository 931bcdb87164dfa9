import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PropertyMap, UsualNames, type Value } from '../../../engine/message/index.js';

const names = ['a', 'b', 'c', 'x', 'y', '__proto__'];
const usual = new UsualNames(['a', 'b', 'c']);

type Step = readonly ['set' | 'delete' | 'get', name: string, value: Value] | readonly ['clear'];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(
        fc.constantFrom('set' as const, 'delete' as const, 'get' as const),
        fc.constantFrom(...names),
        fc.constantFrom<Value>('1', '2', '', null, false),
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>(['clear']) },
  ),
);

/** Does the same to a map of properties and to a Map, and compares what they say after each step. */
function compare(map: PropertyMap, model: Map<string, Value>, list: readonly Step[]): void {
  for (const step of list) {
    if (step[0] === 'clear') {
      map.clear();
      model.clear();
    } else {
      const [what, name, value] = step;
      if (what === 'set') {
        assert.equal(map.set(name, value), map);
        model.set(name, value);
      } else if (what === 'delete') assert.equal(map.delete(name), model.delete(name));
      assert.deepEqual([map.get(name), map.has(name)], [model.get(name), model.has(name)]);
    }
    assert.equal(map.size, model.size);
    assert.deepEqual(sorted(map), sorted(model));
  }
}

function sorted(entries: Iterable<[name: string, value: Value]>): [name: string, value: Value][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('a map of properties', () => {
  it('does what a Map does, with usual names and without', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(undefined, usual), (list, known) => {
        compare(new PropertyMap(known), new Map(), list);
      }),
    );
  });

  it('takes usual names later, over what is there', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const map = new PropertyMap();
        const model = new Map<string, Value>();
        compare(map, model, before);
        map.setUsual(usual, ['A', undefined, null]);
        model.set('a', 'A').set('c', null);
        compare(map, model, after);
      }),
    );
  });

  it('has copies that go their own way', () => {
    const map = new PropertyMap(usual, ['1']).set('x', '1');
    const copy = map.copy();
    map.set('a', '2').set('x', '2').set('y', '2');
    assert.deepEqual(
      [...copy],
      [
        ['a', '1'],
        ['x', '1'],
      ],
    );
  });

  it('tells of those without a usual name, and of the names alone', () => {
    const map = new PropertyMap(usual, [undefined, '1']);
    assert.equal(map.others, undefined);
    map.set('x', '2');
    assert.deepEqual([...map.others!], [['x', '2']]);
    assert.deepEqual([...map.keys()], ['b', 'x']);
  });
});
