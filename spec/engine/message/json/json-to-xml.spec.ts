import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import {
  defaultJsonXmlOptions,
  fromJson,
  type JsonXmlOptions,
  jsonToXml,
  parseJson,
  stringifyJson,
  toJson,
  xmlToJson,
} from '../../../../engine/message/json/index.js';
import { serializeXml, type XmlElement } from '../../../../engine/xml/index.js';

function toXmlText(json: string, options: Partial<JsonXmlOptions> = {}): string {
  return serializeXml(jsonToXml(parseJson(json), { ...defaultJsonXmlOptions, ...options }));
}

type Case = [what: string, json: string, xml: string, options?: Partial<JsonXmlOptions>];

const cases: Case[] = [
  [
    'members become children, one item one element',
    '{"id":"0001","ok":true,"amount":5250,"url":["u"]}',
    '<jsonObject><id>0001</id><ok>true</ok><amount>5250</amount><url>u</url></jsonObject>',
  ],
  [
    '@ members become attributes wherever they stand',
    '{"@a":"1","b":2,"@c":true}',
    '<jsonObject a="1" c="true"><b>2</b></jsonObject>',
  ],
  ['$ is the text', '{"p":{"@c":"USD","$":12.50}}', '<jsonObject><p c="USD">12.50</p></jsonObject>'],
  [
    'an array body',
    '[1,{"a":2},null]',
    '<jsonArray><jsonElement>1</jsonElement><jsonElement><a>2</a></jsonElement><jsonElement/></jsonArray>',
  ],
  [
    'an array in an array is wrapped',
    '{"m":[[1,2],[3]]}',
    '<jsonObject><m><jsonArray><jsonElement>1</jsonElement><jsonElement>2</jsonElement></jsonArray></m><m><jsonArray><jsonElement>3</jsonElement></jsonArray></m></jsonObject>',
  ],
  ['an empty array leaves nothing', '{"a":[],"b":1}', '<jsonObject><b>1</b></jsonObject>'],
  ['null, "" and {} are empty', '{"a":null,"b":"","c":{}}', '<jsonObject><a/><b/><c/></jsonObject>'],
  [
    'numbers keep their digits',
    '{"a":123.40,"b":1.5e3,"c":100000000000000000000}',
    '<jsonObject><a>123.40</a><b>1.5e3</b><c>100000000000000000000</c></jsonObject>',
  ],
  ['a leading digit gets its prefix', '{"2a":1}', '<jsonObject><_JsonReader_PD_2a>1</_JsonReader_PD_2a></jsonObject>'],
  ['a leading $ is replaced', '{"$ref":1}', '<jsonObject><_JsonReader_PS_ref>1</_JsonReader_PS_ref></jsonObject>'],
  ['a colon stays part of the name', '{"a:b":1}', '<jsonObject><a:b>1</a:b></jsonObject>'],
  [
    'declarations',
    '{"a":{"b":1,"@xmlns":"urn:d","@xmlns:p":"urn:p"}}',
    '<jsonObject><a xmlns="urn:d" xmlns:p="urn:p"><b>1</b></a></jsonObject>',
  ],
  [
    'declarations in one object',
    '{"a":{"@xmlns":{"$":"urn:d","p":"urn:p"}}}',
    '<jsonObject><a xmlns="urn:d" xmlns:p="urn:p"/></jsonObject>',
  ],
  ['a value', '"a\\"b"', '<jsonValue>"a\\"b"</jsonValue>'],
  ['null with nil', '{"a":null}', '<jsonObject><a nil="true"/></jsonObject>', { nil: true }],
  [
    'bad characters as codes',
    '{"a b%":1}',
    '<jsonObject><a_JsonReader_32_b_JsonReader_37_>1</a_JsonReader_32_b_JsonReader_37_></jsonObject>',
    { validNames: true },
  ],
  [
    'arrays announced',
    '{"a":[],"b":[1]}',
    '<jsonObject><?xml-multiple a?><?xml-multiple b?><b>1</b></jsonObject>',
    { writeMultiple: true },
  ],
];

describe('JSON to XML', () => {
  for (const [what, json, xml, options] of cases) it(what, () => assert.equal(toXmlText(json, options), xml));

  for (const json of ['{"@a":{}}', '{"@a":[1]}', '{"$":{"b":1}}']) {
    it(`refuses ${json}, where text is needed`, () => assert.throws(() => toXmlText(json), Fault));
  }

  it('ends at the reference depth of 62 objects', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    assert.match(toXmlText(nested(62)), /<a>1<\/a>/);
    assert.throws(() => toXmlText(nested(63)), Fault);
  });
});

/** JSON that comes back as it was: what the way through XML loses is not in it. */
const unlosable = fc.letrec<{ value: unknown; member: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(true, false, 1, -2.5, 17, 'text', ' x ', 'True', '007'),
    tie('object'),
  ),
  member: fc.oneof(tie('value'), fc.array(tie('value'), { minLength: 2, maxLength: 4 })),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '2d', '$e', 'f-g', 'h.i'), tie('member'), {
    minKeys: 1,
    maxKeys: 4,
  }),
})).object;

describe('JSON to XML and back', () => {
  it('keeps what the rules do not lose', () => {
    fc.assert(
      fc.property(unlosable, (plain) => {
        const back = xmlToJson(jsonToXml(toJson(plain)));
        assert.equal(stringifyJson(back), stringifyJson(toJson(plain)));
      }),
      { numRuns: 500 },
    );
  });

  it('loses exactly what the rules say', () => {
    const there = '{"one":[1],"none":[],"empty":"","object":{},"text":"123","truth":"true","nothing":"null","x":1e3}';
    const back = '{"one":1,"empty":null,"object":null,"text":123,"truth":true,"nothing":null,"x":1E+3}';
    assert.equal(stringifyJson(xmlToJson(jsonToXml(parseJson(there)))), back);
  });

  it('keeps every array with instructions', () => {
    const options = { ...defaultJsonXmlOptions, writeMultiple: true };
    const anyArrays = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom(1, 'x', true),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(fc.constantFrom('a', 'b', '2c'), tie('value'), { minKeys: 1, maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(anyArrays, (plain) => {
        const back = xmlToJson(jsonToXml(toJson(plain), options), options);
        assert.deepEqual(fromJson(back), fromJson(toJson(plain)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('JSON to XML and back with type marks', () => {
  const options: JsonXmlOptions = { ...defaultJsonXmlOptions, typeMarks: true };
  const back = (json: string, edit: (root: XmlElement) => void = () => {}): string => {
    const root = jsonToXml(parseJson(json), options);
    edit(root);
    return stringifyJson(xmlToJson(root, options));
  };

  it('loses nothing', () => {
    const scalars = fc.constantFrom('null', 'true', '"true"', '"123"', '""', '{}', '1e3', '1.50', '"x"', '-0', '17');
    const anyJson = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
      value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalars, tie('array'), tie('object')),
      array: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      object: fc
        .array(fc.tuple(fc.constantFrom('a', 'b', '2c', '$d', 'e f'), tie('value')), { minLength: 1, maxLength: 4 })
        .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(',')}}`),
    }));
    fc.assert(
      fc.property(anyJson.object, (json) => {
        fc.pre(!/"([^"]*)":(?:(?!"\1":).)*"\1":/.test(json));
        assert.equal(back(json), json);
      }),
      { numRuns: 1000 },
    );
  });

  it('shows the same XML', () => {
    const json = '{"a":[1],"b":[],"c":"1","d":{}}';
    assert.equal(serializeXml(jsonToXml(parseJson(json), options)), toXmlText(json));
  });

  const edits: [what: string, json: string, edit: (root: XmlElement) => void, result: string][] = [
    ['a changed text is read anew', '{"a":"1"}', (root) => (root.firstElement()!.textContent = '2'), '{"a":2}'],
    [
      'an attribute makes an object',
      '{"a":"1"}',
      (root) => root.firstElement()!.setAttribute('x', 'y'),
      '{"a":{"@x":"y","$":1}}',
    ],
    [
      'an element that is gone is gone',
      '{"a":[1,2],"b":[],"c":"3"}',
      (root) => root.lastChild!.remove(),
      '{"a":[1,2],"b":[]}',
    ],
    [
      'a moved item is an item still',
      '{"a":[1],"b":{"x":1}}',
      (root) => root.elements()[1]!.append(root.elements()[0]!),
      '{"b":{"x":1,"a":[1]}}',
    ],
    [
      'a copy remembers nothing',
      '{"a":"1"}',
      (root) => root.firstElement()!.replaceWith(root.firstElement()!.clone()),
      '{"a":1}',
    ],
  ];
  for (const [what, json, edit, result] of edits) it(what, () => assert.equal(back(json, edit), result));
});
