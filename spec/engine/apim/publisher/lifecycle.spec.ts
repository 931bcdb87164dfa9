import assert from 'node:assert/strict';
import { pizza, RestWorld } from './rest-world.js';

/** How to bring an API into a state. */
const ways = {
  Created: [],
  Prototyped: ['Deploy as a Prototype'],
  Published: ['Publish'],
  Blocked: ['Publish', 'Block'],
  Deprecated: ['Publish', 'Deprecate'],
  Retired: ['Publish', 'Deprecate', 'Retire'],
} as const;

const offers = {
  Created: { Publish: 'Published', 'Deploy as a Prototype': 'Prototyped' },
  Prototyped: { Publish: 'Published', 'Demote to Created': 'Created' },
  Published: {
    Block: 'Blocked',
    'Deploy as a Prototype': 'Prototyped',
    'Demote to Created': 'Created',
    Deprecate: 'Deprecated',
  },
  Blocked: { 'Re-Publish': 'Published', Deprecate: 'Deprecated' },
  Deprecated: { Retire: 'Retired' },
  Retired: {},
} as const;

const events = ['Publish', 'Deploy as a Prototype', 'Demote to Created', 'Block', 'Re-Publish', 'Deprecate', 'Retire'];

describe('the life cycle of an API', () => {
  let world: RestWorld;
  beforeEach(() => {
    world = new RestWorld();
  });

  async function apiIn(state: keyof typeof ways): Promise<string> {
    const id = await world.api('Pizza');
    for (const action of ways[state]) assert.equal((await world.change(id, action)).status, 200);
    return id;
  }

  for (const state of Object.keys(ways) as (keyof typeof ways)[]) {
    it(`${state} offers ${Object.keys(offers[state]).join(', ') || 'nothing'}`, async () => {
      const id = await apiIn(state);
      const { body } = await world.publish('GET', `/apis/${id}/lifecycle-state`);
      assert.equal(body.state, state);
      const offered = body.availableTransitions.map(
        ({ event, targetState }: { event: string; targetState: string }) => [event, targetState],
      );
      assert.deepEqual(offered.sort(), Object.entries(offers[state]).sort());
      assert.equal(body.checkItems.length, state === 'Created' || state === 'Prototyped' ? 2 : 0);
    });

    for (const action of events) {
      const target = new Map<string, string>(Object.entries(offers[state])).get(action);
      it(`${state}, ${action}: ${target ?? '400, 903234'}`, async () => {
        const id = await apiIn(state);
        const { status, body } = await world.change(id, action);
        if (target === undefined) assert.deepEqual([status, body.code], [400, 903234]);
        else assert.deepEqual([status, body.lifecycleState.state], [200, target]);
        const now = (await world.publish('GET', `/apis/${id}`)).body.lifeCycleStatus;
        assert.equal(now, (target ?? state).toUpperCase());
      });
    }
  }

  for (const [what, more, code] of [
    ['tiers', { policies: [] }, 903224],
    ['an endpoint', { endpointConfig: undefined }, 903223],
  ] as const) {
    it(`an API without ${what} is not published: ${code}`, async () => {
      const id = await world.api('Pizza', more);
      const { status, body } = await world.change(id, 'Publish');
      assert.deepEqual([status, body.code], [400, code]);
      assert.equal((await world.publish('GET', `/apis/${id}/lifecycle-state`)).body.state, 'Created');
      assert.equal((await world.change(id, 'Deploy as a Prototype')).status, 200);
    });
  }

  it('wants an API and an action', async () => {
    const id = await world.api('Pizza');
    assert.equal((await world.publish('POST', `/apis/change-lifecycle?apiId=${id}`)).status, 400);
    assert.equal((await world.publish('POST', '/apis/change-lifecycle?action=Publish')).status, 400);
    const unknown = await world.change('none', 'Publish');
    assert.deepEqual([unknown.status, unknown.body.code], [404, 900308]);
    const viewer = `/apis/change-lifecycle?apiId=${id}&action=Publish`;
    assert.equal((await world.publish('POST', viewer, undefined, 'view')).status, 401);
  });

  it('is written down', async () => {
    const id = await world.api('Pizza');
    world.clock.advance(1000);
    await world.change(id, 'Publish');
    const { body } = await world.publish('GET', `/apis/${id}/lifecycle-history`);
    assert.deepEqual(body, {
      count: 2,
      list: [
        { previousState: null, postState: 'Created', user: 'carol', updatedTime: '2030-01-07T10:00:00.000Z' },
        { previousState: 'Created', postState: 'Published', user: 'carol', updatedTime: '2030-01-07T10:00:01.000Z' },
      ],
    });
  });

  describe('when a new version is published', () => {
    let first: string;
    let second: string;
    const subscribers = async (apiId: string) =>
      (await world.portal('GET', `/subscriptions?apiId=${apiId}`)).body.count;

    beforeEach(async () => {
      first = await world.api('Pizza', {}, 'Published');
      await world.portal('POST', '/subscriptions', {
        apiId: first,
        applicationId: 'shop-id',
        throttlingPolicy: 'Gold',
      });
      second = (await world.publish('POST', '/apis', { ...pizza, version: '2.0.0' })).body.id;
    });

    it('it inherits subscriptions, and the old one stays', async () => {
      await world.change(second, 'Publish', 'Deprecate old versions after publishing the API:false');
      assert.deepEqual([await subscribers(first), await subscribers(second)], [1, 1]);
      assert.equal((await world.publish('GET', `/apis/${first}`)).body.lifeCycleStatus, 'PUBLISHED');
    });

    it('it inherits none when re-subscription is required', async () => {
      await world.change(second, 'Publish', 'Requires re-subscription when publishing the API:true');
      assert.deepEqual([await subscribers(first), await subscribers(second)], [1, 0]);
    });

    it('the old one is deprecated when that is asked for', async () => {
      const items =
        'Deprecate old versions after publishing the API:true,Requires re-subscription when publishing the API:true';
      await world.change(second, 'Publish', items);
      assert.equal((await world.publish('GET', `/apis/${first}`)).body.lifeCycleStatus, 'DEPRECATED');
      assert.equal(await subscribers(second), 0);
    });

    it('publishing the old one again takes nothing from the new one', async () => {
      await world.change(second, 'Publish', 'Requires re-subscription when publishing the API:true');
      await world.change(first, 'Demote to Created');
      await world.change(first, 'Publish', 'Deprecate old versions after publishing the API:true');
      assert.equal((await world.publish('GET', `/apis/${second}`)).body.lifeCycleStatus, 'PUBLISHED');
    });
  });
});
