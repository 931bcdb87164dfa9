import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import { decodeText, encodeText, isKnownCharset, sameCharset } from '../../../../engine/message/codecs/index.js';

describe('charsets', () => {
  const encoded: [charset: string, text: string, hex: string][] = [
    ['UTF-8', 'é€\u{1f600}', 'c3a9e282acf09f9880'],
    ['ISO-8859-1', 'é€\u{1f600}.', 'e93f3f2e'],
    ['latin1', 'ÿĀ', 'ff3f'],
    ['US-ASCII', 'aé\u{1f600}', '613f3f'],
    ['windows-1252', 'é€\u0081’', 'e9803f92'],
    ['Cp1252', '\ufffd', '3f'],
    ['UTF-16', 'a€', 'feff006120ac'],
    ['utf-16le', 'a€', '6100ac20'],
    ['UTF-16BE', 'a€', '006120ac'],
    ['ISO-8859-15', 'é€Ā', 'e9a43f'],
  ];
  for (const [charset, text, hex] of encoded) {
    it(`${charset} writes ${JSON.stringify(text)}`, () => assert.equal(encodeText(text, charset).toString('hex'), hex));
  }

  const decoded: [charset: string, hex: string, text: string][] = [
    ['utf8', 'efbbbfc3a9', 'é'],
    ['UTF-8', '61ff62', 'a\ufffdb'],
    ['ISO-8859-1', 'e980', 'é\u0080'],
    ['ascii', '61e9', 'a\ufffd'],
    ['windows-1252', '809f9d', '€Ÿ\ufffd'],
    ['UTF-16', '006120ac', 'a€'],
    ['UTF-16', 'fffe6100ac20', 'a€'],
    ['UTF-16', 'feff0061', 'a'],
    ['UTF-16BE', '0061ff', 'a\ufffd'],
    ['UTF-16LE', '6100ff', 'a\ufffd'],
    ['Shift_JIS', '93fa967b', '日本'],
  ];
  for (const [charset, hex, text] of decoded) {
    it(`${charset} reads ${hex}`, () => assert.equal(decodeText(Buffer.from(hex, 'hex'), charset), text));
  }

  const roundTrips: [charset: string, unit: fc.Arbitrary<string>][] = [
    ['UTF-8', fc.string({ unit: 'binary' })],
    ['UTF-16', fc.string({ unit: 'binary' })],
    ['UTF-16LE', fc.string({ unit: 'binary' })],
    ['ISO-8859-1', fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) })],
    ['US-ASCII', fc.string({ unit: 'binary-ascii' })],
    ['windows-1252', fc.string({ unit: fc.constantFrom('a', '€', 'ž', 'é', '™', '\u00a0') })],
    ['windows-1251', fc.string({ unit: fc.constantFrom('a', 'Ж', 'я', '€') })],
  ];
  for (const [charset, texts] of roundTrips) {
    it(`${charset} gives back what it wrote`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          fc.pre(!text.startsWith('\ufeff'));
          assert.equal(decodeText(encodeText(text, charset), charset), text);
        }),
      );
    });
  }

  it('reads a view into a larger array', () => {
    assert.equal(decodeText(new Uint8Array([120, 97, 98, 120]).subarray(1, 3)), 'ab');
  });

  it('knows charsets by their names in Java and on the wire', () => {
    for (const name of ['utf-8', 'UTF8', 'ISO8859_1', 'Latin1', 'gbk', 'windows-1250'])
      assert.ok(isKnownCharset(name), name);
    assert.ok(!isKnownCharset('utf-7'));
    assert.ok(sameCharset('utf8', ' UTF-8'));
    assert.ok(!sameCharset('UTF-16', 'UTF-16LE'));
  });

  it('says which charset it does not know, or cannot write', () => {
    assert.throws(
      () => decodeText(Buffer.of(1), 'klingon'),
      (error) => error instanceof Fault && error.message === "Unknown charset 'klingon'",
    );
    assert.throws(() => encodeText('a', 'klingon'), Fault);
    assert.throws(() => encodeText('日', 'Shift_JIS'), /Text cannot be written in the charset 'shift_jis'/);
  });
});
