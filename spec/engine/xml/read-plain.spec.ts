import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { XmlDocument, XmlNode, XmlParent } from '../../../engine/xml/index.js';
import { readWithSaxes, XmlSyntaxError } from '../../../engine/xml/parse.js';
import { readPlainXml } from '../../../engine/xml/read-plain.js';

/** All that a tree says, and whether its nodes are linked both ways. */
function told(document: XmlDocument): unknown {
  return { header: document.header, children: childrenOf(document) };
}

function childrenOf(parent: XmlParent): unknown[] {
  const children: unknown[] = [];
  let before: XmlNode | null = null;
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    assert.equal(node.parentNode, parent);
    assert.equal(node.previousSibling, before);
    before = node;
    children.push(nodeOf(node));
  }
  assert.equal(parent.lastChild, before);
  return children;
}

function nodeOf(node: XmlNode): unknown {
  if (node.nodeType !== 1) return [node.nodeType, node.nodeName, node.data];
  const { prefix, localName, namespaceURI, declarations } = node;
  const attributes = Array.from(
    node.attributes,
    ({ prefix: own, localName: local, namespaceURI: uri, value, ownerElement }) => {
      assert.equal(ownerElement, node);
      return [own, local, uri, value];
    },
  );
  return { prefix, localName, namespaceURI, declarations, attributes, children: childrenOf(node) };
}

function bySaxes(text: string, maxDepth: number): unknown {
  try {
    return told(readWithSaxes(text, { maxDepth }));
  } catch (error) {
    assert.ok(error instanceof XmlSyntaxError);
    return undefined;
  }
}

const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'Z 9', '>', '"', "'", ']', ']]', '\n', '\t', ' ', 'é', '€', '😀') },
      { weight: 2, arbitrary: fc.constantFrom('&amp;', '&lt;', '&gt;', '&quot;', '&apos;') },
      fc.constantFrom(
        '\r',
        '\r\n',
        '&#65;',
        '&x;',
        '&',
        '&amp',
        ']]>',
        '\u0001',
        '\ud800',
        '\udc00',
        '\ufffe',
        '\ufffd',
      ),
      fc.constantFrom(
        '<!--c-->',
        '<!--->-->',
        '<!----->',
        '<![CDATA[<&]]>',
        '<![CDATA[]]]>',
        '<![CDATA[]]>',
        '<?target data?>',
        '<![CDATA[\r]]>',
        '<!--\ud800-->',
        '<![CDATA[x',
        '<!x>',
        '\u0085',
        '\u2028',
        '\0',
        '<',
      ),
    ),
    { maxLength: 3 },
  )
  .map((pieces) => pieces.join(''));
const plain = fc.constantFrom('', 'x', ' y ', 'é', '&amp;', '>');
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'p:a', 'p:b', 'q:a', 'c-1.x_') },
  fc.constantFrom('xml:a', 'r:a', 'ä', 'a:b:c', ':a', 'a:', 'p:1', 'xmlns:a', '1a', '_', 'a\u0301', 'xmlnsx'),
);
const attribute = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: name },
      { weight: 4, arbitrary: fc.constantFrom('xmlns', 'xmlns:p', 'xmlns:q') },
      fc.constantFrom('xmlns:xml', 'xmlns:xmlns', 'xmlns:r', 'xml:lang'),
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom('urn:1', 'urn:2', '') }, plain, text),
    fc.constantFrom('"', '"', "'"),
    fc.constantFrom(' ', ' ', ' ', '\n', '  ', '\r\n', '', ' \t'),
    fc.constantFrom('=', '=', '=', '=', '=', ' =', '= '),
  )
  .map(([key, value, quote, blank, equals]) => `${blank}${key}${equals}${quote}${value}${quote}`);
const attributes = fc.oneof(
  fc.constant(''),
  fc.array(attribute, { maxLength: 3 }).map((list) => list.join('')),
  fc.constant(' xmlns:p="urn:1" xmlns:q="urn:2"'),
);

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      tag: name,
      written: attributes,
      end: fc.constantFrom('', '', '', '', ' ', '\n', '/'),
      content: fc.array(fc.oneof({ maxDepth: 3 }, text, tie('element')), { maxLength: 3 }),
      closed: fc.constantFrom('', '', '', '', '', ' ', 'x'),
    })
    .map(({ tag, written, end, content, closed }) => {
      if (content.length === 0) return `<${tag}${written}${end}/>`;
      return `<${tag}${written}${end}>${content.join('')}</${tag}${closed}>`;
    }),
}));
const before = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', '', '<?xml version="1.0" encoding="UTF-8"?>', '\n ') },
  fc.constantFrom("<?xml version='1.0'?>\r\n", '<?xml version="1.0" standalone="yes" ?>', '\ufeff', 'x', '<!--c-->'),
  fc.constantFrom(
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="1"?>',
    '<!DOCTYPE a>',
    '\n<?xml version="1.0"?>',
  ),
);
const after = fc.constantFrom('', '', '', '', '\n', ' \r', 'x', '<b/>', '</a>', '<!--c-->', '<');
const documents = fc.tuple(before, element, after).map((parts) => parts.join(''));

describe('the reader of plain XML', () => {
  it('gives the tree that saxes gives, or gives up', () => {
    let read = 0;
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 4 }), (document, maxDepth) => {
        const tree = readPlainXml(document, maxDepth);
        if (tree === undefined) return;
        read++;
        assert.deepEqual(told(tree), bySaxes(document, maxDepth));
      }),
      { numRuns: 20_000 },
    );
    assert.ok(read > 1000, `${read}`);
  });

  it('gives up or agrees wherever a document is spoilt', () => {
    const whole =
      '<?xml version="1.0" encoding="UTF-8"?><p:a xmlns:p="urn:1" b="1" p:c=\'2\'>\n <b xmlns="urn:2"><c d="&amp;"/></b>x &lt; <!--c-->y]] 😀<![CDATA[z]]></p:a>\n';
    const junk = [
      '',
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      ' ',
      '=',
      ':',
      'x',
      ']',
      '\0',
      '\r',
      '</',
      '<!',
      '<?',
      '-',
      '!',
      '&amp;',
    ];
    for (let at = 0; at <= whole.length; at++) {
      for (const left of [0, 1, 3]) {
        for (const put of junk) {
          const document = whole.slice(0, at) + put + whole.slice(at + left);
          const tree = readPlainXml(document, 1000);
          if (tree !== undefined) assert.deepEqual(told(tree), bySaxes(document, 1000), document);
        }
      }
    }
  });

  const taken = [
    '<a/>',
    '<a></a>',
    ' <a b="1"\r\n c=\'"\'>\r\n<b/>\r</a> ',
    '<s:E xmlns:s="u"><s:B xmlns="v"><c xml:lang="de">é😀 &lt;&amp;&gt;&quot;&apos; ]] ></c></s:B></s:E>',
    "<?xml version='1.0' encoding='utf-8' standalone='no'?><a/>",
    '<a>1<![CDATA[2]]>3<!--4--><![CDATA[]]><b/><![CDATA[<&]]]]><![CDATA[>]]></a>',
  ];
  for (const document of taken) {
    it(`reads ${JSON.stringify(document)}`, () => {
      const tree = readPlainXml(document, 1000);
      assert.ok(tree);
      assert.deepEqual(told(tree), bySaxes(document, 1000));
    });
  }

  const left = ['', '</>', '</a>', '<a', '<a b="1" b="2"/>', '<a><b></a></b>', '<p:a/>', '<a b="\n"/>', '<a>&#65;</a>'];
  for (const document of [
    ...left,
    '<!--x--><a/>',
    '<a><!--x--y--></a>',
    '<a><![CDATA[x</a>',
    '<a><?x?></a>',
    '<a></a >',
    '<a><b><c/></b></a>',
  ]) {
    it(`leaves ${JSON.stringify(document)} to saxes`, () => assert.equal(readPlainXml(document, 2), undefined));
  }

  it('knows many names', () => {
    const document = `<a>${Array.from({ length: 3000 }, (_, at) => `<n${at}/><p${at % 700}:n xmlns:p${at % 700}="u"/>`).join('')}</a>`;
    assert.deepEqual(told(readPlainXml(document, 2)!), bySaxes(document, 2));
  });
});
