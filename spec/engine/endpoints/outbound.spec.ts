import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { createOutbound, type OutboundOptions, TransportError } from '../../../engine/endpoints/index.js';
import type { Outbound, OutboundRequest, OutboundResponse } from '../../../engine/message/index.js';
import { ManualClock } from '../../../engine/observe/index.js';
import { type Backend, collect, echo, httpBackend, httpsBackend, socketBackend, unusedPort } from './backend.js';
import { localhostCertificate, localhostKey } from './certificate.js';

describe('outbound', () => {
  const open: { close(): Promise<unknown> }[] = [];

  afterEach(async () => {
    for (const resource of open.splice(0).reverse()) await resource.close();
  });

  function outbound(options: OutboundOptions = {}): Outbound {
    const created = createOutbound(options);
    open.push(created);
    return created;
  }

  async function backend(made: Promise<Backend>): Promise<Backend> {
    const created = await made;
    open.push(created);
    return created;
  }

  const request = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
    method: 'GET',
    url,
    headers: [],
    body: null,
    connectTimeout: 2_000,
    idleTimeout: 2_000,
    keepAlive: true,
    ...more,
  });

  async function json(
    response: OutboundResponse,
  ): Promise<Record<string, unknown> & { headers: Record<string, string> }> {
    return JSON.parse((await collect(response.body)).toString());
  }

  async function failure(promise: Promise<unknown>): Promise<TransportError> {
    try {
      await promise;
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown;
    }
    throw new Error('the exchange did not fail');
  }

  describe('requests', () => {
    it('sends method, path, headers and a body in one piece', async () => {
      const { url } = await backend(httpBackend(echo));
      const response = await outbound().send(
        request(`${url}/a//b/../c?x='1'&y=a%2Fb`, {
          method: 'POST',
          headers: [
            ['X-One', '1'],
            ['x-one', '2'],
          ],
          body: Buffer.from('hello'),
        }),
      );
      const seen = await json(response);
      assert.equal(response.status, 200);
      assert.equal(response.reason, 'OK');
      assert.equal(seen.method, 'POST');
      assert.equal(seen.url, "/a//b/../c?x='1'&y=a%2Fb");
      assert.equal(seen.body, 'hello');
      assert.equal(seen.headers['content-length'], '5');
      assert.equal(seen.headers['x-one'], '1, 2');
      assert.equal(seen.headers.host, url.slice('http://'.length));
    });

    it('sends a stream in chunks, or with the length that is known', async () => {
      const { url } = await backend(httpBackend(echo));
      const out = outbound();
      const stream = () => Readable.from([Buffer.from('he'), Buffer.from('llo')]);
      const chunked = await json(await out.send(request(url, { method: 'PUT', body: stream() })));
      assert.equal(chunked.body, 'hello');
      assert.equal(chunked.headers['transfer-encoding'], 'chunked');
      const counted = await json(await out.send(request(url, { method: 'PUT', body: stream(), contentLength: 5 })));
      assert.equal(counted.body, 'hello');
      assert.equal(counted.headers['content-length'], '5');
    });

    it('reads a large request body only as fast as the backend takes it', async () => {
      let produced = 0;
      const body = new Readable({
        read() {
          produced += 65_536;
          this.push(produced > 64 * 1024 * 1024 ? null : Buffer.alloc(65_536));
        },
      });
      const { url } = await backend(
        socketBackend((socket) => {
          socket.once('data', () => {
            socket.pause();
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
          });
        }),
      );
      await outbound().send(request(url, { method: 'POST', body }));
      assert.ok(produced < 16 * 1024 * 1024, `${produced} bytes were read ahead`);
      assert.equal(body.destroyed, false, 'the body of the client is left alone');
    });

    it('writes the whole URL, HTTP/1.0 and Connection: close when asked to', async () => {
      const lines: string[] = [];
      const { url } = await backend(
        socketBackend((socket) => {
          socket.once('data', (chunk) => {
            lines.push(chunk.toString());
            socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
          });
        }),
      );
      const out = outbound();
      await out.send(request(`${url}/x?y=1`, { absoluteUri: true }));
      await out.send(request(`${url}/x`, { http10: true, method: 'POST', body: Buffer.from('abc') }));
      await out.send(request(`${url}/x`, { keepAlive: false }));
      assert.match(lines[0]!, new RegExp(`^GET ${url}/x\\?y=1 HTTP/1\\.1\r\n`));
      assert.match(lines[1]!, /^POST \/x HTTP\/1\.0\r\n/);
      assert.match(lines[1]!, /connection: close/i);
      assert.match(lines[2]!, /^GET \/x HTTP\/1\.1\r\n[\s\S]*connection: close/i);
    });

    for (const [what, header] of [
      ['a line break in a value', ['X-A', 'a\r\nX-B: b']],
      ['a zero byte in a value', ['X-A', 'a\0']],
      ['a blank in a name', ['X A', 'a']],
      ['a line break in a name', ['X-A\r\nX-B', 'a']],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { url } = await backend(httpBackend(echo));
        const error = await failure(outbound().send(request(url, { headers: [header] })));
        assert.equal(error.kind, 'protocol');
      });
    }

    it('leaves connection headers out and writes what is beyond Latin-1 as question marks', async () => {
      const { url } = await backend(httpBackend(echo));
      const response = await outbound().send(
        request(url, {
          headers: [
            ['Connection', 'close'],
            ['Transfer-Encoding', 'chunked'],
            ['Expect', '100-continue'],
            ['Content-Length', '99'],
            ['X-A', 'ü€'],
          ],
        }),
      );
      const { headers } = await json(response);
      assert.equal(headers.connection, 'keep-alive');
      assert.equal(headers['transfer-encoding'], undefined);
      assert.equal(headers.expect, undefined);
      assert.equal(headers['x-a'], 'ü?');
    });

    for (const url of ['ftp://x/', 'jms:/queue', '/path', '', 'http://', 'http://a b/', 'http://x:99999/']) {
      it(`refuses the address ${JSON.stringify(url)}`, async () => {
        const error = await failure(outbound().send(request(url)));
        assert.deepEqual([error.kind, error.state], ['protocol', 0]);
      });
    }

    it('encodes what cannot stand in a request line', async () => {
      const { url } = await backend(httpBackend(echo));
      const seen = await json(await outbound().send(request(`${url}/a b/é?q=\r\nX: y`)));
      assert.equal(seen.url, '/a%20b/%C3%A9?q=%0D%0AX:%20y');
    });
  });

  describe('connections', () => {
    it('are kept and used again', async () => {
      const server = await backend(httpBackend(echo));
      const out = outbound();
      for (let i = 0; i < 5; i++)
        await out.send(request(server.url, { method: i % 2 ? 'DELETE' : 'POST', body: Buffer.from('x') }));
      // undici lets a connection rest for a turn of the event loop; a request that comes sooner opens a second one.
      assert.ok(server.connections <= 2, `${server.connections} connections`);
    });

    it('are not kept when asked so', async () => {
      const server = await backend(httpBackend(echo));
      const out = outbound();
      for (let i = 0; i < 3; i++) await out.send(request(server.url, { keepAlive: false }));
      assert.equal(server.connections, 3);
    });

    it('beyond the limit are refused at once', async () => {
      const server = await backend(httpBackend(() => {}));
      const out = outbound({ connections: 2 });
      const waiting = [1, 2].map(() => failure(out.send(request(server.url, { totalTimeout: 50 }))));
      const error = await failure(out.send(request(server.url)));
      assert.equal(error.kind, 'full');
      await Promise.all(waiting);
    });

    it('of more origins than allowed are closed, unused ones first', async () => {
      const servers = await Promise.all([1, 2, 3].map(() => backend(httpBackend(echo))));
      const out = outbound({ origins: 2 });
      for (const { url } of servers) await out.send(request(url));
      await out.send(request(servers[2]!.url));
      await out.send(request(servers[0]!.url));
      assert.deepEqual(
        servers.slice(0, 2).map((server) => server.connections),
        [2, 1],
      );
    });

    it('close() waits for what is under way and refuses what is new', async () => {
      let answer: () => void = () => {};
      const asked = new Promise<void>((resolve) => {
        void backend(
          httpBackend((_request, response) => {
            answer = () => response.end('done');
            resolve();
          }),
        ).then(({ url }) => {
          pending = out.send(request(url));
        });
      });
      const out = createOutbound();
      let pending: Promise<OutboundResponse> | undefined;
      await asked;
      const closed = out.close();
      assert.equal((await failure(out.send(request('http://127.0.0.1:1/')))).kind, 'aborted');
      answer();
      assert.equal((await collect((await pending!).body)).toString(), 'done');
      await closed;
    });
  });

  describe('answers', () => {
    it('keep the spelling and order of repeated headers', async () => {
      const { url } = await backend(
        socketBackend((socket) =>
          socket.once('data', () =>
            socket.end('HTTP/1.1 404 Nothing Here\r\nX-B: 1\r\nset-COOKIE: a\r\nX-B: 2\r\nContent-Length: 2\r\n\r\nno'),
          ),
        ),
      );
      const response = await outbound().send(request(url));
      assert.equal(response.status, 404);
      assert.equal(response.reason, 'Nothing Here');
      const pairs = response.headers.map(([name, value]) => [name, value]);
      assert.deepEqual(pairs, [
        ['X-B', '1'],
        ['set-COOKIE', 'a'],
        ['X-B', '2'],
        ['Content-Length', '2'],
      ]);
      assert.equal(response.body.toString(), 'no');
    });

    for (const [what, head, body, piece] of [
      ['a small body of known length', 'Content-Length: 3', 'abc', true],
      ['a small chunked body that is there at once', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n', true],
      ['no body', 'Content-Length: 0', '', true],
      ['a large body', `Content-Length: ${100_000}`, 'x'.repeat(100_000), false],
      [
        'a large chunked body',
        'Transfer-Encoding: chunked',
        `${(100_000).toString(16)}\r\n${'x'.repeat(100_000)}\r\n0\r\n\r\n`,
        false,
      ],
    ] as const) {
      it(`with ${what} ${piece ? 'come in one piece' : 'are streamed'}`, async () => {
        const { url } = await backend(
          socketBackend((socket) =>
            socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`)),
          ),
        );
        const response = await outbound().send(request(url));
        assert.equal(Buffer.isBuffer(response.body), piece);
        const text = (await collect(response.body)).toString();
        assert.equal(text.length, { abc: 3, '': 0 }[body] ?? (body.startsWith('3') ? 3 : 100_000));
      });
    }

    it('that come bit by bit are handed over with what is there', async () => {
      let finish = () => {};
      const { url } = await backend(
        httpBackend((_request, response) => {
          response.write('first');
          finish = () => response.end('last');
        }),
      );
      const response = await outbound().send(request(url));
      const body = response.body as Readable;
      const [first] = (await once(body, 'data')) as [Buffer];
      assert.equal(first.toString(), 'first');
      finish();
      assert.equal((await collect(body)).toString(), 'last');
    });

    it('skip interim answers and trailers', async () => {
      const { url } = await backend(
        socketBackend((socket) =>
          socket.once('data', () =>
            socket.write(
              'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-T: 1\r\n\r\n',
            ),
          ),
        ),
      );
      const response = await outbound().send(request(url));
      assert.deepEqual([response.status, response.headers.length, response.body.toString()], [200, 1, 'a']);
    });

    it('of redirects are handed over', async () => {
      const { url } = await backend(
        httpBackend((_request, response) => response.writeHead(302, { Location: '/y' }).end()),
      );
      assert.equal((await outbound().send(request(url))).status, 302);
    });

    it('of HEAD requests have no body whatever length they announce', async () => {
      const { url } = await backend(
        httpBackend((_request, response) => response.writeHead(200, { 'Content-Length': 5 }).end()),
      );
      const response = await outbound().send(request(url, { method: 'HEAD' }));
      assert.equal((await collect(response.body)).length, 0);
    });

    it('are read only as fast as the caller reads', async () => {
      let sent = 0;
      const { url } = await backend(
        httpBackend((_request, response) => {
          const pump = () => {
            while (sent < 64 * 1024 * 1024) {
              sent += 65_536;
              if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', pump);
            }
            response.end();
          };
          pump();
        }),
      );
      const response = await outbound().send(request(url));
      const body = response.body as Readable;
      await once(body, 'readable');
      assert.ok(sent < 16 * 1024 * 1024, `${sent} bytes were taken`);
      assert.equal((await collect(body)).length, 64 * 1024 * 1024);
    });

    it('that are not wanted any more close their connection', async () => {
      let closed: Promise<unknown> = Promise.resolve();
      const { url } = await backend(
        httpBackend((_request, response) => {
          closed = once(response, 'close');
          response.write('x'.repeat(100_000));
        }),
      );
      const response = await outbound().send(request(url));
      (response.body as Readable).destroy();
      await closed;
    });
  });

  describe('failures', () => {
    it('refused', async () => {
      const error = await failure(outbound().send(request(`http://127.0.0.1:${await unusedPort()}/`)));
      assert.deepEqual([error.kind, error.state], ['refused', 0]);
    });

    it('unknown host', async () => {
      const error = await failure(outbound().send(request('http://no-such-host.invalid/')));
      assert.deepEqual([error.kind, error.state], ['unknown-host', 0]);
    });

    for (const [what, act, kind, state] of [
      ['closed while we wait', (socket) => socket.end(), 'closed', 3],
      ['reset while we wait', (socket) => socket.resetAndDestroy(), 'reset', 3],
      ['an answer that is no HTTP', (socket) => socket.write('hello\r\n\r\n'), 'protocol', 3],
      ['closed in the middle of the head', (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A'), 'closed', 3],
      [
        'headers beyond the limit',
        (socket) => socket.write(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`),
        'protocol',
        3,
      ],
    ] as const satisfies readonly (readonly [
      string,
      (socket: import('node:net').Socket) => unknown,
      string,
      number,
    ])[]) {
      it(what, async () => {
        const { url } = await backend(socketBackend((socket) => socket.once('data', () => act(socket))));
        const error = await failure(outbound().send(request(url, { method: 'POST', body: Buffer.from('x') })));
        assert.deepEqual([error.kind, error.state], [kind, state]);
      });
    }

    it('silence on the connection', async () => {
      const { url } = await backend(socketBackend(() => {}));
      const error = await failure(outbound().send(request(url, { idleTimeout: 30 })));
      assert.deepEqual([error.kind, error.limit, error.state], ['timeout', 'socket', 3]);
    });

    it('no answer within the whole time, by the injected clock', async () => {
      const clock = new ManualClock();
      const { url } = await backend(
        socketBackend((socket) => {
          socket.once('data', () => clock.advance(60_000));
        }),
      );
      const error = await failure(outbound({ clock }).send(request(url, { totalTimeout: 60_000 })));
      assert.deepEqual([error.kind, error.limit], ['timeout', 'total']);
      assert.equal(clock.pending, 0);
    });

    it('the caller has gone', async () => {
      const caller = new AbortController();
      const { url } = await backend(socketBackend((socket) => socket.once('data', () => caller.abort())));
      const error = await failure(outbound().send(request(url, { signal: caller.signal })));
      assert.equal(error.kind, 'aborted');
      assert.equal((await failure(outbound().send(request(url, { signal: caller.signal })))).kind, 'aborted');
    });

    it('a small body that breaks off: the head is the answer, the stream fails', async () => {
      const { url } = await backend(
        socketBackend((socket) =>
          socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')),
        ),
      );
      const response = await outbound().send(request(url));
      assert.equal(response.status, 200);
      assert.equal((await failure(collect(response.body))).kind, 'closed');
    });

    it('a large body that is reset fails its stream', async () => {
      const { url } = await backend(
        socketBackend((socket) =>
          socket.once('data', () => {
            socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(100_000)}`, () =>
              setImmediate(() => socket.resetAndDestroy()),
            );
          }),
        ),
      );
      const response = await outbound().send(request(url));
      assert.match((await failure(collect(response.body))).kind, /^(reset|closed)$/);
    });

    it('an answer that nobody has begun to read may break off', async () => {
      let reset = () => {};
      const { url } = await backend(
        socketBackend((socket) => {
          reset = () => socket.resetAndDestroy();
          socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'));
        }),
      );
      const body = (await outbound().send(request(url))).body as Readable;
      reset();
      await new Promise((resolve) => body.once('close', resolve));
      assert.equal((await failure(collect(body))).kind, 'reset');
    });

    it('the request body of the client breaks off', async () => {
      const { url } = await backend(httpBackend(echo));
      const body = new Readable({ read() {} });
      body.push('begin');
      const error = failure(outbound().send(request(url, { method: 'POST', body })));
      setImmediate(() => body.destroy(new Error('client gone')));
      assert.equal((await error).kind, 'aborted');
    });

    it('nothing is sent twice', async () => {
      let seen = 0;
      const { url } = await backend(
        socketBackend((socket) =>
          socket.on('data', () => {
            if (++seen === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
            else socket.destroy();
          }),
        ),
      );
      const out = outbound();
      await out.send(request(url));
      await failure(out.send(request(url)));
      assert.equal(seen, 2);
    });
  });

  describe('over TLS', () => {
    const accepted = { tls: { ca: localhostCertificate } };
    const secure = () => backend(httpsBackend({ key: localhostKey, cert: localhostCertificate }, echo));

    it('sends to a host whose certificate it accepts', async () => {
      const { port } = await secure();
      const seen = await json(await outbound(accepted).send(request(`https://localhost:${port}/x`)));
      assert.equal(seen.url, '/x');
    });

    for (const [what, host, options] of [
      ['signs its certificate itself', 'localhost', {}],
      ['has the certificate of another name', '127.0.0.1', accepted],
    ] as const) {
      it(`does not send to a host that ${what}`, async () => {
        const { port } = await secure();
        const error = await failure(outbound(options).send(request(`https://${host}:${port}/x`)));
        assert.deepEqual([error.kind, error.state], ['tls', 0]);
      });
    }

    it('does not speak TLS to a host that does not', async () => {
      const { port } = await backend(httpBackend(echo));
      assert.equal((await failure(outbound(accepted).send(request(`https://localhost:${port}/x`)))).kind, 'tls');
    });
  });

  it('goes through an HTTP proxy by CONNECT, with its credentials', async () => {
    const { url, port } = await backend(httpBackend(echo));
    const asked: (string | undefined)[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (req, socket, head) => {
      asked.push(req.url, req.headers['proxy-authorization']);
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.write(head);
        onward.pipe(socket);
        socket.pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    open.push({
      async close() {
        proxy.closeAllConnections();
        proxy.close();
      },
    });
    const address = proxy.address() as import('node:net').AddressInfo;
    const out = outbound({
      proxy: {
        url: `http://127.0.0.1:${address.port}`,
        username: 'u',
        password: 'p',
        bypass: (host) => host === 'localhost',
      },
    });
    const seen = await json(await out.send(request(`${url}/through`, { headers: [['X-A', '1']] })));
    assert.deepEqual([seen.url, seen.headers['x-a']], ['/through', '1']);
    assert.deepEqual(asked, [`127.0.0.1:${port}`, `Basic ${Buffer.from('u:p').toString('base64')}`]);
    await out.send(request(`http://localhost:${port}/beside`)).catch(() => {});
    assert.equal(asked.length, 2);
  });
});
