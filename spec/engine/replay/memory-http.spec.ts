import assert from 'node:assert/strict';
import type { TLSSocket } from 'node:tls';
import { MemoryHttp } from '../../../engine/replay/memory-http.js';

describe('HTTP in memory', () => {
  const http = new MemoryHttp();

  it('sends a request through both parsers', async () => {
    const response = await http.send(
      (request, answer) => {
        request.setEncoding('utf8').on('data', (text: string) => {
          answer.writeHead(201, [
            ['X-A', '1'],
            ['X-A', '2'],
            ['Content-Type', 'text/plain'],
          ] as never);
          answer.end(
            `${request.method} ${request.url} ${request.headers.host} ${request.headers['content-length']} ${text}`,
          );
        });
      },
      { method: 'PUT', path: '/a?b=%20', headers: [['X-B', 'c']], body: Buffer.from('hello') },
    );
    assert.equal(response.status, 201);
    assert.equal(response.body.bytes.toString(), 'PUT /a?b=%20 localhost:8290 5 hello');
    assert.equal(response.body.contentType, 'text/plain');
    assert.deepEqual(response.headers.slice(0, 2), [
      ['X-A', '1'],
      ['X-A', '2'],
    ]);
  });

  it('passes large bodies on, both ways, at the pace of the reader', async () => {
    const body = Buffer.alloc(5_000_000, 'x');
    const response = await http.send((request, answer) => void request.pipe(answer), {
      method: 'POST',
      path: '/',
      headers: [],
      body,
    });
    assert.ok(response.body.bytes.equals(body));
  });

  it('sends no body where there is none', async () => {
    const response = await http.send((request, answer) => answer.end(JSON.stringify(request.rawHeaders)), {
      method: 'GET',
      path: '/',
      headers: [['Host', 'a.example']],
      body: null,
    });
    assert.deepEqual(JSON.parse(response.body.bytes.toString()), ['Host', 'a.example', 'Connection', 'close']);
  });

  it('shows the server what the connection counts as', async () => {
    const connection = { encrypted: true, remoteAddress: '192.0.2.7', certificate: { subject: 'john', issuer: 'ca' } };
    const seen = async (call: object): Promise<unknown> => {
      const response = await http.send(
        ({ socket }, answer) => {
          const { encrypted, authorized, remoteAddress } = socket as TLSSocket;
          answer.end(
            JSON.stringify([encrypted, authorized, remoteAddress, (socket as TLSSocket).getPeerCertificate()]),
          );
        },
        { method: 'GET', path: '/', headers: [], body: null, ...call },
      );
      return JSON.parse(response.body.bytes.toString());
    };
    assert.deepEqual(await seen({}), [false, false, '127.0.0.1', {}]);
    const names = { subject: { CN: 'john' }, issuer: { CN: 'ca' } };
    assert.deepEqual(await seen({ connection }), [true, true, '192.0.2.7', names]);
  });

  it('rejects when the handler cuts the connection', async () => {
    const call = { method: 'GET', path: '/', headers: [], body: null };
    await assert.rejects(http.send((_request, answer) => answer.destroy(), call));
  });

  it('serves thousands of requests in a second', async () => {
    const begin = performance.now();
    for (let index = 0; index < 500; index++) {
      await http.send((_request, answer) => answer.end('x'), { method: 'GET', path: '/', headers: [], body: null });
    }
    assert.ok(performance.now() - begin < 2000);
  });
});
