import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bigDecimalText,
  JavaNumber,
  type JavaNumberKind,
  javaDouble,
  javaFloat,
  javaTrim,
  parseJavaDouble,
} from '../../../../engine/message/codecs/index.js';
import { parseJson, sameJson } from '../../../../engine/message/json/index.js';

describe('Double.toString', () => {
  const cases: [value: number, text: string][] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [2, '2.0'],
    [-12.5, '-12.5'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [12345678.9, '1.23456789E7'],
    [10233780.57, '1.023378057E7'],
    [1e21, '1.0E21'],
    [1e-7, '1.0E-7'],
    [123456789012345680000, '1.2345678901234568E20'],
    [5e-324, '4.9E-324'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
    [100, '100.0'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ];
  for (const [value, text] of cases) it(`writes ${value} as ${text}`, () => assert.equal(javaDouble(value), text));

  it('gives a text that means the same double', () => {
    fc.assert(fc.property(fc.double(), (value) => assert.ok(Object.is(parseJavaDouble(javaDouble(value)), value))));
  });
});

describe('Float.toString', () => {
  const cases: [value: number, text: string][] = [
    [0.5, '0.5'],
    [0.1, '0.1'],
    [3, '3.0'],
    [16777216, '1.6777216E7'],
    [3.4028234663852886e38, '3.4028235E38'],
    [1.401298464324817e-45, '1.4E-45'],
    [1e10, '1.0E10'],
    [Number.NaN, 'NaN'],
    [1e40, 'Infinity'],
  ];
  for (const [value, text] of cases) it(`writes ${value} as ${text}`, () => assert.equal(javaFloat(value), text));

  it('gives a text that means the same float', () => {
    fc.assert(
      fc.property(fc.float(), (value) => assert.ok(Object.is(Math.fround(parseJavaDouble(javaFloat(value))!), value))),
    );
  });
});

describe("Java's number parsers", () => {
  const cases: [kind: JavaNumberKind, text: string, result: string | undefined][] = [
    ['int', '25000', '25000'],
    ['int', '-0', '0'],
    ['int', '+7', '7'],
    ['int', '2147483647', '2147483647'],
    ['int', '2147483648', undefined],
    ['int', ' 5', undefined],
    ['int', '2.0', undefined],
    ['int', '', undefined],
    ['int', '-', undefined],
    ['int', '0x10', undefined],
    ['short', '32767', '32767'],
    ['short', '-32769', undefined],
    ['long', '9223372036854775807', '9223372036854775807'],
    ['long', '9223372036854775808', undefined],
    ['double', ' 5 ', '5.0'],
    ['double', '5d', '5.0'],
    ['double', '5F', '5.0'],
    ['double', '1e3', '1000.0'],
    ['double', '1.', '1.0'],
    ['double', '.5', '0.5'],
    ['double', '+.5e-2', '0.005'],
    ['double', '0x1.8p1', '3.0'],
    ['double', '-0x10p-2', '-4.0'],
    ['double', '-Infinity', '-Infinity'],
    ['double', 'NaN', 'NaN'],
    ['double', '.', undefined],
    ['double', '1_000', undefined],
    ['double', '\u00a05', undefined],
    ['double', '5dd', undefined],
    ['double', 'infinity', undefined],
    ['double', '', undefined],
    ['float', '0.1', '0.1'],
    ['float', '1e39', 'Infinity'],
  ];
  for (const [kind, text, result] of cases) {
    it(`${kind}: ${JSON.stringify(text)} gives ${result ?? 'nothing'}`, () => {
      assert.equal(JavaNumber.parse(kind, text)?.toString(), result);
    });
  }

  it('keeps a long as bigint and the others as number', () => {
    assert.equal(JavaNumber.parse('long', '9007199254740993')?.value, 9007199254740993n);
    assert.equal(JavaNumber.parse('int', '12')?.value, 12);
    assert.equal(JavaNumber.parse('long', '12')?.toNumber(), 12);
  });

  it('trims what Java trims', () => {
    assert.equal(javaTrim('\u0000 \t\nx y\u001f '), 'x y');
    assert.equal(javaTrim('\u00a0x\u2003'), '\u00a0x\u2003');
    assert.equal(javaTrim(' '), '');
  });
});

describe('BigDecimal.toString', () => {
  const cases: [text: string, result: string][] = [
    ['500.0', '500.0'],
    ['4.00', '4.00'],
    ['1e3', '1E+3'],
    ['25e1', '2.5E+2'],
    ['1E+3', '1E+3'],
    ['1.5e3', '1.5E+3'],
    ['1.5e1', '15'],
    ['1.50e1', '15.0'],
    ['0.00000001', '1E-8'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['123e-10', '1.23E-8'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['0e5', '0E+5'],
    ['-1.10', '-1.10'],
    ['007', '7'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5'],
    ['1E400', '1E+400'],
    ['x', 'x'],
    ['', ''],
    ['1e99999999999', '1e99999999999'],
  ];
  for (const [text, result] of cases) {
    it(`writes ${JSON.stringify(text)} as ${result}`, () => assert.equal(bigDecimalText(text), result));
  }

  it('never changes the value, and nothing the second time', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const result = bigDecimalText(text);
        assert.ok(sameJson(parseJson(text), parseJson(result)), result);
        assert.equal(bigDecimalText(result), result);
      }),
    );
  });
});
