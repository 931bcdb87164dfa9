import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import {
  compile,
  int,
  json,
  long,
  type MessageSetting,
  messageFor,
  om,
  order,
  type Prefixes,
  textOf,
} from './setting.js';

/** Expression and the text that it gives on the reference engine; null = unset. */
type Fact = readonly [expression: string, text: string | null];

interface Facts {
  readonly fact: string;
  readonly setting?: MessageSetting;
  readonly prefixes?: Prefixes;
  readonly rows: readonly Fact[];
}

const withOrder: MessageSetting = { body: order };
const twoNamespaces = '<r xmlns:a="urn:one" xmlns:b="urn:two"><a:q>first</a:q><b:q>second</b:q><q>plain</q></r>';

const facts: readonly Facts[] = [
  {
    fact: 'one element gives its own text, trimmed',
    setting: withOrder,
    rows: [
      ['//n', '5'],
      ['//sp', 'pad'],
    ],
  },
  { fact: 'a text() step is not trimmed', setting: withOrder, rows: [['//sp/text()', '  pad  ']] },
  {
    fact: 'two elements give their markup, concatenated',
    setting: withOrder,
    rows: [['//item', '<item sku="a">one</item><item sku="b">two</item>']],
  },
  {
    fact: 'an element with mixed content gives only its own text',
    setting: withOrder,
    rows: [['//mixed', 'headtail']],
  },
  { fact: 'an empty element gives its markup', setting: withOrder, rows: [['//empty', '<empty/>']] },
  {
    fact: 'an empty node-set is empty text, not unset',
    setting: withOrder,
    rows: [
      ['//missing', ''],
      ['//missing/text()', ''],
      ['//order/@missing', ''],
    ],
  },
  {
    fact: 'node() over one text node gives the markup of its parent',
    setting: withOrder,
    rows: [['//n/node()', '<n>5</n>']],
  },
  {
    fact: 'predicates by position, attribute and last()',
    setting: withOrder,
    rows: [
      ['//item[2]', 'two'],
      ['//item[@sku="a"]', 'one'],
      ['//item[last()]', 'two'],
      ['//item[position()=1]', 'one'],
    ],
  },
  {
    fact: 'an absolute path does not start at the payload root',
    setting: withOrder,
    rows: [
      ['/order/n', ''],
      ['/n', ''],
      ['//order/n', '5'],
    ],
  },
  {
    fact: 'count() gives a number with a decimal point',
    setting: withOrder,
    rows: [
      ['count(//item)', '2.0'],
      ['count(//missing)', '0.0'],
    ],
  },
  {
    fact: 'arithmetic results print as doubles',
    setting: withOrder,
    rows: [
      ['1+2', '3.0'],
      ['5 div 2', '2.5'],
      ['6 div 2', '3.0'],
      ['//n * //n2', '12.5'],
      ['//n mod 2', '1.0'],
      ['-//n', '-5.0'],
    ],
  },
  {
    fact: 'numbers from ten million on print in scientific notation',
    rows: [
      ['10000000 * 1', '1.0E7'],
      ['9999999', '9999999.0'],
      ['string(10000000 * 1)', '10000000'],
    ],
  },
  {
    fact: 'numbers below a thousandth print in scientific notation',
    rows: [
      ['0.0001', '1.0E-4'],
      ['0.001', '0.001'],
      ['string(0.0001)', '0.0001'],
    ],
  },
  {
    fact: 'sum, floor, ceiling and round give doubles',
    setting: withOrder,
    rows: [
      ['sum(//sub/a)', '3.0'],
      ['floor(2.7)', '2.0'],
      ['ceiling(2.1)', '3.0'],
      ['round(2.5)', '3.0'],
      ['round(-2.5)', '-2.0'],
    ],
  },
  {
    fact: 'string-length gives a double',
    setting: withOrder,
    rows: [
      ["string-length('abc')", '3.0'],
      ['string-length(//n)', '1.0'],
    ],
  },
  {
    fact: 'booleans print as true and false',
    setting: withOrder,
    rows: [
      ['//n = 5', 'true'],
      ["//n = '5'", 'true'],
      ['//n > 5', 'false'],
      ['true()', 'true'],
      ['not(//missing)', 'true'],
    ],
  },
  {
    fact: 'boolean() of text depends on its length only',
    setting: withOrder,
    rows: [
      ["boolean('false')", 'true'],
      ['boolean(string(//f))', 'true'],
      ["boolean('')", 'false'],
      ['boolean(//zero)', 'true'],
    ],
  },
  {
    fact: 'fn: without a declaration resolves core functions',
    rows: [
      ["fn:concat('a','b')", 'ab'],
      ["fn:substring-after('k=v','=')", 'v'],
      ["fn:number('3')", '3.0'],
      ["fn:string-length('abcd')", '4.0'],
    ],
  },
  { fact: 'any undeclared prefix resolves core functions', rows: [["foo:concat('a','b')", 'ab']] },
  {
    fact: 'extra functions upper-case, lower-case and ends-with',
    rows: [
      ["upper-case('aBc')", 'ABC'],
      ["lower-case('AbC')", 'abc'],
      ["ends-with('abc','bc')", 'true'],
    ],
  },
  { fact: 'evaluate() runs a string as an expression', setting: withOrder, rows: [["evaluate('//n')", '5']] },
  {
    fact: 'name() of a prefixed element is prefix, colon and namespace URI',
    setting: { body: '<a xmlns:m="urn:m"><m:q>v</m:q></a>' },
    rows: [
      ['name(//*[local-name()="q"])', 'm:urn:m'],
      ['local-name(//*[local-name()="q"])', 'q'],
      ['namespace-uri(//*[local-name()="q"])', 'urn:m'],
    ],
  },
  {
    fact: 'an unprefixed step matches no-namespace elements only',
    setting: { body: twoNamespaces },
    rows: [
      ['//q', 'plain'],
      ['count(//q)', '1.0'],
    ],
  },
  {
    fact: 'the bindings of the artifact choose the namespace',
    setting: { body: twoNamespaces },
    prefixes: { m: 'urn:one' },
    rows: [['//m:q', 'first']],
  },
  {
    fact: '$ctx reads a default property',
    setting: { properties: { p: 'v' } },
    rows: [
      ['$ctx:p', 'v'],
      ["concat($ctx:p,'!')", 'v!'],
    ],
  },
  { fact: 'a missing property is unset', rows: [['$ctx:missing', null]] },
  {
    fact: 'a missing property compares false both ways',
    rows: [
      ["$ctx:missing = ''", 'false'],
      ["$ctx:missing != 'a'", 'false'],
      ['not($ctx:missing)', 'true'],
      ['boolean($ctx:missing)', 'false'],
    ],
  },
  {
    fact: 'an INTEGER property never equals a number or text',
    setting: { properties: { i: int(5) } },
    rows: [
      ['$ctx:i = 5', 'false'],
      ["$ctx:i = '5'", 'false'],
      ['$ctx:i > 4', 'false'],
      ['$ctx:i + 1', 'NaN'],
      ['number($ctx:i)', 'NaN'],
    ],
  },
  {
    fact: 'an INTEGER property prints as an integer',
    setting: { properties: { i: int(5) } },
    rows: [
      ['$ctx:i', '5'],
      ['string($ctx:i)', '5'],
      ["concat($ctx:i,'')", '5'],
      ["string($ctx:i) = '5'", 'true'],
    ],
  },
  {
    fact: 'a LONG property is not a number in comparisons',
    setting: { properties: { l: long(5n) } },
    rows: [
      ['$ctx:l > 4', 'false'],
      ['$ctx:l', '5'],
    ],
  },
  {
    fact: 'a BOOLEAN property is a boolean, its text form is not',
    setting: { properties: { b: false, t: 'false' } },
    rows: [
      ['$ctx:b = false()', 'true'],
      ['not($ctx:b)', 'true'],
      ['$ctx:t = false()', 'false'],
      ['not($ctx:t)', 'false'],
    ],
  },
  {
    fact: 'a path may continue from an XML property',
    setting: { properties: { om: om('<a><b>1</b><b>2</b><d><c>3</c></d></a>') } },
    rows: [
      ['$ctx:om/b', '<b>1</b><b>2</b>'],
      ['$ctx:om//c', '3'],
      ['$ctx:om/b[2]', '2'],
      ['count($ctx:om/b)', '2.0'],
    ],
  },
  {
    fact: 'a path over a text property is empty',
    setting: { properties: { p: 'v' } },
    rows: [
      ['$ctx:p/x', ''],
      ['$ctx:missing/x', ''],
    ],
  },
  {
    fact: 'a JSON property prints as JSON text',
    setting: { properties: { o: json('{ "a" : 1 }'), s: json('"abc"') } },
    rows: [
      ['$ctx:o', '{"a":1}'],
      ['$ctx:s', '"abc"'],
    ],
  },
  {
    fact: '$axis2 reads the axis2 scope',
    setting: { axis2: { test: 'v', test2: '1234' } },
    rows: [
      ['$axis2:test', 'v'],
      ['$axis2:test2 = 1234', 'true'],
    ],
  },
  { fact: '$operation reads the operation scope', setting: { operation: { op: 'v' } }, rows: [['$operation:op', 'v']] },
  {
    fact: '$url reads query parameters, decoded',
    setting: { path: '/svc?a=1%202+3&b=wso2&e=' },
    rows: [
      ['$url:a', '1 2 3'],
      ['$url:b', 'wso2'],
      ['$url:e', ''],
    ],
  },
  {
    fact: '$url ignores case, and a missing name gives empty text',
    setting: { path: '/svc?SYM=IBM' },
    rows: [
      ['$url:sym', 'IBM'],
      ['$url:none', ''],
    ],
  },
  {
    fact: 'get-property: one argument, and the scope named',
    setting: { properties: { p: 'v' } },
    rows: [
      ["get-property('p')", 'v'],
      ["get-property('default','p')", 'v'],
    ],
  },
  { fact: 'get-property: a missing property is unset', rows: [["get-property('missing')", null]] },
  {
    fact: 'get-property: missing names in system and env scopes are empty text',
    rows: [
      ["get-property('system','no.such.name')", ''],
      ["get-property('env','NO_SUCH_NAME_HERE')", ''],
    ],
  },
  {
    fact: 'get-property: synapse is not a scope name but a property name',
    setting: { properties: { p: 'v', synapse: 'sv' } },
    rows: [
      ["get-property('synapse','p')", 'sv'],
      ["get-property('synapse')", 'sv'],
    ],
  },
  {
    fact: 'get-property: no argument and an empty name give empty text',
    rows: [
      ['get-property()', ''],
      ["get-property('')", ''],
    ],
  },
  {
    fact: 'get-property: SYSTEM_TIME is a 13 digit text in every scope',
    rows: [
      ["string-length(get-property('SYSTEM_TIME'))", '13.0'],
      ["string-length(get-property('axis2','SYSTEM_TIME'))", '13.0'],
    ],
  },
  {
    fact: 'get-property: SYSTEM_DATE takes a pattern as second or third argument',
    rows: [
      ["string-length(get-property('SYSTEM_DATE','yyyy-MM-dd'))", '10.0'],
      ["string-length(get-property('default','SYSTEM_DATE','yyyy'))", '4.0'],
    ],
  },
  {
    fact: 'get-property: special names without a value are empty text',
    rows: [
      ["get-property('FaultTo')", ''],
      ["get-property('FAULT')", ''],
      ["get-property('RelatesTo')", ''],
    ],
  },
  {
    fact: 'get-property: MESSAGE_FORMAT of a JSON request is pox',
    setting: { body: '{"name":"Ann"}', type: 'application/json' },
    rows: [["get-property('MESSAGE_FORMAT')", 'pox']],
  },
  {
    fact: 'get-property: a local entry is found when no property has the name',
    setting: { services: { localEntry: (key) => (key === 'greet' ? 'hello' : undefined) } },
    rows: [
      ["get-property('greet')", 'hello'],
      ['$ctx:greet', null],
    ],
  },
  {
    fact: 'get-property: a path may continue from an XML local entry',
    setting: { services: { localEntry: () => om('<a><b>x</b></a>') } },
    rows: [["get-property('cfg')//b", 'x']],
  },
  {
    fact: 'get-property: any prefix may stand before the name',
    setting: { properties: { p: 'v' } },
    rows: [
      ["synapse:get-property('p')", 'v'],
      ["syn:get-property('p')", 'v'],
    ],
  },
  {
    fact: 'get-property: arguments may be expressions',
    setting: { body: order, properties: { p5: 'v5' } },
    rows: [["get-property(concat('p',//n))", 'v5']],
  },
  { fact: 'base64Encode: named charset', rows: [["base64Encode('é','ISO-8859-1')", '6Q==']] },
  {
    fact: 'base64Encode: long input stays on one line',
    rows: [[`base64Encode('${'0123456789'.repeat(8)}')`, Buffer.from('0123456789'.repeat(8)).toString('base64')]],
  },
  {
    fact: 'base64Encode: empty input and wrong argument counts give empty text',
    rows: [
      ["base64Encode('')", ''],
      ['base64Encode()', ''],
      ["base64Encode('a','UTF-8','x')", ''],
    ],
  },
  {
    fact: 'base64Decode: decodes UTF-8 by default',
    rows: [
      ["base64Decode('VGhpcyBpcyBhIHRlc3QgdmFsdWU=')", 'This is a test value'],
      ["base64Decode('6Q==','ISO-8859-1')", 'é'],
    ],
  },
  {
    fact: 'url-encode: spaces and plus are escaped, separators stay',
    rows: [
      ["url-encode('a b')", 'a%20b'],
      ["url-encode('a+b')", 'a%2Bb'],
      ["url-encode('a/b?c=d&e=f:g@h;i,j')", 'a/b?c=d&e=f:g@h;i,j'],
      ["url-encode('100%')", '100%25'],
      ["url-encode('a#b')", 'a%23b'],
    ],
  },
  {
    fact: 'url-encode: charset and marks',
    rows: [
      ["url-encode('é')", '%C3%A9'],
      ["url-encode('é','ISO-8859-1')", '%E9'],
      ["url-encode('~!*()-_.$')", '~!*()-_.$'],
      ["url-encode('{x}|[y]')", '%7Bx%7D%7C%5By%5D'],
      ["url-encode('')", ''],
    ],
  },
  {
    fact: 'hmac-generate: SHA-1 by default, another algorithm by name, hex in lower case',
    rows: [
      ["hmac-generate('hello','secret')", '5112055c05f944f85755efc5cd8970e194e9f45b'],
      [
        "hmac-generate('hello','secret','HmacSHA256')",
        '88aab3ede8d3adf94d26ab90d3bafd4a2083070c3bcce9c014ee04a443847c0b',
      ],
    ],
  },
  {
    fact: 'hmac-generate: wrong argument counts give empty text',
    rows: [
      ["hmac-generate('hello')", ''],
      ['hmac-generate()', ''],
    ],
  },
  { fact: 'a dynamic name', setting: { properties: { k: 'yn' } }, rows: [["concat('d',$ctx:k)", 'dyn']] },
  {
    fact: 'an empty header',
    setting: { transport: { 'X-Out': '' } },
    rows: [["get-property('transport','X-Out') = ''", 'true']],
  },
];

describe('XPath: facts checked on the reference engine', () => {
  for (const { fact, setting, prefixes, rows } of facts) {
    for (const [expression, text] of rows) {
      it(`${fact}: ${expression}`, () => assert.equal(textOf(expression, setting, prefixes), text));
    }
  }

  for (const [expression, setting, prefixes] of [
    ['//x:q', withOrder, {}],
    ["concat('x')", {}, {}],
    ["hmac-generate('hello','secret','HmacNOPE')", {}, {}],
    ["fn:concat('a','b')", {}, { fn: 'http://www.w3.org/2005/xpath-functions' }],
    ["replace('a','b','c')", {}, {}],
    ['$func:p', {}, {}],
  ] as const) {
    it(`faults: ${expression}`, () => {
      assert.throws(
        () => textOf(expression, setting, prefixes),
        (error: unknown) =>
          error instanceof Fault &&
          error.message === `Evaluation of the XPath expression ${expression} resulted in an error`,
      );
    });
  }

  for (const [expression, setting, passes] of [
    ["''", {}, false],
    ['//f', withOrder, true],
    ["get-property('missing')", {}, false],
    ['count(//missing)', withOrder, false],
    ['//missing', withOrder, false],
    ["'false'", {}, true],
    ['$ctx:b', { properties: { b: false } }, false],
    ['$ctx:i', { properties: { i: int(0) } }, false],
    ['$ctx:i', { properties: { i: int(5) } }, true],
    ['0 div 0', {}, false],
  ] as const) {
    it(`as a condition: ${expression} is ${passes}`, () => {
      assert.equal(compile(expression).boolean(messageFor(setting)), passes);
    });
  }
});
