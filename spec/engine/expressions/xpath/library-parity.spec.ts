import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { compileSyntax } from '../../../../engine/expressions/xpath/compile.js';
import { Frame } from '../../../../engine/expressions/xpath/frame.js';
import { parse } from '../../../../engine/expressions/xpath/parse.js';
import { isNodeSet, type XPathItem, type XPathValue } from '../../../../engine/expressions/xpath/value.js';
import { parseXml, serializeXml, type XmlElement } from '../../../../engine/xml/index.js';

/** What the package `xpath` gives: a value of its own kinds. */
interface LibraryValue {
  readonly nodes?: unknown;
  toArray?(): XPathItem[];
  stringValue(): string;
  numberValue(): number;
  booleanValue(): boolean;
}

const library = createRequire(import.meta.url)('xpath') as {
  parse(expression: string): {
    evaluate(options: { node: XmlElement; namespaces: Readonly<Record<string, string>> }): LibraryValue;
  };
};

const namespaces = { m: 'urn:m', n: 'urn:n' };

/** Documents of the kinds that flows see. Attributes stand in the order of their names, in which the reference puts them. */
const documents: readonly string[] = [
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m"><s:Header/><s:Body><m:order id="1">' +
    '<m:item sku="a"><m:qty>2</m:qty><m:price>1.50</m:price></m:item><m:item sku="b"><m:qty>3</m:qty></m:item>' +
    '</m:order></s:Body></s:Envelope>',
  '<a id="0"><b id="1"><c>1</c><c>2</c><b id="2"><c>3</c></b></b><b id="3">text<!--note--> <c> 4 </c>tail</b><?pi x?></a>',
  '<a><a><a x="1"/><a x="2"><b/></a></a><b x="3">5</b><b x="4">6</b></a>',
  '<r xmlns="urn:n" xmlns:m="urn:m"><a k="w" m:k="v">1</a><m:a>2</m:a><c xmlns="">3</c></r>',
];

/**
 * Expressions of all axes, tests and operators on which the library follows XPath 1.0. It does not for `number('')` (0 there)
 * and for the axes following and preceding.
 */
// biome-ignore format: one list, not one line each
const expressions: readonly string[] = [
  '/', '.', '/*', '//*', '//c', '//m:item', '//n:a', '//*[local-name()="a"]', '//text()', '//comment()', '//node()',
  '//processing-instruction()', '//@*', '//@id', '//@m:k', '//b/c', '/a/b/c', 'b/c', 'm:Body/m:order', '//m:order/m:item/m:qty', '//a/a/b', '//b/b/c', '//n:a', '/r', '//r/c',
  'descendant::b/c', 'descendant::a/descendant::b', '//c/b', '//b//c', '//b[1]', '//b[2]', '//b[last()]',
  '(//b)[2]', '(//c)[last()]', '//b[c]', '//b[c=3]', '//b[@id>1]', '//b[@id]/c[1]', '//c[position()>1]', '//c[. > 1]',
  '//m:item[m:qty=3]/@sku', '//m:item[@sku="b"]/m:qty', '//b/..', '//c/parent::b', '//c/ancestor::*',
  '//c/ancestor-or-self::*', '//c/ancestor::*[1]', '//c[2]/preceding-sibling::*', '//c[1]/following-sibling::*',
  '//b/self::b', '//b/descendant::c', '//b/descendant-or-self::*', '//a/a/@x', '//a//a', '//a[b]', '//a[a[b]]',
  '//b | //c', '//c | //b | //a', '//b/c | //b/@id', 'count(//b)', 'count(//b | //c)', 'sum(//c)', 'string(//b)',
  'string(//@id)', 'boolean(//zzz)', 'not(//b)', '//c = 2', '//c != 2', '//c < 2', '//c >= 3',
  '//b/@id = //c', '//c = "2"', '//zzz = ""', 'concat(//c, "-", //b/@id)', 'substring(string(//b), 2, 2)',
  'string-length(//b)', 'normalize-space(//b)', 'translate(//b, "t", "T")', 'starts-with(//b, "1")',
  'contains(//b, "2")', 'substring-before("a-b", "-")', '1 + 2 * 3', '(1 + 2) * 3', '7 mod 3', '7 div 2', '-3 + 1',
  '1 = 1 and 2 > 3', '1 = 2 or 3 = 3', 'round(2.5)', 'floor(-1.5)', 'ceiling(1.2)', 'local-name(//*[2])',
  'namespace-uri(//m:item)', '//b[position() = last()]', '//b[not(c)]', '//*[count(c) = 2]', '//*[@*]',
  '//b[c and @id]', '//b[c or @x]', './/c', './*/*', 'a/b', 'b', '@id', 'self::node()', 'descendant::c[2]',
];

function ours(expression: string, root: XmlElement): XPathValue {
  return compileSyntax(parse(expression).syntax, new Map(Object.entries(namespaces))).value(new Frame(undefined, root));
}

/** A node as text that tells it from its likes: its place in the tree. */
function trace(item: XPathItem): string {
  if (typeof item !== 'object' || item === null || !('nodeType' in item)) return JSON.stringify(item);
  if (item.nodeType === 9) return '/';
  if (item.nodeType === 2) return `${trace(item.ownerElement)}@${item.name}`;
  if (item.nodeType === 13) return `${trace(item.ownerElement)}#${item.prefix}`;
  let index = 0;
  for (let before = item.previousSibling; before !== null; before = before.previousSibling) index++;
  return item.parentNode === null ? `${item.nodeName}` : `${trace(item.parentNode)}/${index}:${item.nodeName}`;
}

function compare(expression: string, root: XmlElement): void {
  const expected = library.parse(expression).evaluate({ node: root, namespaces });
  const actual = ours(expression, root);
  const message = `${expression} over ${serializeXml(root)}`;
  if (expected.toArray !== undefined) {
    assert.ok(isNodeSet(actual), message);
    assert.deepEqual(actual.map(trace), expected.toArray().map(trace), message);
  } else if (typeof actual === 'number') assert.equal(actual, expected.numberValue(), message);
  else if (typeof actual === 'boolean') assert.equal(actual, expected.booleanValue(), message);
  else assert.equal(actual, expected.stringValue(), message);
}

const names = fc.constantFrom('a', 'b', 'c', 'm:d');

/** Random small documents: elements, attributes, texts and comments. */
const anyDocument = fc
  .letrec<{ element: string; content: string }>((tie) => ({
    element: fc
      .tuple(
        names,
        fc.option(fc.constantFrom('x="1"', 'y="2"', 'x="1" y="b"')),
        fc.array(tie('content'), { maxLength: 4 }),
      )
      .map(
        ([name, attributes, content]) =>
          `<${name}${attributes === null ? '' : ` ${attributes}`}>${content.join('')}</${name}>`,
      ),
    content: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('1', '2', ' b ', '<!--c-->', '<b/>'),
      tie('element'),
    ),
  }))
  .element.map((element) => `<root xmlns:m="urn:m">${element}</root>`);

// biome-ignore format: one list, not one line each
const axis = fc.constantFrom(
  '', '', '', 'child::', 'descendant::', 'descendant-or-self::', 'self::', 'parent::', 'ancestor::', 'ancestor-or-self::',
  'following-sibling::', 'preceding-sibling::',
);

const nodeTest = fc.oneof({ weight: 4, arbitrary: names }, fc.constantFrom('*', 'node()', 'text()', 'm:*'));

/** Random paths. Positions stand behind name tests only: behind others the reference counts in its own way. */
const anyPath = fc
  .letrec<{ path: string; step: string; predicate: string }>((tie) => ({
    predicate: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(
        '[1]',
        '[2]',
        '[last()]',
        '[position() > 1]',
        '[@x]',
        '[@x = 1]',
        '[. = "1"]',
        '[not(*)]',
        '[count(*) > 1]',
      ),
      tie('path').map((path) => `[${path}]`),
      fc.tuple(tie('path'), tie('path')).map(([left, right]) => `[${left} = ${right}]`),
    ),
    step: fc.oneof(
      fc.tuple(axis, nodeTest).map(([along, test]) => along + test),
      fc.tuple(axis, names, tie('predicate')).map(([along, name, predicate]) => along + name + predicate),
      fc.constantFrom('.', '..', '@x', '@y'),
    ),
    path: fc
      .tuple(
        fc.constantFrom('', '', '/', '//'),
        fc.array(fc.tuple(tie('step'), fc.constantFrom('/', '/', '//')), { minLength: 1, maxLength: 3 }),
      )
      .map(
        ([start, steps]) =>
          start + steps.map(([step, slash], at) => (at < steps.length - 1 ? step + slash : step)).join(''),
      ),
  }))
  .path.filter((path) => !/@[xy](\/|\[)/.test(path));

describe('XPath: the same as the library', () => {
  for (const [index, document] of documents.entries()) {
    it(`on document ${index + 1}, for ${expressions.length} expressions`, () => {
      const root = parseXml(document).documentElement!;
      for (const expression of expressions) compare(expression, root);
    });
  }

  it('on random paths over random documents', () => {
    fc.assert(
      fc.property(anyDocument, anyPath, (document, path) => {
        compare(path, parseXml(document).documentElement!.firstElement()!);
      }),
      { numRuns: 3000, seed: 20240131 },
    );
  });
});
