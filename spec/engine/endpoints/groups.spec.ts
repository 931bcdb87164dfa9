import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Endpoint } from '../../../engine/endpoints/index.js';
import type { Message } from '../../../engine/message/index.js';
import { endpoint, faultOf, jsonBody, ok, property, type Reply, template, World } from './flow.js';

const nonBlocking = { blocking: false, outOnly: false };
const refused: Reply = { error: 'refused' };
const child = (name: string, inside = '', more = '') =>
  `<endpoint name="${name}" ${more}><http method="post" uri-template="http://b/${name}">${inside}</http></endpoint>`;
const twoOf = (group: string, first = '', attributes = '') =>
  endpoint(`<endpoint name="E"><${group} ${attributes}>${child('c1', first)}${child('c2')}</${group}></endpoint>`);
const retry = (codes: string) => `<retryConfig>${codes}</retryConfig>`;
const suspendFor = (milliseconds: number) =>
  `<suspendOnFailure><initialDuration>${milliseconds}</initialDuration></suspendOnFailure>`;

async function send(world: World, to: Endpoint, count = 1): Promise<Message> {
  let message = world.message();
  for (let i = 0; i < count; i++) {
    message = world.message();
    await to.send(message, nonBlocking);
  }
  return message;
}

/** The last parts of the URLs that were called. */
const called = (world: World) =>
  world.outbound.requests.map(({ url }) => String(url).slice('http://b/'.length)).join(' ');

for (const [group, kind] of [
  ['failover', 'Failover'],
  ['loadbalance', 'Loadbalance'],
] as const) {
  describe(`a ${group} endpoint`, () => {
    it('goes on with the next child when one is refused, with the same body and no error left', async () => {
      const world = new World({ replies: [refused, ok] });
      const message = await send(world, twoOf(group));
      assert.equal(called(world), 'c1 c2');
      assert.deepEqual([world.outbound.body(0), world.outbound.body(1)], ['{"a":1}', '{"a":1}']);
      assert.equal(property(message, 'ERROR_CODE'), undefined);
    });

    it('keeps a streamed body for the next child', async () => {
      const world = new World({ replies: [refused, ok] });
      const body = Readable.from([Buffer.from('{"a"'), Buffer.from(':2}')]);
      await twoOf(group).send(world.message({ body }), nonBlocking);
      assert.equal(world.outbound.body(1), '{"a":2}');
    });

    it('keeps the body after the timer of a child has emptied it', async () => {
      const world = new World({ replies: [{ error: 'timeout' }, ok] });
      const first = '<timeout><duration>5</duration><responseAction>fault</responseAction></timeout>';
      await send(world, twoOf(group, first));
      assert.equal(world.outbound.body(1), '{"a":1}');
    });

    it('empties the body when the timer of the last child ends it', async () => {
      const world = new World({ replies: [refused, { error: 'timeout' }] });
      const last = '<timeout><duration>5</duration><responseAction>fault</responseAction></timeout>';
      const to = endpoint(`<endpoint><${group}>${child('c1')}${child('c2', last)}</${group}></endpoint>`);
      const message = world.message();
      assert.equal((await faultOf(to, message)).code, '101504');
      assert.equal(await jsonBody(message), undefined);
    });

    it('shows the last error when every child failed, and that none is ready from then on', async () => {
      const world = new World({ replies: [refused, { error: 'closed', state: 3 }] });
      const to = twoOf(group);
      assert.equal((await faultOf(to, world.message())).code, '101508');
      const text = `${kind} endpoint : E - no ready child endpoints`;
      assert.deepEqual(await faultOf(to, world.message()), { code: '303000', text });
      assert.equal(to.ready(world.message()), false);
    });

    for (const [what, config, retried] of [
      ['a disabled code', '<disabledErrorCodes>101503</disabledErrorCodes>', false],
      ['a code that is not enabled', '<enabledErrorCodes>101504</enabledErrorCodes>', false],
      ['an enabled code', '<enabledErrorCodes>101503</enabledErrorCodes>', true],
      [
        'a code that is both',
        '<disabledErrorCodes>101503</disabledErrorCodes><enabledErrorCodes>101503</enabledErrorCodes>',
        false,
      ],
    ] as const) {
      it(`${retried ? 'goes on' : 'stops'} after ${what}`, async () => {
        const world = new World({ replies: [refused, ok] });
        const message = world.message();
        const to = twoOf(group, retry(config));
        if (retried) await to.send(message, nonBlocking);
        else assert.equal((await faultOf(to, message)).code, '101503');
        assert.equal(called(world), retried ? 'c1 c2' : 'c1');
      });
    }

    it('does not go on for a status', async () => {
      const world = new World({ replies: [{ status: 503 }] });
      await send(world, twoOf(group));
      assert.equal(called(world), 'c1');
    });

    it('goes on for a status of a blocking call', async () => {
      const world = new World({ replies: [{ status: 503 }, ok] });
      const message = world.message();
      await twoOf(group).send(message, { blocking: true, outOnly: false });
      assert.deepEqual([called(world), property(message, 'blocking.sender.error')], ['c1 c2', 'false']);
    });

    it('gives no child a message twice, however soon it is ready again', async () => {
      const world = new World({ replies: [refused, refused] });
      const never = '<suspendOnFailure><errorCodes>-1</errorCodes></suspendOnFailure>';
      const to = endpoint(
        `<endpoint><${group}>${child('c1', suspendFor(0))}${child('c2', never)}</${group}></endpoint>`,
      );
      assert.equal((await faultOf(to, world.message())).code, '101503');
      assert.equal(called(world), 'c1 c2');
    });

    it('ends with the onError of a child', async () => {
      const handler = { name: 'own', handle: () => true };
      const world = new World({ replies: [{ error: 'closed', state: 3 }], sequences: { own: handler } });
      const to = endpoint(
        `<endpoint><${group}>${child('c1', '', 'onError="own"')}${child('c2')}</${group}></endpoint>`,
      );
      const message = world.message();
      await faultOf(to, message);
      assert.deepEqual([called(world), message.faultHandlers], ['c1', [handler]]);
    });

    it('leaves a refused child with onError to the flow', async () => {
      const world = new World({ replies: [refused], sequences: { own: { name: 'own', handle: () => true } } });
      const to = endpoint(
        `<endpoint><${group}>${child('c1', '', 'onError="own"')}${child('c2')}</${group}></endpoint>`,
      );
      const message = world.message();
      await faultOf(to, message);
      assert.deepEqual([called(world), message.faultHandlers], ['c1', []]);
    });

    it('does not touch the answer of a SOAP fault before the next child has had the request', async () => {
      const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
      const envelope = (body: string) => `<e:Envelope xmlns:e="${soap}"><e:Body>${body}</e:Body></e:Envelope>`;
      const answer = envelope('<e:Fault><faultcode>e:Server</faultcode><faultstring>no</faultstring></e:Fault>');
      const world = new World({
        replies: [{ status: 500, headers: { 'Content-Type': 'text/xml' }, body: answer }, ok],
      });
      const message = world.message({
        headers: { 'Content-Type': 'text/xml', SOAPAction: '"x"' },
        body: envelope('<q/>'),
      });
      message.setProperty('default', 'FORCE_ERROR_ON_SOAP_FAULT', 'true');
      await twoOf(group).send(message, nonBlocking);
      assert.match(world.outbound.body(1), /<q\/>/);
    });

    it('switched off is not ready', async () => {
      const world = new World();
      const to = twoOf(group);
      to.state!.switchOff();
      assert.equal((await faultOf(to, world.message())).code, '303000');
      assert.equal(to.ready(world.message()), false);
    });

    it('takes children by key', async () => {
      const endpoints = { K1: endpoint(child('c1', suspendFor(1000))), K2: endpoint(child('c2')) };
      const world = new World({ replies: [refused, ok, ok], endpoints });
      const to = endpoint(`<endpoint><${group}><endpoint key="K1"/><endpoint key="K2"/></${group}></endpoint>`);
      await send(world, to, 2);
      assert.equal(called(world), 'c1 c2 c2');
    });

    it('writes its properties to the message', async () => {
      const world = new World({ replies: [ok] });
      const to = endpoint(`<endpoint><${group}>${child('c1')}</${group}><property name="p" value="v"/></endpoint>`);
      assert.equal(property(await send(world, to), 'p'), 'v');
    });
  });
}

describe('a failover endpoint', () => {
  it('prefers the first child as soon as it is ready again', async () => {
    const world = new World({ replies: [refused, ok, ok, ok] });
    const to = twoOf('failover', suspendFor(1000));
    await send(world, to, 2);
    world.clock.advance(1000);
    await send(world, to);
    assert.equal(called(world), 'c1 c2 c2 c1');
  });

  it('that is not dynamic stays where it is', async () => {
    const world = new World({ replies: [refused, ok, ok] });
    const to = twoOf('failover', suspendFor(1000), 'dynamic="false"');
    await send(world, to);
    world.clock.advance(1000);
    await send(world, to);
    assert.equal(called(world), 'c1 c2 c2');
  });

  it('leaves a group only when all its members failed', async () => {
    const world = new World({ replies: [refused, refused, ok] });
    const inner = `<endpoint name="g"><loadbalance>${child('c1')}${child('c2')}</loadbalance></endpoint>`;
    await send(world, endpoint(`<endpoint><failover>${inner}${child('c3')}</failover></endpoint>`));
    assert.equal(called(world), 'c1 c2 c3');
  });
});

describe('a loadbalance endpoint', () => {
  it('takes its children in turn', async () => {
    const world = new World({ replies: [ok, ok, ok] });
    await send(world, twoOf('loadbalance'), 3);
    assert.equal(called(world), 'c1 c2 c1');
  });

  it('leaves out children that are not ready', async () => {
    const world = new World({ replies: [refused, ok, ok, ok] });
    await send(world, twoOf('loadbalance'), 3);
    assert.equal(called(world), 'c1 c2 c2 c2');
  });

  it('without failover fails with the child', async () => {
    const world = new World({ replies: [refused] });
    assert.equal((await faultOf(twoOf('loadbalance', '', 'failover="false"'), world.message())).code, '101503');
    assert.equal(called(world), 'c1');
  });

  const weighted = 'algorithm="org.apache.synapse.endpoints.algorithms.WeightedRoundRobin"';
  const heavy = (name: string, weight: number) =>
    `<endpoint name="${name}"><http method="post" uri-template="http://b/${name}"/><property name="loadbalance.weight" value="${weight}"/></endpoint>`;

  it('by weight takes a child as often as its weight says', async () => {
    const world = new World({ replies: [ok, ok, ok, ok] });
    await send(
      world,
      endpoint(`<endpoint><loadbalance ${weighted}>${heavy('c1', 2)}${child('c2')}</loadbalance></endpoint>`),
      4,
    );
    assert.equal(called(world), 'c1 c1 c2 c1');
  });

  it('by weight calls suspended children too, but each once per message', async () => {
    const world = new World({ replies: [refused, refused, refused, refused] });
    const to = endpoint(`<endpoint><loadbalance ${weighted}>${child('c1')}${child('c2')}</loadbalance></endpoint>`);
    await faultOf(to, world.message());
    await faultOf(to, world.message());
    assert.equal(called(world), 'c1 c2 c1 c2');
  });

  it('of members keeps the path and takes host and port from the member', async () => {
    const world = new World({ replies: [ok, refused, ok] });
    const to = endpoint(
      '<endpoint><loadbalance><member hostName="h1" httpPort="8080"/><member hostName="h2" httpPort="81" httpsPort="443"/></loadbalance></endpoint>',
    );
    const message = (address: string) => Object.assign(world.message(), { to: address });
    await to.send(message('/svc/x?y=1'), nonBlocking);
    await to.send(message('http://old/svc'), nonBlocking);
    assert.deepEqual(world.outbound.lines, [
      'POST http://h1:8080/svc/x?y=1',
      'POST http://h2:81/svc',
      'POST http://h1:8080/svc',
    ]);
  });
});

describe('a loadbalance endpoint with sessions', () => {
  const to = (type: string, more = '') =>
    endpoint(
      `<endpoint><session type="${type}">${more}</session><loadbalance>${child('c1', suspendFor(60_000))}${child('c2')}</loadbalance></endpoint>`,
    );
  const cookie = (world: World, value: string) =>
    world.message({ headers: { 'Content-Type': 'application/json', Cookie: value } });
  const begin: Reply = { status: 200, headers: { 'Set-Cookie': 'JSESSIONID=s1; Path=/' } };

  it('of cookies goes where the session began', async () => {
    const world = new World({ replies: [begin, ok, ok, ok] });
    const group = to('http');
    await group.send(world.message(), nonBlocking);
    for (let i = 0; i < 2; i++) await group.send(cookie(world, 'a=b; JSESSIONID=s1'), nonBlocking);
    await group.send(cookie(world, 'JSESSIONID=other'), nonBlocking);
    assert.equal(called(world), 'c1 c1 c1 c2');
  });

  it('ends sessions that were not used for long', async () => {
    const world = new World({ replies: [begin, ok] });
    const group = to('http', '<sessionTimeout>1000</sessionTimeout>');
    await group.send(world.message(), nonBlocking);
    world.clock.advance(1000);
    await group.send(cookie(world, 'JSESSIONID=s1'), nonBlocking);
    assert.equal(called(world), 'c1 c2');
  });

  it('lets only the first message of a session go to another child', async () => {
    const world = new World({ replies: [begin, refused] });
    const group = to('http');
    await group.send(world.message(), nonBlocking);
    assert.equal((await faultOf(group, cookie(world, 'JSESSIONID=s1'))).code, '101503');
    assert.equal((await faultOf(group, cookie(world, 'JSESSIONID=s1'))).code, '309001');
    assert.equal(called(world), 'c1 c1');
  });

  it('of clients is told by the ClientID of the SOAP header', async () => {
    const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
    const message = (world: World, id: string) =>
      world.message({
        headers: { 'Content-Type': 'text/xml', SOAPAction: '"x"' },
        body: `<e:Envelope xmlns:e="${soap}"><e:Header><s:ClientID xmlns:s="http://ws.apache.org/ns/synapse">${id}</s:ClientID></e:Header><e:Body/></e:Envelope>`,
      });
    const world = new World({ replies: [ok, ok, ok] });
    const group = to('simpleClientSession');
    for (const id of ['one', 'two', 'one']) await group.send(message(world, id), nonBlocking);
    assert.equal(called(world), 'c1 c2 c1');
  });
});

describe('a recipientlist endpoint', () => {
  it('sends a copy to every child that is ready, numbered', async () => {
    const world = new World({
      replies: [
        refused,
        { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"n":2}' },
        { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"n":3}' },
      ],
    });
    const list = endpoint(
      `<endpoint><recipientlist>${child('c1')}${child('c2')}${child('c3')}</recipientlist></endpoint>`,
    );
    const deliveries = await Promise.all((await list.deliver?.(world.message(), nonBlocking)) ?? []);
    assert.deepEqual(
      deliveries.map(({ message, fault }) => [property(message, 'messageSequence'), fault?.errorCode]),
      [
        ['0/3', 101503],
        ['1/3', undefined],
        ['2/3', undefined],
      ],
    );
    assert.deepEqual(await Promise.all(deliveries.slice(1).map(({ message }) => jsonBody(message))), [
      '{"n":2}',
      '{"n":3}',
    ]);
    const again = (await list.deliver?.(new World({ replies: [ok, ok] }).message(), nonBlocking)) ?? [];
    assert.equal(again.length, 2, 'the refused child is suspended');
  });

  it('is found behind a name', async () => {
    const list = endpoint(`<endpoint><recipientlist>${child('c1')}${child('c2')}</recipientlist></endpoint>`);
    const world = new World({ replies: [ok, ok], endpoints: { L: list, C: endpoint(child('c1')) } });
    const named = endpoint('<endpoint key="L"/>').deliver?.(world.message(), nonBlocking);
    assert.equal((await named)?.length, 2);
    assert.equal(endpoint('<endpoint key="C"/>').deliver?.(world.message(), nonBlocking), undefined);
  });

  it('in a plain call goes on with the first answer', async () => {
    const world = new World({ replies: [refused, ok] });
    const message = await send(
      world,
      endpoint(`<endpoint><recipientlist>${child('c1')}${child('c2')}</recipientlist></endpoint>`),
    );
    assert.deepEqual([await jsonBody(message), property(message, 'messageSequence')], ['{"ok":true}', '1/2']);
  });

  it('fails when every child fails, and when none is ready', async () => {
    const world = new World({ replies: [refused, refused] });
    const to = endpoint(`<endpoint name="L"><recipientlist>${child('c1')}${child('c2')}</recipientlist></endpoint>`);
    assert.equal((await faultOf(to, world.message())).code, '101503');
    assert.deepEqual(await faultOf(to, world.message()), {
      code: '303000',
      text: 'Recipient List endpoint : L - no ready child endpoints',
    });
  });

  it('takes its addresses from an expression and keeps their endpoints', async () => {
    const world = new World({ replies: [ok, ok, refused, ok, ok] });
    const to = endpoint(
      `<endpoint><recipientlist><endpoints value="{get-property('list')}" max-cache="2"/></recipientlist></endpoint>`,
    );
    const message = () => {
      const made = world.message();
      made.setProperty('default', 'list', 'http://b/x, http://b/y,');
      return made;
    };
    await to.send(message(), nonBlocking);
    await to.send(message(), nonBlocking);
    await to.send(message(), nonBlocking);
    assert.deepEqual(called(world).split(' ').sort(), ['x', 'x', 'y', 'y', 'y']);
  });
});

describe('endpoints by name', () => {
  it('are looked up for every message', async () => {
    const endpoints: Record<string, Endpoint> = { A: endpoint(child('a')) };
    const world = new World({ replies: [ok, ok], endpoints });
    const to = endpoint('<endpoint key="A"/>');
    await send(world, to);
    endpoints.A = endpoint(child('other'));
    await send(world, to);
    assert.equal(called(world), 'a other');
  });

  it('may be given by an expression', async () => {
    const world = new World({ replies: [ok], endpoints: { A: endpoint(child('a')) } });
    const message = world.message();
    message.setProperty('default', 'ep', 'A');
    await endpoint(`<endpoint key-expression="get-property('ep')"/>`).send(message, nonBlocking);
    assert.equal(called(world), 'a');
  });

  for (const xml of ['<endpoint key="none"/>', `<endpoint key-expression="'none'"/>`]) {
    it(`that are not there are fault 305100: ${xml}`, async () => {
      const expected = { code: '305100', text: "Couldn't find the endpoint with the key : none" };
      assert.deepEqual(await faultOf(endpoint(xml), new World().message()), expected);
    });
  }
});

describe('endpoint templates', () => {
  const t = () =>
    template(
      `<template name="T"><parameter name="t"/><endpoint name="$name"><http method="get" uri-template="$uri"><timeout><duration>$t</duration><responseAction>fault</responseAction></timeout>${suspendFor(60_000)}</http></endpoint></template>`,
    );
  const instance = (name: string) =>
    endpoint(
      `<endpoint name="${name}" template="T" uri="http://b/${name}"><parameter name="t" value="70"/></endpoint>`,
    );

  it('are filled in, and each instance has a state of its own', async () => {
    const world = new World({ replies: [refused, ok], templates: { T: t() } });
    const [one, two] = [instance('one'), instance('two')];
    assert.equal((await faultOf(one, world.message())).code, '101503');
    assert.equal(
      (await faultOf(one, world.message())).text,
      'Currently, HTTP endpoint : [ Name : one ] [ State : SUSPENDED ]',
    );
    await two.send(world.message(), nonBlocking);
    assert.deepEqual(world.outbound.lines, ['GET http://b/one', 'GET http://b/two']);
    assert.equal(world.outbound.requests[0]!.totalTimeout, 70);
  });

  it('that are not there are fault 305100', async () => {
    const { code, text } = await faultOf(instance('one'), new World().message());
    assert.equal(code, '305100');
    assert.match(text ?? '', /T.*one/);
  });

  it('that make no endpoint are logged', async () => {
    const world = new World({
      templates: {
        T: template(
          '<template name="T"><endpoint name="$name"><http uri-template="$uri" version="9"/></endpoint></template>',
        ),
      },
    });
    assert.equal((await faultOf(instance('one'), world.message())).code, '305100');
    assert.ok(
      world.log.some((line) => line.includes('Endpoint template T')),
      world.log.join('\n'),
    );
  });
});
