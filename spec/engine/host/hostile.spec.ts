import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SeededRandom } from '../../../engine/observe/index.js';
import { ask, closeServed, dial, ns, type Served, serve } from './served.js';

/** What a backend can do to a gateway, by the path that is asked for. */
const behaviours: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  fine: (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    request.pipe(response);
  },
  reset: (request) => request.socket.resetAndDestroy(),
  'reset-in-body': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('{"half":');
    setImmediate(() => request.socket.resetAndDestroy());
  },
  'short-body': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.end('{}', () => request.socket.end());
  },
  garbage: (request) => request.socket.end('this is not HTTP\r\n\r\n'),
  silent: () => {},
  'no-json': (request, response) => {
    request.resume();
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('<html>');
  },
  failing: (request, response) => {
    request.resume();
    response.writeHead(500);
    response.end('stack trace');
  },
};

const flows: Readonly<Record<string, string>> = {
  streamed: '<respond/>',
  read: '<property name="x" expression="json-eval($.a)"/><respond/>',
};

describe('hostile backends and clients', () => {
  let backend: Server;
  let served: Served;

  beforeEach(async () => {
    backend = createServer((request, response) => {
      request.on('error', () => {});
      response.on('error', () => {});
      behaviours[request.url!.slice(1)](request, response);
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const apis = Object.keys(behaviours).flatMap((behaviour) =>
      Object.entries(flows).map(
        ([name, rest]) =>
          `<api ${ns} name="${behaviour}-${name}" context="/${behaviour}/${name}"><resource methods="POST"><inSequence>` +
          `<call><endpoint><http method="post" uri-template="http://127.0.0.1:${port}/${behaviour}"><timeout><duration>300</duration><responseAction>fault</responseAction></timeout></http></endpoint></call>` +
          `${rest}</inSequence></resource></api>`,
      ),
    );
    served = await serve(apis);
  });

  afterEach(async () => {
    await closeServed();
    backend.closeAllConnections();
    backend.close();
  });

  for (const behaviour of Object.keys(behaviours)) {
    for (const flow of Object.keys(flows)) {
      it(`a backend that is ${behaviour}, its answer ${flow}: the client is not left waiting`, async () => {
        const path = `/${behaviour}/${flow}`;
        const options = {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{"a":1}',
          timeout: 5000,
        };
        const reply = await ask(served, path, options).catch((error: NodeJS.ErrnoException) => error);
        if (reply instanceof Error) {
          // Only an answer that had begun may break off.
          assert.ok(flow === 'streamed' && ['reset-in-body', 'short-body'].includes(behaviour), String(reply));
        } else if (behaviour === 'fine') assert.deepEqual([reply.status, reply.body], [200, '{"a":1}']);
        await served.host.idle();
        assert.equal(served.host.running, 0);
      });
    }
  }

  it('clients that vanish at any moment leave nothing behind', async () => {
    const random = new SeededRandom(42);
    const paths = ['fine', 'silent', 'reset'].flatMap((behaviour) =>
      Object.keys(flows).map((flow) => `/${behaviour}/${flow}`),
    );
    const body = JSON.stringify({ a: 'x'.repeat(50_000) });
    const vanish = async (): Promise<void> => {
      const socket = dial(served);
      socket.on('error', () => {});
      const path = paths[Math.floor(random.random() * paths.length)];
      const text = `POST ${path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      socket.write(text.slice(0, Math.floor(random.random() * text.length * 1.2)));
      for (let turn = Math.floor(random.random() * 20); turn > 0; turn--)
        await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
      await once(socket, 'close');
    };
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, vanish));
    await served.host.idle();
    assert.equal(served.host.running, 0);
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };
    assert.equal((await ask(served, '/fine/read', options)).status, 200);
  });
});
