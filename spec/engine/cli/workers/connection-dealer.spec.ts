import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ConnectionDealer, type ConnectionTaker } from '../../../../engine/cli/workers/connection-dealer.js';

class Taker implements ConnectionTaker {
  readonly handed: Socket[] = [];
  #told: () => void = () => {};

  hand(socket: Socket): void {
    this.handed.push(socket);
    this.#told();
  }

  /** Resolves when so many connections have been handed over. */
  async has(count: number): Promise<void> {
    while (this.handed.length < count) {
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }
}

describe('connections', () => {
  let dealer: ConnectionDealer;
  const clients: Socket[] = [];
  beforeEach(async () => {
    dealer = new ConnectionDealer();
    await dealer.listen(0, '127.0.0.1');
  });
  afterEach(() => {
    dealer.close();
    for (const client of clients.splice(0)) client.destroy();
  });

  const dial = async (): Promise<Socket> => {
    const client = connect(dealer.port, dealer.address);
    client.on('error', () => {});
    clients.push(client);
    await once(client, 'connect');
    return client;
  };

  it('are dealt to each in turn, the next one when the last is taken', async () => {
    const [one, other] = [new Taker(), new Taker()];
    dealer.join(one);
    dealer.join(other);
    for (let count = 0; count < 4; count++) await dial();
    await other.has(1);
    assert.deepEqual([one.handed.length, other.handed.length], [1, 1]);
    dealer.taken(other);
    await other.has(2);
    assert.equal(one.handed.length, 1);
    dealer.taken(one);
    await one.has(2);
  });

  it('wait for the first that can take them', async () => {
    await dial();
    const taker = new Taker();
    dealer.join(taker);
    await taker.has(1);
  });

  it('stay with who has taken them', async () => {
    const taker = new Taker();
    dealer.join(taker);
    await dial();
    await taker.has(1);
    dealer.taken(taker);
    assert.ok(taker.handed[0].destroyed);
    const other = new Taker();
    dealer.join(other);
    dealer.gone(taker);
    await dial();
    await other.has(1);
    assert.notEqual(other.handed[0], taker.handed[0]);
  });

  it('that were not taken go to another one when their worker has ended', async () => {
    const [one, other] = [new Taker(), new Taker()];
    dealer.join(one);
    await dial();
    await one.has(1);
    dealer.join(other);
    dealer.gone(one);
    await other.has(1);
    assert.equal(other.handed[0], one.handed[0]);
  });

  it('are not dealt to who has left, not even when it takes its last one', async () => {
    const [one, other] = [new Taker(), new Taker()];
    dealer.join(one);
    await dial();
    await one.has(1);
    dealer.leave(one);
    dealer.taken(one);
    dealer.join(other);
    await dial();
    await other.has(1);
    assert.equal(one.handed.length, 1);
  });

  it('are closed when nobody has taken them at the end', async () => {
    const client = await dial();
    await dial();
    dealer.close();
    await once(client.resume(), 'close');
  });
});
