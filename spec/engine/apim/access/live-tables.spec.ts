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

  it('a subscription to an API is none to that of another tenant with the same name and version', async () => {
    const other = { ...pizza, context: '/t/abc.com/pizzashack', provider: 'eve@abc.com' };
    const tokens = [{ value: 'tok', application: 'shop' }];
    const gate = new Gate({ apis: [pizza, other], subscriptions: [], tokens });
    const { subscriptions, apis } = gate.state.catalog;
    const apiId = apis.all().find(({ document }) => document.context === other.context)!.id;
    subscriptions.set({ id: 's', apiId, application: 'shop', tier: 'Gold', state: 'UNBLOCKED' });
    assert.equal(await gate.outcome({ ...bearer('tok'), api: other }), 'in');
    assert.equal(await gate.outcome(bearer('tok')), '900908');
  });

  it('a subscription of the setup ends with that of the catalog', async () => {
    const gate = new Gate({ apis: [pizza], tokens: [{ value: 'tok', application: 'shop' }] });
    assert.equal(await gate.outcome(bearer('tok')), 'in');
    const { subscriptions } = gate.state.catalog;
    subscriptions.delete(subscriptions.all()[0]!.id);
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
