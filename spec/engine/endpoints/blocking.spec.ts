import assert from 'node:assert/strict';
import { CONTINUE } from '../../../engine/run/index.js';
import { axis2, endpoint, faultOf, jsonBody, ok, property, type Reply, World } from './flow.js';

const blocking = { blocking: true, outOnly: false };
const http = (attributes = 'method="post" uri-template="http://b/m"', inside = '') =>
  endpoint(`<endpoint name="E"><http ${attributes}>${inside}</http></endpoint>`);

describe('a blocking call', () => {
  it('replaces the body and keeps headers and axis2 properties', async () => {
    const world = new World({
      replies: [{ status: 200, headers: { 'Content-Type': 'application/json', 'X-Resp': '1' }, body: '{"ok":true}' }],
    });
    const message = world.message({ headers: { 'Content-Type': 'application/json', 'X-Req': '1' } });
    message.axis2.set('mine', 'v');
    assert.equal(await http().send(message, blocking), CONTINUE);
    assert.deepEqual([message.headers.get('X-Req'), message.headers.get('X-Resp')], ['1', undefined]);
    assert.deepEqual(
      [axis2(message, 'mine'), axis2(message, 'HTTP_SC'), property(message, 'blocking.sender.error')],
      ['v', '200', 'false'],
    );
    assert.equal(await jsonBody(message), '{"ok":true}');
    assert.equal(message.exchange.acknowledgementSkipped, false);
  });

  for (const [method, expected] of [
    ['GET', 'GET'],
    ['DELETE', 'DELETE'],
    ['PUT', 'PUT'],
    ['PATCH', 'PATCH'],
    ['HEAD', 'POST'],
    ['OPTIONS', 'POST'],
    ['POST', 'POST'],
  ] as const) {
    it(`sends ${method} as ${expected}`, async () => {
      const world = new World({ replies: [ok] });
      await http('uri-template="http://b/m"').send(world.message({ method }), blocking);
      assert.equal(world.outbound.requests[0]!.method, expected);
    });
  }

  it('appends the postfix also with a method', async () => {
    const world = new World({ replies: [ok] });
    await http('method="get" uri-template="http://b/m"').send(world.message({ postfix: '/p' }), blocking);
    assert.deepEqual(world.outbound.lines, ['GET http://b/m/p']);
  });

  it('appends the postfix to a To address with one slash', async () => {
    const world = new World({ replies: [ok] });
    const message = Object.assign(world.message({ postfix: '/p' }), { to: 'http://b/m/' });
    await endpoint('<endpoint><default/></endpoint>').send(message, blocking);
    assert.deepEqual(world.outbound.lines, ['POST http://b/m/p']);
  });

  it('waits as long as the endpoint says, also on the connection', async () => {
    const world = new World({ replies: [ok] });
    await http(undefined, '<timeout><duration>500</duration></timeout>').send(world.message(), blocking);
    const { totalTimeout, idleTimeout, connectTimeout } = world.outbound.requests[0]!;
    assert.deepEqual([totalTimeout, idleTimeout, connectTimeout], [500, 500, 90_000]);
  });

  for (const [status, lists, fault] of [
    [200, {}, false],
    [204, {}, false],
    [400, {}, false],
    [409, {}, false],
    [500, {}, false],
    [302, {}, true],
    [401, {}, true],
    [404, {}, true],
    [503, {}, true],
    [500, { 'error.http.status.codes': '500,503' }, true],
    [400, { 'error.http.status.codes': '500,503' }, false],
    [404, { 'non.error.http.status.codes': '404,401' }, false],
    [401, { 'non.error.http.status.codes': '404, 401' }, true],
  ] as const) {
    it(`with ${status} is ${fault ? 'a' : 'no'} fault${Object.values(lists).map((list) => ` beside ${list}`)}`, async () => {
      const world = new World({
        replies: [{ status, reason: 'Why', headers: { 'Content-Type': 'application/json' }, body: '{"e":1}' }],
      });
      const message = world.message();
      for (const [name, value] of Object.entries(lists)) message.axis2.set(name, value);
      if (!fault) {
        await http().send(message, blocking);
        assert.deepEqual([axis2(message, 'HTTP_SC'), property(message, 'ERROR_CODE')], [String(status), undefined]);
        return;
      }
      const text = `Transport error: ${status} Error: Why`;
      assert.deepEqual(await faultOf(http(), message, true), { code: String(status), text });
      assert.deepEqual([axis2(message, 'HTTP_SC'), property(message, 'HTTP_SC')], [String(status), String(status)]);
      assert.equal(property(message, 'blocking.sender.error'), 'true');
      assert.equal(await jsonBody(message), '{"a":1}', 'the body stays the request');
    });
  }

  it('finds the phrase of a status that comes without one', async () => {
    const world = new World({ replies: [{ status: 401 }] });
    const { text } = await faultOf(http(), world.message(), true);
    assert.equal(text, 'Transport error: 401 Error: Unauthorized');
  });

  for (const reply of [
    { error: 'refused' },
    { error: 'timeout', state: 3 },
    { error: 'closed', state: 3 },
  ] as const satisfies readonly Reply[]) {
    it(`without an answer has the code 401002: ${reply.error}`, async () => {
      const world = new World({ replies: [reply] });
      const message = world.message();
      assert.equal((await faultOf(http(), message, true)).code, '401002');
      assert.deepEqual([axis2(message, 'HTTP_SC'), property(message, 'HTTP_SC')], ['', undefined]);
    });
  }

  it('changes the state of the endpoint by the status', async () => {
    const world = new World({ replies: [{ status: 404 }, ok] });
    const to = http();
    await faultOf(to, world.message(), true);
    assert.equal(to.state?.name, 'SUSPENDED');
    assert.equal((await faultOf(to, world.message(), true)).code, '303001');
  });

  describe('follows redirects', () => {
    const redirect = (location: string, status = 302): Reply => ({
      status,
      reason: 'Found',
      headers: { Location: location },
    });

    it('of a GET, relative ones too', async () => {
      const world = new World({ replies: [redirect('/y'), redirect('http://c/z', 301), ok] });
      const message = world.message({ method: 'GET', headers: { Authorization: 'Bearer x', 'X-A': '1' }, body: null });
      await http('uri-template="http://b/m"').send(message, blocking);
      assert.deepEqual(world.outbound.lines, ['GET http://b/m', 'GET http://b/y', 'GET http://c/z']);
      assert.deepEqual(
        [world.outbound.header(1, 'Authorization'), world.outbound.header(2, 'Authorization')],
        ['Bearer x', undefined],
      );
      assert.equal(world.outbound.header(2, 'X-A'), '1');
    });

    it('not of other methods', async () => {
      const world = new World({ replies: [redirect('/y')] });
      assert.equal((await faultOf(http(), world.message(), true)).code, '302');
    });

    it('not when FOLLOW_REDIRECT is false', async () => {
      const world = new World({ replies: [redirect('/y')] });
      const message = world.message({ method: 'GET' });
      message.axis2.set('FOLLOW_REDIRECT', 'false');
      assert.equal((await faultOf(http('uri-template="http://b/m"'), message, true)).code, '302');
    });

    it('not without end, and not to another scheme', async () => {
      const circle = new World({ replies: Array.from({ length: 11 }, () => redirect('/m')) });
      await faultOf(http('uri-template="http://b/m"'), circle.message({ method: 'GET' }), true);
      assert.equal(circle.outbound.requests.length, 11);
      const file = new World({ replies: [redirect('file:///etc/passwd')] });
      await faultOf(http('uri-template="http://b/m"'), file.message({ method: 'GET' }), true);
      assert.equal(file.outbound.requests.length, 1);
    });
  });
});
