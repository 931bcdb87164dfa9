import assert from 'node:assert/strict';
import { EndpointState, type StateDefaults, type StateRules } from '../../../engine/endpoints/state.js';
import { ManualClock } from '../../../engine/observe/index.js';

const defaults: StateDefaults = {
  initial: -1,
  factor: 1,
  override: false,
  maximumRetries: -1,
  maximumRetriesSuspension: 30_000,
};

function rules(
  options: {
    mark?: number[];
    retries?: number;
    delay?: number;
    suspend?: number[];
    initial?: number;
    factor?: number;
    maximum?: number;
    defaults?: Partial<StateDefaults>;
  } = {},
): StateRules {
  return {
    marking: { errorCodes: new Set(options.mark), retries: options.retries ?? 0, delay: options.delay ?? 0 },
    suspension: {
      errorCodes: new Set(options.suspend),
      initial: options.initial,
      factor: options.factor,
      maximum: options.maximum ?? Number.POSITIVE_INFINITY,
    },
    defaults: { ...defaults, ...options.defaults },
  };
}

describe('the state of an endpoint', () => {
  let clock: ManualClock;
  let state: EndpointState;

  beforeEach(() => {
    clock = new ManualClock();
    state = new EndpointState();
  });

  const fail = (code: number, by: StateRules) => {
    state.failed(code, by, clock);
    return state.name;
  };

  for (const [what, code, by, expected] of [
    ['without lists any code suspends', 101503, rules(), 'SUSPENDED'],
    ['without lists a timeout without retries suspends at once', 101504, rules(), 'SUSPENDED'],
    ['without lists a timeout with retries marks', 101504, rules({ retries: 1 }), 'TIMEOUT'],
    ['without lists a closed connection with retries marks', 101505, rules({ retries: 1 }), 'TIMEOUT'],
    ['the code of a socket timeout is not among the default marks', 101507, rules({ retries: 1 }), 'SUSPENDED'],
    ['a listed code marks', 101503, rules({ mark: [101503], retries: 3 }), 'TIMEOUT'],
    ['with a list of marks, the default marks suspend', 101504, rules({ mark: [101503], retries: 3 }), 'SUSPENDED'],
    ['a code outside the suspend list changes nothing', 101503, rules({ suspend: [101500] }), 'ACTIVE'],
    ['a listed code suspends', 101503, rules({ suspend: [101500, 101503] }), 'SUSPENDED'],
    ['-1 in both lists switches suspension off', 101504, rules({ mark: [-1], suspend: [-1] }), 'ACTIVE'],
  ] as const) {
    it(what, () => assert.equal(fail(code, by), expected));
  }

  it('with n retries the (n+1)-th marked failure suspends', () => {
    const by = rules({ mark: [1], retries: 2 });
    assert.deepEqual([fail(1, by), fail(1, by), fail(1, by)], ['TIMEOUT', 'TIMEOUT', 'SUSPENDED']);
  });

  it('a success gives the retries back', () => {
    const by = rules({ mark: [1], retries: 1 });
    fail(1, by);
    state.succeeded();
    assert.deepEqual([state.name, fail(1, by), fail(1, by)], ['ACTIVE', 'TIMEOUT', 'SUSPENDED']);
  });

  it('after a suspension that began with marks, the next marked failure suspends again', () => {
    const by = rules({ mark: [1], retries: 1 });
    assert.deepEqual([fail(1, by), fail(1, by), fail(1, by)], ['TIMEOUT', 'SUSPENDED', 'SUSPENDED']);
  });

  it('is ready again when its time is over, and stays suspended until a success', () => {
    fail(1, rules({ initial: 1000 }));
    assert.equal(state.ready(clock), false);
    clock.advance(999);
    assert.equal(state.ready(clock), false);
    clock.advance(1);
    assert.deepEqual([state.ready(clock), state.name], [true, 'SUSPENDED']);
    state.succeeded();
    assert.equal(state.name, 'ACTIVE');
  });

  it('waits the delay after a mark', () => {
    fail(1, rules({ mark: [1], retries: 1, delay: 500 }));
    assert.equal(state.pause(clock), 500);
    clock.advance(500);
    assert.equal(state.ready(clock), true);
  });

  for (const [what, by, expected] of [
    ['half a minute by default', rules(), [30_000, 30_000, 30_000]],
    ['in a geometric series', rules({ initial: 100, factor: 2 }), [100, 200, 400]],
    ['up to the maximum', rules({ initial: 100, factor: 3, maximum: 500 }), [100, 300, 500]],
    ['a maximum below the beginning cuts the first one', rules({ initial: 1000, maximum: 10 }), [10, 10, 10]],
    ['0 means at once', rules({ initial: 0, factor: 2 }), [0, 0, 0]],
    ['fractions are cut', rules({ initial: 5, factor: 1.5 }), [5, 7, 10]],
    ['by the configuration', rules({ defaults: { initial: 70, factor: 2 } }), [70, 140, 280]],
    [
      'the artifact wins over the configuration',
      rules({ initial: 10, defaults: { initial: 70, factor: 2 } }),
      [10, 20, 40],
    ],
    [
      'the configuration wins when it says so',
      rules({ initial: 10, factor: 1, defaults: { initial: 70, factor: 2, override: true } }),
      [70, 140, 280],
    ],
  ] as const) {
    it(`suspends: ${what}`, () => {
      assert.deepEqual(
        expected.map(() => state.failed(9, by, clock)?.pause),
        expected,
      );
    });
  }

  it('a success begins the series anew', () => {
    const by = rules({ initial: 100, factor: 2 });
    state.failed(9, by, clock);
    state.succeeded();
    assert.equal(state.failed(9, by, clock)?.pause, 100);
  });

  it('suspends when the maximum of failed attempts is used up', () => {
    const by = rules({ mark: [-1], suspend: [-1], defaults: { maximumRetries: 2, maximumRetriesSuspension: 777 } });
    assert.deepEqual([fail(9, by), fail(9, by), fail(9, by)], ['ACTIVE', 'ACTIVE', 'SUSPENDED']);
    assert.equal(state.pause(clock), 777);
  });

  it('switched off it is not ready, and neither failures nor successes change that', () => {
    state.switchOff();
    assert.deepEqual([state.name, state.ready(clock), state.pause(clock)], ['MAINTNENCE', false, undefined]);
    state.succeeded();
    fail(9, rules());
    assert.equal(state.name, 'MAINTNENCE');
    state.switchOn();
    assert.deepEqual([state.name, state.ready(clock)], ['ACTIVE', true]);
  });

  it('switched on it forgets a suspension', () => {
    fail(9, rules());
    state.switchOn();
    assert.equal(state.ready(clock), true);
  });
});
