import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import Koa from 'koa';
import { errorCodes, Fault } from '../../../engine/errors/index.js';
import { JavaNumber, type Message } from '../../../engine/message/index.js';
import { ManualClock } from '../../../engine/observe/index.js';
import { answering, api, ask, closeServed, dial, givenUp, ns, serve, shout } from './served.js';

const echo = api('', '<respond/>');
const probing = api('', '<probe/>');

describe('answers over HTTP', () => {
  afterEach(closeServed);

  it('stream an unread body of any size through, byte for byte', async () => {
    const subject = await serve([echo]);
    const body = Buffer.alloc(5_000_000, 'abcdefghij');
    const reply = await ask(subject, '/api', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    assert.equal(reply.status, 200);
    assert.ok(reply.body === body.toString());
    assert.equal(reply.headers['content-type'], 'application/json');
  });

  it('reach every one of many callers at a time, each its own', async () => {
    const subject = await serve([echo]);
    const headers = { 'Content-Type': 'text/plain' };
    const callers = Array.from({ length: 40 }, (_, caller) => `caller ${caller}`);
    const replies = await Promise.all(callers.map((body) => ask(subject, '/api', { method: 'POST', headers, body })));
    assert.deepEqual(
      replies.map(({ body }) => body),
      callers,
    );
  });

  it('keep the connection', async () => {
    const subject = await serve([api('', answering('x'))]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const replies = await Promise.all([1, 2, 3].map(() => ask(subject, '/api', { agent })));
    agent.destroy();
    assert.deepEqual(
      replies.map(({ status, headers }) => [status, headers.connection]),
      [
        [200, 'keep-alive'],
        [200, 'keep-alive'],
        [200, 'keep-alive'],
      ],
    );
    const { connections } = await new Promise<{ connections: number }>((resolve) =>
      subject.server.server.getConnections((_, connections) => resolve({ connections })),
    );
    assert.ok(connections <= 1);
  });

  const post = (body: string, more = '') =>
    `POST /api HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;
  const close = 'Connection: close\r\n';
  const arrivals: [name: string, pieces: string[], bodies: string[]][] = [
    ['with the headers', [post('one', close)], ['one']],
    ['behind the headers', [post('one', close).slice(0, -3), 'one'], ['one']],
    ['in two pieces', [post('one', close).slice(0, -2), 'ne'], ['one']],
    ['one behind the other', [post('one') + post('two', close)], ['one', 'two']],
    ['one in the middle of the other', [post('one') + post('two', close).slice(0, -1), 'o'], ['one', 'two']],
    ['empty', [post('') + post('two', close)], ['', 'two']],
  ];
  for (const [name, pieces, bodies] of arrivals) {
    it(`take short bodies that come ${name}`, async () => {
      const subject = await serve([echo]);
      const text = await shout(subject, ...pieces);
      const answers = text.split('HTTP/1.1 200 OK').slice(1);
      assert.deepEqual(
        answers.map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4)),
        bodies,
      );
    });
  }

  it('to HEAD have the length and no body', async () => {
    const subject = await serve([api('methods="GET HEAD"', answering('x'))]);
    const reply = await ask(subject, '/api', { method: 'HEAD' });
    assert.deepEqual([reply.status, reply.body], [200, '']);
  });

  for (const status of [204, 304]) {
    it(`with ${status} have no body and leave the connection usable`, async () => {
      const subject = await serve([
        api('', `<property name="HTTP_SC" value="${status}" scope="axis2"/>${answering('x')}`),
      ]);
      const text = await shout(
        subject,
        'GET /api HTTP/1.1\r\nHost: h\r\n\r\nGET /api HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
      );
      assert.equal(text.match(new RegExp(`HTTP/1.1 ${status} `, 'g'))?.length, 2, text);
      assert.doesNotMatch(text, /"r"/);
    });
  }

  it('cannot be forged by line breaks in a header', async () => {
    const subject = await serve([
      api('', `<property name="X-A" scope="transport" expression="get-property('query.param.v')"/>${answering('x')}`),
    ]);
    const reply = await ask(subject, '/api?v=a%0d%0aX-Evil:%201%0d%0a%0d%0abody');
    assert.equal(reply.status, 200);
    assert.equal(reply.headers['x-evil'], undefined);
    assert.equal(reply.body, '{"r":"x"}');
  });

  it('do not let a flow decide over length and connection', async () => {
    const subject = await serve([
      api(
        '',
        `<header name="Transfer-Encoding" scope="transport" value="chunked"/><header name="Content-Length" scope="transport" value="3"/>${answering('x')}`,
      ),
    ]);
    const reply = await ask(subject, '/api');
    assert.deepEqual(
      [reply.headers['content-length'], reply.headers['transfer-encoding'], reply.body],
      ['9', undefined, '{"r":"x"}'],
    );
  });

  it('come once: a second one is only logged', async () => {
    const subject = await serve([probing], {
      probe: (message) => {
        void message.exchange.respond(message);
        void message.exchange.respond(message);
        return false;
      },
    });
    assert.equal((await ask(subject, '/api')).status, 200);
    assert.match(subject.lines.join('\n'), /already responded/);
  });

  it('break off visibly when their body breaks off', async () => {
    const body = (): Readable => {
      let pushed = false;
      return new Readable({
        read() {
          if (pushed) this.destroy(new Error('backend reset'));
          else this.push('half');
          pushed = true;
        },
      });
    };
    const subject = await serve([probing], {
      probe: (message) => {
        const { exchange } = message;
        exchange.respondWith({
          status: 200,
          reason: undefined,
          headers: [],
          body: body(),
          contentLength: undefined,
          close: false,
          http10: false,
        });
        return false;
      },
    });
    await assert.rejects(ask(subject, '/api'));
    assert.match(subject.lines.join('\n'), /the body of an answer broke off/);
  });

  const lengths: [name: string, length: number][] = [
    ['longer', 2],
    ['shorter', 10],
  ];
  for (const [name, length] of lengths) {
    it(`break off visibly when their body is ${name} than announced`, async () => {
      const subject = await serve([probing], {
        probe: ({ exchange }) => {
          const body = Readable.from([Buffer.from('12345')]);
          exchange.respondWith({
            status: 200,
            reason: undefined,
            headers: [],
            body,
            contentLength: length,
            close: false,
            http10: false,
          });
          return false;
        },
      });
      await assert.rejects(ask(subject, '/api'));
    });
  }

  it('wait for a slow client', async () => {
    let produced = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const body = new Readable({
      read() {
        produced += chunk.length;
        this.push(produced > 64 * 1024 * 1024 ? null : chunk);
      },
    });
    const subject = await serve([probing], {
      probe: ({ exchange }) => {
        exchange.respondWith({
          status: 200,
          reason: undefined,
          headers: [],
          body,
          contentLength: undefined,
          close: false,
          http10: false,
        });
        return false;
      },
    });
    const socket = dial(subject);
    socket.write('GET /api HTTP/1.1\r\nHost: h\r\n\r\n');
    await once(socket, 'data');
    socket.pause();
    while (!body.isPaused()) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(produced < 32 * 1024 * 1024, `${produced} bytes were produced for a client that does not read`);
    socket.destroy();
    await once(body, 'close');
  });
});

describe('limits and bad requests', () => {
  afterEach(closeServed);
  const limits = { maxBodyBytes: 1000, maxHeaderBytes: 4096, pieceBytes: 100 };

  it('a body over the limit, announced: 413', async () => {
    const subject = await serve([echo], { limits });
    const reply = await ask(subject, '/api', { method: 'POST', body: 'x'.repeat(1001) });
    assert.deepEqual([reply.status, reply.headers.connection], [413, 'close']);
    assert.equal((JSON.parse(reply.body) as { error: { code: string } }).error.code, '413');
    assert.equal(subject.records[0].status, 413);
  });

  it('a body far over the limit, which the client sends to its end before it reads: 413', async () => {
    const subject = await serve([echo], { limits });
    const reply = await ask(subject, '/api', { method: 'POST', body: Buffer.alloc(3_000_000) });
    assert.equal(reply.status, 413);
  });

  it('a body over the limit, asked for first: 413 without 100', async () => {
    const subject = await serve([echo], { limits });
    const text = await shout(
      subject,
      'POST /api HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n',
    );
    assert.match(text, /^HTTP\/1\.1 413 /);
  });

  it('a body asked for first', async () => {
    const subject = await serve([echo], { limits });
    const text = await shout(
      subject,
      'POST /api HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi',
    );
    assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it('a body over the limit, in chunks, while a flow collects it: 413', async () => {
    const subject = await serve([api('', '<log level="full"/><respond/>')], { limits });
    const outgoing = request({
      port: subject.server.port,
      host: '127.0.0.1',
      path: '/api',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    const [answer] = await Promise.all([
      once(outgoing, 'response'),
      (async () => {
        outgoing.on('error', () => {});
        for (let sent = 0; sent < 1200; sent += 100) outgoing.write('x'.repeat(100));
        outgoing.end();
      })(),
    ]);
    assert.equal(answer[0].statusCode, 413);
    answer[0].resume();
  });

  it('a body at the limit', async () => {
    const subject = await serve([echo], { limits });
    assert.equal((await ask(subject, '/api', { method: 'POST', body: 'x'.repeat(1000) })).status, 200);
  });

  it('headers over the limit: 431', async () => {
    const subject = await serve([echo], { limits });
    assert.equal((await ask(subject, '/api', { headers: { 'X-Big': 'x'.repeat(5000) } })).status, 431);
  });

  const smuggled: [name: string, text: string][] = [
    [
      'both length and chunks',
      'POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/evil HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    ['two lengths', 'POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef'],
    ['a folded header', 'GET /api HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n'],
    ['a blank before the colon', 'GET /api HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n'],
    ['no Host', 'GET /api HTTP/1.1\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ];
  for (const [name, text] of smuggled) {
    it(`${name}: 400, and the connection is closed`, async () => {
      const subject = await serve([echo]);
      const answer = await shout(subject, text);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1);
      assert.deepEqual(subject.records, []);
    });
  }

  it('a client that vanishes aborts what runs for it', async () => {
    let aborted: Promise<unknown> | undefined;
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const subject = await serve([probing], {
      probe: ({ exchange }) => {
        aborted = givenUp(exchange.signal!);
        entered();
        return aborted.then(() => false);
      },
    });
    const socket = dial(subject);
    socket.write('GET /api HTTP/1.1\r\nHost: h\r\n\r\n');
    await inside;
    socket.destroy();
    await aborted;
    await subject.host.idle();
    assert.deepEqual(
      subject.records.map(({ status }) => status),
      [0],
    );
  });

  it('a client that vanishes within its body leaves nothing behind', async () => {
    const subject = await serve([echo]);
    const socket = dial(subject);
    socket.write('POST /api HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf');
    await once(subject.server.server, 'request');
    assert.equal(subject.host.running, 1);
    socket.destroy();
    await subject.host.idle();
    assert.deepEqual(
      subject.records.map(({ status }) => status),
      [0],
    );
  });
});

describe('the last resort', () => {
  afterEach(closeServed);
  const failing = [probing, `<sequence ${ns} name="fault"><probe/></sequence>`];
  const fail = (): never => {
    throw new Fault('secret detail', { errorCode: 4711 });
  };

  const formats: [name: string, headers: Record<string, string>, type: string, body: RegExp][] = [
    [
      'JSON when nothing is said',
      {},
      'application/json; charset=UTF-8',
      /^\{"error":\{"code":"4711","message":"[^"]+","correlationId":"cid"\}\}$/,
    ],
    [
      'XML when XML is accepted',
      { Accept: 'application/xml' },
      'application/xml; charset=UTF-8',
      /^<error><code>4711<\/code><message>[^<]+<\/message><correlationId>cid<\/correlationId><\/error>$/,
    ],
    [
      'the first accepted type that is known',
      { Accept: 'text/html, application/xml;q=0.9, application/json' },
      'application/xml; charset=UTF-8',
      /^<error>/,
    ],
    ['XML when XML was sent', { 'Content-Type': 'application/xml' }, 'application/xml; charset=UTF-8', /^<error>/],
    [
      'JSON when it is accepted, whatever was sent',
      { 'Content-Type': 'application/xml', Accept: 'application/json' },
      'application/json; charset=UTF-8',
      /^\{/,
    ],
    [
      'a SOAP 1.1 fault',
      { 'Content-Type': 'text/xml', SOAPAction: '"x"' },
      'text/xml; charset=UTF-8',
      /<faultcode>soapenv:Server<\/faultcode>.*<code>4711</,
    ],
    [
      'a SOAP 1.2 fault',
      { 'Content-Type': 'application/soap+xml' },
      'application/soap+xml; charset=UTF-8',
      /soapenv:Receiver.*<code>4711</,
    ],
  ];
  for (const [name, headers, type, body] of formats) {
    it(`answers an unhandled fault: ${name}`, async () => {
      const served = await serve(failing, { probe: fail });
      const reply = await ask(served, '/api', { headers: { activityid: 'cid', ...headers } });
      assert.deepEqual([reply.status, reply.headers['content-type']], [500, type]);
      assert.match(reply.body, body);
      assert.doesNotMatch(reply.body, /secret/);
      assert.match(served.lines.join('\n'), /unhandled fault: secret detail/);
    });
  }

  const silent: [name: string, prepare: (message: Message) => void, status: number][] = [
    ['a flow that ends after a call', () => {}, 202],
    ['a fault that nobody answers', ({ properties }) => properties.set('ERROR_CODE', new JavaNumber('int', 0)), 500],
    [
      'a backend that was too slow',
      ({ properties }) => properties.set('ERROR_CODE', new JavaNumber('int', errorCodes.timeout)),
      504,
    ],
    [
      'a backend that was too slow, with the state of its connection',
      ({ properties }) => {
        properties.set('ERROR_CODE', new JavaNumber('int', 101507));
        properties.set('BASE_ERROR_CODE', new JavaNumber('int', errorCodes.timeout));
      },
      504,
    ],
  ];
  for (const [name, prepare, status] of silent) {
    it(`${name} does not leave the client waiting: ${status}`, async () => {
      const served = await serve([probing], {
        probe: (message) => {
          message.exchange.leaveThread();
          prepare(message);
          return false;
        },
      });
      assert.equal((await ask(served, '/api')).status, status);
    });
  }

  it('ends a request that takes too long: 504', async () => {
    const clock = new ManualClock();
    let aborted = false;
    const served = await serve([probing], {
      clock,
      limits: { exchangeTimeout: 5000 },
      probe: async ({ exchange }) => {
        const stopped = givenUp(exchange.signal!);
        clock.advance(4000);
        assert.equal(exchange.responded, false);
        clock.advance(2000);
        await stopped;
        aborted = true;
        return false;
      },
    });
    const reply = await ask(served, '/api');
    assert.deepEqual([reply.status, aborted], [504, true]);
  });
});

describe('the line of a request', () => {
  it('has correlation id, API, revision, status and sizes', async () => {
    const served = await serve([echo]);
    await ask(served, '/api?x=1', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', 'X-Request-Id': 'req-1' },
      body: 'hello',
    });
    await ask(served, '/none');
    const [first, second] = served.records;
    const { milliseconds, remoteAddress, ...rest } = first;
    assert.ok(milliseconds > 0 && remoteAddress === '127.0.0.1');
    const { revision } = served.deployment.snapshot;
    assert.deepEqual(rest, {
      correlationId: 'req-1',
      revision,
      api: 'A',
      method: 'POST',
      path: '/api?x=1',
      status: 200,
      bytesIn: 5,
      bytesOut: 5,
    });
    assert.deepEqual([second.api, second.status], [undefined, 404]);
    assert.match(second.correlationId, /^[0-9a-f-]{36}$/);
  });

  it('does not take over an id that could forge lines', async () => {
    const served = await serve([echo]);
    await ask(served, '/api', { headers: { activityid: 'a b"c' } });
    assert.match(served.records[0].correlationId, /^[0-9a-f-]{36}$/);
  });
});

describe('a host inside another Koa app', () => {
  it('lets requests through that it does not know', async () => {
    const served = await serve([api('', answering('mediated'))]);
    const app = new Koa();
    app.use(served.host.middleware({ fallThrough: true }));
    app.use((context) => {
      context.body = 'own';
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const other = { ...served, server: { ...served.server, port: (server.address() as { port: number }).port } };
    assert.equal((await ask(other, '/api')).body, '{"r":"mediated"}');
    assert.equal((await ask(other, '/else')).body, 'own');
    server.closeAllConnections();
    server.close();
  });
});
