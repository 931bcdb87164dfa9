import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { type ConnectionReceiver, createHost, type HostLimits, receive } from '../../../engine/host/index.js';
import { compileOptions } from '../../../engine/index.js';
import { systemClock } from '../../../engine/observe/index.js';
import { answering, api } from './served.js';

const request = 'GET /api HTTP/1.1\r\nHost: h\r\n\r\n';
const answer = /^HTTP\/1\.1 200 OK\r\n[\s\S]*\{"r":"here"\}$/;

describe('a host that is handed connections', () => {
  let acceptor: Server;
  let receiver: ConnectionReceiver;
  let taken: () => void;
  const clients: Socket[] = [];

  const start = async (limits: Partial<HostLimits> = {}): Promise<void> => {
    const artifacts = [{ file: 'a.xml', content: api('', answering('here')) }];
    const host = createHost({ deployment: loadDeployment({ compile: compileOptions, artifacts }), limits });
    receiver = receive(host, { port: 0, address: '127.0.0.1', limits });
    acceptor = createServer((socket) => {
      receiver.take(socket);
      taken();
    });
    await new Promise<void>((resolve) => acceptor.listen(0, '127.0.0.1', resolve));
  };
  afterEach(async () => {
    for (const socket of clients.splice(0)) socket.destroy();
    acceptor.close();
    await receiver.close(0, systemClock);
  });

  /** A connection that the host has taken. */
  const dial = async (): Promise<Socket> => {
    const inside = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const socket = connect({ port: (acceptor.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
    clients.push(socket);
    await inside;
    return socket;
  };

  const firstAnswer = async (socket: Socket): Promise<string> => {
    const [text] = (await once(socket, 'data')) as [Buffer];
    return text.toString();
  };

  it('answers on them, and keeps them', async () => {
    await start();
    const socket = await dial();
    for (let round = 0; round < 2; round++) {
      socket.write(request);
      assert.match(await firstAnswer(socket), answer);
    }
  });

  it('answers a client that has ended its side', async () => {
    await start();
    const socket = await dial();
    socket.end(request);
    assert.match(await firstAnswer(socket), answer);
  });

  it('closes idle ones at once when it stops', async () => {
    await start();
    const sockets = [await dial(), await dial()];
    sockets[0].write(request);
    // The other one has never sent anything.
    await firstAnswer(sockets[0]);
    const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'end')));
    assert.equal(await receiver.close(60_000, systemClock), true);
    await closed;
  });

  it('waits for a request that has begun when it stops, and cuts it off at the limit', async () => {
    await start();
    for (const [limit, whole] of [
      [60_000, true],
      [0, false],
    ] as const) {
      const socket = await dial();
      socket.write(request.slice(0, 20));
      // An answer to another request: what was written before has been read.
      const other = await dial();
      other.write(request);
      await firstAnswer(other);
      const closed = receiver.close(limit, systemClock);
      if (whole) {
        socket.write(request.slice(20));
        assert.match(await firstAnswer(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n/i);
        socket.end();
      }
      assert.equal(await closed, whole);
      acceptor.close();
      await start();
    }
  });

  it('answers 408 to who sends too slowly', async () => {
    await start({ headersTimeout: 20, requestTimeout: 20 });
    const socket = await dial();
    socket.write('GET /api HTTP/1.1\r\nHost:');
    assert.match(await firstAnswer(socket), /^HTTP\/1\.1 408 /);
  });
});
