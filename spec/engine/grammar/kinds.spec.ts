import assert from 'node:assert/strict';
import { Report } from '../../../engine/errors/index.js';
import {
  attribute,
  booleanKind,
  dynamicKind,
  enumKind,
  expressionKind,
  integerKind,
  javaRegexKind,
  type Kind,
  keyKind,
  literalKind,
  nameKind,
  rawContext,
  strictBooleanKind,
  textContext,
  textKind,
} from '../../../engine/grammar/index.js';
import { element, read } from './reading.js';

/** An attribute `v` of a kind: its value, or the codes of its findings. */
function parse(kind: Kind<unknown>, value: string): unknown {
  const xml = `<x v="${value.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`)}"/>`;
  const { values, findings } = read({ attributes: { v: attribute(kind, '') } }, xml);
  return values ? (values as { v: unknown }).v : findings.map((finding) => finding.split(' ')[1]);
}

const bad = ['grammar/bad-value'];
const modes = enumKind(['one', 'Two']);
const anyCase = enumKind(['one', 'Two'], { ignoreCase: true });

const rows: readonly [name: string, Kind<unknown>, text: string, expected: unknown][] = [
  ['text', textKind, '', ''],
  ['text', textKind, ' a ', ' a '],
  ['literal', literalKind, 'a', 'a'],
  ['name', nameKind, 'a b', 'a b'],
  ['name', nameKind, '', bad],
  ['name', nameKind, ' \t', bad],
  ['boolean', booleanKind, ' TRUE ', true],
  ['boolean', booleanKind, 'yes', false],
  ['boolean', booleanKind, '', false],
  ['strict boolean', strictBooleanKind, ' True', true],
  ['strict boolean', strictBooleanKind, 'yes', true],
  ['strict boolean', strictBooleanKind, '1', true],
  ['strict boolean', strictBooleanKind, 'FALSE', false],
  ['strict boolean', strictBooleanKind, 'no', false],
  ['strict boolean', strictBooleanKind, '0', false],
  ['strict boolean', strictBooleanKind, 'maybe', bad],
  ['strict boolean', strictBooleanKind, '', bad],
  ['integer', integerKind, ' -12 ', -12],
  ['integer', integerKind, '+3', 3],
  ['integer', integerKind, '1.0', bad],
  ['integer', integerKind, '', bad],
  ['one of', modes, 'one', 'one'],
  ['one of', modes, 'ONE', bad],
  ['one of', modes, ' one', bad],
  ['one of, in any case', anyCase, ' tWO ', 'Two'],
  ['one of, in any case', anyCase, 'three', bad],
  ['key', keyKind('sequence'), 'a', 'a'],
  ['key', keyKind('sequence'), ' ', bad],
  ['expression', expressionKind(), '', bad],
  ['expression', expressionKind(), ' ', bad],
  ['expression', expressionKind(), 'a b', ['expression/xpath-syntax']],
  ['XPath', expressionKind({ xpath: true }), 'json-eval($.a)', ['expression/not-allowed']],
  ['pattern', javaRegexKind, '(', ['expression/regex-syntax']],
  ['dynamic text', dynamicKind, '{a b}', ['expression/xpath-syntax']],
];

describe('kinds of attributes', () => {
  for (const [name, kind, text, expected] of rows) {
    it(`${name}: ${JSON.stringify(text)} ${Array.isArray(expected) ? 'is refused' : `is ${JSON.stringify(expected)}`}`, () => {
      assert.deepEqual(parse(kind, text), expected);
    });
  }

  const placeholders: readonly [text: string, warned: boolean][] = [
    ['{client id}', true],
    ['{ENTER_HERE}', true],
    ['{a.b-c}', true],
    ['{}', false],
    ['{"a":1}', false],
    ['{ a }', false],
    ['x{a}', false],
    ['{a}{b}', false],
    ["{'a'}", false],
  ];
  for (const [text, warned] of placeholders) {
    it(`a literal ${text} ${warned ? 'looks like a placeholder' : 'is a text'}`, () => {
      const { values, findings } = read(
        { attributes: { v: attribute(literalKind, '') } },
        `<x v='${text.replaceAll("'", '&apos;')}'/>`,
      );
      assert.equal(values?.v, text);
      assert.deepEqual(
        findings.map((finding) => finding.split(' ')[1]),
        warned ? ['grammar/placeholder'] : [],
      );
    });
  }

  it('expressions of every language compile', () => {
    const languages = ['//a', 'json-eval($.a)', '${payload.a}'].map(
      (text) => (parse(expressionKind(), text) as { language: string }).language,
    );
    assert.deepEqual(languages, ['xpath', 'jsonpath', 'synapse']);
  });

  it('a key is a reference', () => {
    const { references } = read({ attributes: { v: attribute(keyKind('endpoint'), '') } }, '<x v="E"/>');
    assert.deepEqual(
      references.map(({ target, key }) => `${target} ${key}`),
      ['endpoint E'],
    );
  });
});

describe('places inside values', () => {
  it('count references as one character', () => {
    const owner = element('<x v="&lt;ab"/>');
    const context = rawContext(owner.attribute('v')!, owner, new Report());
    assert.equal(context.place(1).column - context.place(0).column, 4);
  });

  it('go through the texts of an element, around its children', () => {
    const owner = element('<x>ab<c/>\n<![CDATA[de]]></x>');
    const context = textContext(owner, new Report());
    assert.deepEqual(
      [0, 2, 3, 4].map((offset) => `${owner.text()[offset]} ${context.place(offset).line}`),
      ['a 1', '\n 1', 'd 2', 'e 2'],
    );
  });

  it('of an element without text are those of the element', () => {
    const owner = element('<x/>');
    assert.deepEqual(textContext(owner, new Report()).place(0), owner.place);
  });
});
