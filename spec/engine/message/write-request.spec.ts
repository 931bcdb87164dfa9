import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import {
  applyEndpointFormat,
  type EndpointFormat,
  JavaNumber,
  type Message,
  type OutgoingRequest,
  writeRequest,
} from '../../../engine/message/index.js';
import { xmlElement } from '../../../engine/xml/index.js';
import { axis2, build, byName, receive, steps, type TestRequest, textOf } from './test-exchange.js';

const json = (body: string, headers: Record<string, string> = {}): TestRequest => ({
  headers: { 'Content-Type': 'application/json', ...headers },
  body,
});
const url = 'http://backend.example/svc';
const format =
  (name: EndpointFormat, encoding?: string) =>
  (message: Message): void => {
    message.build();
    applyEndpointFormat(message, name, encoding);
  };
const removed = (name: string) => (message: Message) => message.removeProperty('axis2', name);

function send(request: TestRequest, change: (message: Message) => void = () => {}, aim = {}): OutgoingRequest {
  const { message } = receive(request);
  change(message);
  const outgoing = writeRequest(message, { method: 'POST', url, ...aim });
  assert.ok(!(outgoing instanceof Promise));
  return outgoing;
}

interface Case {
  readonly name: string;
  readonly request: TestRequest;
  readonly change?: (message: Message) => void;
  readonly aim?: { method?: string; url?: string; blocking?: boolean };
  readonly url?: string;
  readonly body?: string | null;
  /** Lower-case names; undefined = absent. */
  readonly headers?: Record<string, string | undefined>;
}

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const soap: TestRequest = {
  headers: { 'Content-Type': 'text/xml', SOAPAction: '"urn:x"' },
  body: `<s:Envelope xmlns:s="${soap11}"><s:Body><q/></s:Body></s:Envelope>`,
};
const envelope = (namespace: string, content: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv="${namespace}"><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;

const tables: Record<string, Case[]> = {
  'Content-Type of a request': [
    { name: 'unread as it is', request: json('{ }'), headers: { 'content-type': 'application/json' }, body: '{ }' },
    {
      name: 'read without a charset',
      request: json('{ }'),
      change: build,
      headers: { 'content-type': 'application/json' },
      body: '{ }',
    },
    {
      name: 'ContentType wins over the transport header',
      request: json('{}'),
      change: (message) => message.headers.set('Content-Type', 'application/vnd.a+json'),
      headers: { 'content-type': 'application/json' },
    },
    {
      name: 'ContentType renames an unread body',
      request: json('{ "a" : 1 }'),
      change: axis2('ContentType', 'application/vnd.a+json'),
      headers: { 'content-type': 'application/vnd.a+json' },
      body: '{ "a" : 1 }',
    },
    {
      name: 'messageType without ContentType',
      request: json('{}'),
      change: steps(axis2('messageType', 'text/plain'), removed('ContentType')),
      headers: { 'content-type': 'text/plain' },
    },
    {
      name: 'the transport header when messageType is unset',
      request: json('{}'),
      change: steps(build, removed('messageType')),
      headers: { 'content-type': 'application/json' },
    },
    {
      name: 'form as set in messageType',
      request: json('{"grant_type":"client_credentials","scope":"a b"}'),
      change: axis2('messageType', 'application/x-www-form-urlencoded'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&scope=a%20b',
    },
    {
      name: 'the formatter’s with charset when there is no header',
      request: json('{}'),
      change: steps(build, (message) => message.headers.remove('Content-Type')),
      headers: { 'content-type': 'application/json; charset=UTF-8' },
    },
    {
      name: 'none when there is no header and the body is unread',
      request: json('{}'),
      change: (message) => message.headers.remove('Content-Type'),
      headers: { 'content-type': undefined },
      body: '{}',
    },
    {
      name: 'the header alone on a GET',
      request: json('{}'),
      change: axis2('ContentType', 'x/y'),
      aim: { method: 'GET' },
      headers: { 'content-type': 'application/json' },
      body: null,
    },
    {
      name: 'an accepted type changes the body, not the header',
      request: {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        body: 'a=1&b=x',
      },
      change: build,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"xformValues":{"a":1,"b":"x"}}',
    },
    {
      name: 'multipart keeps its boundary while it is unread',
      request: { headers: { 'Content-Type': 'multipart/form-data; boundary=b' }, body: '--b--' },
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: '--b--',
    },
  ],
  'headers of a request': [
    {
      name: 'the client’s go on, Host and User-Agent are ours, those of the connection go',
      request: json('{}', {
        'X-Foo': '1',
        'User-Agent': 'curl/8',
        Host: 'gateway.example:8290',
        Accept: 'a',
        Authorization: 'b',
        Connection: 'x',
        'Keep-Alive': 'x',
        Date: 'd',
        Server: 's',
        'Content-Length': '2',
      }),
      headers: {
        'x-foo': '1',
        'user-agent': 'Synapse-PT-HttpComponents-NIO',
        host: 'backend.example',
        accept: 'a',
        authorization: 'b',
        connection: undefined,
        'keep-alive': undefined,
        date: undefined,
        server: undefined,
        'content-length': undefined,
      },
    },
    {
      name: 'Host has the port that the URL writes',
      request: json('{}'),
      aim: { url: 'http://u:p@backend.example:8080/x' },
      headers: { host: 'backend.example:8080' },
    },
    {
      name: 'REQUEST_HOST_HEADER',
      request: json('{}'),
      change: axis2('REQUEST_HOST_HEADER', 'other'),
      headers: { host: 'other' },
    },
    {
      name: 'preserved names',
      request: {
        ...json('{}', { Host: 'h', 'User-Agent': 'curl' }),
        settings: { 'http.headers.preserve': 'Host', 'http.user.agent.preserve': 'true' },
      },
      headers: { host: 'h', 'user-agent': 'curl' },
    },
    {
      name: 'repeated ones are all sent',
      request: {
        headers: [
          ['Content-Type', 'application/json'],
          ['X-A', '2'],
          ['X-A', '1'],
        ],
        body: '{}',
      },
      headers: { 'x-a': '2|1' },
    },
    {
      name: 'typed values stay out',
      request: json('{}'),
      change: (message) => message.headers.set('X-N', new JavaNumber('int', 5)),
      headers: { 'x-n': undefined },
    },
    { name: 'SOAPAction is quoted for SOAP', request: soap, headers: { soapaction: '"urn:x"' } },
    {
      name: 'SOAPAction is empty for JSON',
      request: json('{}'),
      change: (message) => (message.action = 'urn:x'),
      headers: { soapaction: '' },
    },
    {
      name: 'SOAPAction is bare for XML',
      request: { headers: { 'Content-Type': 'application/xml' }, body: '<a/>' },
      change: (message) => (message.action = 'urn:x'),
      headers: { soapaction: 'urn:x' },
    },
    {
      name: 'without Action the transport header passes',
      request: json('{}', { SOAPAction: 'h' }),
      change: (message) => (message.action = undefined),
      headers: { soapaction: 'h' },
    },
  ],
  'body of a request': [
    { name: 'DELETE with a body', request: { ...json('{}'), method: 'DELETE' }, aim: { method: 'DELETE' }, body: '{}' },
    {
      name: 'DELETE with NO_ENTITY_BODY',
      request: json('{}'),
      change: axis2('NO_ENTITY_BODY', true),
      aim: { method: 'DELETE' },
      body: null,
    },
    {
      name: 'NO_ENTITY_BODY does not stop a payload',
      request: json('{}'),
      change: steps(build, axis2('NO_ENTITY_BODY', true)),
      body: '{}',
    },
    { name: 'NO_ENTITY_BODY without a payload', request: { method: 'POST' }, body: null },
    {
      name: 'an empty body when one is expected',
      request: { headers: { 'Content-Type': 'text/plain' }, body: 'x' },
      change: (message) => message.emptyBody(),
      body: '',
    },
    {
      name: 'a form on a GET becomes path and query',
      request: json('{"id":"7"}'),
      change: axis2('messageType', 'application/x-www-form-urlencoded'),
      aim: { method: 'GET' },
      url: 'http://backend.example/svc/jsonObject?id=7',
      body: null,
    },
    {
      name: 'a form joins a query that is there',
      request: json('{"id":"7"}'),
      change: axis2('messageType', 'application/x-www-form-urlencoded'),
      aim: { method: 'GET', url: `${url}?a=1` },
      url: 'http://backend.example/svc/jsonObject?a=1&id=7',
    },
    {
      name: 'a GET with another type keeps its URL',
      request: json('{"id":"7"}'),
      change: build,
      aim: { method: 'GET' },
      url,
      body: null,
    },
  ],
  'format of an endpoint': [
    {
      name: 'pox',
      request: json('{"a":1}'),
      change: format('pox'),
      headers: { 'content-type': 'application/xml' },
      body: '<jsonObject><a>1</a></jsonObject>',
    },
    {
      name: 'pox with encoding',
      request: json('{"a":1}'),
      change: format('pox', 'UTF-8'),
      headers: { 'content-type': 'application/xml;UTF-8' },
    },
    {
      name: 'soap11 puts JSON into an envelope',
      request: json('{"a":1}'),
      change: steps((message) => (message.action = 'urn:x'), format('soap11')),
      headers: { 'content-type': 'text/xml', soapaction: '"urn:x"' },
      body: envelope(soap11, '<jsonObject><a>1</a></jsonObject>'),
    },
    {
      name: 'soap11 keeps the charset of the old type',
      request: { headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: '{}' },
      change: format('soap11'),
      headers: { 'content-type': 'text/xml; charset=UTF-8' },
    },
    {
      name: 'soap12 with an action',
      request: soap,
      change: format('soap12'),
      headers: { 'content-type': 'application/soap+xml;action="urn:x"' },
      body: envelope('http://www.w3.org/2003/05/soap-envelope', '<q/>')
        .replace('<soapenv:Envelope', '<soapenv:Envelope')
        .replace(
          ' xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope"',
          ` xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope" xmlns:s="${soap11}"`,
        ),
    },
    {
      name: 'soap12 without an action',
      request: json('{}'),
      change: format('soap12'),
      headers: { 'content-type': 'application/soap+xml' },
    },
    {
      name: 'get',
      request: json('{"id":"7"}'),
      change: format('get'),
      aim: { method: 'GET' },
      url: 'http://backend.example/svc/jsonObject?id=7',
      body: null,
    },
  ],
  'blocking calls': [
    {
      name: 'have their own headers, and a charset',
      request: json('{ }', {
        'X-Foo': '1',
        'User-Agent': 'curl',
        Host: 'h',
        'Content-Length': '3',
        Connection: 'x',
        Date: 'd',
      }),
      aim: { blocking: true },
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        'user-agent': 'Axis2',
        host: 'backend.example',
        'x-foo': '1',
        'content-length': undefined,
        connection: undefined,
        date: undefined,
      },
      body: '{ }',
    },
  ],
};
for (const [title, cases] of Object.entries(tables)) {
  describe(title, () => {
    for (const { name, request, change, aim, ...expected } of cases) {
      it(name, () => {
        const outgoing = send(request, change, aim);
        const sent = byName(outgoing.headers);
        for (const [key, value] of Object.entries(expected.headers ?? {})) assert.equal(sent[key], value, key);
        if (expected.url !== undefined) assert.equal(outgoing.url, expected.url);
        if (expected.body === null) assert.equal(outgoing.body, null);
        else if (expected.body !== undefined) {
          assert.notEqual(outgoing.body, null);
          assert.equal(textOf(outgoing.body), expected.body);
        }
      });
    }
  });
}

describe('switches of a request', () => {
  const cases: [name: string, change: (message: Message) => void, expect: Partial<OutgoingRequest>][] = [
    ['none', () => {}, { contentLength: undefined, keepAlive: true, http10: false, absoluteUri: false }],
    ['DISABLE_CHUNKING', axis2('DISABLE_CHUNKING', 'true'), { contentLength: 2 }],
    ['FORCE_HTTP_1.0', axis2('FORCE_HTTP_1.0', 'true'), { contentLength: 2, http10: true }],
    ['NO_KEEPALIVE', axis2('NO_KEEPALIVE', 'true'), { keepAlive: false }],
    ['FULL_URI', axis2('FULL_URI', 'true'), { absoluteUri: true }],
    ['POST_TO_URI', axis2('POST_TO_URI', true), { absoluteUri: true }],
    ['FORCE_HTTP_CONTENT_LENGTH alone', axis2('FORCE_HTTP_CONTENT_LENGTH', true), { contentLength: undefined }],
  ];
  for (const [name, change, expect] of cases) {
    it(name, () => {
      const outgoing = send(json('{}'), change);
      for (const [key, value] of Object.entries(expect))
        assert.equal(outgoing[key as keyof OutgoingRequest], value, key);
    });
  }

  for (const name of ['DISABLE_CHUNKING', 'FORCE_HTTP_1.0', 'NO_KEEPALIVE', 'FULL_URI']) {
    it(`${name} as BOOLEAN is a fault`, () => {
      assert.throws(() => send(json('{}'), axis2(name, true)), { name: 'Fault' });
    });
  }

  it('NO_ENTITY_BODY as text is a fault', () => {
    assert.throws(() => send(json('{}'), axis2('NO_ENTITY_BODY', 'true')), { name: 'Fault' });
  });
});

describe('streams in requests', () => {
  const pieces = () => Readable.from([Buffer.from('{'), Buffer.from('}')]);

  it('go on unread', () => {
    const body = pieces();
    assert.equal(send({ headers: { 'Content-Type': 'application/json' }, body }).body, body);
  });

  it('are collected for a length and for a blocking call', async () => {
    for (const [property, blocking] of [
      ['DISABLE_CHUNKING', false],
      ['none', true],
    ] as const) {
      const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body: pieces() });
      message.setProperty('axis2', property, 'true');
      const outgoing = await writeRequest(message, { method: 'POST', url, blocking });
      assert.equal(textOf(outgoing.body), '{}');
    }
  });

  it('leave an empty message behind', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body: pieces() });
    void writeRequest(message, { method: 'POST', url });
    assert.equal(message.hasPayload, false);
    message.setXml(xmlElement('', 'a'));
    assert.equal(message.hasPayload, true);
  });
});
