import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { RegistryReplica } from '../../../../engine/cli/workers/registry-replica.js';
import type { RegistryWrite } from '../../../../engine/deploy/index.js';

const path = 'local:/token';

/** Two workers and the primary between them, which puts writes into an order. */
class Group {
  readonly #log: { from: number; writes: readonly RegistryWrite[] }[] = [];
  readonly replicas = [0, 1].map(
    (from) => new RegistryReplica([], false, (writes) => void this.#log.push({ from, writes })),
  );

  /** How many messages are on their way to the primary. */
  get messages(): number {
    return this.#log.length;
  }

  /** The message with this index reaches all. */
  deliver(index = 0): void {
    const [{ from, writes }] = this.#log.splice(index, 1);
    for (const [to, replica] of this.replicas.entries()) replica.receive(writes, to === from);
  }

  texts(): (string | undefined)[] {
    return this.replicas.map(({ registry }) => registry.text(path));
  }
}

describe('the registry of workers', () => {
  let group: Group;
  beforeEach(() => {
    group = new Group();
  });

  it('is changed at once where it is written, and later elsewhere', async () => {
    group.replicas[0].registry.put(path, 'a');
    assert.deepEqual(group.texts(), ['a', undefined]);
    await turn();
    group.deliver();
    assert.deepEqual(group.texts(), ['a', 'a']);
  });

  it('hands on together what was written in one turn, properties too', async () => {
    const [{ registry }, other] = group.replicas;
    registry.put(path, 'a');
    registry.put('local:/time', '1');
    registry.putProperty(path, 'kind', 'Bearer');
    await turn();
    assert.equal(group.messages, 1);
    group.deliver();
    assert.deepEqual(
      [other.registry.text(path), other.registry.text('local:/time'), other.registry.property(path, 'kind')],
      ['a', '1', 'Bearer'],
    );
  });

  for (const [order, expected] of [
    [[0, 0], 'b'],
    [[1, 0], 'a'],
  ] as const) {
    it(`ends with the same everywhere when two write at once: ${expected}`, async () => {
      group.replicas[0].registry.put(path, 'a');
      group.replicas[1].registry.put(path, 'b');
      await turn();
      for (const index of order) group.deliver(index);
      assert.deepEqual(group.texts(), [expected, expected]);
    });
  }

  it('a worker does not fall back behind what it wrote itself', async () => {
    const [first, second] = group.replicas;
    second.registry.put(path, 'old');
    await turn();
    first.registry.put(path, 'new');
    await turn();
    group.deliver();
    assert.deepEqual(group.texts(), ['new', 'old']);
    group.deliver();
    assert.deepEqual(group.texts(), ['new', 'new']);
    second.registry.put(path, 'newest');
    await turn();
    group.deliver();
    assert.deepEqual(group.texts(), ['newest', 'newest']);
  });
});
