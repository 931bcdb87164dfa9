import assert from 'node:assert/strict';
import { bearer, Gate, pizza } from './gate.js';

describe('what subscribers do acts at the gateway at once', () => {
  const gateOf = () => new Gate({ apis: [pizza], subscriptions: [], tokens: [{ value: 'tok', application: 'shop' }] });

  it('subscriptions', async () => {
    const gate = gateOf();
    const { subscriptions, apis } = gate.state.catalog;
    const subscription = {
      id: 's',
      apiId: apis.all()[0]!.id,
      application: 'shop',
      tier: 'Gold',
      state: 'UNBLOCKED',
    } as const;
    assert.equal(await gate.outcome(bearer('tok')), '900908');
    subscriptions.set(subscription);
    assert.equal((await gate.caller(bearer('tok'))).tier, 'Gold');
    subscriptions.set({ ...subscription, state: 'BLOCKED' });
    assert.equal(await gate.outcome(bearer('tok')), '900907');
    subscriptions.set({ ...subscription, application: 'renamed' });
    assert.equal(await gate.outcome(bearer('tok')), '900908');
    subscriptions.set(subscription);
    subscriptions.delete('s');
    assert.equal(await gate.outcome(bearer('tok')), '900908');
  });

  it('API keys', async () => {
    const gate = new Gate({ apis: [pizza] });
    const call = { api: { security: ['api_key'] }, headers: [['ApiKey', 'key']] } as const;
    const key = { id: 'k', value: 'key', application: 'shop', expiresAt: undefined };
    gate.state.catalog.apiKeys.set(key);
    assert.equal(await gate.outcome(call), 'in');
    gate.state.catalog.apiKeys.delete('k');
    assert.equal(await gate.outcome(call), '900901');
  });
});
