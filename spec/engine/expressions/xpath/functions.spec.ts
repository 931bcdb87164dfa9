import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import { type MessageSetting, order, textOf } from './setting.js';

/** Expression and text. */
const rows: readonly (readonly [expression: string, text: string])[] = [
  // The library's substring works on Java's int.
  ["substring('12345', 2)", '2345'],
  ["substring('12345', 2, 3)", '234'],
  ["substring('12345', 1.5, 2.6)", '234'],
  ["substring('12345', 0, 3)", '12'],
  ["substring('12345', 0 div 0, 3)", ''],
  ["substring('12345', 1, 0 div 0)", ''],
  ["substring('12345', -42, 1 div 0)", '12345'],
  ["substring('12345', -1 div 0, 1 div 0)", ''],
  ["substring('12345', 2, 1 div 0)", ''],
  ["substring('12345', -1 div 0)", ''],
  ["substring('12345', 9)", ''],
  ["substring('12345', 6)", ''],
  ["substring('a😀b', 2, 1)", '😀'],
  ["string-length('a😀b')", '3.0'],
  ["substring-before('a=b=c', '=')", 'a'],
  ["substring-before('abc', '=')", ''],
  ["substring-after('a=b=c', '=')", 'b=c'],
  ["substring-after('abc', '')", 'abc'],
  ["normalize-space('  a \t\n b  ')", 'a b'],
  ["normalize-space('\u00a0a')", '\u00a0a'],
  ["translate('bar', 'abc', 'AB')", 'BAr'],
  ["translate('a-b-c', '-', '')", 'abc'],
  ["translate('a😀b', '😀', 'x')", 'axb'],
  ["concat('a', 1, true(), 0.5)", 'a1true0.5'],
  ['concat(1, 2, 3, 4)', '1234'],
  ["upper-case('straße')", 'STRASSE'],
  ["upper-case('i', 'tr')", 'İ'],
  ["lower-case('I', 'no such locale')", 'i'],
  ["starts-with('abc', '')", 'true'],
  ["contains('', '')", 'true'],
  ["ends-with('abc', 'abcd')", 'false'],
  ["number('1e3')", '1000.0'],
  ["number(' 5 ')", '5.0'],
  ["number('5d')", '5.0'],
  ["number('0x1p3')", '8.0'],
  ["number('1,5')", 'NaN'],
  ["number('')", 'NaN'],
  ['number(true())', '1.0'],
  ['round(-0.2)', '0.0'],
  ['round(0 div 0)', 'NaN'],
  ["round('1e300')", '9.223372036854776E18'],
  ['floor(-0.5)', '-1.0'],
  ['ceiling(-0.5)', '-0.0'],
  ['5 mod -2', '1.0'],
  ['-5 mod 2', '-1.0'],
  ['position()', '0.0'],
  ['last()', '1.0'],
  ['count(evaluate("1"))', '1.0'],
  ["evaluate('1 + 1')", '2.0'],
  ['evaluate(\'evaluate("2")\')', '2.0'],
  ["count(id('x'))", '0.0'],
  ['//item[evaluate("position() = 2")]', 'two'],
  ['//item[1.9]', 'one'],
  ["count(//item['2'])", '2.0'],
  ['name(//@sku)', 'sku'],
  ['local-name(//missing)', ''],
  ['namespace-uri(/)', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ["url-encode('a?b?c+d')", 'a?b?c+d'],
  ["url-encode('é','no-such-charset')", '%C3%A9'],
  ["url-encode('é','UTF-16BE')", '%00%E9'],
  ["base64Decode('YW Jj!_-8=')", 'abc\ufffd\ufffd'],
  ["base64Decode('ICBhICA=')", 'a'],
  ["base64Decode('YQ==Yg==')", 'a'],
  ["base64Decode('')", ''],
  ["base64Encode('ü')", 'w7w='],
  ["hmac-generate(concat('a','b'), //n)", '8d2710d82a8681697b6ba47021a92848799fd378'],
];

const faulty: readonly (readonly [expression: string, reason: RegExp, setting?: MessageSetting])[] = [
  ["count('a')", /count\(\) is not a node-set/],
  ['count($body)', /count\(\) is not a node-set/],
  ['sum(1)', /sum\(\) is not a node-set/],
  ['//a | 1', /node-sets only/],
  ['//a | $body', /node-sets only/],
  ['//a | //b = 1', /node-sets only/],
  ["local-name('a')", /local-name\(\) is not a node-set/],
  ['name($ctx:missing)', /name\(\) is not a node-set/],
  ["base64Encode('a','no-such')", /charset no-such/],
  ["base64Decode('YQ==','')", /charset/],
  ["url-encode('a','')", /empty charset/],
  ["evaluate('1 +')", /no XPath/],
  ['evaluate($ctx:e)', /calls itself/, { properties: { e: 'evaluate($ctx:e)' } }],
  ["document('file:///etc/passwd')", /switched off/],
  ["string-length('\ud800')", /surrogate/],
  ["get-property('default','SYSTEM_DATE','foo')", /date pattern/],
  ["get-property('a','b','c','d')", /4 argument/],
  ["matches('a','b')", /no function matches\(\)/],
  ['$url:a', /malformed %/, { path: '/x?a=%zz' }],
  ['$config:nope', /no configuration value/],
];

describe('XPath: functions', () => {
  for (const [expression, text] of rows) {
    it(`${expression} is ${JSON.stringify(text)}`, () => assert.equal(textOf(expression, { body: order }), text));
  }

  for (const [expression, reason, setting] of faulty) {
    it(`${expression} faults`, () => {
      assert.throws(
        () => textOf(expression, { body: order, ...setting }),
        (error: unknown) => error instanceof Fault && reason.test(error.detail ?? ''),
      );
    });
  }

  it('evaluates only what it needs', () => {
    assert.equal(textOf('true() or nope()'), 'true');
    assert.equal(textOf('false() and nope()'), 'false');
    assert.equal(textOf('//missing[nope()]', { body: order }), '');
    assert.equal(textOf('//missing/@x:y', { body: order }), '');
  });

  it('knows the language of an element', () => {
    const setting = { body: '<a xml:lang="EN-gb"><b/><c xml:lang=""/><d xml:lang="de"/></a>' };
    assert.equal(textOf("count(//*[lang('en')])", setting), '2.0');
    assert.equal(textOf("count(//*[lang('en-GB-x')])", setting), '0.0');
    assert.equal(textOf("local-name(//*[lang('de')])", setting), 'd');
  });
});
