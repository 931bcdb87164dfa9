import assert from 'node:assert/strict';
import { type IssuedToken, TokenError } from '../../../engine/oauth/token-client.js';
import { TokenStore } from '../../../engine/oauth/token-store.js';
import { ManualClock } from '../../../engine/observe/index.js';

type Script = (number | undefined | 'fail')[];

describe('the token store', () => {
  let clock: ManualClock;
  let store: TokenStore;
  let fetched: number;

  beforeEach(() => {
    clock = new ManualClock();
    store = new TokenStore();
    fetched = 0;
  });

  /** Each fetch takes the next entry: the life of the token in seconds, or a failure. Tokens are t1, t2 … */
  const source = (script: Script = []) => ({
    clock,
    fixedLife: 3_000_000,
    fetch: async (): Promise<IssuedToken> => {
      const next = script[fetched++];
      if (next === 'fail') throw new TokenError(`failure ${fetched}`);
      return { value: `t${fetched}`, expiresIn: next };
    },
  });

  it('keeps a token per key', async () => {
    const from = source();
    assert.deepEqual(
      [await store.get('a', from), await store.get('a', from), await store.get('b', from)],
      ['t1', 't1', 't2'],
    );
    assert.deepEqual({ ...store.statistics }, { hits: 1, fetches: 2, failures: 0 });
  });

  for (const [life, lastsMs] of [
    [3600, 3_570_000],
    [100, 90_000],
    [1, 900],
    [undefined, 3_000_000],
  ] as const) {
    it(`uses a token of ${life ?? 'an unknown number of'} seconds for ${lastsMs} ms`, async () => {
      const from = source([life, 'fail', 'fail', life]);
      assert.equal(await store.get('a', from), 't1');
      clock.advance(lastsMs - 1);
      assert.equal(await store.get('a', from), 't1');
      await settled();
      clock.advance(1);
      const asked = fetched;
      await Promise.resolve(store.get('a', from)).catch(() => {});
      assert.equal(fetched, asked + 1);
    });
  }

  it('asks once for all who wait', async () => {
    const from = source();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => store.get('a', from)));
    assert.deepEqual([...new Set(tokens)], ['t1']);
    assert.equal(fetched, 1);
  });

  it('renews in the background before the margin, and gives out the old token meanwhile', async () => {
    const from = source([3600]);
    await store.get('a', from);
    clock.advance(3_540_000);
    assert.equal(store.get('a', from), 't1');
    await settled();
    assert.deepEqual([store.get('a', from), fetched], ['t2', 2]);
  });

  it('goes on with the old token when a renewal fails, until the margin', async () => {
    const from = source([3600, 'fail', 'fail', 100]);
    await store.get('a', from);
    clock.advance(3_541_000);
    assert.equal(store.get('a', from), 't1');
    await settled();
    assert.equal(store.get('a', from), 't1');
    clock.advance(28_000);
    assert.equal(store.get('a', from), 't1');
    await settled();
    clock.advance(20_000);
    assert.equal(await store.get('a', from), 't4');
  });

  it('drops a refused token only when it still is the one that is kept', async () => {
    const from = source();
    await store.get('a', from);
    assert.equal(await store.get('a', from, 't1'), 't2');
    assert.equal(await store.get('a', from, 't1'), 't2');
    assert.equal(fetched, 2);
  });

  it('lets those who were refused at the same time share one new token', async () => {
    const from = source();
    await store.get('a', from);
    const tokens = await Promise.all([1, 2, 3].map(() => store.get('a', from, 't1')));
    assert.deepEqual([...new Set(tokens)], ['t2']);
    assert.equal(fetched, 2);
  });

  it('asks again after one failure, but not at once after two', async () => {
    const from = source(['fail', 'fail', 'fail', 100]);
    const failure = async () => assert.rejects(Promise.resolve(store.get('a', from)));
    await failure();
    await failure();
    assert.equal(fetched, 2);
    await assert.rejects(Promise.resolve(store.get('a', from)), /failure 2/);
    assert.equal(fetched, 2, 'the last failure stands for a while');
    clock.advance(1_000);
    await failure();
    assert.equal(fetched, 3);
    clock.advance(1_999);
    await failure();
    assert.equal(fetched, 3, 'twice as long after the third');
    clock.advance(1);
    assert.equal(await store.get('a', from), 't4');
  });

  it('forgets failures with the next token', async () => {
    const from = source(['fail', 100, 'fail', 100]);
    await assert.rejects(Promise.resolve(store.get('a', from)));
    await store.get('a', from);
    await assert.rejects(Promise.resolve(store.get('a', from, 't2')));
    assert.equal(await store.get('a', from), 't4');
  });

  it('keeps failures of keys apart', async () => {
    const from = source(['fail', 'fail', 100]);
    await assert.rejects(Promise.resolve(store.get('a', from)));
    await assert.rejects(Promise.resolve(store.get('a', from)));
    assert.equal(await store.get('b', from), 't3');
  });

  it('is bounded', async () => {
    const from = source();
    for (let i = 0; i < 10_050; i++) await store.get(`key ${i}`, from);
    assert.equal(store.size, 10_000);
  });

  it('can be cleared', async () => {
    const from = source();
    await store.get('a', from);
    store.clear();
    assert.equal(await store.get('a', from), 't2');
  });
});

/** Lets what is under way in the background come to its end. */
async function settled(): Promise<void> {
  await new Promise(setImmediate);
}
