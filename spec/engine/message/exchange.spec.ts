import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Exchange, Message } from '../../../engine/message/index.js';
import { byName, receive, type TestRequest, textOf } from './test-exchange.js';

const request: TestRequest = { headers: { 'Content-Type': 'application/json', 'X-Req': '1' }, body: '{}' };
const answered = { status: 200, reason: 'OK', headers: [], body: null };

describe('what the client gets', () => {
  const cases: {
    name: string;
    act(message: Message, exchange: Exchange): void;
    /** Status and body of the responses, in their order. */
    responses: [number, string][];
    finished: boolean;
  }[] = [
    { name: 'a flow that only ends: 202, empty', act: () => {}, responses: [[202, '']], finished: true },
    {
      name: 'a response',
      act: (message, exchange) => void exchange.respond(message),
      responses: [[200, '{}']],
      finished: true,
    },
    {
      name: 'the first of two responses',
      act(message, exchange) {
        void exchange.respond(message);
        message.setProperty('axis2', 'HTTP_SC', '500');
        void exchange.respond(message);
      },
      responses: [[200, '{}']],
      finished: true,
    },
    {
      name: 'nothing after a call that is not answered',
      act: (_, exchange) => exchange.leaveThread(),
      responses: [],
      finished: false,
    },
    {
      name: 'nothing after RESPONSE was set',
      act: (message) => message.setProperty('default', 'RESPONSE', 'x'),
      responses: [],
      finished: false,
    },
    {
      name: '202 with FORCE_SC_ACCEPTED, the later response is dropped',
      act(message, exchange) {
        message.setProperty('axis2', 'FORCE_SC_ACCEPTED', 'true');
        exchange.leaveThread();
        message.takeAnswer(answered);
        void exchange.respond(message);
      },
      responses: [[202, '']],
      finished: true,
    },
    {
      name: '202 with FORCE_SC_ACCEPTED in place of a response',
      act(message, exchange) {
        message.setProperty('axis2', 'FORCE_SC_ACCEPTED', true);
        void exchange.respond(message);
      },
      responses: [[202, '']],
      finished: true,
    },
    {
      name: 'the response when FORCE_SC_ACCEPTED was set after a call',
      act(message, exchange) {
        exchange.leaveThread();
        message.takeAnswer(answered);
        message.setProperty('axis2', 'FORCE_SC_ACCEPTED', 'true');
        void exchange.respond(message);
      },
      responses: [[200, '']],
      finished: true,
    },
    {
      name: 'the response when FORCE_SC_ACCEPTED was set on a copy',
      act(message, exchange) {
        message.copy().setProperty('axis2', 'FORCE_SC_ACCEPTED', 'true');
        void exchange.respond(message);
      },
      responses: [[200, '{}']],
      finished: true,
    },
  ];
  for (const { name, act, responses, finished } of cases) {
    it(name, () => {
      const warnings: string[] = [];
      const { message, responses: handed } = receive({ ...request, warnings });
      act(message, message.exchange);
      assert.equal(message.exchange.finish(), finished);
      assert.deepEqual(
        handed.map(({ status, body }) => [status, textOf(body)]),
        responses,
      );
      assert.equal(message.exchange.responded, finished);
    });
  }

  it('has no headers of the request in the automatic 202', () => {
    const { message, responses } = receive(request);
    message.exchange.finish();
    assert.deepEqual(byName(responses[0]!.headers), { server: 'WSO2-PassThrough-HTTP' });
  });

  it('is not answered by a response that cannot be written', () => {
    const { message, responses } = receive(request);
    message.setProperty('axis2', 'NO_ENTITY_BODY', 'true');
    assert.throws(() => message.exchange.respond(message), { name: 'Fault' });
    assert.equal(message.exchange.responded, false);
    message.removeProperty('axis2', 'NO_ENTITY_BODY');
    void message.exchange.respond(message);
    assert.equal(responses.length, 1);
  });

  it('is warned of a second response', () => {
    const warnings: string[] = [];
    const { message } = receive({ ...request, warnings });
    void message.exchange.respond(message);
    void message.exchange.respond(message);
    assert.deepEqual(warnings, ['Trying to send a response to an already responded client request']);
  });

  it('gets the first of two responses that have to be collected', async () => {
    const { message, responses } = receive({ ...request, body: Readable.from([Buffer.from('{}')]) });
    message.setProperty('axis2', 'DISABLE_CHUNKING', 'true');
    const both = [message.exchange.respond(message), message.exchange.respond(message)];
    await Promise.all(both);
    assert.equal(responses.length, 1);
  });
});

describe('a request', () => {
  const cases: { name: string; request: TestRequest; axis2: Record<string, unknown>; rest: boolean }[] = [
    {
      name: 'POST with a type',
      request,
      axis2: {
        HTTP_METHOD: 'POST',
        messageType: 'application/json',
        ContentType: 'application/json',
        CHARACTER_SET_ENCODING: 'UTF-8',
        TransportInURL: '/t',
        REST_URL_POSTFIX: 't',
        REMOTE_ADDR: '192.0.2.7',
        REMOTE_HOST: 'client.example',
        NO_ENTITY_BODY: undefined,
      },
      rest: true,
    },
    {
      name: 'form: application/xml until it is built',
      request: { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset="utf-16"' }, body: 'a=1' },
      axis2: {
        messageType: 'application/xml',
        ContentType: 'application/x-www-form-urlencoded; charset="utf-16"',
        CHARACTER_SET_ENCODING: 'utf-16',
      },
      rest: true,
    },
    {
      name: 'GET without a type',
      request: { method: 'GET' },
      axis2: { messageType: 'application/xml', ContentType: 'application/x-www-form-urlencoded', NO_ENTITY_BODY: true },
      rest: true,
    },
    {
      name: 'GET with a type',
      request: { method: 'GET', headers: { 'Content-Type': 'text/xml', SOAPAction: '' } },
      axis2: { messageType: undefined, ContentType: undefined },
      rest: true,
    },
    {
      name: 'POST without a type',
      request: { body: 'x' },
      axis2: { messageType: 'application/octet-stream', ContentType: 'application/octet-stream' },
      rest: true,
    },
    { name: 'POST without a body', request: { body: '' }, axis2: { NO_ENTITY_BODY: true }, rest: true },
    {
      name: 'text/xml without SOAPAction',
      request: { headers: { 'Content-Type': 'text/xml' }, body: '<a/>' },
      axis2: {},
      rest: true,
    },
    {
      name: 'text/xml with SOAPAction',
      request: { headers: { 'Content-Type': 'text/xml', SOAPAction: '' }, body: '<a/>' },
      axis2: {},
      rest: false,
    },
    {
      name: 'application/soap+xml',
      request: { headers: { 'Content-Type': 'application/soap+xml' }, body: '<a/>' },
      axis2: {},
      rest: false,
    },
  ];
  for (const { name, request: incoming, axis2, rest } of cases) {
    it(name, () => {
      const { message } = receive(incoming);
      for (const [key, value] of Object.entries(axis2)) assert.equal(message.axis2.get(key), value, key);
      assert.equal(message.rest, rest);
    });
  }

  it('has a message id and a correlation id of its own', () => {
    const { message } = receive();
    assert.match(message.messageId, /^urn:uuid:[0-9a-f-]{36}$/);
    assert.equal(message.messageId, message.messageId);
    assert.equal(message.exchange.correlationId, message.exchange.correlationId);
  });

  it('takes the action of SOAP 1.2 from its type', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/soap+xml; action="urn:a"' }, body: '<a/>' });
    assert.equal(message.action, 'urn:a');
  });
});
