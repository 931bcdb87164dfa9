import assert from 'node:assert/strict';
import { readXmlObject, writeXmlObject, XmlSyntaxError } from '../../../engine/xml/index.js';

describe('XML as plain data', () => {
  it('reads a descriptor', () => {
    const text =
      '<?xml version="1.0"?><artifacts><artifact name="a" version="1.0"><file>a.xml</file></artifact><artifact name="b">x &amp; y</artifact></artifacts>';
    assert.deepEqual(readXmlObject(text), {
      artifacts: {
        artifact: [
          { '@name': 'a', '@version': '1.0', file: 'a.xml' },
          { '@name': 'b', '#text': 'x & y' },
        ],
      },
    });
  });

  it('refuses malformed XML and document type declarations', () => {
    for (const text of ['<a>', '', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>']) {
      assert.throws(() => readXmlObject(text), XmlSyntaxError);
    }
  });

  it('writes what it reads', () => {
    const object = { a: { '@x': '<&>"\u0001', b: ['1', { '@y': 'true', '#text': 'ä < ö' }], c: '' } };
    const text = writeXmlObject(object);
    assert.match(text, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<a x=/);
    const b = ['1', { '@y': 'true', '#text': 'ä < ö' }];
    assert.deepEqual(readXmlObject(text), { a: { '@x': '<&>"\uFFFD', b, c: '' } });
  });
});
