import assert from 'node:assert/strict';
import { Fault } from '../../../engine/errors/index.js';
import { convertValue, type Value, type ValueSource, valueText } from '../../../engine/message/index.js';

describe('types of the property mediator', () => {
  const good: [type: string, text: string | null, source: ValueSource, as: string | boolean | null, kind?: string][] = [
    ['STRING', 'x', 'literal', 'x'],
    ['STRING', null, 'expression', null],
    ['BOOLEAN', 'true', 'literal', true],
    ['BOOLEAN', 'YES', 'literal', true],
    ['BOOLEAN', '1', 'literal', true],
    ['BOOLEAN', 'on', 'literal', false],
    ['BOOLEAN', null, 'expression', false],
    ['INTEGER', '25000', 'literal', '25000', 'int'],
    ['INTEGER', '+7', 'literal', '7', 'int'],
    ['INTEGER', '2.0', 'expression', '2', 'int'],
    ['INTEGER', '12.7', 'expression', '12', 'int'],
    ['INTEGER', '1.0E7', 'expression', '10000000', 'int'],
    ['INTEGER', '-2147483648', 'literal', '-2147483648', 'int'],
    ['SHORT', '3.9', 'expression', '3', 'short'],
    ['LONG', '9007199254740993', 'literal', '9007199254740993', 'long'],
    ['DOUBLE', '123.456', 'literal', '123.456', 'double'],
    ['DOUBLE', ' 5 ', 'literal', '5.0', 'double'],
    ['DOUBLE', '1e7', 'literal', '1.0E7', 'double'],
    ['DOUBLE', 'NaN', 'literal', 'NaN', 'double'],
    ['FLOAT', '0.1', 'literal', '0.1', 'float'],
    ['OM', '<a><b>1</b></a>', 'literal', '<a><b>1</b></a>'],
    ['OM', null, 'expression', null],
    ['JSON', '{"a":1.50}', 'literal', '{"a":1.50}'],
    ['JSON', 'plain', 'literal', '"plain"'],
    ['JSON', 'two words', 'literal', '"two words"'],
  ];
  for (const [type, text, source, expected, kind] of good) {
    it(`${type} of ${JSON.stringify(text)} (${source}) is ${expected}`, () => {
      const value = convertValue(type, text, source);
      assert.equal(typeof expected === 'string' ? valueText(value) : value, expected);
      if (kind) assert.equal((value as { kind: string }).kind, kind);
    });
  }

  const generic = /^Unknown type : (\w+) for the property mediator or the property value cannot be converted/;
  const bad: [type: string, text: string | null, source: ValueSource, message: RegExp][] = [
    ['int', '5', 'literal', generic],
    ['integer', '5', 'literal', generic],
    ['INTEGER', '2.0', 'literal', generic],
    ['INTEGER', '', 'expression', generic],
    ['INTEGER', ' 5', 'literal', generic],
    ['INTEGER', '2147483648', 'literal', generic],
    ['INTEGER', null, 'expression', generic],
    ['INTEGER', 'NaN', 'expression', generic],
    ['SHORT', '40000', 'literal', generic],
    ['LONG', '2.0', 'expression', generic],
    ['DOUBLE', 'x', 'literal', generic],
    ['DOUBLE', null, 'expression', generic],
    ['JSON', null, 'expression', generic],
    ['OM', 'no xml', 'expression', /Unable to convert a string to OM Node/],
  ];
  for (const [type, text, source, message] of bad) {
    it(`${type} of ${JSON.stringify(text)} (${source}) is a fault`, () => {
      assert.throws(
        () => convertValue(type, text, source),
        (thrown: unknown) => thrown instanceof Fault && message.test(thrown.message),
      );
    });
  }

  it('names the variable mediator when asked', () => {
    assert.throws(
      () => convertValue('INTEGER', 'x', 'literal', 'variable'),
      /for the variable mediator or the variable/,
    );
  });

  it('gives each conversion a value of its own', () => {
    const first: Value = convertValue('OM', '<a/>');
    assert.notEqual(first, convertValue('OM', '<a/>'));
  });
});
