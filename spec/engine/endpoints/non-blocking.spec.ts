import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Endpoint } from '../../../engine/endpoints/index.js';
import { CONTINUE, STOP } from '../../../engine/run/index.js';
import {
  axis2,
  endpoint,
  faultOf,
  jsonBody,
  ok,
  property,
  type Reply,
  type RequestOptions,
  World,
  type WorldOptions,
} from './flow.js';

const nonBlocking = { blocking: false, outOnly: false };
const http = (attributes: string, inside = '', more = '') =>
  endpoint(`<endpoint name="E"><http ${attributes}>${inside}</http>${more}</endpoint>`);
const timeout = (action?: string, duration = '500') =>
  `<timeout><duration>${duration}</duration>${action ? `<responseAction>${action}</responseAction>` : ''}</timeout>`;

describe('a non-blocking call', () => {
  it('turns the message into the answer', async () => {
    const world = new World({
      replies: [
        {
          status: 201,
          reason: 'Created',
          headers: { 'X-A': '1', 'Content-Type': 'application/json' },
          body: '{"b":2}',
        },
      ],
    });
    const message = world.message({ headers: { 'Content-Type': 'application/json', 'X-Req': '1' } });
    message.setProperty('default', 'keep', 'v');
    assert.equal(
      await http('method="post" uri-template="http://backend.example/x"').send(message, nonBlocking),
      CONTINUE,
    );
    assert.deepEqual(world.outbound.lines, ['POST http://backend.example/x']);
    assert.equal(world.outbound.body(0), '{"a":1}');
    assert.deepEqual([message.headers.get('X-A'), message.headers.get('X-Req')], ['1', undefined]);
    assert.deepEqual(
      [axis2(message, 'HTTP_SC'), await jsonBody(message), property(message, 'keep')],
      ['201', '{"b":2}', 'v'],
    );
    assert.equal(property(message, 'HTTP_METHOD'), 'POST');
  });

  for (const [what, to, request, line] of [
    [
      'the method of the endpoint wins',
      http('method="patch" uri-template="http://b/m"'),
      { method: 'DELETE' },
      'PATCH http://b/m',
    ],
    ['the method of the message without one', http('uri-template="http://b/m"'), { method: 'PUT' }, 'PUT http://b/m'],
    [
      'an unknown method is none',
      http('method="{get-property(\'m\')}" uri-template="http://b/m"'),
      { method: 'PUT' },
      'PUT http://b/m',
    ],
    ['no postfix with a method', http('method="get" uri-template="http://b/m"'), { postfix: '/p' }, 'GET http://b/m'],
    [
      'the postfix without a method',
      http('uri-template="http://b/m/"'),
      { method: 'GET', postfix: '/p?q=1' },
      'GET http://b/m/p?q=1',
    ],
    [
      'the postfix at an address',
      endpoint('<endpoint><address uri=" http://b/m "/></endpoint>'),
      { postfix: 'p' },
      'POST http://b/m/p',
    ],
    [
      'no postfix with soap11',
      endpoint('<endpoint><address uri="http://b/m" format="soap11"/></endpoint>'),
      { method: 'PUT', postfix: '/p' },
      'POST http://b/m',
    ],
    [
      'the postfix with rest',
      endpoint('<endpoint><address uri="http://b/m" format="REST"/></endpoint>'),
      { method: 'PUT', postfix: '/p' },
      'PUT http://b/m/p',
    ],
    [
      'get is a GET with the fields as query',
      endpoint('<endpoint><address uri="http://b/m" format="get"/></endpoint>'),
      {},
      'GET http://b/m/jsonObject?a=1',
    ],
    [
      'a property of the message in the address',
      endpoint('<endpoint><address uri="http://b/${p}/${none}"/></endpoint>'),
      {},
      'POST http://b/v/$%7Bnone%7D',
    ],
    ['a variable of the template', http('method="get" uri-template="http://b/{uri.var.id}"'), {}, 'GET http://b/7%2F8'],
    [
      'a variable of the endpoint wins',
      http('method="get" uri-template="http://b/{uri.var.id}"', '', '<property name="uri.var.id" value="ep"/>'),
      {},
      'GET http://b/ep',
    ],
    [
      'a variable of the endpoint with an expression is blank',
      http(
        'method="get" uri-template="http://b/{uri.var.id}/x"',
        '',
        '<property name="uri.var.id" expression="get-property(\'p\')"/>',
      ),
      {},
      'GET http://b//x',
    ],
    ['a whole address in a variable', http('method="get" uri-template="{uri.var.base}/x"'), {}, 'GET http://c/y/x'],
  ] as const satisfies readonly (readonly [string, Endpoint, RequestOptions, string])[]) {
    it(`goes to ${line}: ${what}`, async () => {
      const world = new World({ replies: [ok] });
      const message = world.message(request);
      message.setProperty('default', 'p', 'v');
      message.setProperty('default', 'uri.var.id', '7/8');
      message.setProperty('default', 'uri.var.base', 'http://c/y');
      await to.send(message, nonBlocking);
      assert.equal(world.outbound.lines[0]!.replace('${none}', '$%7Bnone%7D'), line);
    });
  }

  for (const [what, to, address, line] of [
    ['a default endpoint', '<endpoint><default/></endpoint>', 'http://b/base/', 'GET http://b/base//p'],
    [
      'a wsdl endpoint without its document',
      '<endpoint><wsdl uri="http://x?wsdl" service="s" port="p"/></endpoint>',
      'http://b/base',
      'GET http://b/base/p',
    ],
  ] as const) {
    it(`to ${what} goes to the To address`, async () => {
      const world = new World({ replies: [ok] });
      const message = world.message({ method: 'GET', postfix: '/p' });
      message.to = address;
      await endpoint(to).send(message, nonBlocking);
      assert.deepEqual(world.outbound.lines, [line]);
    });
  }

  it('writes the properties of the endpoint to the message', async () => {
    const world = new World({ replies: [ok] });
    const message = world.message();
    message.setProperty('default', 'p', 'v');
    const to = http(
      'method="post" uri-template="http://b/m"',
      '',
      `<property name="kept" value="1"/><property name="X-H" expression="get-property('p')" scope="transport"/>`,
    );
    await to.send(message, nonBlocking);
    assert.deepEqual([property(message, 'kept'), world.outbound.header(0, 'X-H')], ['1', 'v']);
  });

  it('sends SOAP with its action and WS-Addressing headers', async () => {
    const world = new World({ replies: [ok] });
    const message = world.message();
    message.action = 'urn:go';
    await endpoint('<endpoint><address uri="http://b/s" format="soap11"><enableAddressing/></address></endpoint>').send(
      message,
      nonBlocking,
    );
    assert.equal(world.outbound.header(0, 'SOAPAction'), '"urn:go"');
    assert.match(world.outbound.header(0, 'Content-Type') ?? '', /^text\/xml/);
    const body = world.outbound.body(0);
    assert.match(body, /<wsa:To[^>]*>http:\/\/b\/s<\/wsa:To>/);
    assert.match(body, /<wsa:Action[^>]*>urn:go<\/wsa:Action>/);
    assert.match(body, /<jsonObject><a>1<\/a><\/jsonObject>/);
  });

  it("leaves the request as it was when the format is only the endpoint's", async () => {
    const world = new World({ replies: [{ error: 'refused' }] });
    const message = world.message();
    await faultOf(endpoint('<endpoint><address uri="http://b/s" format="pox"/></endpoint>'), message);
    assert.match(world.outbound.body(0), /<jsonObject>/);
    assert.deepEqual([axis2(message, 'messageType'), await jsonBody(message)], ['application/json', '{"a":1}']);
  });

  it('takes its limits from the configuration', async () => {
    const settings = {
      'synapse.global_timeout_interval': '7',
      'http.socket.timeout': '8',
      'http.connection.timeout': '9',
    };
    const world = new World({ replies: [ok], settings });
    await http('method="get" uri-template="http://b/m"').send(world.message(), nonBlocking);
    const { totalTimeout, idleTimeout, connectTimeout } = world.outbound.requests[0]!;
    assert.deepEqual([totalTimeout, idleTimeout, connectTimeout], [7, 8, 9]);
  });

  for (const [what, inside, expected] of [
    ['its duration', timeout('fault', '700'), 700],
    ['the global limit', '', 120_000],
    ['the global limit without a number', timeout('fault', "{get-property('none')}"), 120_000],
    ['an expression', timeout('fault', "{get-property('t')}"), 300],
    ['an expression, cut to the global limit', timeout('fault', "{get-property('long')}"), 120_000],
    ['half a minute for a duration of 0 with an action', timeout('fault', '0'), 30_000],
    ['more than the global limit, when it is written down', timeout('fault', '999999'), 999_999],
  ] as const) {
    it(`waits for ${what}`, async () => {
      const world = new World({ replies: [ok] });
      const message = world.message();
      message.setProperty('default', 't', '300');
      message.setProperty('default', 'long', '999999');
      await http('method="get" uri-template="http://b/m"', inside).send(message, nonBlocking);
      assert.equal(world.outbound.requests[0]!.totalTimeout, expected);
    });
  }

  it('waits no longer than the request has time', async () => {
    const world = new World({ replies: [ok] });
    world.clock.advance(1_000);
    await http('method="get" uri-template="http://b/m"').send(world.message({ deadline: 1_400 }), nonBlocking);
    assert.equal(world.outbound.requests[0]!.totalTimeout, 400);
  });

  it('tells the client 202 at once when the request says so', async () => {
    const world = new World({ replies: [ok] });
    const message = world.message();
    message.axis2.set('FORCE_SC_ACCEPTED', 'true');
    await http('method="post" uri-template="http://b/m"').send(message, nonBlocking);
    assert.equal(message.exchange.responded, true);
  });

  describe('that fails', () => {
    const failing: readonly (readonly [string, Reply, string, string])[] = [
      ['refused', { error: 'refused' }, '101503', 'Error connecting to the back end'],
      ['unknown host', { error: 'unknown-host' }, '101503', 'Error connecting to the back end'],
      ['no connection in time', { error: 'connect-timeout' }, '101508', 'Error connecting to the back end'],
      ['closed while waiting', { error: 'closed', state: 3 }, '101508', 'Error in Sender'],
      ['reset while waiting', { error: 'reset', state: 3 }, '101503', 'Error in Sender'],
      ['silence on the connection', { error: 'timeout', state: 3, limit: 'socket' }, '101507', 'Error in Sender'],
      ['no answer in time', { error: 'timeout', state: 3 }, '101504', 'Send timeout'],
      ['no HTTP', { error: 'protocol', state: 3 }, '101509', 'Error in Sender'],
      ['no secure connection', { error: 'tls' }, '101500', 'Error in Sender'],
    ];
    for (const [what, reply, code, text] of failing) {
      it(`has the code ${code}: ${what}`, async () => {
        const world = new World({ replies: [reply] });
        const message = world.message();
        assert.deepEqual(await faultOf(http('method="post" uri-template="http://b/m"', timeout('fault')), message), {
          code,
          text,
        });
      });
    }

    it('writes where the exchange stood, over older errors', async () => {
      const world = new World({ replies: [{ error: 'closed', state: 3 }] });
      const message = world.message();
      message.setProperty('default', 'ERROR_CODE', '1');
      message.axis2.set('NO_KEEPALIVE', 'true');
      await faultOf(http('method="post" uri-template="http://b/m"'), message);
      const names = ['BASE_ERROR_CODE', 'PROTOCOL_STATE_ON_FAILURE', 'SENDING_FAULT', 'ERROR_CODE'];
      assert.deepEqual(
        names.map((name) => property(message, name)),
        ['101505', '3', 'true', '101508'],
      );
      assert.ok(property(message, 'ERROR_DETAIL')?.startsWith('Error in Sender'));
      assert.equal(axis2(message, 'NO_KEEPALIVE'), undefined);
      assert.equal(await jsonBody(message), '{"a":1}');
    });

    it('by its own timer sets code and message only, and empties the body', async () => {
      const world = new World({ replies: [{ error: 'timeout' }] });
      const message = world.message();
      await faultOf(http('method="post" uri-template="http://b/m"', timeout('fault')), message);
      assert.deepEqual([property(message, 'ERROR_DETAIL'), property(message, 'SENDING_FAULT')], [undefined, undefined]);
      assert.equal(await jsonBody(message), undefined);
    });

    it('by its own timer keeps the body when the configuration says so', async () => {
      const world = new World({ replies: [{ error: 'timeout' }], settings: { preserve_payload_on_timeout: 'true' } });
      const message = world.message();
      await faultOf(http('method="post" uri-template="http://b/m"', timeout('fault')), message);
      assert.equal(await jsonBody(message), '{"a":1}');
    });

    it('with discard ends the flow without a fault, whatever failed', async () => {
      for (const error of ['timeout', 'refused'] as const) {
        const world = new World({ replies: [{ error }] });
        const to = http('method="post" uri-template="http://b/m"', timeout('discard'));
        assert.equal(await to.send(world.message(), nonBlocking), STOP);
        assert.equal(to.state?.name, 'SUSPENDED');
      }
    });

    it('without an action ends at the limit all the same, and says nothing against the backend', async () => {
      const world = new World({ replies: [{ error: 'timeout' }] });
      const to = http('method="post" uri-template="http://b/m"', timeout());
      assert.deepEqual(await faultOf(to, world.message()), { code: '101504', text: 'Send timeout' });
      assert.equal(to.state?.name, 'ACTIVE');
    });

    for (const [what, reply, more] of [
      ['the caller has gone', { error: 'aborted' }, {}],
      ['the time of the request is up', { error: 'timeout' }, { deadline: 10 }],
    ] as const satisfies readonly (readonly [string, Reply, RequestOptions])[]) {
      it(`leaves the endpoint in use when ${what}`, async () => {
        const world = new World({ replies: [reply] });
        const to = http('method="post" uri-template="http://b/m"', timeout('fault'));
        await faultOf(to, world.message(more));
        assert.equal(to.state?.name, 'ACTIVE');
      });
    }

    it('is not sent while the endpoint is suspended, and says in which state it is', async () => {
      const world = new World({ replies: [{ error: 'refused' }, ok] });
      const to = http(
        'method="post" uri-template="http://b/m"',
        '<suspendOnFailure><initialDuration>100</initialDuration></suspendOnFailure>',
      );
      await faultOf(to, world.message());
      const text = 'Currently, HTTP endpoint : [ Name : E ] [ State : SUSPENDED ]';
      assert.deepEqual(await faultOf(to, world.message()), { code: '303001', text });
      assert.equal(world.outbound.requests.length, 1);
      world.clock.advance(100);
      await to.send(world.message(), nonBlocking);
      assert.equal(to.state?.name, 'ACTIVE');
    });

    for (const [xml, text] of [
      [
        '<endpoint><address uri="http://b/m"/></endpoint>',
        'Currently , Address endpoint : [ Name : AnonymousEndpoint ] [ State : SUSPENDED ]',
      ],
      ['<endpoint name="D"><default/></endpoint>', 'Currently , Default endpoint : [ Name : D ] [ State : SUSPENDED ]'],
    ] as const) {
      it(`says ${text}`, async () => {
        const world = new World({ replies: [{ error: 'refused' }] });
        const to = endpoint(xml);
        const message = () => Object.assign(world.message(), { to: 'http://b/m' });
        await faultOf(to, message());
        assert.deepEqual(await faultOf(to, message()), { code: '303001', text });
      });
    }

    for (const [what, to, address, expected] of [
      [
        'an anonymous To',
        '<endpoint><default/></endpoint>',
        'http://www.w3.org/2005/08/addressing/anonymous',
        { code: '303001', text: "'To' header was set to http://www.w3.org/2005/08/addressing/anonymous" },
      ],
      [
        'a To without scheme',
        '<endpoint><default/></endpoint>',
        '/x',
        { code: '401003', text: 'The system cannot infer the transport information from the /x URL.' },
      ],
      [
        'another scheme',
        '<endpoint><address uri="jms:/q"/></endpoint>',
        '/x',
        { code: '401003', text: 'The system cannot infer the transport information from the jms:/q URL.' },
      ],
      [
        'a dollar sign in a template',
        '<endpoint><http uri-template="http://b/{+uri.var.x}"/></endpoint>',
        '/x',
        { code: '0', text: 'Error while performing the call operation' },
      ],
    ] as const) {
      it(`is not made with ${what}`, async () => {
        const world = new World();
        const message = world.message();
        message.to = address;
        message.setProperty('default', 'uri.var.x', 'a$b');
        assert.deepEqual(await faultOf(endpoint(to), message), expected);
      });
    }
  });

  describe('and onError', () => {
    const handler = (name: string) => ({ name, handle: () => true });
    const sequences = { own: handler('own') };
    const to = () =>
      endpoint(
        `<endpoint onError="own"><http method="post" uri-template="http://b/m">${timeout('fault')}</http></endpoint>`,
      );

    it('puts its sequence on top of the fault stack', async () => {
      const world = new World({ replies: [{ error: 'timeout' }], sequences });
      const message = world.message();
      message.faultHandlers.push(handler('flow'));
      await faultOf(to(), message);
      assert.deepEqual(
        message.faultHandlers.map(({ name }) => name),
        ['flow', 'own'],
      );
    });

    it('leaves a refused connection to the handler of the flow', async () => {
      const world = new World({ replies: [{ error: 'refused' }], sequences });
      const message = world.message();
      message.faultHandlers.push(handler('flow'));
      await faultOf(to(), message);
      assert.deepEqual(
        message.faultHandlers.map(({ name }) => name),
        ['flow'],
      );
    });

    it('is only warned of when there is no such sequence', async () => {
      const world = new World({ replies: [{ error: 'timeout' }] });
      const message = world.message();
      await faultOf(to(), message);
      assert.equal(message.faultHandlers.length, 0);
      assert.ok(world.log.some((line) => line.includes('onError handler sequence : own')));
    });
  });

  describe('with FORCE_ERROR_ON_SOAP_FAULT', () => {
    const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
    const envelope = (body: string) => `<e:Envelope xmlns:e="${soap}"><e:Body>${body}</e:Body></e:Envelope>`;
    const fault = envelope('<e:Fault><faultcode>e:Server</faultcode><faultstring>no</faultstring></e:Fault>');
    const send = async (body: string) => {
      const world = new World({ replies: [{ status: 500, headers: { 'Content-Type': 'text/xml' }, body }] });
      const message = world.message({
        headers: { 'Content-Type': 'text/xml', SOAPAction: '"x"' },
        body: envelope('<q/>'),
      });
      message.setProperty('default', 'FORCE_ERROR_ON_SOAP_FAULT', 'true');
      const to = http('method="post" uri-template="http://b/m"');
      const failed = await to.send(message, nonBlocking).then(
        () => false,
        () => true,
      );
      return { failed, message, to };
    };

    it('a SOAP fault is one of the flow, which sees the answer', async () => {
      const { failed, message, to } = await send(fault);
      assert.equal(failed, true);
      assert.deepEqual([property(message, 'ERROR_CODE'), property(message, 'ERROR_MESSAGE')], ['500000', undefined]);
      assert.deepEqual(
        [to.state?.name, message.hasSoapFault || (await built(message)).hasSoapFault],
        ['SUSPENDED', true],
      );
    });

    it('any other answer is one', async () => {
      const { failed, message } = await send(envelope('<ok/>'));
      assert.deepEqual([failed, (await built(message)).payload?.localName], [false, 'ok']);
    });

    async function built<T extends { build(): void | Promise<void> }>(message: T): Promise<T> {
      await message.build();
      return message;
    }
  });

  describe('one way', () => {
    const oneWay = { blocking: false, outOnly: true };

    it('sends a copy, without limit and without waiting', async () => {
      const world = new World({ replies: [() => new Promise(() => {})] });
      const message = world.message({ signal: new AbortController().signal });
      assert.equal(await http('method="post" uri-template="http://b/m"').send(message, oneWay), CONTINUE);
      const { totalTimeout, signal } = world.outbound.requests[0]!;
      assert.deepEqual([totalTimeout, signal, world.outbound.body(0)], [undefined, undefined, '{"a":1}']);
      assert.deepEqual([await jsonBody(message), property(message, 'HTTP_METHOD')], ['{"a":1}', undefined]);
    });

    it('only logs what goes wrong', async () => {
      const world = new World({ replies: [{ error: 'refused' }] });
      const to = http('method="post" uri-template="http://b/m"');
      assert.equal(await to.send(world.message(), oneWay), CONTINUE);
      await new Promise(setImmediate);
      assert.equal(to.state?.name, 'ACTIVE');
      assert.ok(
        world.log.some((line) => line.includes('was not delivered')),
        world.log.join('\n'),
      );
    });

    it('reads the answer that nobody wants to its end', async () => {
      const body = Readable.from([Buffer.from('x')]);
      const world = new World({ replies: [async () => ({ status: 200, reason: '', headers: [], body })] });
      await http('method="post" uri-template="http://b/m"').send(world.message(), oneWay);
      await new Promise((resolve) => body.once('close', resolve));
    });
  });

  it('looks the address up on the machine it runs on', async () => {
    const options: WorldOptions = {
      replies: [ok, ok],
      environment: { BACKEND: 'http://b/{uri.var.x}', PLAIN: 'http://p/x' },
    };
    const world = new World(options);
    const message = world.message();
    message.setProperty('default', 'uri.var.x', '1 2');
    await endpoint('<endpoint><http method="get" uri-template="$SYSTEM:BACKEND/lost"/></endpoint>').send(
      message,
      nonBlocking,
    );
    await endpoint('<endpoint><address uri="$SYSTEM:PLAIN"/></endpoint>').send(world.message(), nonBlocking);
    assert.deepEqual(world.outbound.lines, ['GET http://b/1%202', 'POST http://p/x']);
  });
});
