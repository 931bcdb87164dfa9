import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import {
  binaryElement,
  elementBytes,
  elementText,
  PAYLOAD_NAMESPACE,
  textElement,
} from '../../../../engine/message/codecs/index.js';
import { parseXml, serializeXml, xmlElement } from '../../../../engine/xml/index.js';

describe('text and binary bodies', () => {
  it('are wrapped in the payload namespace', () => {
    assert.equal(serializeXml(textElement('a<b')), `<text xmlns="${PAYLOAD_NAMESPACE}">a&lt;b</text>`);
    assert.equal(serializeXml(binaryElement(Buffer.of(0, 255))), `<binary xmlns="${PAYLOAD_NAMESPACE}">AP8=</binary>`);
    assert.equal(serializeXml(textElement('')), `<text xmlns="${PAYLOAD_NAMESPACE}"/>`);
  });

  it('come back from their elements', () => {
    assert.equal(elementText(textElement('a<b\n')), 'a<b\n');
    assert.deepEqual(elementBytes(binaryElement(Buffer.of(0, 255, 7))), Buffer.of(0, 255, 7));
    assert.deepEqual(elementBytes(binaryElement(new Uint8Array([9, 1, 2, 9]).subarray(1, 3))), Buffer.of(1, 2));
  });

  it('are no other elements', () => {
    assert.equal(elementText(xmlElement('', 'text', 'a')), undefined);
    assert.equal(elementText(binaryElement(Buffer.of(1))), undefined);
    assert.equal(elementBytes(textElement('AA==')), undefined);
    assert.equal(elementText(undefined), undefined);
  });

  it('allow white space in Base64 and refuse what is none', () => {
    const binary = (text: string) => parseXml(`<binary xmlns="${PAYLOAD_NAMESPACE}">${text}</binary>`).documentElement!;
    assert.deepEqual(elementBytes(binary('AP\n8=\n')), Buffer.of(0, 255));
    for (const text of ['a', 'AP?=', 'A=B=', 'AAAAA']) assert.throws(() => elementBytes(binary(text)), Fault);
  });
});
