import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Fault } from '../../../engine/errors/index.js';
import { type Message, valueText } from '../../../engine/message/index.js';
import { serializeXml } from '../../../engine/xml/index.js';
import { receive, type TestRequest } from './test-exchange.js';

const typed = (type: string, body: string | Buffer, more: Partial<TestRequest> = {}): TestRequest => ({
  body,
  ...more,
  headers: { 'Content-Type': type, ...(more.headers as Record<string, string>) },
});

function built(request: TestRequest): Message {
  const { message } = receive(request);
  assert.equal(message.build(), undefined);
  return message;
}

const bodyXml = (message: Message) => message.soapBody.elements().map(serializeXml).join('');
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const envelope = (version = soap11) =>
  `<s:Envelope xmlns:s="${version}"><s:Header><h xmlns="urn:h"/></s:Header><s:Body><q/></s:Body></s:Envelope>`;

describe('what a body is built into', () => {
  const cases: { name: string; request: TestRequest; xml: string; json?: string; messageType?: string }[] = [
    {
      name: 'a JSON object keeps its text beside its view',
      request: typed('application/json', '{ "a" : 1.50 }'),
      xml: '<jsonObject><a>1.50</a></jsonObject>',
      json: '{ "a" : 1.50 }',
    },
    {
      name: 'a JSON array',
      request: typed('application/json', '[1]'),
      xml: '<jsonArray><jsonElement>1</jsonElement></jsonArray>',
      json: '[1]',
    },
    {
      name: 'a JSON text keeps its quotes',
      request: typed('application/json', '"x"'),
      xml: '<jsonValue>"x"</jsonValue>',
      json: '"x"',
    },
    { name: 'blanks are an empty JSON body', request: typed('application/json', '  '), xml: '', json: '  ' },
    {
      name: 'XML is the payload',
      request: typed('application/xml', '<?xml version="1.0"?><!--c--><a>1</a>'),
      xml: '<a>1</a>',
    },
    {
      name: 'text/xml without SOAPAction is plain XML, even an envelope',
      request: typed('text/xml', envelope()),
      xml: envelope(),
    },
    {
      name: 'text/xml with SOAPAction is SOAP',
      request: typed('text/xml', envelope(), { headers: { SOAPAction: '""' } }),
      xml: '<q/>',
    },
    {
      name: 'application/soap+xml is SOAP 1.2',
      request: typed('application/soap+xml', envelope('http://www.w3.org/2003/05/soap-envelope')),
      xml: '<q/>',
    },
    {
      name: 'a form has the query in front',
      request: typed('application/x-www-form-urlencoded', 'a=2', { path: '/t?x=1' }),
      xml: '<xformValues><x>1</x><a>2</a></xformValues>',
    },
    {
      name: 'text',
      request: typed('text/plain', 'a < b'),
      xml: '<text xmlns="http://ws.apache.org/commons/ns/payload">a &lt; b</text>',
    },
    {
      name: 'text in its charset',
      request: typed('text/plain; charset="ISO-8859-1"', Buffer.from('é', 'latin1')),
      xml: '<text xmlns="http://ws.apache.org/commons/ns/payload">é</text>',
      messageType: 'text/plain',
    },
    {
      name: 'bytes',
      request: typed('application/octet-stream', Buffer.from([0, 1])),
      xml: '<binary xmlns="http://ws.apache.org/commons/ns/payload">AAE=</binary>',
    },
    {
      name: 'a POST without type is bytes',
      request: { body: Buffer.from([0, 1]) },
      xml: '<binary xmlns="http://ws.apache.org/commons/ns/payload">AAE=</binary>',
      messageType: 'application/octet-stream',
    },
    {
      name: 'an unknown type is XML, and stays the type',
      request: typed('application/vnd.x+json', '<a/>'),
      xml: '<a/>',
    },
    {
      name: 'multipart/related by its root part',
      request: typed(
        'multipart/related; boundary=b; type="application/xop+xml"; start="<r>"; start-info="text/xml"',
        `--b\r\nContent-ID: <x>\r\n\r\nother\r\n--b\r\nContent-Type: application/xop+xml; type="text/xml"\r\nContent-ID: <r>\r\n\r\n${envelope()}\r\n--b--\r\n`,
        { headers: { SOAPAction: '"a"' } },
      ),
      xml: '<q/>',
      messageType: 'multipart/related',
    },
    {
      name: 'multipart/related with an included part',
      request: typed(
        'multipart/related; boundary=b; type="application/xop+xml"; start-info="application/soap+xml"',
        `--b\r\nContent-Type: application/xop+xml\r\n\r\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><q><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:a%40b"/></q></s:Body></s:Envelope>\r\n--b\r\nContent-ID: <a@b>\r\n\r\nhi\r\n--b--\r\n`,
      ),
      xml: '<q>aGk=</q>',
      messageType: 'multipart/related',
    },
    {
      name: 'gzip is undone',
      request: typed('application/json', gzipSync('{"a":1}'), { headers: { 'Content-Encoding': 'gzip' } }),
      xml: '<jsonObject><a>1</a></jsonObject>',
      json: '{"a":1}',
    },
    {
      name: 'brotli is undone',
      request: typed('application/xml', brotliCompressSync('<a/>'), { headers: { 'Content-Encoding': 'br' } }),
      xml: '<a/>',
    },
    { name: 'an empty XML body is no error', request: typed('application/xml', Buffer.alloc(0)), xml: '' },
  ];
  for (const { name, request, xml, json, messageType } of cases) {
    it(name, () => {
      const message = built(request);
      assert.equal(bodyXml(message), xml);
      assert.equal(message.jsonText, json);
      const type = (request.headers as Record<string, string> | undefined)?.['Content-Type'];
      assert.equal(valueText(message.axis2.get('messageType')), messageType ?? type);
    });
  }

  it('reads by the ContentType of the time when it is built', () => {
    const { message } = receive(typed('application/octet-stream', '{"a":1}'));
    message.setProperty('axis2', 'ContentType', 'application/json');
    message.build();
    assert.equal(message.jsonText, '{"a":1}');
    assert.equal(message.axis2.get('messageType'), 'application/json');
  });

  it('never reads the body of a GET with a Content-Type', () => {
    const { message } = receive(typed('application/json', '{"a":1}', { method: 'GET' }));
    message.build();
    assert.equal(message.built, false);
    assert.equal(message.axis2.has('messageType'), false);
  });

  it('shows an empty envelope before it is built, and the payload afterwards', () => {
    const { message } = receive(typed('application/xml', '<a/>'));
    assert.equal(bodyXml(message), '');
    message.build();
    assert.equal(bodyXml(message), '<a/>');
  });

  it('has a document above the envelope only when it was parsed as SOAP', () => {
    assert.equal(built(typed('application/xml', '<a/>')).document, undefined);
    const message = built(typed('text/xml', envelope(), { headers: { SOAPAction: '""' } }));
    assert.equal(message.document?.documentElement, message.envelope);
    assert.equal(message.soapHeader?.firstElement()?.localName, 'h');
  });

  it('is NO_ENTITY_BODY on a DELETE with a blank body', () => {
    for (const type of ['application/json', 'application/xml']) {
      const message = built(typed(type, ' ', { method: 'DELETE' }));
      assert.equal(message.axis2.get('NO_ENTITY_BODY'), true, type);
    }
  });

  it('notes an encoding of the declaration that is not the charset', () => {
    const message = built(typed('application/xml', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'));
    assert.equal(message.axis2.get('XML_DECLARATION_ENCODING'), 'ISO-8859-1');
  });
});

describe('Accept negotiation', () => {
  const cases: { name: string; accept: string; messageType: string; settings?: Record<string, string> }[] = [
    { name: 'the first writable type wins', accept: 'image/png,application/json', messageType: 'application/json' },
    {
      name: 'an entry keeps the blank in front',
      accept: 'image/png, application/json',
      messageType: ' application/json',
    },
    {
      name: 'nothing behind a semicolon counts',
      accept: 'image/png;q=1, application/json',
      messageType: 'application/xml',
    },
    { name: 'text/xml never counts', accept: 'text/xml,text/plain', messageType: 'text/plain' },
    { name: '*/* matches nothing', accept: '*/*', messageType: 'application/xml' },
    {
      name: 'it can be switched off',
      accept: 'application/json',
      messageType: 'application/xml',
      settings: { httpContentNegotiation: 'false' },
    },
  ];
  for (const { name, accept, messageType, settings } of cases) {
    it(name, () => {
      const message = built({
        ...typed('application/xml', '<a/>', { headers: { Accept: accept } }),
        ...(settings && { settings }),
      });
      assert.equal(message.axis2.get('messageType'), messageType);
      assert.equal(message.axis2.get('ContentType'), 'application/xml');
    });
  }
});

describe('bodies that cannot be built', () => {
  const cases: { name: string; request: TestRequest }[] = [
    ...['abc', 'task', '123abc', '"Hello', '\n', '5\n', '1e5', ' "a"'].map((body) => ({
      name: `JSON ${JSON.stringify(body)}`,
      request: typed('application/json', body),
    })),
    { name: 'XML that does not begin', request: typed('application/xml', 'abc') },
    { name: 'XML whose root tag breaks', request: typed('application/xml', '<a b></a>') },
    { name: 'XML with a DTD', request: typed('application/xml', '<!DOCTYPE a [<!ENTITY e "x">]><a/>') },
    { name: 'SOAP that is none', request: typed('application/soap+xml', '<a/>') },
    { name: 'an unknown type that is no XML', request: typed('application/vnd.x+json', '{}') },
    { name: 'a form without =', request: typed('application/x-www-form-urlencoded', 'abc') },
    {
      name: 'gzip that is none',
      request: typed('application/json', '{}', { headers: { 'Content-Encoding': 'gzip' } }),
    },
    { name: 'an unknown charset', request: typed('application/xml; charset=x-none', '<a/>') },
    {
      name: 'malformed JSON under validation',
      request: typed('application/json', '{', { settings: { 'force.json.message.validation': 'true' } }),
    },
    {
      name: 'malformed XML under validation',
      request: typed('application/xml', '<a>', { settings: { 'force.xml.message.validation': 'true' } }),
    },
  ];
  for (const { name, request } of cases) {
    it(name, () => {
      const { message } = receive(request);
      assert.throws(
        () => message.build(),
        (thrown: unknown) =>
          thrown instanceof Fault &&
          thrown.message === 'Error while building message. Error while building Passthrough stream' &&
          thrown.errorCode === 601000 &&
          thrown.parsing === 'wrapped',
      );
      assert.equal(message.built, true);
      assert.equal(message.payload, undefined);
    });
  }

  it('takes JSON that starts nowhere as empty on a DELETE', () => {
    const message = built(typed('application/json', 'xyz', { method: 'DELETE' }));
    assert.equal(message.payload, undefined);
    assert.equal(message.jsonText, undefined);
  });

  it('keeps the text of what validation refused', () => {
    const { message } = receive(
      typed('application/json', '{', { settings: { 'force.json.message.validation': 'true' } }),
    );
    assert.throws(() => message.build());
    assert.equal(message.axis2.get('RAW_PAYLOAD'), '{');
  });

  it('lifts the refusal of a DTD with allowDTD, without expanding anything', () => {
    const { message } = receive(typed('application/xml', '<!DOCTYPE a><a>1</a>'));
    message.axis2.set('ApplicationXMLBuilder.allowDTD', 'true');
    message.build();
    assert.equal(bodyXml(message), '<a>1</a>');
  });
});

describe('malformed bodies that only a view finds', () => {
  const cases: { name: string; request: TestRequest; read(message: Message): unknown }[] = [
    { name: 'the end of XML', request: typed('application/xml', '<a><b></a>'), read: (message) => message.payload },
    {
      name: 'the end of SOAP',
      request: typed('application/soap+xml', '<s:Envelope xmlns:s="urn:x">'),
      read: (message) => message.envelope,
    },
    { name: 'a JSON tree', request: typed('application/json', '{"a":'), read: (message) => message.json },
    { name: 'the XML view of JSON', request: typed('application/json', '{"a":'), read: (message) => message.payload },
    {
      name: 'XML nested too deep',
      request: typed('application/xml', '<a><a><a/></a></a>', { settings: { 'mediant.max.body.depth': '2' } }),
      read: (message) => message.payload,
    },
  ];
  for (const { name, request, read } of cases) {
    it(name, () => {
      const message = built(request);
      assert.throws(
        () => read(message),
        (thrown: unknown) => thrown instanceof Fault && thrown.parsing === 'bare' && thrown.errorCode === 0,
      );
      message.emptyBody();
      assert.equal(message.payload, undefined);
    });
  }
});

describe('streams', () => {
  const pieces = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)));
  const json = { 'Content-Type': 'application/json' };

  it('is collected when it is built, once', async () => {
    const { message } = receive({ headers: json, body: pieces('{"a"', ':1}') });
    const first = message.build();
    const second = message.build();
    assert.ok(first instanceof Promise);
    await Promise.all([first, second]);
    assert.equal(message.jsonText, '{"a":1}');
    assert.equal(message.build(), undefined);
  });

  it('is handed over unread when nobody builds it', async () => {
    const body = pieces('{"a"', ':1}');
    const { message } = receive({ headers: json, body });
    assert.equal(message.takeSource(), body);
    assert.equal(message.built, true);
    assert.equal(message.payload, undefined);
  });

  it('refuses more than the limit with status 413, and reads the rest away', async () => {
    const body = pieces('{"a":', '"', 'x'.repeat(50), '"}');
    const { message } = receive({ headers: json, body, settings: { 'mediant.max.body.bytes': '20' } });
    await assert.rejects(
      message.build()!,
      (thrown: unknown) => thrown instanceof Fault && thrown.parsing === undefined,
    );
    assert.equal(valueText(message.axis2.get('HTTP_SC')), '413');
    assert.equal(message.payload, undefined);
    await finished(body);
  });

  it('is a fault when it breaks off, and the body is empty', async () => {
    const body = new Readable({ read() {} });
    const { message } = receive({ headers: json, body });
    const building = message.build()!;
    body.push('{');
    body.destroy(new Error('reset'));
    await assert.rejects(building, { name: 'Fault' });
    assert.equal(message.built, true);
    assert.equal(message.jsonText, undefined);
  });

  it('is read to its end when another body takes its place', async () => {
    const body = pieces('a', 'b');
    const { message } = receive({ headers: json, body });
    message.setJson('{}');
    await finished(body);
    assert.equal(message.jsonText, '{}');
  });
});
