import assert from 'node:assert/strict';
import { compileDraft4, SchemaError } from '../../../engine/schema/index.js';

const draft3 = (schema: object) => ({ $schema: 'http://json-schema.org/draft-03/schema#', ...schema });

describe('compileDraft4', () => {
  const table: [fact: string, schema: object, data: unknown, valid: boolean][] = [
    ['an exclusive limit beside the limit', { minimum: 1, exclusiveMinimum: true }, 1, false],
    ['const, which is later', { const: 1 }, 2, true],
    ['if and then, which are later', { if: {}, then: { type: 'string' } }, 2, true],
    ['contains, which is later', { contains: { type: 'string' } }, [1], true],
    ['an unknown format', { format: 'color' }, 'x', true],
    ['a name that every object has', { required: ['toString'] }, {}, false],
    ['equal objects', { uniqueItems: true }, [{ a: 1 }, { a: 1 }], false],
    ['an object of a list', { enum: [{ a: [1] }] }, { a: [1] }, true],
    [
      'another dialect by name',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', required: ['a'] },
      {},
      false,
    ],
    ['a date and time', { format: 'date-time' }, '2020-02-03T04:05:06.7Z', true],
    ['no date and time', { format: 'date-time' }, '2020-13-03T04:05:06Z', false],
    ['a host', { format: 'hostname' }, 'a-b.example', true],
    ['no host', { format: 'hostname' }, '-a.example', false],
    ['an IPv4 address', { format: 'ipv4' }, '1.2.3.4', true],
    ['no IPv6 address', { format: 'ipv6' }, '1.2.3.4', false],
    ['a URI', { format: 'uri' }, 'http://a.example/b?c', true],
    ['no URI', { format: 'uri' }, 'a b', false],
    ['a pattern', { format: 'regex' }, '[a-z]', true],
    ['no pattern', { format: 'regex' }, '[a-z', false],
    ['draft 3: a required member', draft3({ properties: { a: { required: true } } }), {}, false],
    ['draft 3: divisibleBy', draft3({ divisibleBy: 2 }), 3, false],
    ['draft 3: extends', draft3({ extends: { type: 'string' } }), 1, false],
    ['draft 3: a list to extend', draft3({ extends: [{ minimum: 1 }, { maximum: 2 }] }), 3, false],
    ['draft 3: disallow', draft3({ disallow: ['string', { minimum: 5 }] }), 6, false],
    ['draft 3: what disallow leaves', draft3({ disallow: ['string', { minimum: 5 }] }), 4, true],
    ['draft 3: a type that is a schema', draft3({ type: ['string', { minimum: 5 }] }), 4, false],
    ['draft 3: any type', draft3({ type: 'any' }), null, true],
    ['draft 3: a dependency', draft3({ dependencies: { a: 'b' } }), { a: 1 }, false],
    ['draft 3: items', draft3({ items: { properties: { a: { required: true } } } }), [{}], false],
  ];
  for (const [fact, schema, data, valid] of table) {
    it(`${valid ? 'passes' : 'refuses'} ${fact}`, () => {
      assert.equal(compileDraft4(schema)(data) === undefined, valid);
    });
  }

  it('says of branches what holds for the whole', () => {
    const check = compileDraft4({ properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } } });
    assert.deepEqual(check({ a: 1 }), {
      keyword: 'anyOf',
      pointer: '/a',
      message: 'instance failed to match at least one required schema among 2',
    });
  });

  it('takes patterns from its caller', () => {
    const asked: string[] = [];
    const pattern = (source: string) => {
      asked.push(source);
      return { test: (text: string) => text === 'yes' };
    };
    const check = compileDraft4({ pattern: 'x+', patternProperties: { 'y+': { type: 'string' } } }, { pattern });
    assert.equal(check('yes'), undefined);
    assert.notEqual(check('no'), undefined);
    assert.notEqual(check({ yes: 1 }), undefined);
    assert.deepEqual(new Set(asked), new Set(['x+', 'y+']));
  });

  it('does not change the schema', () => {
    const schema = Object.freeze({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' });
    assert.equal(compileDraft4(schema)({}), undefined);
  });

  const faulty: [string, unknown][] = [
    ['an unknown type', { type: 'text' }],
    ['a reference to the network', { $ref: 'http://example.com/schema.json' }],
    ['a boolean', true],
    ['a list', []],
  ];
  for (const [fact, schema] of faulty) {
    it(`refuses ${fact} as a schema`, () => {
      assert.throws(() => compileDraft4(schema), SchemaError);
    });
  }
});
