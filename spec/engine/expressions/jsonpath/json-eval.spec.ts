import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import { compileJsonPath, type JsonPathExpression } from '../../../../engine/expressions/jsonpath/index.js';
import { JavaNumber, JsonData, JsonObject, parseJson, stringifyJson } from '../../../../engine/message/index.js';
import { type MessageParts, testContext, testMessage } from '../messages.js';

function compiled(text: string): JsonPathExpression {
  const context = testContext();
  const expression = compileJsonPath(text, context);
  assert.ok(expression, context.report.findings.map(({ message }) => message).join());
  return expression;
}

const person = '{"name":"Ann","nul":null,"price":12.50,"list":[1.50,{"k":1.50}],"members":{"a":1}}';
const property = '{"a":{"b":[1,"two"]},"n":null,"d":2.50}';

describe('json-eval as text', () => {
  const cases: [fact: string, text: string, parts: MessageParts, result: string][] = [
    [
      'the whole body comes back as it was sent',
      '$',
      { json: '{ "a" : 1.50 ,\n "b":[ 1 ] }' },
      '{ "a" : 1.50 ,\n "b":[ 1 ] }',
    ],
    ['a final dot means nothing', '$.', { json: '{ "a":1 }' }, '{ "a":1 }'],
    ['the whole body need not be JSON', '$', { json: '{"a"' }, '{"a"'],
    ['@ is the document, written anew', '@', { json: '{ "a" : 1.50 }' }, '{"a":1.50}'],
    ['text has no quotes', '$.name', { json: person }, 'Ann'],
    ['null is the text null', '$.nul', { json: person }, 'null'],
    ['what is missing is empty', '$.nope', { json: person }, ''],
    ['what is missing below null is empty', '$.nul.x', { json: person }, ''],
    ['a number by name takes its value’s text', '$.price', { json: person }, '12.5'],
    ['a number by index keeps its text', '$.list[0]', { json: person }, '1.50'],
    ['a number inside an object keeps its text', '$.list[1]', { json: person }, '{"k":1.50}'],
    ['an object with members is reduced to them', '@', { json: person }, '{"a":1}'],
    ['an indefinite path gives an array', '$..k', { json: person }, '[1.5]'],
    ['a function that fails is empty', '$.name.length()', { json: person }, ''],
    ['an unknown function is empty', '$.name.foo()', { json: person }, ''],
    ['a body that is no JSON is empty', '$.a', { json: '{"a":' }, ''],
    ['no body is empty', '$.a', {}, ''],
    ['a repeated name counts with its last value', '$', { json: '{"a":1,"a":2}' }, '{"a":1,"a":2}'],
    ['a repeated name is written once', '$.o', { json: '{"o":{"a":1,"b":0,"a":2}}' }, '{"a":2,"b":0}'],
    ['an XML body is read in its JSON form', '$.order.id', { xml: '<order><id>7</id></order>' }, '7'],
    ['an XML body as a whole', '$', { xml: '<order><id>7</id></order>' }, '{"order":{"id":7}}'],
    ['an XML body with mixed content is empty', '$.a', { xml: '<a>x<b/></a>' }, ''],

    ['a property comes back as it is', '$ctx:p', { properties: { p: '{ "a" : 1 }' } }, '{ "a" : 1 }'],
    ['a property that is no JSON comes back too', '$ctx:p', { properties: { p: 'no {' } }, 'no {'],
    ['a missing property is empty', '$ctx:p', {}, ''],
    ['a path over a missing property is empty', '$ctx:p.a', {}, ''],
    ['a path over a property', '$ctx:p.a.b[1]', { properties: { p: property } }, 'two'],
    ['an index right after the property', '$ctx:p[0].a', { properties: { p: '[{"a":1},2]' } }, '1'],
    ['a dot before the index', '$ctx:p.[1]', { properties: { p: '[{"a":1},2]' } }, '2'],
    ['null in a property is the text null', '$ctx:p.n', { properties: { p: property } }, 'null'],
    ['numbers in a property follow the same rules', '$ctx:p.d', { properties: { p: property } }, '2.5'],
    ['a name ends at the first other character', '$ctx:a-b_1.x', { properties: { 'a-b_1': '{"x":1}' } }, '1'],
    ['a JSON property', '$ctx:p.a', { properties: { p: new JsonData(parseJson('{"a":[1]}')) } }, '[1]'],
    ['an integer property is JSON too', '$ctx:p.length()', { properties: { p: '[1,2]' } }, '2'],
    ['a header', '$trp:X-Json.a', { headers: { 'x-json': '{"a":"h"}' } }, 'h'],
    ['an axis2 property', '$axis2:p.a', { axis2: { p: '{"a":"x"}' } }, 'x'],
    ['a typed property as text', '$ctx:p', { properties: { p: new JavaNumber('int', 5) } }, '5'],

    ['a whole path from a property', '{$ctx:path}', { json: person, properties: { path: '$.list[1]' } }, '{"k":1.50}'],
    ['a path put together is never raw', '{$ctx:path}', { json: '{ "a" : 1 }', properties: { path: '$' } }, '{"a":1}'],
    ['a name from a property', '$.{$ctx:key}', { json: person, properties: { key: 'name' } }, 'Ann'],
    ['a name from the body', '$.{json-eval($.key)}', { json: '{"key":"b","b":"x"}' }, 'x'],
    ['a missing name is empty text', '$.a{$ctx:key}', { json: '{"a":1}' }, '1'],
    ['several parts', '$.{$ctx:a}.{$ctx:b}', { json: '{"x":{"y":1}}', properties: { a: 'x', b: 'y' } }, '1'],
    ['a value in a filter', "$[?(@.t=='{$ctx:t}')].v", { json: '[{"t":"A","v":1}]', properties: { t: 'A' } }, '[1]'],
    ['a part in a path over a property', '$ctx:p.{$ctx:k}', { properties: { p: '{"a":1}', k: 'a' } }, '1'],
  ];
  for (const [fact, text, parts, result] of cases) {
    it(`${fact}: ${text}`, () => assert.equal(compiled(text).string(testMessage(parts).message), result));
  }

  it('logs that there is no body', () => {
    const { message, warnings } = testMessage();
    compiled('$.a').string(message);
    assert.deepEqual(warnings, ['Json Payload is empty.']);
  });

  const faults: [fact: string, text: string, parts: MessageParts, message: RegExp][] = [
    [
      'a missing member of a property',
      '$ctx:p.zzz',
      { properties: { p: property } },
      /No results for path: \$\['zzz'\]/,
    ],
    [
      'a missing member on the way',
      '$ctx:p.y.z',
      { properties: { p: property } },
      /Missing property in path \$\['y'\]/,
    ],
    ['a property that is no JSON', '$ctx:p.a', { properties: { p: '{"a"' } }, /./],
    ['a property that is empty', '$ctx:p.a', { properties: { p: '' } }, /can not be null or empty/],
    ['a function over a property', '$ctx:p.a.sum()', { properties: { p: '{"a":[]}' } }, /empty array/],
    ['a name step over text', '$ctx:p.n.x', { properties: { p: property } }, /Expected to find an object/],
    ['a path that a value made invalid', '$.{$ctx:k}', { json: person, properties: { k: 'a b' } }, /blanks/],
    ['an expression that is none', '$.{a//}', { json: person }, /Invalid expression for inline source format/],
  ];
  for (const [fact, text, parts, message] of faults) {
    it(`faults: ${fact}`, () => {
      const expression = compileJsonPath(text, testContext())!;
      assert.throws(
        () => expression.string(testMessage(parts).message),
        (error) => error instanceof Fault && message.test(error.message) && error.place?.file === 'test.xml',
      );
    });
  }

  it('warns of braces that hold no expression', () => {
    const context = testContext();
    assert.ok(compileJsonPath('$.a.{b//}.c', context));
    const [found] = context.report.findings;
    assert.equal(found?.code, 'placeholder/invalid-expression');
    assert.equal(found.severity, 'warning');
    assert.equal(found.column >= 6, true);
  });
});

describe('json-eval as a condition', () => {
  for (const [json, expected] of [
    ['{"f":true}', true],
    ['{"f":"TRUE"}', true],
    ['{"f":"yes"}', false],
    ['{"f":1}', false],
    ['{"g":true}', false],
  ] as const) {
    it(`${json} is ${expected}`, () => assert.equal(compiled('$.f').boolean(testMessage({ json }).message), expected));
  }
});

describe('json-eval as items', () => {
  const items = (text: string, parts: MessageParts) =>
    compiled(text)
      .nodes(testMessage(parts).message)
      .map((item) => stringifyJson(item));
  const cases: [fact: string, text: string, json: string, result: string[]][] = [
    ['the members of an array', '$.a', '{"a":[1.50,"x",null]}', ['1.50', '"x"', 'null']],
    ['an empty array has none', '$.a', '{"a":[]}', []],
    ['null has none', '$.a', '{"a":null}', []],
    ['any other value is one', '$.a', '{"a":{"b":1}}', ['{"b":1}']],
    ['a number by name', '$.a', '{"a":1.50}', ['1.5']],
    ['the hits of an indefinite path', '$..b', '{"a":[{"b":1},{"b":[2]}]}', ['1', '[2]']],
    ['the root array', '$', '[1,2]', ['1', '2']],
    ['members instead of the object', '$.a', '{"a":{"members":[1,2]}}', ['1', '2']],
  ];
  for (const [fact, text, json, result] of cases) it(fact, () => assert.deepEqual(items(text, { json }), result));

  it('the body is read, not the property', () => {
    assert.deepEqual(items('$ctx:p.a', { json: '{"a":[1]}', properties: { p: '{"a":[2]}' } }), ['1']);
  });

  for (const [fact, text, parts] of [
    ['a missing path', '$.b', { json: '{"a":1}' }],
    ['no body', '$.a', {}],
    ['a body that is no JSON', '$.a', { json: '{' }],
  ] as const) {
    it(`${fact} is a fault`, () => assert.throws(() => items(text, parts), Fault));
  }
});

describe('a compiled json-eval', () => {
  it('has no native result', () => assert.equal(compiled('$.a').value(), undefined));
  it('always counts as reading the body', () => assert.equal(compiled('$ctx:p').contentAware, true));
  it('shows its source', () => assert.equal(compiled('$.a').source, 'json-eval($.a)'));
  it('knows whether it is the whole body', () => {
    for (const [text, whole] of [
      ['$', true],
      ['$.', true],
      ['@', false],
      ['$.a', false],
      ['$ctx:p', false],
    ] as const) {
      assert.equal(compiled(text).isWholeBody, whole, text);
    }
  });
  it('does not change the document', () => {
    const { message } = testMessage({ json: '{"a":[1]}' });
    compiled('$.a.append(2)').string(message);
    assert.ok(message.json instanceof JsonObject);
    assert.equal(stringifyJson(message.json), '{"a":[1]}');
  });
});
