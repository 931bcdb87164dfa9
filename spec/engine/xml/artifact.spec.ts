import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { Report } from '../../../engine/errors/index.js';
import { type ArtifactElement, parseArtifact, serializeXml, type XmlLimits } from '../../../engine/xml/index.js';

const read = (content: string | Uint8Array, limits?: Partial<XmlLimits>): [ArtifactElement | undefined, string] => {
  const report = new Report();
  const element = parseArtifact(content, 'f.xml', report, limits);
  const findings = report.findings.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
  return [element, findings.join('\n')];
};
const good = (content: string | Uint8Array): ArtifactElement => {
  const [element, findings] = read(content);
  assert.equal(findings, '');
  return element!;
};
const at = ({ line, column }: { line: number; column: number }): string => `${line}:${column}`;

describe('parseArtifact', () => {
  it('places elements, attribute values, texts, comments and instructions', () => {
    const root = good(
      [
        '<?xml version="1.0"?>',
        '<!-- before -->',
        '<api name="a"',
        "     context = '/c'>",
        '  <x><![CDATA[cd]]></x><!-- in --><?p i?>',
        '</api>',
      ].join('\n'),
    );
    assert.equal(at(root.place), '3:1');
    assert.deepEqual(
      root.attributes.map(({ name, place }) => `${name} ${at(place)}`),
      ['name 3:12', 'context 4:17'],
    );
    assert.deepEqual(
      root.children.map((child) => `${child.kind} ${at(child.place)}`),
      ['text 4:21', 'element 5:3', 'comment 5:24', 'instruction 5:35', 'text 5:42'],
    );
    const cdata = root.elements()[0]!.children[0]!;
    assert.deepEqual([cdata.kind, at(cdata.place)], ['text', '5:15']);
  });

  it('counts characters of a value through references and line ends of the raw text', () => {
    const root = good('<a x="1&amp;2&#x1F600;3">p&lt;q\r\nr<![CDATA[s&t]]></a>');
    const attribute = root.attribute('x')!;
    assert.equal(attribute.value, '1&2😀3');
    assert.deepEqual(
      [0, 1, 2, 3, 5, 6].map((offset) => attribute.placeAt(offset).column),
      [7, 8, 13, 14, 23, 24],
    );
    const [text, cdata] = root.children;
    assert.ok(text?.kind === 'text' && cdata?.kind === 'text');
    assert.equal(text.value, 'p<q\nr');
    assert.deepEqual(
      [0, 1, 2, 4].map((offset) => at(text.placeAt(offset))),
      ['1:26', '1:27', '1:31', '2:1'],
    );
    assert.deepEqual(
      [0, 1, 2].map((offset) => at(cdata.placeAt(offset))),
      ['2:11', '2:12', '2:13'],
    );
  });

  it('resolves names and keeps declarations out of the attributes', () => {
    const root = good('<s:a xmlns:s="urn:s" xmlns="urn:d" s:x="1" y="2"><b/></s:a>');
    assert.deepEqual(
      root.attributes.map(({ name, prefix, namespace }) => [name, prefix, namespace]),
      [
        ['x', 's', 'urn:s'],
        ['y', '', ''],
      ],
    );
    assert.deepEqual([root.qualifiedName, root.name, root.prefix, root.namespace], ['s:a', 'a', 's', 'urn:s']);
    assert.equal(root.elements()[0]!.namespace, 'urn:d');
    assert.equal(root.elements()[0]!.parent, root);
    assert.equal(root.attribute('x'), undefined);
    assert.equal(root.attribute('y')!.value, '2');
  });

  it('gives expressions the outermost declaration of a prefix, and elements the innermost', () => {
    const inner = good('<a xmlns="urn:d" xmlns:p="urn:1"><b xmlns:p="urn:2" xmlns:q="urn:3"><c xmlns=""/></b></a>')
      .elements()[0]!
      .elements()[0]!;
    assert.deepEqual(Object.fromEntries(inner.namespaces), { p: 'urn:1', q: 'urn:3' });
    assert.deepEqual(Object.fromEntries(inner.inScope), { '': '', p: 'urn:2', q: 'urn:3' });
  });

  it('joins direct text', () => {
    assert.equal(good('<a>1<b>2</b><![CDATA[<3>]]><!--4-->5</a>').text(), '1<3>5');
  });

  it('copies into a tree for messages', () => {
    const root = good(
      '<a xmlns="urn:d" xmlns:p="urn:p"><p:b p:x="&lt;"><c xmlns="">t<![CDATA[&]]></c></p:b><!--c--><?t d?></a>',
    );
    assert.equal(
      serializeXml(root.toLight()),
      '<a xmlns="urn:d" xmlns:p="urn:p"><p:b p:x="&lt;"><c xmlns="">t&amp;</c></p:b><!--c--><?t d?></a>',
    );
    assert.equal(serializeXml(root.elements()[0]!.toLight()), '<p:b xmlns:p="urn:p" p:x="&lt;"><c>t&amp;</c></p:b>');
  });

  const accepted: [string, string | Uint8Array, string][] = [
    ['a byte order mark', Buffer.from('\uFEFF<a>é</a>'), 'é'],
    ['a byte order mark in a string', '\uFEFF<a>é</a>', 'é'],
    ['ISO-8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'), 'é'],
    ['us-ascii', Buffer.from('<?xml version="1.0" encoding="us-ascii"?><a>e</a>'), 'e'],
    ['UTF-16 with a mark', Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le'), 'é'],
    ['UTF-16 big-endian', Buffer.from('\uFEFF<a>é</a>', 'utf16le').swap16(), 'é'],
    ['UTF-16 without a mark', Buffer.from('<?xml version="1.0" encoding="UTF-16LE"?><a>é</a>', 'utf16le'), 'é'],
    [
      'a declaration of UTF-16 on bytes that are UTF-8',
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'),
      'é',
    ],
    ['a replacement character', '<a>\uFFFD</a>', '\uFFFD'],
    ['line separators as they are', '<a>1\u20282\u00853</a>', '1\u20282\u00853'],
    ['blanks and comments before the root', ' \n<!-- c -->\n<a>x</a>\n', 'x'],
  ];
  for (const [fact, content, text] of accepted) it(`reads ${fact}`, () => assert.equal(good(content).text(), text));

  const refused: [string, string | Uint8Array, string, RegExp][] = [
    ['an empty file', '', '1:1 xml/empty', /no element/],
    ['a file of comments', '<!-- c -->\n', '1:1 xml/empty', /no element/],
    ['an element that is not closed', '<a>\n  <b>\n</a>', '3:1 xml/malformed', /end tag <\/a> does not close <b>/],
    ['an element still open at the end', '<a>\n  <b>\n', '2:3 xml/malformed', /<b> is not closed/],
    ['the wrong end tag', '<a>\n  <b></c>\n</a>', '2:6 xml/malformed', /<\/c> does not close <b>/],
    ['an end tag alone', '</a>', '1:1 xml/malformed', /closes no element/],
    ['the end inside a tag', '<a>\n<b c="1"', '2:1 xml/malformed', /ends inside a tag/],
    ['the end inside a comment', '<a>\n<!-- > ', '2:1 xml/malformed', /ends inside a comment/],
    ['the end inside CDATA', '<a><![CDATA[ > ', '1:4 xml/malformed', /ends inside a CDATA section/],
    ['text alone', '\n hello', '2:2 xml/malformed', /text outside the root/],
    ['text behind the root', '<a/>\nx', '2:1 xml/malformed', /text outside the root/],
    ['two roots', '<a/>\n<b/>', '2:1 xml/malformed', /second root/],
    ['a value without quotes', '<a b=1/>', '1:6 xml/malformed', /not quoted/],
    ['a name without value', '<a b/>', '1:5 xml/malformed', /no value/],
    ['a value left open', '<a>\n<b c="1>\n<d/></b></a>', '3:1 xml/malformed', /a quote is missing before it/],
    ['no blank between attributes', '<a b="1"c="2"/>', '1:9 xml/malformed', /blank is missing/],
    ['an attribute twice', '<a b="1"\n b="2"/>', '2:2 xml/malformed', /attribute b stands twice/],
    [
      'an attribute twice by namespace',
      '<a xmlns:p="u" xmlns:q="u" p:x="" q:x=""/>',
      '1:35 xml/malformed',
      /q:x stands twice/,
    ],
    ['a less-than sign in text', '<a>\n 1 < 2</a>', '2:4 xml/malformed', /written &lt;/],
    ['an ampersand in text', '<a>\n 1 & 2</a>', '2:4 xml/malformed', /written &amp;/],
    ['an ampersand before a reference', '<a>1 & 2 &amp; 3</a>', '1:6 xml/malformed', /written &amp;/],
    ['an ampersand in an attribute', '<a b="x?c=1&d=2"/>', '1:12 xml/malformed', /written &amp;/],
    ['an ampersand behind CDATA', '<a><![CDATA[ & ]]> & </a>', '1:20 xml/malformed', /written &amp;/],
    ['an unknown entity', '<a>&nbsp;</a>', '1:4 xml/malformed', /&nbsp; is not known/],
    ['a reference to no character', '<a>&#0;</a>', '1:4 xml/malformed', /does not name a character/],
    ['a control character', '<a>\u0001</a>', '1:4 xml/malformed', /U\+0001 is not allowed/],
    ['two hyphens in a comment', '<!-- a -- b --><a/>', '1:8 xml/malformed', /"--"/],
    ['a CDATA end in text', '<a>]]></a>', '1:4 xml/malformed', /"]]>"/],
    ['a late XML declaration', '\n<?xml version="1.0"?><a/>', '2:1 xml/malformed', /not at the start/],
    ['an undeclared prefix', '<a>\n  <p:b/></a>', '2:4 xml/malformed', /prefix p of p:b is not declared/],
    ['an undeclared prefix of an attribute', '<a>\n  <b x="1" p:y="2"/></a>', '2:12 xml/malformed', /prefix p of p:y/],
    ['a prefix bound to nothing', '<a xmlns:p=""/>', '1:4 xml/malformed', /bound to nothing/],
    ['a document type declaration', '\n<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '2:1 xml/doctype', /not allowed/],
    ['bytes that are not UTF-8', Buffer.from('<a>\n  é</a>', 'latin1'), '2:3 xml/not-utf8', /UTF-8/],
    ['half a pair of UTF-16', Buffer.from([0xff, 0xfe, 0x3c, 0, 0x61, 0, 0, 0xdc]), '1:3 xml/not-utf8', /UTF-16LE/],
    [
      'an unknown encoding',
      Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'),
      '1:1 xml/unknown-encoding',
      /klingon/,
    ],
    [
      'too many attributes',
      `<a>\n<b${Array.from({ length: 1001 }, (_, at) => ` a${at}=""`).join('')}/></a>`,
      '2:1 xml/malformed',
      /more than 1000/,
    ],
    ['too many levels', `${'<a>'.repeat(257)}${'</a>'.repeat(257)}`, '1:769 xml/too-deep', /256/],
  ];
  for (const [fact, content, start, message] of refused) {
    it(`reports ${fact}, once`, () => {
      const [element, finding] = read(content);
      assert.equal(element, undefined);
      assert.ok(finding.startsWith(`${start} `), finding);
      assert.match(finding, message);
      assert.equal(finding.split('\n').length, 1);
    });
  }

  it('limits the size in bytes', () => {
    const [element, finding] = read('<a>é</a>', { maxBytes: 8 });
    assert.equal(element, undefined);
    assert.match(finding, /^1:1 xml\/too-large The file has 9 bytes; the limit is 8/);
  });

  it('needs no stack for depth', () => {
    const levels = 20_000;
    const [element] = read('<a>'.repeat(levels) + '</a>'.repeat(levels), { maxDepth: levels });
    assert.equal(serializeXml(element!.toLight()).length, 7 * levels - 3);
  });

  it('never throws and never prints, whatever is cut out of a file', () => {
    const file = '<?xml version="1.0"?><!-- c --><a x="1" p:y=\'2\' xmlns:p="u">t&amp;<![CDATA[c]]><p:b/><?q r?></a>';
    const printed: unknown[] = [];
    const { error, warn } = console;
    console.error = console.warn = (...items: unknown[]) => printed.push(items);
    try {
      for (let begin = 0; begin < file.length; begin++) {
        for (const length of [1, 2, 5, 20]) {
          const [element, finding] = read(file.slice(0, begin) + file.slice(begin + length));
          assert.equal(element === undefined, finding !== '');
          assert.ok(!finding.includes('\n'));
        }
      }
    } finally {
      Object.assign(console, { error, warn });
    }
    assert.deepEqual(printed, []);
  });
});
