import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { type ClientResponse, JavaNumber, type Message, writeResponse } from '../../../engine/message/index.js';
import { xmlElement } from '../../../engine/xml/index.js';
import { axis2, build, byName, receive, steps, type TestRequest, textOf } from './test-exchange.js';

const json = (body: string, headers: Record<string, string> = {}): TestRequest => ({
  headers: { 'Content-Type': 'application/json', ...headers },
  body,
});
const xml = (body: string, headers: Record<string, string> = {}): TestRequest => ({
  headers: { 'Content-Type': 'application/xml', ...headers },
  body,
});
const status = (code: number) => new JavaNumber('int', code);
const answer =
  (code: number, type: string | undefined, body: string, more: [string, string][] = []) =>
  (message: Message) =>
    message.takeAnswer({
      status: code,
      reason: 'Backend Says',
      headers: [...(type ? [['Content-Type', type] as [string, string]] : []), ...more],
      body: Buffer.from(body),
    });
const soapEnvelope = (content: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;
const soapFault =
  '<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>s:Server</faultcode><faultstring>boom</faultstring></s:Fault>';
const soap: TestRequest = {
  headers: { 'Content-Type': 'text/xml', SOAPAction: '"urn:x"' },
  body: soapEnvelope('<q/>'),
};

function respond(request: TestRequest, change: (message: Message) => void = () => {}): ClientResponse {
  const { message } = receive(request);
  change(message);
  const response = writeResponse(message);
  assert.ok(!(response instanceof Promise));
  return response;
}

describe('body and Content-Type of a response', () => {
  const cases: {
    name: string;
    request: TestRequest;
    change?(message: Message): void;
    type: string | undefined;
    body: string | RegExp;
  }[] = [
    { name: 'unread JSON goes back as it is', request: json('{"a":'), type: 'application/json', body: '{"a":' },
    {
      name: 'read JSON keeps its bytes and gets a charset',
      request: json('{ "a" : 1 }'),
      change: build,
      type: 'application/json; charset=UTF-8',
      body: '{ "a" : 1 }',
    },
    {
      name: 'a charset is not repeated',
      request: { headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: '{}' },
      change: build,
      type: 'application/json; charset=UTF-8',
      body: '{}',
    },
    {
      name: 'setCharacterEncoding=false keeps it out',
      request: json('{}'),
      change: steps(build, axis2('setCharacterEncoding', 'false')),
      type: 'application/json',
      body: '{}',
    },
    {
      name: 'JSON as XML',
      request: json('{"i":[1]}'),
      change: axis2('messageType', 'application/xml'),
      type: 'application/xml; charset=UTF-8',
      body: '<jsonObject><i>1</i></jsonObject>',
    },
    {
      name: 'XML as JSON',
      request: xml('<r><i>1</i></r>'),
      change: axis2('messageType', 'application/json'),
      type: 'application/json; charset=UTF-8',
      body: '{"r":{"i":1}}',
    },
    {
      name: 'an empty list as JSON',
      request: xml('<list/>'),
      change: axis2('messageType', 'application/json'),
      type: 'application/json; charset=UTF-8',
      body: '{"list":null}',
    },
    {
      name: 'text/xml in REST is plain XML',
      request: json('{"a":1}'),
      change: axis2('messageType', 'text/xml'),
      type: 'text/xml; charset=UTF-8',
      body: '<jsonObject><a>1</a></jsonObject>',
    },
    {
      name: 'read XML loses its declaration',
      request: xml('<?xml version="1.0"?><a><b>1</b></a>'),
      change: build,
      type: 'application/xml; charset=UTF-8',
      body: '<a><b>1</b></a>',
    },
    {
      name: 'WRITE_XML_DECLARATION',
      request: xml('<a/>'),
      change: steps(axis2('WRITE_XML_DECLARATION', 'true'), axis2('XML_DECLARATION_STANDALONE', 'yes'), build),
      type: 'application/xml; charset=UTF-8',
      body: '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><a/>',
    },
    {
      name: 'instructions before the root, when kept',
      request: xml('<?go x="1"?><a/>'),
      change: steps(axis2('PRESERVE_XML_PROCESSING_INSTRUCTIONS', 'true'), build),
      type: 'application/xml; charset=UTF-8',
      body: '<?go x="1"?><a/>',
    },
    {
      name: 'ContentType renames a built response',
      request: xml('<a>1</a>'),
      change: steps(axis2('messageType', 'application/json'), axis2('ContentType', 'application/vnd.a+json')),
      type: 'application/vnd.a+json; charset=UTF-8',
      body: '{"a":1}',
    },
    {
      name: 'ContentType renames an unbuilt response',
      request: json('{ }'),
      change: axis2('ContentType', 'application/vnd.a+json'),
      type: 'application/vnd.a+json',
      body: '{ }',
    },
    {
      name: 'an unbuilt response without headers has no type',
      request: json('{}'),
      change: (message) => message.removeProperty('axis2', 'TRANSPORT_HEADERS'),
      type: undefined,
      body: '{}',
    },
    {
      name: 'a form',
      request: { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=2&a=3' },
      change: build,
      type: 'application/x-www-form-urlencoded; charset=UTF-8',
      body: 'a=1&a=3&b=2',
    },
    {
      name: 'text',
      request: json('{}'),
      change: steps(build, (message) => message.setText('é'), axis2('messageType', 'text/plain')),
      type: 'text/plain; charset=UTF-8',
      body: 'é',
    },
    {
      name: 'text/plain over JSON is empty',
      request: json('{"a":1}'),
      change: axis2('messageType', 'text/plain'),
      type: 'text/plain; charset=UTF-8',
      body: '',
    },
    {
      name: 'bytes',
      request: { headers: { 'Content-Type': 'application/octet-stream' }, body: 'ab' },
      change: build,
      type: 'application/octet-stream; charset=UTF-8',
      body: 'ab',
    },
    {
      name: 'a messageType without formatter is XML',
      request: json('{"a":1}'),
      change: steps(build, axis2('messageType', 'image/x')),
      type: 'image/x; charset=UTF-8',
      body: '<jsonObject><a>1</a></jsonObject>',
    },
    {
      name: 'an accepted type with a blank in front is XML',
      request: json('{"a":1}', { Accept: 'x/y, application/json' }),
      change: build,
      type: 'application/json; charset=UTF-8',
      body: '<jsonObject><a>1</a></jsonObject>',
    },
    {
      name: 'multipart is the formatter’s own',
      request: xml('<r><a>1</a></r>'),
      change: axis2('messageType', 'multipart/form-data'),
      type: 'multipart/form-data; charset=UTF-8; boundary=',
      body: /name="a"[\s\S]*\r\n\r\n1\r\n/,
    },
    {
      name: 'SOAP with its declaration',
      request: soap,
      change: build,
      type: 'text/xml; charset=UTF-8',
      body: `<?xml version='1.0' encoding='UTF-8'?>${soapEnvelope('<q/>')}`,
    },
    {
      name: 'an empty SOAP header is left out',
      request: {
        headers: { 'Content-Type': 'text/xml', SOAPAction: '' },
        body: soapEnvelope('<q/>').replace('<s:Body>', '<s:Header/><s:Body>'),
      },
      change: build,
      type: 'text/xml; charset=UTF-8',
      body: `<?xml version='1.0' encoding='UTF-8'?>${soapEnvelope('<q/>')}`,
    },
    {
      name: 'SOAP as MTOM',
      request: soap,
      change: steps(build, axis2('enableMTOM', 'true')),
      type: 'multipart/related; boundary=',
      body: /Content-Type: application\/xop\+xml; charset=UTF-8; type="text\/xml"[\s\S]*<q\/>/,
    },
    {
      name: 'SOAP without declaration on demand',
      request: soap,
      change: steps(build, axis2('WRITE_XML_DECLARATION', 'false')),
      type: 'text/xml; charset=UTF-8',
      body: soapEnvelope('<q/>'),
    },
    {
      name: 'a SOAP body as JSON is its first child',
      request: soap,
      change: axis2('messageType', 'application/json'),
      type: 'application/json; charset=UTF-8',
      body: '{"q":null}',
    },
    {
      name: 'a SOAP fault to a REST client is an Exception',
      request: xml('<a/>'),
      change: steps(build, (message) => message.setXmlText(soapFault)),
      type: 'application/xml; charset=UTF-8',
      body: '<Exception>boom</Exception>',
    },
    {
      name: 'a SOAP 1.2 answer to a SOAP 1.1 client is converted',
      request: soap,
      change: steps(build, (message) => {
        message.emptyBody();
        message.soapVersion = '1.2';
        message.setXml(xmlElement('', 'p'));
        message.setProperty('axis2', 'messageType', 'application/soap+xml');
      }),
      type: 'text/xml; charset=UTF-8',
      body: /<soapenv:Envelope xmlns:soapenv="http:\/\/schemas.xmlsoap.org\/soap\/envelope\/"><soapenv:Body><p\/>/,
    },
    {
      name: 'NO_ENTITY_BODY takes the body',
      request: xml('<a/>'),
      change: axis2('NO_ENTITY_BODY', true),
      type: 'application/xml',
      body: '',
    },
    {
      name: 'status 204 takes the body',
      request: json('{}'),
      change: axis2('HTTP_SC', '204'),
      type: 'application/json',
      body: '',
    },
    {
      name: 'HEAD takes the body',
      request: { method: 'HEAD' },
      change: steps(
        (message) => message.setJson('{}'),
        (message) => message.removeProperty('axis2', 'NO_ENTITY_BODY'),
      ),
      type: undefined,
      body: '',
    },
    { name: 'a GET without payload', request: { method: 'GET' }, type: undefined, body: '' },
    {
      name: 'JSON in another charset',
      request: json('{"a":"é"}'),
      change: steps(build, axis2('CHARACTER_SET_ENCODING', 'US-ASCII')),
      type: 'application/json; charset=US-ASCII',
      body: '{"a":"?"}',
    },
    {
      name: 'JSON_STRING stands in for a missing body',
      request: json(''),
      change: steps((message) => message.removeProperty('axis2', 'NO_ENTITY_BODY'), axis2('JSON_STRING', '{"s":1}')),
      type: 'application/json; charset=UTF-8',
      body: '{"s":1}',
    },
  ];
  for (const { name, request, change, type, body } of cases) {
    it(name, () => {
      const response = respond(request, change);
      const sent = byName(response.headers)['content-type'];
      if (type?.endsWith('=')) assert.ok(sent?.startsWith(type), sent);
      else assert.equal(sent, type);
      if (typeof body === 'string') assert.equal(textOf(response.body), body);
      else assert.match(textOf(response.body), body);
    });
  }

  it('writes gzip again while the header is there', () => {
    const request = {
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: gzipSync('{ }'),
    };
    assert.equal(gunzipSync(respond(request, build).body as Buffer).toString(), '{ }');
    const plain = respond(
      request,
      steps(build, (message) => message.headers.delete('Content-Encoding')),
    );
    assert.equal(textOf(plain.body), '{ }');
  });

  it('hands an unread stream over as it is', () => {
    const body = Readable.from([Buffer.from('x')]);
    assert.equal(respond({ headers: { 'Content-Type': 'application/json' }, body }).body, body);
  });

  it('collects a stream only when its length is wanted', async () => {
    const body = Readable.from([Buffer.from('{'), Buffer.from('}')]);
    const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body });
    message.setProperty('axis2', 'DISABLE_CHUNKING', true);
    const response = await writeResponse(message);
    assert.deepEqual([textOf(response.body), response.contentLength], ['{}', 2]);
  });
});

describe('status and reason of a response', () => {
  const cases: {
    name: string;
    request?: TestRequest;
    change?(message: Message): void;
    status: number;
    reason?: string;
  }[] = [
    { name: 'plain', status: 200 },
    { name: 'HTTP_SC as text', change: axis2('HTTP_SC', '404'), status: 404 },
    { name: 'HTTP_SC as number', change: axis2('HTTP_SC', status(418)), status: 418 },
    { name: 'HTTP_SC that is no number', change: axis2('HTTP_SC', 'teapot'), status: 200 },
    { name: 'HTTP_SC that no response may have', change: axis2('HTTP_SC', '99'), status: 200 },
    {
      name: 'HTTP_SC_DESC',
      change: steps(axis2('HTTP_SC', '404'), axis2('HTTP_SC_DESC', 'Nope')),
      status: 404,
      reason: 'Nope',
    },
    { name: 'a reason cannot end its line', change: axis2('HTTP_SC_DESC', 'a\r\nb'), status: 200, reason: 'a b' },
    { name: 'of a backend', change: answer(503, 'text/plain', 'x'), status: 503, reason: 'Backend Says' },
    {
      name: 'changed after a backend',
      change: steps(answer(503, 'text/plain', 'x'), axis2('HTTP_SC', '200')),
      status: 200,
    },
    {
      name: '202 of a backend cannot be changed',
      change: steps(answer(202, 'application/json', '{}'), axis2('HTTP_SC', '200')),
      status: 202,
      reason: 'Backend Says',
    },
    {
      name: 'a SOAP fault',
      request: soap,
      change: steps(build, (message) => message.setXmlText(soapFault)),
      status: 500,
    },
    {
      name: 'HTTP_SC over a SOAP fault',
      request: soap,
      change: steps(build, (message) => message.setXmlText(soapFault), axis2('HTTP_SC', '422')),
      status: 422,
    },
    {
      name: 'FAULTS_AS_HTTP_200',
      request: soap,
      change: steps(build, (message) => message.setXmlText(soapFault), axis2('FAULTS_AS_HTTP_200', 'true')),
      status: 200,
    },
    { name: 'a pox fault', change: axis2('FAULT_MESSAGE', 'TRUE'), status: 500 },
    {
      name: 'axis2 ERROR_CODE as number',
      change: steps(axis2('ERROR_CODE', status(5)), axis2('HTTP_SC', '200')),
      status: 502,
    },
  ];
  for (const { name, request = json('{}'), change, status: expected, reason } of cases) {
    it(name, () => {
      const response = respond(request, change);
      assert.deepEqual([response.status, response.reason], [expected, reason]);
    });
  }
});

describe('headers of a response', () => {
  const cases: {
    name: string;
    request: TestRequest;
    change?(message: Message): void;
    headers: Record<string, string | undefined>;
  }[] = [
    {
      name: 'the request’s come back, but for those of the connection',
      request: json('{}', {
        'X-Req': 'r',
        Accept: '*/*',
        Host: 'h',
        Connection: 'close',
        'Content-Length': '2',
        'User-Agent': 'c',
        Date: 'd',
        'Transfer-Encoding': 'chunked',
      }),
      headers: {
        'x-req': 'r',
        accept: '*/*',
        host: 'h',
        connection: undefined,
        'content-length': undefined,
        'user-agent': undefined,
        date: undefined,
        'transfer-encoding': undefined,
        server: 'WSO2-PassThrough-HTTP',
      },
    },
    {
      name: 'the backend’s Server stays',
      request: json('{}'),
      change: answer(200, 'text/plain', 'x', [['Server', 'b']]),
      headers: { server: 'b' },
    },
    {
      name: 'the backend’s Server goes on demand',
      request: { ...json('{}'), settings: { 'http.server.preserve': 'false' } },
      change: answer(200, 'text/plain', 'x', [['Server', 'b']]),
      headers: { server: 'WSO2-PassThrough-HTTP' },
    },
    {
      name: 'repeated ones are sorted and lose their duplicates',
      request: json('{}'),
      change: answer(200, 'text/plain', 'x', [
        ['Set-Cookie', 'b'],
        ['Set-Cookie', 'a'],
        ['set-cookie', 'b'],
      ]),
      headers: { 'set-cookie': 'a|b' },
    },
    {
      name: 'preserved ones stay',
      request: { ...json('{}', { Date: 'd' }), settings: { 'http.response.headers.preserve': 'Date' } },
      headers: { date: 'd' },
    },
    {
      name: 'typed values stay out',
      request: json('{}'),
      change: (message) => message.headers.set('X-N', status(5)),
      headers: { 'x-n': undefined },
    },
    {
      name: 'a value cannot begin another header',
      request: json('{}'),
      change: (message) => message.headers.set('X-N', 'a\r\nX-M: b'),
      headers: { 'x-n': undefined, 'x-m': undefined },
    },
    {
      name: 'characters beyond Latin-1 become ?',
      request: json('{}'),
      change: (message) => message.headers.set('X-N', 'a€b'),
      headers: { 'x-n': 'a?b' },
    },
    {
      name: 'HTTP_ETAG adds a digest of the body',
      request: json('{}'),
      change: axis2('HTTP_ETAG', true),
      headers: { etag: '"99914b932bd37a50b983c5e7c90ae93b"' },
    },
    {
      name: 'brotli that was undone is not announced',
      request: {
        headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'br' },
        body: brotliCompressSync('{}'),
      },
      change: build,
      headers: { 'content-encoding': undefined },
    },
  ];
  for (const { name, request, change, headers } of cases) {
    it(name, () => {
      const sent = byName(respond(request, change).headers);
      for (const [key, value] of Object.entries(headers)) assert.equal(sent[key], value, key);
    });
  }
});

describe('length and connection of a response', () => {
  const cases: {
    name: string;
    request?: TestRequest;
    change?(message: Message): void;
    expect: Partial<ClientResponse>;
  }[] = [
    { name: 'chunked by default', change: build, expect: { contentLength: undefined, close: false, http10: false } },
    { name: 'DISABLE_CHUNKING as text', change: axis2('DISABLE_CHUNKING', 'true'), expect: { contentLength: 2 } },
    { name: 'DISABLE_CHUNKING as BOOLEAN', change: axis2('DISABLE_CHUNKING', true), expect: { contentLength: 2 } },
    { name: 'FORCE_HTTP_1.0', change: axis2('FORCE_HTTP_1.0', 'true'), expect: { contentLength: 2, http10: true } },
    { name: 'NO_KEEPALIVE', change: axis2('NO_KEEPALIVE', 'true'), expect: { close: true } },
    {
      name: 'a GET that came with a length',
      request: { method: 'GET', headers: { 'Content-Length': '0' } },
      expect: { close: true },
    },
    {
      name: 'the length that came in, when both properties ask for it',
      request: json('{}', { 'Content-Length': '2' }),
      change: steps(axis2('FORCE_HTTP_CONTENT_LENGTH', true), axis2('COPY_CONTENT_LENGTH_FROM_INCOMING', true)),
      expect: { contentLength: 2 },
    },
  ];
  for (const { name, request = json('{}'), change, expect } of cases) {
    it(name, () => {
      const response = respond(request, change);
      for (const [key, value] of Object.entries(expect))
        assert.equal(response[key as keyof ClientResponse], value, key);
    });
  }
});

describe('responses that cannot be written', () => {
  const cases: [name: string, request: TestRequest, change: (message: Message) => void, message: RegExp][] = [
    [
      'NO_ENTITY_BODY as text',
      json('{}'),
      axis2('NO_ENTITY_BODY', 'true'),
      /NO_ENTITY_BODY cannot be cast to java.lang.Boolean/,
    ],
    [
      'NO_KEEPALIVE as BOOLEAN',
      json('{}'),
      axis2('NO_KEEPALIVE', true),
      /NO_KEEPALIVE cannot be cast to java.lang.String/,
    ],
    [
      'JSON without a body',
      json(''),
      (message) => message.removeProperty('axis2', 'NO_ENTITY_BODY'),
      /Payload could not be written as JSON/,
    ],
    ['mixed content as JSON', xml('<a>x<b/></a>'), axis2('messageType', 'application/json'), /Mixed content/],
    ['malformed XML', xml('<a><b></a>'), build, /./],
  ];
  for (const [name, request, change, message] of cases) {
    it(name, () => {
      assert.throws(
        () => respond(request, change),
        (thrown: unknown) => thrown instanceof Error && thrown.name === 'Fault' && message.test(thrown.message),
      );
    });
  }
});
