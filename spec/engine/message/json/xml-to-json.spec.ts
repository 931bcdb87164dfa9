import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import {
  defaultJsonXmlOptions,
  type JsonXmlOptions,
  jsonXmlOptions,
  jsonXmlProperties,
  memberName,
  type TextPattern,
  xmlToJsonText,
} from '../../../../engine/message/json/index.js';
import { parseXml } from '../../../../engine/xml/index.js';

function toJsonText(xml: string, options: Partial<JsonXmlOptions> = {}): string {
  const root = parseXml(xml, { keepInstructions: true }).documentElement!;
  return xmlToJsonText(root, { ...defaultJsonXmlOptions, ...options });
}

type Case = [what: string, xml: string, json: string, options?: Partial<JsonXmlOptions>];

const cases: Record<string, Case[]> = {
  'attributes, text and content': [
    ['attributes come first and stay strings', '<p n="Meat 5"><q>500.0</q></p>', '{"p":{"@n":"Meat 5","q":500.0}}'],
    ['text beside attributes is $', '<p c="5">7</p>', '{"p":{"@c":"5","$":7}}'],
    ['without content: null', '<p><d></d><e/></p>', '{"p":{"d":null,"e":null}}'],
    ['without content but with attributes', '<p><d a="1"/></p>', '{"p":{"d":{"@a":"1"}}}'],
    ['the root itself', '<list/>', '{"list":null}'],
    ['blank text counts for nothing', '<p> \n <a>1</a>\n <b> </b></p>', '{"p":{"a":1,"b":null}}'],
    ['PRESERVE_SPACES keeps a blank leaf', '<p> <b> </b></p>', '{"p":{"b":" "}}', { preserveSpaces: true }],
    ['comments and instructions are dropped', '<p>a<!-- c -->b<?pi x?></p>', '{"p":"ab"}'],
    ['CDATA is text', '<p><![CDATA[<5>]]></p>', '{"p":"<5>"}'],
    ['quotes and backslashes are escaped', '<r><a>q"b\\s</a></r>', '{"r":{"a":"q\\"b\\\\s"}}'],
    ['wide blanks beside elements count for nothing', '<p>\u2003<a>1</a>\u2003</p>', '{"p":{"a":1}}'],
    ['nil is an attribute by default', '<r><a nil="true"></a></r>', '{"r":{"a":{"@nil":"true"}}}'],
    ['a root jsonValue holds JSON text', '<jsonValue>"a\\u0041"</jsonValue>', '"a\\u0041"'],
  ],
  arrays: [
    ['neighbours of one name', '<t><i>1</i><i>2</i></t>', '{"t":{"i":[1,2]}}'],
    ['one element is no array', '<t><i>1</i></t>', '{"t":{"i":1}}'],
    ['others of one name repeat the member', '<t><i>1</i><j>2</j><i>3</i></t>', '{"t":{"i":1,"j":2,"i":3}}'],
    ['comments do not part neighbours', '<t><i>1</i><!-- --><i>2</i></t>', '{"t":{"i":[1,2]}}'],
    ['without autoArray neighbours repeat', '<t><i>1</i><i>2</i></t>', '{"t":{"i":1,"i":2}}', { autoArray: false }],
  ],
  'xml-multiple': [
    ['opens an array for one', '<t><?xml-multiple i?><i>1</i></t>', '{"t":{"i":[1]}}'],
    ['for none', '<t><?xml-multiple i?></t>', '{"t":{"i":[]}}'],
    ['for none before another', '<t><?xml-multiple i?><j>1</j></t>', '{"t":{"i":[],"j":1}}'],
    ['without a name: for the next element', '<t><?xml-multiple?><i>1</i></t>', '{"t":{"i":[1]}}'],
    ['ends at another name', '<t><?xml-multiple i?><i>1</i><j/><i>2</i></t>', '{"t":{"i":[1],"j":null,"i":2}}'],
    ['in the middle of neighbours', '<t><i>1</i><?xml-multiple i?><i>2</i></t>', '{"t":{"i":[1,2]}}'],
    ['two in a row', '<t><?xml-multiple a?><?xml-multiple b?><b>1</b></t>', '{"t":{"a":[],"b":[1]}}'],
    ['works without autoArray', '<t><?xml-multiple i?><i>1</i></t>', '{"t":{"i":[1]}}', { autoArray: false }],
    ['switched off', '<t><?xml-multiple i?><i>1</i></t>', '{"t":{"i":1}}', { readMultiple: false }],
  ],
  wrappers: [
    ['jsonObject', '<jsonObject><a>1</a></jsonObject>', '{"a":1}'],
    ['an empty one', '<jsonObject/>', 'null'],
    ['jsonArray', '<jsonArray><jsonElement>1</jsonElement><jsonElement>2</jsonElement></jsonArray>', '[1,2]'],
    ['an array of one is its item', '<jsonArray><jsonElement><a>1</a></jsonElement></jsonArray>', '{"a":1}'],
    ['an empty item', '<jsonArray><jsonElement>1</jsonElement><jsonElement/></jsonArray>', '[1,null]'],
    ['an empty array', '<jsonArray/>', 'null'],
    [
      'nested arrays',
      '<jsonArray><jsonElement><jsonArray><jsonElement>1</jsonElement><jsonElement>2</jsonElement></jsonArray></jsonElement><jsonElement>3</jsonElement></jsonArray>',
      '[[1,2],3]',
    ],
    ['inside an element', '<a><jsonObject><b>1</b></jsonObject></a>', '{"a":{"b":1}}'],
    ['beside others they are members', '<a><jsonElement>1</jsonElement><b>2</b></a>', '{"a":{"jsonElement":1,"b":2}}'],
    [
      'with attributes they are members',
      '<a x="1"><jsonElement>1</jsonElement></a>',
      '{"a":{"@x":"1","jsonElement":1}}',
    ],
    ['attributes of a root wrapper', '<jsonObject x="1"><a/></jsonObject>', '{"@x":"1","a":null}'],
  ],
  primitives: [
    [
      'literals',
      '<p><a>true</a><b>false</b><c>null</c><d>True</d></p>',
      '{"p":{"a":true,"b":false,"c":null,"d":"True"}}',
    ],
    [
      'numbers as BigDecimal writes them',
      '<p><a>500.0</a><b>4.00</b><c>1e3</c><d>25e1</d><e>0.00000001</e><f>-0</f><g>123456789012345678901</g></p>',
      '{"p":{"a":500.0,"b":4.00,"c":1E+3,"d":2.5E+2,"e":1E-8,"f":0,"g":123456789012345678901}}',
    ],
    [
      'what is no JSON number stays a string',
      '<p><a>007</a><b>+5</b><c>1.</c><d> 5 </d><e>.5</e><f>NaN</f><g>0x1</g></p>',
      '{"p":{"a":"007","b":"+5","c":"1.","d":" 5 ","e":".5","f":"NaN","g":"0x1"}}',
    ],
    [
      'none without autoPrimitive',
      '<p a="1"><b>5</b><c>null</c></p>',
      '{"p":{"@a":"1","b":"5","c":"null"}}',
      { autoPrimitive: false },
    ],
    [
      'a text that stays a string',
      '<p><a>12</a><b>true</b><c>x</c></p>',
      '{"p":{"a":"12","b":true,"c":"x"}}',
      { staysString: (text) => /^\d+$/.test(text) },
    ],
    [
      'a replaced text stays a string',
      '<p a="@@@1"><b>@@@25.0</b><c>25.0</c></p>',
      '{"p":{"@a":"@@@1","b":"25.0","c":25.0}}',
      { replacedString: (text) => (text.startsWith('@@@') ? text.slice(3) : undefined) },
    ],
  ],
  namespaces: [
    ['are dropped', '<n:s xmlns:n="urn:n" xmlns:o="urn:o" o:k="v"><n:a>W</n:a></n:s>', '{"s":{"@k":"v","a":"W"}}'],
    [
      'prefixes kept',
      '<n:s xmlns:n="urn:n" n:k="v"><n:a>W</n:a><b/></n:s>',
      '{"n_s":{"@n_k":"v","n_a":"W","b":null}}',
      { preserveNamespaces: true },
    ],
    [
      'with another separator',
      '<n:s xmlns:n="urn:n">1</n:s>',
      '{"n.s":1}',
      { preserveNamespaces: true, namespaceSeparator: '.' },
    ],
    [
      'declarations kept, once',
      '<n:s xmlns:n="urn:n" xmlns="urn:d"><n:a/><b/></n:s>',
      '{"n_s":{"@xmlns_n":"urn:n","@xmlns":"urn:d","n_a":null,"b":null}}',
      { preserveNamespaces: true, namespaceDeclarations: true },
    ],
    ['declarations alone do nothing', '<n:s xmlns:n="urn:n"/>', '{"s":null}', { namespaceDeclarations: true }],
  ],
  'null and empty': [
    ['"" for an element without content', '<p><a/></p>', '{"p":{"a":""}}', { nullForEmpty: false }],
    ['nil to null', '<p><a nil="true"/><b/></p>', '{"p":{"a":null,"b":""}}', { nil: true }],
    [
      'xsi:nil to null',
      '<p xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><a x:nil="true"/><b x:nil="false"/></p>',
      '{"p":{"a":null,"b":{"@nil":"false"}}}',
      { nil: true },
    ],
  ],
  names: [
    [
      'prefixes of the JSON reader are undone',
      '<_JsonReader_PD_2a><_JsonReader_PS_ref>x</_JsonReader_PS_ref></_JsonReader_PD_2a>',
      '{"2a":{"$ref":"x"}}',
    ],
    ['codes stay by default', '<a_JsonReader_32_b/>', '{"a_JsonReader_32_b":null}'],
    ['codes are undone with valid names', '<a_JsonReader_32_b/>', '{"a b":null}', { validNames: true }],
  ],
};

describe('XML to JSON', () => {
  for (const [group, rows] of Object.entries(cases)) {
    describe(group, () => {
      for (const [what, xml, json, options] of rows) it(what, () => assert.equal(toJsonText(xml, options), json));
    });
  }

  const mixed: [xml: string, text: string][] = [
    ['<a>text<b/>more</a>', 'text'],
    ['<a><b/>more</a>', 'more'],
    ['<a><c>x<b/></c></a>', 'x'],
    ['<a>\u00a0<b/></a>', '\u00a0'],
  ];
  for (const [xml, text] of mixed) {
    it(`refuses mixed content: ${xml}`, () => {
      assert.throws(
        () => toJsonText(xml),
        (error) =>
          error instanceof Fault &&
          error.message === `Mixed content is not supported: '${text}'` &&
          error.errorCode === 601000,
      );
    });
  }

  it('undoes only codes of characters', () => {
    assert.equal(
      memberName('_JsonReader_0_a_JsonReader_x_b_JsonReader_99999_', true),
      '_JsonReader_0_a_JsonReader_x_b_JsonReader_99999_',
    );
  });
});

describe('JSON and XML options from properties', () => {
  const compile = (pattern: string): TextPattern => ({
    matches: (text) => new RegExp(`^(?:${pattern})$`).test(text),
    lookingAt: (text) => new RegExp(`^(?:${pattern})`).test(text),
    replaceFirst: (text, replacement) => text.replace(new RegExp(pattern), replacement),
  });
  const read = (properties: Record<string, string>, base?: JsonXmlOptions): JsonXmlOptions =>
    jsonXmlOptions((name) => properties[name], compile, base);

  it('are the defaults without properties', () => assert.deepEqual(read({}), defaultJsonXmlOptions));

  const flags: [property: string, option: keyof JsonXmlOptions][] = [
    [jsonXmlProperties.preserveNamespaces, 'preserveNamespaces'],
    [jsonXmlProperties.validNames, 'validNames'],
    [jsonXmlProperties.autoPrimitive, 'autoPrimitive'],
    [jsonXmlProperties.namespaceDeclarations, 'namespaceDeclarations'],
    [jsonXmlProperties.autoArray, 'autoArray'],
    [jsonXmlProperties.readMultiple, 'readMultiple'],
    [jsonXmlProperties.xmlMultiple, 'writeMultiple'],
    [jsonXmlProperties.instructions, 'writeMultiple'],
    [jsonXmlProperties.nil, 'nil'],
    [jsonXmlProperties.nullForEmpty, 'nullForEmpty'],
  ];
  for (const [property, option] of flags) {
    it(`${property} sets ${option}`, () => {
      assert.equal(read({ [property]: ' TRUE ' })[option], true);
      assert.equal(read({ [property]: 'no' })[option], false);
    });
  }

  it('patterns keep strings, a whole match or a replaced beginning', () => {
    const kept = read({ 'synapse.commons.json.output.disableAutoPrimitive.regex': '[0-9]+' });
    assert.equal(toJsonText('<a><b>12</b><c>1.2</c></a>', kept), '{"a":{"b":"12","c":1.2}}');
    const replaced = read({
      'synapse.commons.json.json.output.disableAutoPrimitive.customReplaceRegex': '@@@',
      'synapse.commons.json.json.output.disableAutoPrimitive.customReplaceSequence': '',
    });
    assert.equal(toJsonText('<a><b>@@@12</b><c>x@@@</c></a>', replaced), '{"a":{"b":"12","c":"x@@@"}}');
  });

  it('overlay a base', () => {
    const base = read({ [jsonXmlProperties.autoPrimitive]: 'false', [jsonXmlProperties.namespaceSeparator]: ' .' });
    const over = read({ [jsonXmlProperties.nil]: 'true' }, base);
    assert.deepEqual([over.autoPrimitive, over.namespaceSeparator, over.nil], [false, '.', true]);
  });
});
