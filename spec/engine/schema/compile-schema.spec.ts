import assert from 'node:assert/strict';
import { compileSchema, type JsonSchema, SchemaError } from '../../../engine/schema/index.js';

const person: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    'a/b~c': { type: ['string', 'null'] },
    kind: { enum: ['one', 'two'] },
    version: { const: 1 },
    pair: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: false },
  },
  required: ['name'],
  additionalProperties: false,
};

describe('compileSchema', () => {
  const check = compileSchema(person);
  const table: [string, unknown, string?, string?][] = [
    ['valid data', { name: 'x', 'a/b~c': null, kind: 'one', version: 1, pair: [1, 2] }],
    ['another type', [], '', 'must be object'],
    ['a missing field', {}, '', 'the field "name" is missing'],
    ['a field of another type', { name: 1 }, '/name', 'must be string'],
    ['one of two types', { name: 'x', 'a/b~c': 1 }, '/a~1b~0c', 'must be string or null'],
    ['an unknown field', { name: 'x', other: 1 }, '/other', 'is not a known field'],
    ['a misspelt field', { nam: 'x', name: 'y' }, '/nam', 'is not a known field; did you mean "name"?'],
    ['a value outside a list', { name: 'x', kind: 'three' }, '/kind', 'must be one of "one", "two"'],
    ['another constant', { name: 'x', version: 2 }, '/version', 'must be 1'],
    ['one item too many', { name: 'x', pair: [1, 2, 3] }, '/pair', 'must NOT have more than 2 items'],
    ['a text too short', { name: '' }, '/name', 'must NOT have fewer than 1 characters'],
  ];
  for (const [fact, data, pointer, message] of table) {
    it(`judges ${fact}`, () => {
      assert.deepEqual(check(data), pointer === undefined ? [] : [{ pointer, message }]);
    });
  }

  it('reads draft 07 when nothing else is said', () => {
    const tuple = compileSchema(
      { type: 'array', items: [{ type: 'number' }], additionalItems: false },
      { strict: false },
    );
    assert.equal(tuple([1]).length, 0);
    assert.equal(tuple(['1'])[0]!.pointer, '/0');
  });

  it('gives all problems when asked', () => {
    assert.equal(compileSchema(person, { allProblems: true })({ name: 1, kind: 2 }).length, 2);
  });

  it('follows references inside the schema', () => {
    const check = compileSchema({ $ref: '#/definitions/n', definitions: { n: { type: 'number' } } });
    assert.deepEqual(check('x'), [{ pointer: '', message: 'must be number' }]);
  });

  const faulty: [string, JsonSchema][] = [
    ['a reference to nothing', { $ref: '#/definitions/n' }],
    ['a reference to the network', { $ref: 'http://example.com/schema.json' }],
    ['an unknown type', { type: 'text' }],
    ['an unknown keyword', { tpye: 'string' }],
  ];
  for (const [fact, schema] of faulty)
    it(`refuses ${fact}`, () => assert.throws(() => compileSchema(schema), SchemaError));

  it('lets unknown keywords of foreign schemas pass', () => {
    assert.deepEqual(compileSchema({ tpye: 'string' }, { strict: false })(1), []);
  });
});
