import assert from 'node:assert/strict';
import { normalXmlLines, sameXml } from '../../../engine/xml/index.js';

describe('sameXml', () => {
  const equal: [string, string, string][] = [
    ['prefixes', '<p:a xmlns:p="u" p:x="1"/>', '<a xmlns="u" xmlns:q="u" q:x="1"/>'],
    ['order of attributes', '<a x="1" y="2"/>', '<a y="2" x="1"/>'],
    ['blank text between elements', '<a><b/><c/></a>', '<a>\n  <b/>\n  <c/>\n</a>'],
    ['comments and instructions', '<a>xy</a>', '<a>x<!-- c --><?p i?>y</a>'],
    ['CDATA', '<a>&lt;</a>', '<a><![CDATA[<]]></a>'],
    ['the XML declaration and blanks around', '<a/>', '\n<?xml version="1.0"?>\n<a></a>\n'],
  ];
  for (const [fact, a, b] of equal) it(`ignores ${fact}`, () => assert.deepEqual(sameXml(a, b), { same: true }));

  const different: [string, string, string][] = [
    ['<a><b>1</b><b>2</b></a>', '<a><b>1</b><b>3</b></a>', '/a/b[2]: expected the text "2", got the text "3"'],
    ['<a x="1"/>', '<a x="2"/>', '/a/@x: expected "1", got "2"'],
    ['<a x="1"/>', '<a/>', '/a/@x: expected "1", got no such attribute'],
    ['<a/>', '<a x="1"/>', '/a/@x: expected none, got "1"'],
    ['<a/>', '<a xmlns="u"/>', '/a: expected <a>, got <{u}a>'],
    ['<a><b/></a>', '<a/>', '/a/b: expected <b>, got nothing'],
    ['<a/>', '<a><b/></a>', '/a: expected nothing, got <b>'],
    ['<a> </a>', '<a/>', '/a: expected the text " ", got nothing'],
    ['<a>x <b/></a>', '<a>x<b/></a>', '/a: expected the text "x ", got the text "x"'],
    ['{}', '<a/>', 'the expected text is not XML: text data outside of root node (line 1, column 3)'],
    ['<a/>', '', 'the actual text is not XML: document must contain a root element (line 1, column 1)'],
  ];
  for (const [a, b, difference] of different) {
    it(`tells ${a} from ${b}`, () => assert.deepEqual(sameXml(a, b), { same: false, difference }));
  }
});

describe('normalXmlLines', () => {
  it('writes an element a line, attributes sorted', () => {
    const text = '<o:a xmlns:o="u" z="1" b="2"><c>1</c> <d/><e>mixed<f/> </e></o:a>';
    assert.deepEqual(normalXmlLines(text, new Map()), [
      '<o:a xmlns:o="u" b="2" z="1">',
      '  <c>1</c>',
      '  <d/>',
      '  <e>',
      '    mixed',
      '    <f/>',
      '  </e>',
      '</o:a>',
    ]);
  });

  it('writes the same prefixes for two texts', () => {
    const prefixes = new Map<string, string>();
    const expected = normalXmlLines('<p:a xmlns:p="urn:1"><q:b xmlns:q="urn:2"/></p:a>', prefixes);
    const actual = normalXmlLines('<a xmlns="urn:1"><p:b xmlns:p="urn:2"/></a>', prefixes);
    assert.deepEqual(actual, expected);
  });
});
