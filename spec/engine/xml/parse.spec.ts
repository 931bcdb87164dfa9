import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import { parseXml, serializeXml, XmlSyntaxError } from '../../../engine/xml/index.js';

const written = (text: string): string => serializeXml(parseXml(text));

describe('parseXml', () => {
  const same = [
    '<a/>',
    '<a b="1" c="x &amp; &quot;y&quot;"/>',
    '<p:a xmlns:p="urn:p" p:b="1"><c xmlns="urn:c"><d xmlns=""/></c></p:a>',
    '<a>text &lt;tag> here<b/>tail</a>',
    '<!--before--><a><!--in--><?target some data?><?bare?></a>',
    '<a xml:lang="de"/>',
    '<ä>ü😀</ä>',
    '<a>  <b/>  </a>',
  ];
  for (const text of same) it(`gives back ${text}`, () => assert.equal(written(text), text));

  const normalised: [string, string, string][] = [
    ['a byte order mark is dropped', '\uFEFF<a/>', '<a/>'],
    ['the XML declaration is dropped', '<?xml version="1.0" encoding="UTF-8"?>\n<a/>', '<a/>'],
    ['CDATA becomes text', '<a>x<![CDATA[<&]]]>y</a>', '<a>x&lt;&amp;]y</a>'],
    ['empty CDATA is nothing', '<a><![CDATA[]]></a>', '<a/>'],
    ['line ends become line feeds', '<a>1\r\n2\r3</a>', '<a>1\n2\n3</a>'],
    ['a referenced carriage return stays one', '<a b="&#13;&#10;">&#13;</a>', '<a b="&#xd;&#xa;">&#xd;</a>'],
    ['blanks in an attribute become spaces', '<a b="1\n2\t3"/>', '<a b="1 2 3"/>'],
    ['single quotes become double ones', "<a b='\"'/>", '<a b="&quot;"/>'],
    ['character references are resolved', '<a>&#65;&#x42;&#x1F600;</a>', '<a>AB😀</a>'],
    [
      'a declaration that says nothing new is left out',
      '<p:a xmlns:p="u"><p:b xmlns:p="u"/></p:a>',
      '<p:a xmlns:p="u"><p:b/></p:a>',
    ],
    ['blank text beside the root is dropped', '\n<a/>\n', '<a/>'],
  ];
  for (const [fact, text, expected] of normalised) it(fact, () => assert.equal(written(text), expected));

  it('joins text and CDATA into one node', () => {
    const { documentElement: root } = parseXml('<a>1<![CDATA[2]]>3&amp;4</a>');
    assert.equal(root!.firstChild, root!.lastChild);
    assert.equal(root!.firstChild!.nodeValue, '123&4');
  });

  it('keeps the XML declaration for whoever asks', () => {
    const { header } = parseXml('<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?><a/>');
    assert.deepEqual(header, { version: '1.0', encoding: 'ISO-8859-1', standalone: 'yes' });
    assert.equal(parseXml('<a/>').header, undefined);
  });

  it('leaves instructions out when told so', () => {
    assert.equal(serializeXml(parseXml('<?x y?><a><?x y?></a>', { keepInstructions: false })), '<a/>');
  });

  const faults: [string, string, RegExp, number, number][] = [
    ['nothing', '', /root/, 1, 1],
    ['a tag left open', '<a>\n<b></a>', /close tag/, 2, 7],
    ['the end inside a tag', '<a', /unclosed|end|root/, 1, 2],
    ['two roots', '<a/><b/>', /one root/, 1, 7],
    ['text beside the root', '<a/>x', /outside/, 1, 6],
    ['an attribute twice', '<a b="1" b="2"/>', /duplicate/, 1, 16],
    ['an attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', /duplicate/, 1, 44],
    ['an undeclared prefix of an element', '<p:a/>', /unbound namespace prefix: p/, 1, 6],
    ['an undeclared prefix of an attribute', '<a p:b="1"/>', /unbound namespace prefix: p/, 1, 12],
    ['a prefix bound to nothing', '<a xmlns:p=""/>', /nothing/, 1, 15],
    ['xmlns declared', '<a xmlns:xmlns="u"/>', /xmlns/, 1, 20],
    ['xml bound to another namespace', '<a xmlns:xml="u"/>', /xml/, 1, 18],
    ['two colons', '<a:b:c xmlns:a="u"/>', /malformed name/, 1, 20],
    ['a local name that begins with a digit', '<a:1 xmlns:a="u"/>', /malformed name/, 1, 18],
    ['an unknown entity', '<a>&nbsp;</a>', /entity/, 1, 9],
    ['a bare ampersand', '<a>b & c</a>', /unclosed|entity/, 1, 12],
    ['a control character', '<a>\u0001</a>', /disallowed/, 1, 4],
    ['an XML declaration too late', ' <?xml version="1.0"?><a/>', /declaration/, 1, 7],
    ['a document type declaration', '<!DOCTYPE a><a/>', /document type/, 1, 12],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;">]><a>&y;</a>', /document type/, 1, 50],
  ];
  for (const [fact, text, reason, line, column] of faults) {
    it(`refuses ${fact}`, () => {
      assert.throws(
        () => parseXml(text),
        (error) => {
          assert.ok(error instanceof XmlSyntaxError);
          assert.match(error.message, reason);
          assert.deepEqual([error.line, error.column], [line, column]);
          return true;
        },
      );
      assert.equal(written('<a>again</a>'), '<a>again</a>', 'the next body is read');
    });
  }

  it('skips a document type declaration when allowed, and expands nothing of it', () => {
    const options = { allowDoctype: true };
    assert.equal(serializeXml(parseXml('<!DOCTYPE a [<!ELEMENT a ANY>]><a/>', options)), '<a/>');
    const bomb = '<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    assert.throws(() => parseXml(`${bomb}<a>&x;</a>`, options), /undefined entity/);
    assert.throws(() => parseXml(`${bomb}<a>&f;</a>`, options), /undefined entity/);
  });

  it('reads text that only looks like a document type declaration', () => {
    assert.equal(written('<a><![CDATA[<!DOCTYPE a>]]></a>'), '<a>&lt;!DOCTYPE a></a>');
  });

  it('limits the depth, and needs no stack for what it allows', () => {
    const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    assert.throws(() => parseXml(deep(1001)), /nested more than 1000 levels/);
    assert.throws(() => parseXml(deep(6), { maxDepth: 5 }), /nested more than 5 levels/);
    const document = parseXml(deep(100_000), { maxDepth: 100_000 });
    assert.equal(serializeXml(document.clone()).length, 7 * 100_000 - 3);
    assert.equal(document.textContent, '');
  });

  it('stays right and quick with thousands of declarations in scope', () => {
    const many = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, at) => ` xmlns:p${from + at}="urn:${from}:${from + at}"`).join('');
    const inner = `<p0:b/><p40:b${many(40, 41)}/><c${many(20, 60)}><p20:d/><p10:d/></c><p40:e/>`;
    const text = `<a${many(0, 5000)}>${inner.repeat(1000)}</a>`;
    const begin = performance.now();
    const root = parseXml(text).documentElement!;
    assert.ok(performance.now() - begin < 3000);
    const names = root
      .elements()
      .slice(0, 4)
      .map(({ namespaceURI }) => namespaceURI);
    assert.deepEqual(names, ['urn:0:0', 'urn:40:40', '', 'urn:0:40']);
    const [first, second] = root.elements()[2]!.elements();
    assert.deepEqual([first!.namespaceURI, second!.namespaceURI], ['urn:20:20', 'urn:0:10']);
    assert.equal(serializeXml(root), text);
  });

  it('is several times faster than a DOM', () => {
    const item =
      '<m:item xmlns:m="urn:m" id="1"><m:name>Widget &amp; Co</m:name><m:price c="EUR">1.50</m:price></m:item>';
    const body = `<s:Envelope xmlns:s="urn:s"><s:Body>${item.repeat(12)}</s:Body></s:Envelope>`;
    const median = (run: () => void): number => {
      for (let warm = 0; warm < 800; warm++) run();
      const times = Array.from({ length: 300 }, () => {
        const begin = process.hrtime.bigint();
        run();
        return Number(process.hrtime.bigint() - begin);
      });
      return times.sort((a, b) => a - b)[150]!;
    };
    const dom = median(() => new DOMParser().parseFromString(body, 'text/xml'));
    const light = median(() => parseXml(body));
    assert.ok(dom / light > 2.5, `only ${(dom / light).toFixed(1)} times`);
  });
});
