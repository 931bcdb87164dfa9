import assert from 'node:assert/strict';
import { CallWindows } from '../../../../engine/apim/gateway/access/call-windows.js';
import type { Caller } from '../../../../engine/apim/gateway/invocation.js';
import type { ApimSetup, Profile } from '../../../../engine/apim/index.js';
import type { BlockSetup, PoliciesSetup } from '../../../../engine/apim/setup.js';
import { ManualClock } from '../../../../engine/observe/index.js';
import { type Call, Gate, start } from './gate.js';

const caller: Caller = {
  application: 'shop',
  consumerKey: 'ck-prod',
  keyType: 'PRODUCTION',
  user: 'alice',
  tier: 'Unlimited',
  token: undefined,
  target: '/pizzashack/1.0.0/menu',
};
const anonymous: Caller = { ...caller, application: undefined, user: 'anonymous', tier: 'Unauthenticated' };

function gateWith(policies: PoliciesSetup, setup: ApimSetup = {}, applicationTier?: string): Gate {
  const applications = ['shop', 'store'].map((name) => ({
    name,
    owner: 'alice',
    ...(applicationTier !== undefined && { tier: applicationTier }),
  }));
  return new Gate({ policies, applications, ...setup });
}

/** Calls until one is refused. */
function callsUntilRefused(gate: Gate, who: Caller, call: Call = {}, most = 60_000): number {
  for (let calls = 0; calls < most; calls++) if (gate.throttle(who, call) !== 'in') return calls;
  return Number.POSITIVE_INFINITY;
}

describe('throttling', () => {
  const three = { count: 3, unit: 'min' } as const;

  it('lets in N, refuses the next with the time of the next access, and opens again when the window ends', () => {
    const gate = gateWith({ application: { Three: three } }, {}, 'Three');
    const outcomes = (calls: number) => Array.from({ length: calls }, () => gate.throttle(caller));
    assert.deepEqual(outcomes(1), ['in']);
    gate.clock.advance(20_000);
    assert.deepEqual(outcomes(3), ['in', 'in', '900803']);
    assert.deepEqual(gate.access.throttle(gate.invocation({}), caller), {
      kind: 'throttling',
      status: 429,
      code: '900803',
      message: 'Message throttled out',
      description: 'You have exceeded your quota .You can access API after 2030-Jan-07 10:01:00+0000 UTC',
      headers: [['Retry-After', 'Mon, 07 Jan 2030 10:01:00 GMT']],
      nextAccessTime: '2030-Jan-07 10:01:00+0000 UTC',
    });
    gate.clock.advance(39_999);
    assert.deepEqual(outcomes(1), ['900803']);
    gate.clock.advance(1);
    assert.deepEqual(outcomes(4), ['in', 'in', 'in', '900803']);
  });

  it('units and their number make the window', () => {
    for (const [unit, unitTime, seconds] of [
      ['sec', 10, 10],
      ['min', undefined, 60],
      ['hour', 2, 7200],
      ['day', 1, 86_400],
    ] as const) {
      const gate = gateWith({ subscription: { P: { count: 1, unit, ...(unitTime && { unitTime }) } } });
      const who = { ...caller, tier: 'P' };
      assert.equal(gate.throttle(who), 'in');
      gate.clock.advance(seconds * 1000 - 1);
      assert.equal(gate.throttle(who), '900804', unit);
      gate.clock.advance(1);
      assert.equal(gate.throttle(who), 'in', unit);
    }
  });

  it('a quota of nothing lets nobody in', () => {
    const gate = gateWith({ subscription: { None: { count: 0, unit: 'min' } } });
    assert.equal(gate.throttle({ ...caller, tier: 'None' }), '900804');
  });

  it('bursts have codes of their own, and their bodies do not say when they end', () => {
    const policies = {
      subscription: { S: { count: 10, unit: 'min', burst: { count: 2, unit: 'sec' } } },
      application: { A: { count: 10, unit: 'min', burst: { count: 1, unit: 'sec' } } },
    } as const;
    const bySubscription = gateWith(policies);
    const who = { ...caller, tier: 'S' };
    assert.equal(callsUntilRefused(bySubscription, who), 2);
    const refusal = bySubscription.access.throttle(bySubscription.invocation({}), who);
    assert.equal(refusal?.code, '900807');
    assert.equal(refusal?.description, 'You have exceeded your quota');
    assert.equal(refusal?.nextAccessTime, undefined);
    assert.deepEqual(refusal?.headers, [['Retry-After', 'Mon, 07 Jan 2030 10:00:01 GMT']]);
    bySubscription.clock.advance(1000);
    assert.equal(callsUntilRefused(bySubscription, who), 2);
    const byApplication = gateWith(policies, {}, 'A');
    assert.equal(byApplication.throttle(caller), 'in');
    const second = byApplication.access.throttle(byApplication.invocation({}), caller);
    assert.equal(second?.code, '900809');
    assert.equal(second?.description, 'You have exceeded your application burst limit quota');
  });

  it('where several are used up, the order is API or resource, subscription, its burst, application, its burst', () => {
    const one = { count: 1, unit: 'min' } as const;
    const spent = (policies: PoliciesSetup, call: Call, expected: string) => {
      const gate = gateWith(policies, {}, 'T');
      const who = { ...caller, tier: 'T' };
      assert.equal(gate.throttle(who, call), 'in');
      assert.equal(gate.throttle(who, call), expected);
    };
    const bursting = { T: { ...one, burst: one } };
    const all = { api: { T: one }, resource: { T: one }, subscription: bursting, application: bursting };
    spent(all, { api: { apiTier: 'T' }, operation: { tier: 'T' } }, '900800');
    spent(all, { api: { apiTier: 'Unlimited' }, operation: { tier: 'T' } }, '900802');
    spent(all, {}, '900804');
    spent({ ...all, subscription: { T: { ...one, count: 9, burst: one } } }, {}, '900807');
    spent({ application: bursting }, {}, '900803');
    spent({ application: { T: { ...one, count: 9, burst: one } } }, {}, '900809');
  });

  it('a refused call is counted nowhere', () => {
    const gate = gateWith(
      { subscription: { Big: three }, application: { Small: { count: 1, unit: 'sec' } } },
      {},
      'Small',
    );
    const who = { ...caller, tier: 'Big' };
    const seen: string[] = [];
    for (let second = 0; second < 4; second++) {
      seen.push(gate.throttle(who), gate.throttle(who));
      gate.clock.advance(1000);
    }
    assert.deepEqual(seen, ['in', '900803', 'in', '900803', 'in', '900804', '900804', '900804']);
  });

  describe('counters', () => {
    const one = { T: { count: 1, unit: 'min' } } as const;
    const twice = (gate: Gate, first: [Caller, Call?], second: [Caller, Call?]) => {
      assert.equal(gate.throttle(...first), 'in');
      return gate.throttle(...second);
    };
    const other = { api: { context: '/other', name: 'Other' } };
    const newer = { api: { version: '2.0.0' } };
    const store = { ...caller, application: 'store' };
    const bob = { ...caller, user: 'bob' };

    it('of a subscription: application and API with its version', () => {
      const gate = () => gateWith({ subscription: one });
      const tiered = (who: Caller) => ({ ...who, tier: 'T' });
      assert.equal(twice(gate(), [tiered(caller)], [tiered(bob), { operation: { target: '/order' } }]), '900804');
      for (const call of [other, newer]) assert.equal(twice(gate(), [tiered(caller)], [tiered(caller), call]), 'in');
      assert.equal(twice(gate(), [tiered(caller)], [tiered(store)]), 'in');
    });

    it('of an application: application and user with tenant', () => {
      const gate = () => gateWith({ application: one }, {}, 'T');
      assert.equal(twice(gate(), [caller], [caller, other]), '900803');
      assert.equal(twice(gate(), [caller], [{ ...caller, user: 'alice@carbon.super' }, other]), '900803');
      assert.equal(twice(gate(), [caller], [{ ...caller, user: 'alice@abc.com' }]), 'in');
      assert.equal(twice(gate(), [caller], [bob]), 'in');
      assert.equal(twice(gate(), [caller], [store]), 'in');
    });

    it('of an API: all its callers and resources', () => {
      const gate = () => gateWith({ api: one });
      const call = { api: { apiTier: 'T' } };
      assert.equal(
        twice(
          gate(),
          [caller, call],
          [
            { ...store, user: 'bob' },
            { ...call, operation: { verb: 'POST' } },
          ],
        ),
        '900800',
      );
      assert.equal(twice(gate(), [caller, call], [caller, { api: { ...newer.api, apiTier: 'T' } }]), 'in');
    });

    it('of a resource: its verb and path, for all callers', () => {
      const gate = () => gateWith({ resource: one });
      const call = (verb: string, target: string) => ({ operation: { tier: 'T', verb, target } });
      assert.equal(twice(gate(), [caller, call('GET', '/a')], [store, call('get', '/a')]), '900802');
      assert.equal(twice(gate(), [caller, call('GET', '/a')], [caller, call('POST', '/a')]), 'in');
      assert.equal(twice(gate(), [caller, call('GET', '/a')], [caller, call('GET', '/b')]), 'in');
    });

    it('of those who do not subscribe: the address of an anonymous one, else the user', () => {
      const gate = () => gateWith({ subscription: { Unauthenticated: one.T } });
      const from = (address: string) => ({ remoteAddress: address });
      assert.equal(twice(gate(), [anonymous, from('192.0.2.1')], [anonymous, from('192.0.2.1')]), '900804');
      assert.equal(twice(gate(), [anonymous, from('192.0.2.1')], [anonymous, from('192.0.2.2')]), 'in');
      const forwarded = { headers: [['X-Forwarded-For', '192.0.2.1, 10.0.0.1']] } as const;
      assert.equal(twice(gate(), [anonymous, from('192.0.2.1')], [anonymous, forwarded]), '900804');
      const user = { ...anonymous, user: 'alice' };
      assert.equal(twice(gate(), [user, from('192.0.2.1')], [user, from('192.0.2.2')]), '900804');
      assert.equal(twice(gate(), [user], [{ ...user, user: 'bob' }]), 'in');
    });
  });

  describe('tiers that come with the product', () => {
    const table: readonly [Profile, 'subscription' | 'application' | 'resource' | 'api', string, number][] = [
      ['4.x', 'subscription', 'Gold', 5000],
      ['4.x', 'subscription', 'Silver', 2000],
      ['4.x', 'subscription', 'Bronze', 1000],
      ['3.x', 'subscription', 'Unauthenticated', 500],
      ['4.x', 'application', '50PerMin', 50],
      ['4.x', 'application', '20PerMin', 20],
      ['3.x', 'application', '10PerMin', 10],
      ['4.x', 'resource', '50KPerMin', 50_000],
      ['3.x', 'resource', '20KPerMin', 20_000],
      ['4.x', 'api', '10KPerMin', 10_000],
      ['1.x', 'subscription', 'Gold', 20],
      ['1.x', 'subscription', 'Silver', 5],
      ['1.x', 'subscription', 'Bronze', 1],
      ['1.x', 'subscription', 'Unauthenticated', 60],
      ['1.x', 'application', 'Large', 20],
      ['1.x', 'application', 'Medium', 5],
      ['1.x', 'application', 'Small', 1],
      ['1.x', 'resource', 'Ultimate', 20],
      ['1.x', 'resource', 'Plus', 5],
      ['1.x', 'resource', 'Basic', 1],
      ['4.x', 'subscription', 'Unlimited', Number.POSITIVE_INFINITY],
      ['4.x', 'application', 'Large', Number.POSITIVE_INFINITY],
      ['1.x', 'application', '10PerMin', Number.POSITIVE_INFINITY],
      ['4.x', 'resource', 'Unlimited', Number.POSITIVE_INFINITY],
    ];
    for (const [profile, level, tier, calls] of table) {
      it(`${profile}, ${level} ${tier}: ${calls} a minute`, () => {
        const applications = [{ name: 'shop', owner: 'alice', tier: level === 'application' ? tier : 'Unlimited' }];
        const gate = new Gate({ applications }, profile);
        const who = { ...caller, tier: level === 'subscription' ? tier : 'Unlimited' };
        const call: Call = {
          ...(level === 'api' && { api: { apiTier: tier } }),
          ...(level === 'resource' && { operation: { tier } }),
        };
        assert.equal(callsUntilRefused(gate, who, call), calls);
        if (calls === Number.POSITIVE_INFINITY) return;
        gate.clock.advance(60_000);
        assert.equal(gate.throttle(who, call), 'in');
      });
    }

    it('give way to those of the setup', () => {
      const gate = gateWith({ subscription: { Gold: { count: 2, unit: 'min' } } });
      assert.equal(callsUntilRefused(gate, { ...caller, tier: 'Gold' }), 2);
    });
  });

  describe('deny conditions', () => {
    const outcome = (block: BlockSetup, who: Caller = caller, call: Call = {}) =>
      new Gate({ blocks: [block] }).throttle(who, call);
    const from = (remoteAddress: string) => ({ remoteAddress });
    const table: readonly [BlockSetup, Caller, Call, string][] = [
      [{ type: 'API', value: '/pizzashack/1.0.0' }, caller, {}, '900805'],
      [{ type: 'API', value: '/pizzashack' }, caller, {}, 'in'],
      [{ type: 'API', value: '/pizzashack/1.0.0' }, caller, { api: { version: '2.0.0' } }, 'in'],
      [{ type: 'APPLICATION', value: 'alice:shop' }, { ...caller, user: 'bob' }, {}, '900805'],
      [{ type: 'APPLICATION', value: 'alice@carbon.super:shop' }, caller, {}, '900805'],
      [{ type: 'APPLICATION', value: 'bob:shop' }, caller, {}, 'in'],
      [{ type: 'APPLICATION', value: 'alice:other' }, caller, {}, 'in'],
      [{ type: 'APPLICATION', value: 'shop' }, caller, {}, 'in'],
      [{ type: 'USER', value: 'alice@carbon.super' }, caller, {}, '900805'],
      [{ type: 'USER', value: 'Alice' }, caller, {}, '900805'],
      [{ type: 'USER', value: 'alice@abc.com' }, caller, {}, 'in'],
      [{ type: 'USER', value: 'bob@carbon.super' }, caller, {}, 'in'],
      [{ type: 'IP', value: '192.0.2.1' }, caller, from('192.0.2.1'), '900805'],
      [{ type: 'IP', value: '192.0.2.1' }, caller, from('192.0.2.2'), 'in'],
      [{ type: 'IP', value: '2001:db8::1' }, anonymous, from('2001:db8:0::1'), '900805'],
      [{ type: 'IP', value: '192.0.2.1' }, caller, { headers: [['X-Forwarded-For', '192.0.2.1']] }, '900805'],
      [{ type: 'IPRANGE', value: '192.0.2.1-192.0.2.9' }, caller, from('192.0.2.9'), '900805'],
      [{ type: 'IPRANGE', value: '192.0.2.1-192.0.2.9' }, caller, from('192.0.2.10'), 'in'],
      [{ type: 'IPRANGE', value: '192.0.2.0/24' }, caller, from('192.0.2.200'), '900805'],
    ];
    for (const [block, who, call, expected] of table) {
      it(`${block.type} ${block.value}: ${expected} for ${who.user} ${JSON.stringify(call)}`, () => {
        assert.equal(outcome(block, who, call), expected);
      });
    }

    it('are the first to be looked at, and say what they are', () => {
      const gate = new Gate({
        blocks: [{ type: 'USER', value: 'alice' }],
        policies: { subscription: { None: { count: 0, unit: 'min' } } },
      });
      assert.deepEqual(gate.access.throttle(gate.invocation({}), { ...caller, tier: 'None' }), {
        kind: 'throttling',
        status: 403,
        code: '900805',
        message: 'Message blocked',
        description: 'You have been blocked from accessing the resource',
      });
    });

    it('an address that cannot be read is an error at once', () => {
      for (const value of [
        '192.0.2',
        '192.0.2.0/33',
        '192.0.2.9-192.0.2.1',
        '192.0.2.1-2001:db8::1',
        '::1/129',
        '10.0.0.0/x',
        '1.1.1.1/8/8',
        'a-b-c',
      ]) {
        assert.throws(() => new Gate({ blocks: [{ type: 'IPRANGE', value }] }), TypeError, value);
      }
    });
  });

  it('windows that are over are dropped, and never more kept than allowed', () => {
    const clock = new ManualClock(start);
    const windows = new CallWindows(clock, 100);
    const quota = { count: 1, window: 1000 };
    // Ten of them are under way at any time.
    for (let key = 0; key < 90; key++) {
      windows.count(`${key}`, quota);
      clock.advance(100);
    }
    assert.ok(windows.size < 20, `${windows.size}`);
    for (let key = 0; key < 200; key++) windows.count(`again ${key}`, quota);
    assert.equal(windows.size, 100);
    assert.equal(windows.fullUntil('again 99', quota), undefined);
    assert.equal(windows.fullUntil('again 199', quota), clock.now() + 1000);
  });
});
