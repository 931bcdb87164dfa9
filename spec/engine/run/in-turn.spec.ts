import assert from 'node:assert/strict';
import { runInTurn } from '../../../engine/run/index.js';

/** Pieces that end when they are told, and what they did. */
class Pieces {
  readonly begun: number[] = [];
  most = 0;
  #waiting = new Map<number, () => void>();

  start = (index: number): Promise<void> => {
    this.begun.push(index);
    return new Promise((resolve) => {
      this.#waiting.set(index, resolve);
      this.most = Math.max(this.most, this.#waiting.size);
    });
  };

  async end(index: number): Promise<void> {
    this.#waiting.get(index)!();
    this.#waiting.delete(index);
    await settled();
  }

  /** Ends those that wait, the youngest first, until there are none. */
  async endAll(): Promise<void> {
    for (let last = [...this.#waiting.keys()].at(-1); last !== undefined; last = [...this.#waiting.keys()].at(-1)) {
      await this.end(last);
    }
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('runInTurn', () => {
  it('runs pieces that wait for nothing in one go', () => {
    const begun: number[] = [];
    const work = runInTurn({ count: 5, limit: 2 }, (index) => begun.push(index));
    assert.equal(work, undefined);
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  });

  for (const { limit, first } of [
    { limit: 1, first: [0] },
    { limit: 3, first: [0, 1, 2] },
    { limit: 9, first: [0, 1, 2, 3, 4] },
  ]) {
    it(`lets ${limit} of 5 wait at a time`, async () => {
      const pieces = new Pieces();
      const work = runInTurn({ count: 5, limit }, pieces.start);
      assert.deepEqual(pieces.begun, first);
      await pieces.endAll();
      await work;
      assert.deepEqual(pieces.begun, [0, 1, 2, 3, 4]);
      assert.equal(pieces.most, first.length);
    });
  }

  it('starts the next one when any has ended', async () => {
    const pieces = new Pieces();
    const work = runInTurn({ count: 4, limit: 2 }, pieces.start);
    await pieces.end(1);
    assert.deepEqual(pieces.begun, [0, 1, 2]);
    await pieces.endAll();
    await work;
  });

  it('throws at once what the first piece throws', () => {
    const boom = new Error('boom');
    assert.throws(
      () =>
        runInTurn({ count: 3, limit: 2 }, () => {
          throw boom;
        }),
      boom,
    );
  });

  for (const how of ['throws', 'rejects'] as const) {
    it(`waits for the others when a piece ${how}, and starts no further one`, async () => {
      const pieces = new Pieces();
      const boom = new Error('boom');
      const work = runInTurn({ count: 5, limit: 3 }, (index) => {
        if (index !== 1) return pieces.start(index);
        if (how === 'throws') throw boom;
        return Promise.reject(boom);
      })!;
      let over = false;
      const ended = work.catch((error: unknown) => {
        over = true;
        return error;
      });
      await settled();
      const begun = [...pieces.begun];
      assert.equal(over, false);
      await pieces.endAll();
      assert.equal(await ended, boom);
      assert.deepEqual(pieces.begun, begun);
      assert.equal(begun.includes(4), false);
    });
  }

  it('starts none once it is stopped', async () => {
    const begun: number[] = [];
    await runInTurn({ count: 9, limit: 1, stopped: () => begun.length === 4 }, async (index) => begun.push(index));
    assert.deepEqual(begun, [0, 1, 2, 3]);
  });

  for (const { name, piece } of [
    { name: 'wait for nothing', piece: () => undefined },
    { name: 'only seem to wait', piece: async () => {} },
  ]) {
    it(`gives others a turn among many pieces that ${name}, and needs no stack for them`, async () => {
      let turns = 0;
      let on = true;
      const tick = (): void => {
        turns++;
        if (on) setImmediate(tick);
      };
      setImmediate(tick);
      let count = 0;
      await runInTurn({ count: 20_000, limit: 100 }, () => {
        count++;
        return piece();
      });
      on = false;
      assert.equal(count, 20_000);
      assert.ok(turns >= 190, `${turns} turns`);
    });
  }
});
