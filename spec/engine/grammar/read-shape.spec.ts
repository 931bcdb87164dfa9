import assert from 'node:assert/strict';
import {
  attribute,
  booleanKind,
  branch,
  enumKind,
  expressionKind,
  integerKind,
  keyKind,
  many,
  mediatorList,
  nameKind,
  one,
  type Shape,
  textKind,
} from '../../../engine/grammar/index.js';
import { element, read } from './reading.js';

const attributes = {
  attributes: {
    name: attribute(nameKind, 'Required.', { required: true }),
    mode: attribute(enumKind(['fast', 'slow']), 'With a default.', { default: 'fast' }),
    size: attribute(integerKind, 'Optional.'),
    repository: attribute(textKind, 'Ignored.', { ignored: 'it is of another age' }),
  },
} as const satisfies Shape;

const choice = {
  attributes: {
    xpath: attribute(expressionKind(), ''),
    source: attribute(expressionKind(), ''),
    regex: attribute(textKind, ''),
    sequence: attribute(keyKind('sequence'), ''),
  },
  children: {
    inline: one({ attributes: { n: attribute(integerKind, '', { required: true }) } }, '', { element: 'list' }),
  },
  firstOf: [['inline'], ['xpath'], ['source', 'regex'], ['sequence']],
} as const satisfies Shape;

const optionalChoice = {
  attributes: { value: attribute(textKind, ''), action: attribute(textKind, '') },
  firstOf: [['value']],
  firstOfRequired: ({ action }: Readonly<Record<string, unknown>>) => action !== 'remove',
} as const satisfies Shape;

const children = {
  children: {
    item: many({ attributes: { id: attribute(textKind, '') } }, ''),
    head: one({ body: 'text' }, '', { required: true }),
    tail: one({ attributes: { n: attribute(integerKind, '') } }, '', { element: 'end' }),
  },
} as const satisfies Shape;

const mediators = { children: { then: branch('') }, body: 'mediators' } as const satisfies Shape;
const free = { body: 'content' } as const satisfies Shape;
const freeWithNames = { body: 'content', attributes: { name: attribute(textKind, '') } } as const satisfies Shape;
const text = { body: 'text' } as const satisfies Shape;

interface Row {
  readonly what: string;
  readonly shape: Shape;
  readonly xml: string;
  readonly findings: readonly string[];
  /** Values that came out; undefined = unusable. Left out when only the findings matter. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

const rows: readonly Row[] = [
  {
    what: 'gives attributes their values and defaults',
    shape: attributes,
    xml: '<x name="a" size="7"/>',
    findings: [],
    values: { name: 'a', mode: 'fast', size: 7 },
  },
  {
    what: 'needs what is required',
    shape: attributes,
    xml: '<x/>',
    findings: ['1:1 grammar/missing-attribute The attribute name is required.'],
    values: undefined,
  },
  {
    what: 'names the nearest known attribute of an unknown one, at its value',
    shape: attributes,
    xml: '<x name="a" Sise="7"/>',
    findings: [
      '1:19 grammar/unknown-attribute The attribute Sise is not known here and is ignored. | Did you mean size?',
    ],
    values: { name: 'a', size: undefined },
  },
  {
    what: 'says nothing of an unknown attribute that is like none',
    shape: attributes,
    xml: '<x name="a" elsewhere="7"/>',
    findings: ['1:24 grammar/unknown-attribute The attribute elsewhere is not known here and is ignored.'],
  },
  {
    what: 'takes description, statistics, trace and attributes of other namespaces everywhere',
    shape: attributes,
    xml: '<x name="a" description="d" statistics="enable" trace="enable" p:q="1" xmlns:p="urn:p"/>',
    findings: [],
  },
  {
    what: 'warns of an attribute without effect',
    shape: attributes,
    xml: '<x name="a" repository="r"/>',
    findings: ['1:25 grammar/ignored repository has no effect here: it is of another age.'],
    values: { repository: 'r' },
  },
  {
    what: 'is unusable with a value that is none of its kind',
    shape: attributes,
    xml: '<x name="a" mode="quick"/>',
    findings: ['1:19 grammar/bad-value "quick" is not a valid value of mode: it must be one of fast, slow.'],
    values: undefined,
  },
  {
    what: 'reports every problem, not the first only',
    shape: attributes,
    xml: '<x mode="quick" size="many" other="1"/>',
    findings: [
      '1:1 grammar/missing-attribute The attribute name is required.',
      '1:10 grammar/bad-value "quick" is not a valid value of mode: it must be one of fast, slow.',
      '1:23 grammar/bad-value "many" is not a valid value of size: it must be a whole number.',
      '1:36 grammar/unknown-attribute The attribute other is not known here and is ignored.',
    ],
    values: undefined,
  },
  {
    what: 'takes the first complete group of alternatives',
    shape: choice,
    xml: '<x source="a" regex="b"/>',
    findings: [],
    values: { regex: 'b', xpath: undefined },
  },
  {
    what: 'warns of alternatives that lose, and does not read them',
    shape: choice,
    xml: '<x xpath="true()" source="a" regex="b"/>',
    findings: [
      '1:27 grammar/losing-alternative source has no effect beside xpath.',
      '1:37 grammar/losing-alternative regex has no effect beside xpath.',
    ],
    values: { source: undefined, regex: undefined },
  },
  {
    what: 'does not ask a losing alternative to be right',
    shape: choice,
    xml: '<x xpath="true()" source="a["/>',
    findings: ['1:27 grammar/losing-alternative source has no effect beside xpath.'],
    values: { source: undefined },
  },
  {
    what: 'lets a child win over attributes',
    shape: choice,
    xml: '<x sequence="s"><list n="1"/></x>',
    findings: ['1:14 grammar/losing-alternative sequence has no effect beside inline.'],
    values: { sequence: undefined },
  },
  {
    what: 'says once that the winner is wrong',
    shape: choice,
    xml: '<x sequence=" "/>',
    findings: ['1:14 grammar/bad-value " " is not a valid value of sequence: it must not be empty.'],
    values: undefined,
  },
  {
    what: 'needs one complete group of alternatives',
    shape: choice,
    xml: '<x source="a"/>',
    findings: ['1:1 grammar/missing-one-of One of inline, xpath, source with regex, sequence is required.'],
    values: undefined,
  },
  {
    what: 'needs none where the other values say so',
    shape: optionalChoice,
    xml: '<x action="remove"/>',
    findings: [],
    values: { action: 'remove', value: undefined },
  },
  {
    what: 'needs one where the other values do not say otherwise',
    shape: optionalChoice,
    xml: '<x action="set"/>',
    findings: ['1:1 grammar/missing-one-of One of value is required.'],
    values: undefined,
  },
  {
    what: 'needs required children',
    shape: children,
    xml: '<x><item/></x>',
    findings: ['1:1 grammar/missing-element The element head is required.'],
    values: undefined,
  },
  {
    what: 'names the nearest known element of an unknown one',
    shape: children,
    xml: '<x><head/>\n  <itm/><other/></x>',
    findings: [
      '2:3 grammar/unknown-element The element itm is not known here and is ignored. | Did you mean item?',
      '2:9 grammar/unknown-element The element other is not known here and is ignored.',
    ],
  },
  {
    what: 'reads the first of several children that may stand once',
    shape: children,
    xml: '<x><head>one</head>\n<head>two</head></x>',
    findings: ['2:1 grammar/duplicate-element Only the first head is read.'],
  },
  {
    what: 'is unusable when a child is',
    shape: children,
    xml: '<x><head/>\n<end n="z"/></x>',
    findings: ['2:9 grammar/bad-value "z" is not a valid value of n: it must be a whole number.'],
    values: undefined,
  },
  {
    what: 'takes a description among the children',
    shape: children,
    xml: '<x><description>why</description><head/></x>',
    findings: [],
  },
  {
    what: 'knows children in its own namespace only',
    shape: children,
    xml: '<x><head/>\n<item xmlns="urn:other"/></x>',
    findings: ['2:1 grammar/unknown-element The element item is not known here and is ignored. | Did you mean item?'],
  },
  {
    what: 'leaves unknown children of a list to whoever compiles it',
    shape: mediators,
    xml: '<x><then/><log/><nonsense/></x>',
    findings: [],
  },
  {
    what: 'leaves free content alone, attributes too when none is declared',
    shape: free,
    xml: '<x any="1"><thing/></x>',
    findings: [],
  },
  {
    what: 'checks attributes beside free content when some are declared',
    shape: freeWithNames,
    xml: '<x nane="1"><thing/></x>',
    findings: [
      '1:10 grammar/unknown-attribute The attribute nane is not known here and is ignored. | Did you mean name?',
    ],
  },
  {
    what: 'gives the text of an element, CDATA sections included',
    shape: text,
    xml: '<x> a <![CDATA[<b>]]> c </x>',
    findings: [],
    values: { body: ' a <b> c ' },
  },
  {
    what: 'reports elements inside a text',
    shape: text,
    xml: '<x>a<b/></x>',
    findings: ['1:5 grammar/unknown-element The element b is not known here and is ignored.'],
  },
];

describe('readShape', () => {
  for (const { what, shape, xml, findings, ...row } of rows) {
    it(what, () => {
      const reading = read(shape, xml);
      assert.deepEqual(reading.findings, findings);
      if (!('values' in row)) return;
      const values = reading.values as Record<string, unknown> | undefined;
      if (row.values === undefined) assert.equal(values, undefined);
      else for (const [name, value] of Object.entries(row.values)) assert.deepEqual(values?.[name], value, name);
    });
  }

  it('reads children in their order, by key', () => {
    const { values } = read(children, '<x><item id="1"/><head>h</head><item id="2"/><end n="3"/></x>');
    assert.deepEqual(
      values?.item.map(({ id }) => id),
      ['1', '2'],
    );
    assert.equal(values?.head.body, 'h');
    assert.equal(values?.tail?.n, 3);
  });

  it('gives an empty list for a child that may stand several times', () => {
    assert.deepEqual(read(children, '<x><head/></x>').values?.item, []);
  });

  it('notes a static reference with its place, but not that of a losing alternative', () => {
    assert.deepEqual(
      read(choice, '<x sequence="s"/>').references.map(({ target, key }) => `${target} ${key}`),
      ['sequence s'],
    );
    assert.deepEqual(read(choice, '<x xpath="a" sequence="s"/>').references, []);
  });

  it('says where an element stands', () => {
    assert.deepEqual(read(free, '<x/>').values?.place, { file: 'x.xml', line: 1, column: 1 });
  });
});

describe('mediatorList', () => {
  it('is what is neither declared nor a description', () => {
    const owner = element('<x><description/><then/><log/><then xmlns="urn:other"/><drop/></x>');
    assert.deepEqual(
      mediatorList(owner, mediators.children).elements.map(({ name, namespace }) => `${name} ${namespace.slice(0, 9)}`),
      ['log http://ws', 'then urn:other', 'drop http://ws'],
    );
  });

  it('knows declared children by the name of their element', () => {
    const owner = element('<x><end/><tail/></x>');
    assert.deepEqual(
      mediatorList(owner, children.children).elements.map(({ name }) => name),
      ['tail'],
    );
  });
});

describe('a declared attribute', () => {
  const declared: readonly [what: string, spec: object, expected: object][] = [
    ['is present when it is required', attribute(textKind, 'd', { required: true }), { present: true, required: true }],
    [
      'is present when it has a default, which the reference page shows',
      attribute(booleanKind, 'd', { default: false }),
      { present: true, required: false, fallback: false, fallbackText: 'false' },
    ],
    ['may be missing otherwise', attribute(textKind, 'd'), { present: false, required: false }],
    ['can be a secret', attribute(textKind, 'd', { secret: true }), { secret: true }],
  ];
  for (const [what, spec, expected] of declared) {
    it(what, () => {
      assert.deepEqual({ ...spec, ...expected }, spec);
    });
  }
});
