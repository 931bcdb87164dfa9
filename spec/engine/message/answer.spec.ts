import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { type Answer, formatBody, type Message, valueText } from '../../../engine/message/index.js';
import { receive, type TestRequest } from './test-exchange.js';

const request: TestRequest = { headers: { 'Content-Type': 'application/json', 'X-Req': '1' }, body: '{"q":1}' };
const answer = (more: Partial<Answer> = {}): Answer => ({
  status: 200,
  reason: 'OK',
  headers: [
    ['Content-Type', 'application/xml; charset=ISO-8859-1'],
    ['X-Back', 'b'],
  ],
  body: Buffer.from('<a/>'),
  ...more,
});
const texts = (message: Message, ...names: string[]) => names.map((name) => valueText(message.axis2.get(name)));

describe('the answer of a non-blocking call', () => {
  it('replaces axis2 and headers, keeps default, variables, operation and handlers', () => {
    const { message } = receive(request);
    const requestId = message.messageId;
    message.setProperty('default', 'd', '1');
    message.setProperty('axis2', 'x', '2');
    message.setProperty('axis2-client', 'c', '2');
    message.setProperty('operation', 'o', '3');
    message.variables.set('v', '4');
    message.replyTo = 'r';
    message.faultHandlers.push({ name: 'h', handle: () => true });
    message.takeAnswer(answer());
    assert.deepEqual(
      [message.properties.get('d'), message.operation.get('o'), message.variables.get('v'), message.replyTo],
      ['1', '3', '4', 'r'],
    );
    assert.equal(message.faultHandlers.length, 1);
    assert.deepEqual(texts(message, 'x', 'HTTP_METHOD', 'REST_URL_POSTFIX', 'c'), [null, null, null, null]);
    assert.equal(message.getProperty('axis2', 'c'), undefined);
    assert.deepEqual(texts(message, 'messageType', 'ContentType', 'CHARACTER_SET_ENCODING'), [
      'application/xml',
      'application/xml; charset=ISO-8859-1',
      'ISO-8859-1',
    ]);
    assert.deepEqual(texts(message, 'HTTP_SC', 'HTTP_SC_DESC', 'ORIGINAL_STATUS_CODE', 'HTTP_REASON_PHRASE'), [
      '200',
      'OK',
      '200',
      'OK',
    ]);
    assert.deepEqual([message.headers.has('X-Req'), message.headers.get('x-back')], [false, 'b']);
    assert.equal(message.to, 'http://www.w3.org/2005/08/addressing/anonymous');
    assert.equal(message.relatesTo, requestId);
    assert.notEqual(message.messageId, requestId);
    assert.equal(message.isResponse, false);
    assert.equal(message.resumed, true);
    assert.equal(message.built, false);
    message.build();
    assert.equal(message.payload?.localName, 'a');
  });

  const cases: { name: string; more: Partial<Answer>; axis2: Record<string, string | null> }[] = [
    {
      name: 'an error status is a fault message',
      more: { status: 404 },
      axis2: { FAULT_MESSAGE: 'TRUE', HTTP_SC: '404' },
    },
    { name: 'a success is none', more: {}, axis2: { FAULT_MESSAGE: null, SC_ACCEPTED: null } },
    { name: '202 is remembered', more: { status: 202 }, axis2: { SC_ACCEPTED: 'true' } },
    {
      name: 'no Content-Type: the request’s messageType',
      more: { headers: [] },
      axis2: { messageType: 'application/json', ContentType: null, NO_ENTITY_BODY: null },
    },
    { name: 'no body and no Content-Type', more: { headers: [], body: null }, axis2: { NO_ENTITY_BODY: 'true' } },
    { name: 'no body, but a Content-Type', more: { body: Buffer.alloc(0) }, axis2: { NO_ENTITY_BODY: null } },
  ];
  for (const { name, more, axis2 } of cases) {
    it(name, () => {
      const { message } = receive(request);
      message.takeAnswer(answer(more));
      for (const [key, value] of Object.entries(axis2)) assert.equal(valueText(message.axis2.get(key)), value, key);
    });
  }

  it('passes an empty answer with a Content-Type on as it is', () => {
    const { message, responses } = receive(request);
    message.takeAnswer(answer({ status: 201, body: null, headers: [['Content-Type', 'application/json']] }));
    void message.exchange.respond(message);
    assert.deepEqual([responses[0]?.status, responses[0]?.body?.toString()], [201, '']);
  });

  it('does not hand the form type of a request on', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1' });
    message.build();
    message.takeAnswer(answer({ headers: [] }));
    assert.equal(message.axis2.has('messageType'), false);
  });

  const locations: [status: number, location: string, sent: string][] = [
    [200, 'http://backend.example/a/b?c', 'http://gateway.example:8290/a/b?c'],
    [200, '/a', '/a'],
    [201, 'http://backend.example/a', 'http://backend.example/a'],
    [302, 'http://backend.example/a', 'http://backend.example/a'],
  ];
  for (const [status, location, sent] of locations) {
    it(`Location ${location} of status ${status}`, () => {
      const { message } = receive(request);
      message.takeAnswer(answer({ status, headers: [['Location', location]] }));
      assert.equal(message.headers.get('Location'), sent);
    });
  }
});

describe('the answer of a blocking call', () => {
  it('replaces the body and keeps headers, types and axis2', () => {
    const { message } = receive(request);
    message.setProperty('axis2', 'x', '2');
    message.takeBlockingAnswer(answer());
    assert.deepEqual(texts(message, 'x', 'HTTP_SC', 'messageType', 'ContentType'), [
      '2',
      '200',
      'application/json',
      'application/json',
    ]);
    assert.equal(typeof message.axis2.get('HTTP_SC'), 'string');
    assert.equal(message.properties.get('blocking.sender.error'), 'false');
    assert.deepEqual([message.headers.has('X-Req'), message.headers.has('X-Back')], [true, false]);
    assert.equal(message.payload?.localName, 'a');
    assert.equal(message.resumed, false);
  });

  it('takes headers and types when BLOCKING_SENDER_PRESERVE_REQ_HEADERS is false', () => {
    const { message } = receive(request);
    message.setProperty('default', 'BLOCKING_SENDER_PRESERVE_REQ_HEADERS', 'false');
    message.takeBlockingAnswer(answer());
    assert.deepEqual([message.headers.has('X-Req'), message.headers.has('X-Back')], [false, true]);
    assert.deepEqual(texts(message, 'messageType'), ['application/xml']);
  });

  it('leaves an empty envelope without a body, which leaves as JSON without a fault', () => {
    const { message } = receive(request);
    message.takeBlockingAnswer(answer({ body: null }));
    assert.equal(message.payload, undefined);
    assert.equal(formatBody(message).bytes.length, 0);
  });

  it('collects a stream', async () => {
    const { message } = receive(request);
    const body = Readable.from([Buffer.from('{"r"'), Buffer.from(':1}')]);
    await message.takeBlockingAnswer(answer({ headers: [['Content-Type', 'application/json']], body }));
    assert.equal(message.jsonText, '{"r":1}');
  });
});
