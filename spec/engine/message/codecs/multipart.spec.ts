import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import {
  formDataContentType,
  quoteParameter,
  readFormData,
  readHeaderValue,
  readMultipart,
  writeFormData,
} from '../../../../engine/message/codecs/index.js';
import { parseXml, serializeXml, XmlElement } from '../../../../engine/xml/index.js';

function lines(...text: string[]): Buffer {
  return Buffer.from(text.join('\r\n'));
}

describe('multipart/form-data reader', () => {
  const contentType = 'multipart/form-data; boundary="b 1"';

  it('makes a child of each part', () => {
    const body = lines(
      'preamble',
      '--b 1',
      'Content-Disposition: form-data; name="title"',
      '',
      'é <1>',
      '--b 1',
      'content-disposition: form-data; name="file"; filename="a \\"b\\".txt"',
      'Content-Type: text/csv; charset=US-ASCII',
      'Content-Transfer-Encoding: binary',
      '',
      'x',
      'y',
      '--b 1',
      'Content-Disposition: form-data; name=empty',
      'Content-Type: text/plain; charset=ISO-8859-1',
      '',
      '',
      '--b 1--',
      'epilogue',
    );
    assert.equal(
      serializeXml(readFormData(body, contentType)),
      '<mediate><title content-type="text/plain" charset="UTF-8">é &lt;1></title>' +
        '<file filename="a &quot;b&quot;.txt" content-type="text/csv" charset="US-ASCII">eA0KeQ==</file>' +
        '<empty content-type="text/plain" charset="ISO-8859-1"/></mediate>',
    );
  });

  it('reads a text in the charset of its part, else of the message', () => {
    const part = (type: string) =>
      lines('--b', `Content-Disposition: form-data; name="a"${type}`, '', '\u0000', '--b--');
    const latin = (type: string) => Buffer.from(part(type).map((byte) => (byte === 0 ? 0xe9 : byte)));
    const text = (type: string, charset?: string) =>
      readFormData(latin(type), 'multipart/form-data; boundary=b', charset).textContent;
    assert.equal(text('\r\nContent-Type: text/plain; charset=ISO-8859-1'), 'é');
    assert.equal(text('', 'windows-1252'), 'é');
    assert.equal(text(''), '\ufffd');
  });

  const faulty: [what: string, body: Buffer, contentType: string][] = [
    ['a body without its boundary', Buffer.from('nothing'), contentType],
    ['a body that is never closed', lines('--b 1', 'Content-Disposition: form-data; name=a', '', 'x'), contentType],
    ['a Content-Type without boundary', lines('--b--'), 'multipart/form-data'],
    ['too many parts', lines(...Array(1001).fill('--b\r\n\r\n'), '--b--'), 'multipart/form-data; boundary=b'],
  ];
  for (const [what, body, type] of faulty) {
    it(`refuses ${what}`, () => assert.throws(() => readFormData(body, type), Fault));
  }

  it('splits any bytes at the boundary', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((data) => Buffer.from(data));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (bodies) => {
        const pieces = bodies.map((body) =>
          Buffer.concat([Buffer.from('--X_bound\r\nA: 1\r\n\r\n'), body, Buffer.from('\r\n')]),
        );
        const parts = readMultipart(Buffer.concat([...pieces, Buffer.from('--X_bound--\r\n')]), 'X_bound');
        assert.deepEqual(
          parts.map((part) => part.body),
          bodies,
        );
      }),
    );
  });
});

describe('multipart/form-data writer', () => {
  const write = (xml: string, options: { charset?: string; decodeFiles?: boolean } = {}) =>
    writeFormData(parseXml(xml).documentElement!, { boundary: 'B', ...options }).toString('latin1');
  const part = (...text: string[]) => `${['--B', ...text].join('\r\n')}\r\n--B--\r\n`;

  const cases: [what: string, xml: string, text: string, options?: { charset?: string; decodeFiles?: boolean }][] = [
    [
      'a text',
      '<r><a>x</a></r>',
      part(
        'Content-Disposition: form-data; name="a"',
        'Content-Type: text/plain; charset=UTF-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        'x',
      ),
    ],
    [
      'a text in its own charset, named with its prefix',
      '<r xmlns:p="urn:p"><p:a charset="ISO-8859-1">é</p:a></r>',
      part(
        'Content-Disposition: form-data; name="p:a"',
        'Content-Type: text/plain; charset=ISO-8859-1',
        'Content-Transfer-Encoding: 8bit',
        '',
        'é',
      ),
    ],
    [
      'a text in the charset of the message',
      '<r><a>é</a></r>',
      part(
        'Content-Disposition: form-data; name="a"',
        'Content-Type: text/plain; charset=ISO-8859-1',
        'Content-Transfer-Encoding: 8bit',
        '',
        'é',
      ),
      { charset: 'ISO-8859-1' },
    ],
    [
      'an element',
      '<r><a><b>1</b></a></r>',
      part(
        'Content-Disposition: form-data; name="a"',
        'Content-Type: text/xml; charset=UTF-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        '<a><b>1</b></a>',
      ),
    ],
    [
      'a file of the form-data namespace',
      '<r><file xmlns="http://org.apache.axis2/xsd/form-data" filename="f.xml" name="doc" content-type="text/xml" charset="UTF-8">PGEvPg==</file></r>',
      part(
        'Content-Disposition: form-data; name="doc"; filename="f.xml"',
        'Content-Type: text/xml; charset=UTF-8',
        'Content-Transfer-Encoding: binary',
        '',
        '<a/>',
      ),
    ],
    [
      'the same without attributes',
      '<r><file xmlns="http://org.apache.axis2/xsd/form-data">eA==</file></r>',
      part(
        'Content-Disposition: form-data; name="file"; filename="esb-generated-file"',
        'Content-Type: text/plain; charset=ISO-8859-1',
        'Content-Transfer-Encoding: binary',
        '',
        'x',
      ),
    ],
    [
      'an element with filename, its text as it is',
      '<r><up filename="a.bin" content-type="x/y">eA==</up></r>',
      part(
        'Content-Disposition: form-data; name="up"; filename="a.bin"',
        'Content-Type: x/y; charset=UTF-8',
        'Content-Transfer-Encoding: binary',
        '',
        'eA==',
      ),
    ],
    [
      'the same decoded',
      '<r><up name="n" filename="a.bin">eA==</up></r>',
      part(
        'Content-Disposition: form-data; name="n"; filename="a.bin"',
        'Content-Type: text/plain; charset=UTF-8',
        'Content-Transfer-Encoding: binary',
        '',
        'x',
      ),
      { decodeFiles: true },
    ],
    ['nothing without children', '<r/>', ''],
  ];
  for (const [what, xml, text, options] of cases) it(`writes ${what}`, () => assert.equal(write(xml, options), text));

  it('refuses text that should be Base64 and is not', () => {
    assert.throws(() => write('<r><up filename="a">?</up></r>', { decodeFiles: true }), Fault);
  });

  it('cannot be made to write header lines of its own', () => {
    const element = new XmlElement('', 'r');
    const field = new XmlElement('', 'a"\r\nX-Bad: 1');
    field.setAttribute('filename', '"; x="\r\n');
    field.setAttribute('content-type', 'a/b\r\nX-Bad: 1');
    element.append(field);
    const text = writeFormData(element, { boundary: 'B' }).toString();
    assert.deepEqual(text.split('\r\n').slice(1, 4), [
      'Content-Disposition: form-data; name="a\\" X-Bad: 1"; filename="\\"; x=\\" "',
      'Content-Type: a/b X-Bad: 1; charset=UTF-8',
      'Content-Transfer-Encoding: binary',
    ]);
  });

  it('names its boundary in the Content-Type', () => {
    assert.equal(formDataContentType({ boundary: 'B' }), 'multipart/form-data; charset=UTF-8; boundary=B');
  });

  it('is read back as it was written', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (fields) => {
        fc.pre(fields.every(([, text]) => !text.startsWith('\ufeff')));
        const root = new XmlElement('', 'mediate');
        for (const [key, text] of fields) {
          const field = new XmlElement('', key);
          field.textContent = text;
          root.append(field);
        }
        const options = { boundary: 'MIMEBoundary_0f' };
        fc.pre(fields.length > 0);
        const back = readFormData(writeFormData(root, options), formDataContentType(options));
        assert.deepEqual(
          back.elements().map((field) => [field.localName, field.ownText()]),
          fields,
        );
      }),
    );
  });
});

describe('header value', () => {
  const cases: [text: string, value: string, parameters: Record<string, string>][] = [
    ['text/plain', 'text/plain', {}],
    [' text/plain ; Charset = UTF-8 ;x="a;b\\"c"', 'text/plain', { charset: 'UTF-8', x: 'a;b"c' }],
    ['a; x=1; x=2', 'a', { x: '1' }],
    ['a; broken; y=1', 'a', { y: '1' }],
    ['', '', {}],
  ];
  for (const [text, value, parameters] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const read = readHeaderValue(text);
      assert.deepEqual([read.value, Object.fromEntries(read.parameters)], [value, parameters]);
    });
  }

  it('reads what quoteParameter wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[\r\n\u2028\u2029]/.test(text));
        assert.equal(readHeaderValue(`v; p=${quoteParameter(text)}`).parameters.get('p'), text);
      }),
    );
  });
});
