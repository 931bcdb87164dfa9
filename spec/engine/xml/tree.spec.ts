import assert from 'node:assert/strict';
import xpath from 'xpath';
import {
  parseXml,
  serializeXml,
  XmlDocument,
  XmlElement,
  type XmlNode,
  XmlText,
  xmlElement,
} from '../../../engine/xml/index.js';

const names = (nodes: readonly XmlNode[]): string => nodes.map((node) => node.nodeName).join(' ');

describe('the light tree', () => {
  const abc = (): XmlElement =>
    xmlElement('', 'top', xmlElement('', 'a'), 'text', xmlElement('', 'b'), xmlElement('', 'c'));

  it('keeps children in a list of siblings both ways', () => {
    const top = abc();
    assert.equal(names(top.childNodes), 'a #text b c');
    const backwards: string[] = [];
    for (let node = top.lastChild; node !== null; node = node.previousSibling) backwards.push(node.nodeName);
    assert.deepEqual(backwards, ['c', 'b', '#text', 'a']);
    assert.ok(top.childNodes.every((node) => node.parentNode === top));
  });

  const changes: [string, (top: XmlElement) => void, string][] = [
    ['remove the first', (top) => top.firstChild!.remove(), '#text b c'],
    ['remove the last', (top) => top.lastChild!.remove(), 'a #text b'],
    ['remove from the middle', (top) => top.elements()[1]!.remove(), 'a #text c'],
    [
      'remove twice does nothing more',
      (top) => {
        const [a] = top.elements();
        a!.remove();
        a!.remove();
      },
      '#text b c',
    ],
    ['append moves a child of the same parent', (top) => top.append(top.firstChild!), '#text b c a'],
    ['insert before the first', (top) => top.insertBefore(xmlElement('', 'n'), top.firstChild), 'n a #text b c'],
    ['insert before null appends', (top) => top.insertBefore(xmlElement('', 'n'), null), 'a #text b c n'],
    ['insert before itself does nothing', (top) => top.insertBefore(top.firstChild!, top.firstChild), 'a #text b c'],
    [
      'insert before its next sibling',
      (top) => top.insertBefore(top.firstChild!, top.firstChild!.nextSibling),
      'a #text b c',
    ],
    ['replace by none', (top) => top.elements()[1]!.replaceWith(), 'a #text c'],
    [
      'replace by two',
      (top) => top.elements()[1]!.replaceWith(xmlElement('', 'x'), xmlElement('', 'y')),
      'a #text x y c',
    ],
    ['replace by its next sibling', (top) => top.elements()[1]!.replaceWith(top.lastChild!), 'a #text c'],
    [
      'replace by itself and another',
      (top) => top.firstChild!.replaceWith(xmlElement('', 'x'), top.firstChild!),
      'x a #text b c',
    ],
    ['clear', (top) => top.clear(), ''],
    [
      'set the text',
      (top) => {
        top.textContent = 'new';
      },
      '#text',
    ],
    [
      'set empty text',
      (top) => {
        top.textContent = '';
      },
      '',
    ],
  ];
  for (const [what, change, after] of changes) {
    it(what, () => {
      const top = abc();
      change(top);
      assert.equal(names(top.childNodes), after);
      for (const node of top.childNodes) {
        assert.equal(node.parentNode, top);
        assert.equal(node.nextSibling?.previousSibling ?? node, node);
      }
      assert.equal(top.lastChild, top.childNodes.at(-1) ?? null);
    });
  }

  it('tells own text from all text', () => {
    const { documentElement: root } = parseXml('<a>1<b>2<!-- no --></b><![CDATA[3]]></a>');
    assert.equal(root!.ownText(), '13');
    assert.equal(root!.textContent, '123');
  });

  it('copies deeply and apart', () => {
    const source = '<p:a xmlns:p="u" p:x="1" y="2"><b>1<c/>2</b><!--c--><?pi d?><d/></p:a>';
    const original = parseXml(source).documentElement!;
    const copy = original.clone();
    assert.equal(serializeXml(copy), source);
    assert.equal(copy.parentNode, null);
    copy.setAttribute('y', '3');
    copy.firstElement()!.textContent = 'changed';
    assert.equal(serializeXml(original), source);
    assert.equal(serializeXml(parseXml(source).clone()), source);
  });

  it('copies a part of a tree without what follows it', () => {
    const part = parseXml('<a><b><c/></b><d/></a>').documentElement!.firstElement()!;
    assert.equal(serializeXml(part.clone()), '<b><c/></b>');
  });

  it('reads, sets and removes attributes', () => {
    const element = new XmlElement('', 'a');
    assert.equal(element.getAttribute('x'), null);
    element.setAttribute('x', '1');
    element.setAttribute('x', '2');
    element.setAttribute('x', '3', 'urn:n', 'n');
    assert.equal(element.getAttribute('x'), '2');
    assert.equal(element.getAttributeNS('urn:n', 'x'), '3');
    assert.equal(element.removeAttribute('x'), true);
    assert.equal(element.removeAttribute('x'), false);
    assert.equal(serializeXml(element), '<a xmlns:n="urn:n" n:x="3"/>');
    assert.equal(new XmlElement('', 'other').attributes.length, 0);
  });

  it('looks prefixes up from inside out', () => {
    const inner = parseXml('<a xmlns="d" xmlns:p="1"><p:b xmlns:p="2" xmlns=""/></a>').documentElement!.firstElement()!;
    assert.equal(inner.lookupNamespaceURI('p'), '2');
    assert.equal(inner.lookupNamespaceURI(''), null);
    assert.equal(inner.lookupNamespaceURI('q'), null);
    assert.equal(inner.lookupNamespaceURI('xml'), 'http://www.w3.org/XML/1998/namespace');
    assert.equal((inner.parentNode as XmlElement).lookupNamespaceURI(null), 'd');
  });

  it('knows its document', () => {
    const document = parseXml('<a><b x="1"/></a>');
    const b = document.documentElement!.firstElement()!;
    assert.equal(b.ownerDocument, document);
    assert.equal(b.attributes[0]!.ownerDocument, document);
    assert.equal(document.ownerDocument, null);
    b.remove();
    assert.equal(b.ownerDocument, null);
  });

  it('orders nodes as DOM does', () => {
    const document = parseXml('<a x="1" y="2"><b><c/></b>t<d/></a>');
    const a = document.documentElement!;
    const [b, d] = a.elements() as [XmlElement, XmlElement];
    const [x, y] = a.attributes as unknown as [object, object];
    const table: [{ compareDocumentPosition(other: object): number }, object, number][] = [
      [a, a, 0],
      [a, b, 16 | 4],
      [b, a, 8 | 2],
      [b, d, 4],
      [d, b, 2],
      [b.firstElement()!, d, 4],
      [a.attributes[0]!, y, 4],
      [a.attributes[1]!, x, 2],
      [a.attributes[1]!, b, 4],
      [b, x, 2],
      [d, new XmlText(''), 1],
    ];
    for (const [one, other, expected] of table) assert.equal(one.compareDocumentPosition(other), expected);
  });

  it('is read by the XPath library', () => {
    const document = parseXml(
      '<o:order xmlns:o="urn:o" id="7"><item n="1">one</item><item n="2">two<sub/></item>tail<!--c--></o:order>',
    );
    const select = xpath.useNamespaces({ o: 'urn:o' });
    const table: [string, unknown][] = [
      ['string(/o:order/item[2])', 'two'],
      ['count(//node())', 8],
      ['string(//item[@n="1"])', 'one'],
      ['name(//*[sub])', 'item'],
      ['string(//sub/preceding-sibling::text())', 'two'],
      ['string(//item[last()]/following-sibling::text())', 'tail'],
      ['local-name(/*)', 'order'],
      ['namespace-uri(/*)', 'urn:o'],
      ['sum(//@n)', 3],
      ['string(//comment())', 'c'],
      ['count(//sub/ancestor::*)', 2],
    ];
    for (const [expression, expected] of table) {
      assert.equal(select(expression, document as unknown as Node), expected, expression);
    }
    const union = select('//sub | //@n | /*', document as unknown as Node) as unknown as XmlNode[];
    assert.equal(names(union), 'o:order n n sub');
  });

  it('holds a document that is built by hand', () => {
    const document = new XmlDocument(xmlElement('urn:a', 'p:a', xmlElement('urn:a', 'b', 'x')));
    assert.equal(serializeXml(document), '<p:a xmlns:p="urn:a"><b xmlns="urn:a">x</b></p:a>');
  });
});
