import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseXml, sameXml, serializeXml, XmlElement, XmlText, xmlElement } from '../../../engine/xml/index.js';

describe('serializeXml', () => {
  const trees: [string, () => XmlElement, string][] = [
    ['adds the declaration of an element', () => xmlElement('urn:a', 'p:a'), '<p:a xmlns:p="urn:a"/>'],
    ['adds a default namespace', () => xmlElement('urn:a', 'a'), '<a xmlns="urn:a"/>'],
    [
      'takes a default namespace back',
      () => xmlElement('urn:a', 'a', xmlElement('', 'b')),
      '<a xmlns="urn:a"><b xmlns=""/></a>',
    ],
    [
      'does not repeat what is in scope',
      () => xmlElement('urn:a', 'p:a', xmlElement('urn:a', 'p:b')),
      '<p:a xmlns:p="urn:a"><p:b/></p:a>',
    ],
    [
      'writes a prefix with two meanings twice',
      () => xmlElement('urn:a', 'p:a', xmlElement('urn:b', 'p:b')),
      '<p:a xmlns:p="urn:a"><p:b xmlns:p="urn:b"/></p:a>',
    ],
    ['drops the prefix of a name in no namespace', () => xmlElement('', 'p:a', 'x'), '<a>x</a>'],
    [
      'keeps the name right when the element moved below another meaning',
      () => {
        const inner = parseXml('<x xmlns:p="urn:1"><p:b/></x>').documentElement!.firstElement()!;
        return xmlElement('urn:2', 'p:a', inner);
      },
      '<p:a xmlns:p="urn:2"><p:b xmlns:p="urn:1"/></p:a>',
    ],
    [
      'keeps the name right when it was renamed against its own declaration',
      () => {
        const { documentElement: root } = parseXml('<p:a xmlns:p="urn:1"/>');
        root!.namespaceURI = 'urn:2';
        return root!;
      },
      '<p:a xmlns:p="urn:2"/>',
    ],
    [
      'writes declarations before attributes',
      () => {
        const element = xmlElement('', 'a');
        element.setAttribute('x', '1');
        element.setAttribute('y', '2', 'urn:n', 'n');
        return element;
      },
      '<a xmlns:n="urn:n" x="1" n:y="2"/>',
    ],
    [
      'invents a prefix for an attribute whose own is taken here',
      () => {
        const element = xmlElement('urn:1', 'p:a');
        element.setAttribute('x', '1', 'urn:2', 'p');
        element.setAttribute('y', '2', 'urn:3');
        return element;
      },
      '<p:a xmlns:p="urn:1" xmlns:axis2ns1="urn:2" xmlns:axis2ns2="urn:3" axis2ns1:x="1" axis2ns2:y="2"/>',
    ],
    [
      'uses a prefix in scope for an attribute without one',
      () => {
        const element = xmlElement('urn:1', 'p:a');
        element.setAttribute('x', '1', 'urn:1');
        return element;
      },
      '<p:a xmlns:p="urn:1" p:x="1"/>',
    ],
  ];
  for (const [fact, build, expected] of trees) it(fact, () => assert.equal(serializeXml(build()), expected));

  const texts: [string, string, string][] = [
    ['&<>', '&amp;&lt;>', 'the reference escapes > only where it could close CDATA'],
    ['>x]>y>', '&gt;x]&gt;y>', '> at the start and behind a bracket'],
    ['a"b\'c', 'a"b\'c', 'quotes'],
    ['a\r\n\tb', 'a&#xd;\n\tb', 'carriage return'],
  ];
  for (const [text, expected, fact] of texts) {
    it(`escapes text: ${fact}`, () => assert.equal(serializeXml(new XmlText(text)), expected));
  }

  it('escapes an attribute', () => {
    const attribute = xmlElement('', 'a').setAttribute('x', '<&>"\'\r\n\t');
    assert.equal(serializeXml(attribute), "&lt;&amp;>&quot;'&#xd;&#xa;&#x9;");
  });

  it('gives back what it wrote, for any tree', () => {
    const name = fc.constantFrom('a', 'b', 'c-d');
    const space = fc.constantFrom('', 'urn:1', 'urn:2');
    const prefix = fc.constantFrom('', 'p', 'q');
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '<', '>', '&', ']', '"', '\r', '\n', '\t', 'é', '😀') });
    const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
      tree: fc
        .record({
          name,
          space,
          prefix,
          declared: fc.array(fc.tuple(prefix, fc.constantFrom('urn:1', 'urn:2')), { maxLength: 2 }),
          attributes: fc.array(fc.tuple(name, text, space, prefix), { maxLength: 3 }),
          content: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('tree')), {
            maxLength: 4,
          }),
        })
        .map((shape) => {
          const element = new XmlElement(shape.space, shape.name, shape.prefix);
          for (const [p, uri] of shape.declared) element.declareNamespace(p, uri);
          for (const [n, value, uri, p] of shape.attributes) element.setAttribute(n, value, uri, p);
          for (const item of shape.content) {
            if (typeof item !== 'string') element.append(item);
            else if (item !== '' && element.lastChild?.nodeType !== 3) element.append(new XmlText(item));
          }
          return element;
        }),
    }));
    fc.assert(
      fc.property(tree, (element) => {
        const once = serializeXml(element);
        const twice = serializeXml(parseXml(once));
        assert.equal(twice, once);
        assert.deepEqual(sameXml(once, twice), { same: true });
        const back = parseXml(once).documentElement!;
        assert.equal(back.textContent, element.textContent);
        assert.equal(back.namespaceURI, element.namespaceURI);
      }),
      { numRuns: 500 },
    );
  });
});
