import assert from 'node:assert/strict';
import { type BalanceAlgorithm, RoundRobin, WeightedRoundRobin } from '../../../engine/endpoints/balance.js';

describe('load balancing algorithms', () => {
  const take = (algorithm: BalanceAlgorithm, count: number, usable: (index: number) => boolean = () => true) =>
    Array.from({ length: count }, () => algorithm.next(usable) ?? '-').join('');

  for (const [what, algorithm, usable, expected] of [
    ['round robin goes in document order', new RoundRobin(3), undefined, '0120120'],
    ['round robin leaves out who cannot be used', new RoundRobin(3), (index: number) => index !== 1, '0202020'],
    ['round robin finds none when none can be used', new RoundRobin(2), () => false, '-------'],
    ['weights are used up in a row', new WeightedRoundRobin([2, 1]), undefined, '0010010'],
    ['weights of one are round robin', new WeightedRoundRobin([1, 1, 1]), undefined, '0120120'],
    [
      'weights do not help who cannot be used',
      new WeightedRoundRobin([3, 1]),
      (index: number) => index === 1,
      '1111111',
    ],
    ['weights find none when none can be used', new WeightedRoundRobin([1, 2]), () => false, '-------'],
  ] as const) {
    it(what, () => assert.equal(take(algorithm, 7, usable), expected));
  }
});
