import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransportError } from '../../../engine/endpoints/index.js';
import type { OutboundRequest } from '../../../engine/message/index.js';
import type { FixtureExchange } from '../../../engine/replay/fixture.js';
import { OutsideWorld } from '../../../engine/replay/outside-world.js';
import { PlayClock } from '../../../engine/replay/play-clock.js';
import { StalledError, settle } from '../../../engine/replay/settle.js';

const world = (exchanges: readonly FixtureExchange[]): OutsideWorld => {
  const outside = new OutsideWorld(new PlayClock(0));
  outside.offer(exchanges, { captured: new Map() }, '');
  return outside;
};
const call = (request: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url: 'http://a/x',
  headers: [],
  body: null,
  connectTimeout: 0,
  idleTimeout: 0,
  keepAlive: true,
  ...request,
});
const played = (outside: OutsideWorld, request: OutboundRequest) => settle(outside.send(request), outside);

describe('the outside world', () => {
  it('answers from the first unused exchange that fits', async () => {
    const outside = world([
      { request: { url: 'http://a/y' }, response: { body: 'y' } },
      { request: { url: 'http://a/x' }, response: { status: 201, headers: { A: ['1', '2'] }, body: 'x1' } },
      { request: { url: 'http://a/x' }, response: { body: { base64: 'eDI=' } } },
    ]);
    const first = await played(outside, call());
    assert.deepEqual(
      [first.status, first.reason, first.headers, String(first.body)],
      [
        201,
        'Created',
        [
          ['A', '1'],
          ['A', '2'],
        ],
        'x1',
      ],
    );
    assert.equal(String((await played(outside, call())).body), 'x2');
    assert.deepEqual(
      outside.unasked().map(({ at, message }) => [at, message]),
      [['exchanges[0]', 'a call to "http://a/y" was never made']],
    );
    assert.deepEqual(outside.failures, []);
  });

  it('reads streamed bodies before it chooses', async () => {
    const outside = world([
      { request: { body: 'a' }, response: {} },
      { request: { body: 'b' }, response: { status: 204 } },
    ]);
    assert.equal((await played(outside, call({ body: Readable.from([Buffer.from('b')]) }))).status, 204);
  });

  it('does not miss optional exchanges', () =>
    assert.deepEqual(world([{ response: {}, optional: true }]).unasked(), []));

  it('says which exchange is nearest to a call that fits none, and why', async () => {
    const outside = world([
      { request: { method: 'POST', url: 'http://b/z' }, response: {} },
      { request: { method: 'GET', url: 'http://a/x', headers: { A: '1' } }, response: {} },
    ]);
    await assert.rejects(
      played(outside, call()),
      (error) => error instanceof TransportError && error.kind === 'refused',
    );
    assert.equal(
      outside.failures[0]!.message,
      'no exchange fits the call GET http://a/x; nearest is exchanges[1]: header A: expected "1", got unset',
    );
  });

  it('says when the fitting exchange has been used', async () => {
    const outside = world([{ response: {} }]);
    await played(outside, call());
    await assert.rejects(played(outside, call()));
    assert.match(outside.failures[0]!.message, /nearest is exchanges\[0\]: it has been used already/);
  });

  it('says when no call was expected', async () => {
    const outside = world([]);
    await assert.rejects(played(outside, call({ body: Buffer.from('b') })));
    assert.match(outside.failures[0]!.message, /^the call GET http:\/\/a\/x with the body "b" was not expected/);
  });

  const errors: [string, FixtureExchange['response'], Partial<OutboundRequest>, string, string | undefined, number][] =
    [
      ['a refused connection', { error: 'refused' }, {}, 'refused', undefined, 0],
      ['a connection that breaks', { error: 'reset', delayMs: 5 }, {}, 'reset', undefined, 5],
      [
        'silence, up to the limit of the call',
        { error: 'timeout' },
        { totalTimeout: 3000, idleTimeout: 9000 },
        'timeout',
        'total',
        3000,
      ],
      [
        'silence, up to the limit of the socket',
        { error: 'timeout' },
        { totalTimeout: 9000, idleTimeout: 2000 },
        'timeout',
        'socket',
        2000,
      ],
      ['an answer that comes too late', { delayMs: 5000 }, { totalTimeout: 3000 }, 'timeout', 'total', 3000],
    ];
  for (const [fact, response, limits, kind, limit, elapsed] of errors) {
    it(`plays ${fact}`, async () => {
      const outside = world([{ response }]);
      await assert.rejects(played(outside, call(limits)), (error) => {
        assert.ok(error instanceof TransportError);
        assert.deepEqual([error.kind, error.limit], [kind, limit]);
        return true;
      });
      assert.equal(outside.clock.monotonic(), elapsed);
      assert.equal(outside.held, 0);
    });
  }

  it('lets virtual time pass for delays, in parallel calls once', async () => {
    const outside = world([
      { request: { url: 'http://a/1' }, response: { delayMs: 60_000, body: '1' } },
      { request: { url: 'http://a/2' }, response: { delayMs: 30_000, body: '2' } },
    ]);
    const order: string[] = [];
    const send = async (url: string): Promise<void> => {
      order.push(String((await outside.send(call({ url }))).body));
    };
    const begin = performance.now();
    await settle(Promise.all([send('http://a/1'), send('http://a/2')]), outside);
    assert.deepEqual(order, ['2', '1']);
    assert.equal(outside.clock.monotonic(), 60_000);
    assert.ok(performance.now() - begin < 2000, 'no real waiting');
  });

  it('gives up with its caller', async () => {
    const outside = world([{ response: { delayMs: 1000 } }]);
    const controller = new AbortController();
    const sent = outside.send(call({ signal: controller.signal }));
    outside.clock.setTimeout(() => controller.abort(), 500);
    await assert.rejects(settle(sent, outside), (error) => error instanceof TransportError && error.kind === 'aborted');
    assert.equal(outside.clock.monotonic(), 500);
  });
});

describe('settle', () => {
  const waiting = () => ({ clock: new PlayClock(0), held: 0 });

  it('waits for the machine without moving the clock', async () => {
    const world = waiting();
    world.clock.setTimeout(() => assert.fail('too early'), 1000);
    assert.equal(await settle(sleep(5, 'done'), world), 'done');
    assert.equal(world.clock.monotonic(), 0);
  });

  it('fires timers when nothing else moves', async () => {
    const world = waiting();
    const timed = new Promise<string>((resolve) => world.clock.setTimeout(() => resolve('fired'), 90_000));
    assert.equal(await settle(timed, world), 'fired');
    assert.equal(world.clock.monotonic(), 90_000);
  });

  it('ends work that never ends', async () => {
    await assert.rejects(settle(new Promise(() => {}), waiting(), 50), StalledError);
  });

  it('passes a rejection on', async () => {
    await assert.rejects(settle(Promise.reject(new Error('no')), waiting()), /no/);
  });
});
