import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../../engine/errors/index.js';
import {
  decodeFormValue,
  encodeFormValue,
  encodeText,
  formQuery,
  readForm,
  writeForm,
} from '../../../../engine/message/codecs/index.js';
import { jsonToXml, parseJson, xmlToJsonText } from '../../../../engine/message/json/index.js';
import { parseXml, serializeXml } from '../../../../engine/xml/index.js';

function read(body: string, query?: string, charset?: string): string {
  return serializeXml(readForm({ body: encodeText(body, charset), query, charset }));
}

describe('form reader', () => {
  const cases: [what: string, body: string, xml: string, query?: string][] = [
    ['a blank as + or %20', 'a=1&b=hello+big%20world', '<xformValues><a>1</a><b>hello big world</b></xformValues>'],
    ['equal names at the place of the first', 'a=1&b=2&a=3', '<xformValues><a>1</a><a>3</a><b>2</b></xformValues>'],
    ['query parameters first', 'a=2&x=3', '<xformValues><x>1</x><x>3</x><y/><a>2</a></xformValues>', 'x=1&flag&=no&y='],
    ['names are not decoded', 'a%20=1', '<xformValues><a%20>1</a%20></xformValues>'],
    [
      'prefixes for digits and $',
      '2a=1&$b=2',
      '<xformValues><_JsonReader_PD_2a>1</_JsonReader_PD_2a><_JsonReader_PS_b>2</_JsonReader_PS_b></xformValues>',
    ],
    ['every = but the first is value', 'a=b=c', '<xformValues><a>b=c</a></xformValues>'],
    ['lines and trailing &', 'a=1&\r\nb=2\n', '<xformValues><a>1</a><b>2</b></xformValues>'],
    ['an empty body', '', '<xformValues/>'],
    ['nothing but &', '&', '<xformValues/>'],
    ['UTF-8 in values', 'a=%C3%A9%e2%82%ac', '<xformValues><a>é€</a></xformValues>'],
  ];
  for (const [what, body, xml, query] of cases) it(what, () => assert.equal(read(body, query), xml));

  it('decodes in the charset of the message', () => {
    assert.equal(read('a=%E9é', undefined, 'ISO-8859-1'), '<xformValues><a>éé</a></xformValues>');
  });

  for (const body of ['a', 'a=1&b', 'a=1&&b=2', 'a=1\n\nb=2', 'a=%4', 'a=%zz']) {
    it(`refuses ${JSON.stringify(body)}`, () => assert.throws(() => read(body), Fault));
  }
});

describe('form writer', () => {
  const cases: [what: string, xml: string, form: string][] = [
    [
      'escapes all but letters, digits and . - * _',
      '<r><a>x&amp;y=z</a><b>é~*-_.</b><c>1+1 2</c></r>',
      'a=x%26y%3Dz&b=%C3%A9%7E*-_.&c=1%2B1%202',
    ],
    ['repeats repeated children, in their order', '<r><a>1</a><b>2</b><a>3</a></r>', 'a=1&b=2&a=3'],
    ['loses grandchildren', '<r><b>t<c>1</c>u</b></r>', 'b=tu'],
    ['writes an empty child', '<r><a/></r>', 'a='],
    [
      'undoes prefixes in names',
      '<r><_JsonReader_PD_2a>1</_JsonReader_PD_2a><_JsonReader_PS_b>2</_JsonReader_PS_b></r>',
      '2a=1&$b=2',
    ],
    ['takes local names', '<r xmlns:p="urn:p"><p:a>1</p:a></r>', 'a=1'],
    ['without children', '<r>x</r>', ''],
  ];
  for (const [what, xml, form] of cases) {
    it(what, () => assert.equal(writeForm(parseXml(xml).documentElement!), form));
  }

  const fromJson: [json: string, form: string][] = [
    ['{"grant_type":"client_credentials","scope":"read write"}', 'grant_type=client_credentials&scope=read%20write'],
    ['{"n":1.50,"t":true,"z":null,"o":{"x":1},"l":[],"m":[1,2]}', 'n=1.50&t=true&z=&o=&m=1&m=2'],
    ['[1,2]', 'jsonElement=1&jsonElement=2'],
  ];
  for (const [json, form] of fromJson) {
    it(`writes ${json}`, () => assert.equal(writeForm(jsonToXml(parseJson(json))), form));
  }

  it('writes nothing without a payload', () => assert.equal(writeForm(undefined), ''));

  it('escapes in a charset', () => {
    assert.equal(writeForm(parseXml('<r><a>é€</a></r>').documentElement!, 'ISO-8859-1'), 'a=%E9%3F');
  });

  it('gives a query and a path segment for GET', () => {
    assert.deepEqual(formQuery(jsonToXml(parseJson('{"id":"7","q":"a b&c=d/é"}'))), {
      segment: 'jsonObject',
      query: 'id=7&q=a%20b%26c=d/%C3%A9',
    });
  });

  it('reads back what it wrote', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,5}$/);
    const fields = fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'binary' })), { selector: ([key]) => key });
    fc.assert(
      fc.property(fields, fc.constantFrom('UTF-8', 'UTF-16BE'), (entries, charset) => {
        fc.pre(entries.every(([, value]) => !value.startsWith('\ufeff')));
        for (const [, value] of entries) assert.equal(decodeFormValue(encodeFormValue(value, charset), charset), value);
        const form = entries.map(([key, value]) => `${key}=${encodeFormValue(value)}`).join('&');
        const tree = readForm({ body: Buffer.from(form) });
        assert.deepEqual(
          tree.elements().map((field) => [field.localName, field.ownText()]),
          entries,
        );
        assert.equal(writeForm(tree), form);
      }),
    );
  });

  it('becomes JSON with numbers', () => {
    assert.equal(xmlToJsonText(readForm({ body: Buffer.from('a=1&b=x') })), '{"xformValues":{"a":1,"b":"x"}}');
  });
});
