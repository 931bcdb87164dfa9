import assert from 'node:assert/strict';
import { XsdError, xsdCompiler } from '../../../engine/schema/index.js';

const schema = (content: string, attributes = '') =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>${content}</xs:schema>`;
const number = schema('<xs:element name="n" type="xs:int"/>');
const nothing = () => undefined;

const compiler = await xsdCompiler();

describe('xsdCompiler', () => {
  it('is there at once when it was loaded before', () => {
    assert.equal(xsdCompiler(), compiler);
  });

  it('checks documents with the line of each problem', () => {
    const check = compiler.compile([number], nothing);
    assert.deepEqual(check.check('<n>1</n>'), []);
    const [problem] = check.check('\n\n<n>x</n>');
    assert.equal(problem?.line, 3);
    assert.match(problem.message, /'x' is not a valid value of the atomic type 'xs:int'\.$/);
    check.dispose();
  });

  it('follows locations through the function it is given, and reads nothing else', () => {
    const asked: string[] = [];
    const files = new Map([
      ['../lib/t.xsd', schema('<xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>')],
    ]);
    const resolve = (location: string) => {
      asked.push(location);
      return files.get(location);
    };
    const including = schema(
      '<xs:include schemaLocation="../lib/t.xsd"/><xs:import namespace="urn:x" schemaLocation="file:///etc/hostname"/><xs:element name="n" type="T"/>',
    );
    const check = compiler.compile([including], resolve);
    assert.equal(check.check('<n>x</n>').length, 1);
    assert.deepEqual(asked, ['../lib/t.xsd', 'file:///etc/hostname']);
  });

  it('takes no schema from the document', () => {
    const document =
      '<n xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="package.json">1</n>';
    assert.deepEqual(compiler.compile([number], nothing).check(document), []);
  });

  it('combines schemas of one namespace and of several', () => {
    const other = schema('<xs:element name="m" type="xs:int"/>');
    const far = schema('<xs:element name="f" type="xs:int"/>', 'targetNamespace="urn:f"');
    const check = compiler.compile([number, other, far], nothing);
    for (const name of ['n', 'm']) assert.deepEqual(check.check(`<${name}>1</${name}>`), []);
    assert.deepEqual(check.check('<f xmlns="urn:f">1</f>'), []);
    assert.equal(check.check('<o/>').length, 1);
  });

  it('checks deep documents', () => {
    const nested = compiler.compile(
      [
        schema(
          '<xs:element name="e"><xs:complexType><xs:sequence><xs:element ref="e" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>',
        ),
      ],
      nothing,
    );
    assert.deepEqual(nested.check('<e>'.repeat(500) + '</e>'.repeat(500)), []);
  });

  const faulty: [string, string][] = [
    ['text that is not well-formed', '<xs:schema>'],
    ['another document', '<a/>'],
    ['a type that is not there', schema('<xs:element name="n" type="T"/>')],
    [
      'an include that leads nowhere, when its types are used',
      schema('<xs:include schemaLocation="t.xsd"/><xs:element name="n" type="T"/>'),
    ],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
  ];
  for (const [fact, text] of faulty) {
    it(`refuses ${fact}`, () => {
      assert.throws(() => compiler.compile([text], nothing), XsdError);
    });
  }

  it('refuses a document that is not well-formed', () => {
    assert.throws(() => compiler.compile([number], nothing).check('<n>'), XsdError);
  });
});
