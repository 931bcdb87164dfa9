import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { createOutbound } from '../../../engine/endpoints/index.js';
import type { Message } from '../../../engine/message/index.js';
import { createAuthorizer } from '../../../engine/oauth/index.js';
import { type Backend, collect, echo, httpBackend, socketBackend, unusedPort } from './backend.js';
import { axis2, endpoint, faultOf, jsonBody, property, type RequestOptions, World } from './flow.js';

const nonBlocking = { blocking: false, outOnly: false };

describe('endpoints over sockets', () => {
  const open: { close(): Promise<unknown> }[] = [];
  let world: World;

  beforeEach(() => {
    const outbound = createOutbound();
    const authorizer = createAuthorizer();
    open.push(outbound, authorizer);
    world = new World({ outbound, authorizer });
  });

  afterEach(async () => {
    for (const resource of open.splice(0).reverse()) await resource.close();
  });

  async function start(made: Promise<Backend>): Promise<string> {
    const backend = await made;
    open.push(backend);
    return backend.url;
  }

  const http = (url: string, inside = '', method = 'post') =>
    endpoint(`<endpoint name="E"><http method="${method}" uri-template="${url}">${inside}</http></endpoint>`);

  async function send(url: string, request: RequestOptions = {}): Promise<Message> {
    const message = world.message(request);
    await http(url).send(message, nonBlocking);
    return message;
  }

  it('send and receive', async () => {
    const message = await send(`${await start(httpBackend(echo))}/x?y=1`, {
      headers: { 'Content-Type': 'application/json', 'X-A': 'é' },
    });
    const seen = JSON.parse((await jsonBody(message)) ?? '');
    assert.deepEqual([seen.method, seen.url, seen.body, seen.headers['x-a']], ['POST', '/x?y=1', '{"a":1}', 'é']);
    assert.equal(seen.headers['user-agent'], 'Synapse-PT-HttpComponents-NIO');
    assert.equal(axis2(message, 'HTTP_SC_DESC'), 'OK');
  });

  it('pass a body that nobody reads through in both directions, piece by piece', async () => {
    const passOn: RequestListener = (request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      request.pipe(response);
    };
    const size = 8 * 1024 * 1024;
    let produced = 0;
    const body = new Readable({
      read() {
        produced += 65_536;
        this.push(produced > size ? null : Buffer.alloc(65_536, 'x'));
      },
    });
    const message = await send(await start(httpBackend(passOn)), { body });
    assert.equal(message.built, false);
    const answer = message.takeSource();
    assert.ok(answer instanceof Readable);
    assert.equal((await collect(answer)).length, size);
  });

  it('leave the body to the fault sequence when nobody was there to take it', async () => {
    const message = world.message({ body: Readable.from([Buffer.from('{"b":2}')]) });
    const { code } = await faultOf(http(`http://127.0.0.1:${await unusedPort()}/`), message);
    assert.deepEqual([code, await jsonBody(message)], ['101503', '{"b":2}']);
  });

  for (const [what, act, code] of [
    ['closes', (socket) => socket.end(), '101508'],
    ['resets', (socket) => socket.resetAndDestroy(), '101503'],
    ['talks nonsense', (socket) => socket.end('nonsense\r\n\r\n'), '101509'],
  ] as const satisfies readonly (readonly [string, (socket: import('node:net').Socket) => unknown, string])[]) {
    it(`have the code ${code} when the backend ${what} while we wait`, async () => {
      const url = await start(socketBackend((socket) => socket.once('data', () => act(socket))));
      assert.equal((await faultOf(http(url), world.message())).code, code);
    });
  }

  it('end with the caller', async () => {
    const caller = new AbortController();
    let gone: Promise<unknown> = Promise.resolve();
    const url = await start(
      socketBackend((socket) => {
        gone = once(socket, 'close');
        socket.once('data', () => caller.abort());
      }),
    );
    const to = http(url);
    assert.equal((await faultOf(to, world.message({ signal: caller.signal }))).code, '101512');
    await gone;
    assert.equal(to.state?.name, 'ACTIVE');
  });

  it('do not send a header that would write another one, and do not blame the backend', async () => {
    const to = http(await start(httpBackend(echo)));
    const message = world.message();
    message.setProperty('transport', 'X-A', 'a\r\nX-B: b');
    const { code, text } = await faultOf(to, message);
    assert.equal(code, '401003');
    assert.match(text ?? '', /X-A/);
    assert.equal(to.state?.name, 'ACTIVE');
  });

  it('fetch a token, and another one when it is refused', async () => {
    let issued = 0;
    const idp = await start(
      httpBackend((request, response) => {
        assert.equal(request.headers.authorization, `Basic ${Buffer.from('cid:sec').toString('base64')}`);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ access_token: `t${++issued}`, expires_in: 3600 }));
      }),
    );
    const bodies: string[] = [];
    const guarded: RequestListener = async (request, response) => {
      bodies.push((await collect(request)).toString());
      response.statusCode = request.headers.authorization === 'Bearer t2' ? 200 : 401;
      response.setHeader('Content-Type', 'application/json');
      response.end('{"menu":[]}');
    };
    const authentication = `<authentication><oauth><clientCredentials><clientId>cid</clientId><clientSecret>sec</clientSecret><tokenUrl>${idp}/token</tokenUrl></clientCredentials></oauth></authentication>`;
    const to = http(await start(httpBackend(guarded)), authentication);
    for (let i = 0; i < 2; i++) {
      const message = world.message({ body: Readable.from([Buffer.from('{"c":3}')]) });
      await to.send(message, nonBlocking);
      assert.deepEqual([axis2(message, 'HTTP_SC'), await jsonBody(message)], ['200', '{"menu":[]}']);
    }
    assert.deepEqual([issued, bodies], [2, ['{"c":3}', '{"c":3}', '{"c":3}']]);
  });

  it('of blocking calls read the whole answer', async () => {
    const url = await start(httpBackend(echo));
    const message = world.message();
    await http(url).send(message, { blocking: true, outOnly: false });
    assert.equal(JSON.parse(message.jsonText ?? '').body, '{"a":1}');
    assert.equal(property(message, 'blocking.sender.error'), 'false');
  });
});
