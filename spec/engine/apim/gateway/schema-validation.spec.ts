import type { FixtureStep } from '../../../../engine/replay/index.js';
import { backend, bearer, plays, setupWith } from './played.js';

const pizza = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', nullable: true },
    size: { type: 'integer', minimum: 10, exclusiveMinimum: true },
    base: { $ref: '#/components/schemas/Pizza' },
    code: { type: 'string', pattern: '^(a+)+$' },
  },
};
const json = (schema: unknown) => ({ 'application/json': { schema } });

const definition = {
  openapi: '3.0.1',
  components: {
    schemas: { Pizza: pizza },
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' } } },
    requestBodies: { Order: { required: true, content: json({ $ref: '#/components/schemas/Pizza' }) } },
  },
  paths: {
    '/menu': {
      parameters: [{ $ref: '#/components/parameters/Page' }],
      get: {
        parameters: [
          { name: 'open', in: 'query', required: true, schema: { type: 'boolean' } },
          { name: 'X-Shop', in: 'header', schema: { enum: ['a', 'b'], type: 'string' } },
        ],
        responses: { '2XX': { content: json({ type: 'array' }) }, default: { content: json({ type: 'object' }) } },
      },
    },
    '/order': { post: { requestBody: { $ref: '#/components/requestBodies/Order' }, responses: {} } },
  },
};

const setup = setupWith({ schemaValidation: true, definition });

function invalid(side: 'Request' | 'Response', status: number, problem: string): FixtureStep['expect'] {
  const description = { $matches: `^Schema validation failed in the ${side}: .*${problem}` };
  return { response: { status, body: { json: { code: String(status), message: `Bad ${side}`, description } } } };
}

function order(body: string, problem?: string): FixtureStep {
  const headers = { ...bearer, 'Content-Type': 'application/json' };
  const request = { method: 'POST', path: '/pizza/1.0.0/order', headers, body };
  if (problem !== undefined) return { request, expect: invalid('Request', 400, problem) };
  const exchanges = [backend('/p/order', undefined, { body: { text: body } })];
  return { request, exchanges, expect: { response: { status: 200 } } };
}

function menu(query: string, headers: Record<string, string>, problem?: string): FixtureStep {
  const request = { path: `/pizza/1.0.0/menu${query}`, headers: { ...bearer, ...headers } };
  if (problem !== undefined) return { request, expect: invalid('Request', 400, problem) };
  return { request, exchanges: [backend(`/p/menu${query}`)], expect: { response: { status: 200 } } };
}

function answered(status: number, type: string, body: string, problem?: string): FixtureStep {
  const request = { path: '/pizza/1.0.0/menu?open=true', headers: bearer };
  const exchanges = [backend('/p/menu?open=true', { status, headers: { 'Content-Type': type }, body })];
  if (problem !== undefined) return { request, exchanges, expect: invalid('Response', 500, problem) };
  return { request, exchanges, expect: { response: { status, body: { text: body } } } };
}

describe('schema validation (gateway sheet E.9)', () => {
  const table: [fact: string, step: FixtureStep][] = [
    ['a body that fits leaves as it came', order('{ "name":"a", "size": 11.0 }')],
    ['a null where the schema is nullable', order('{"name":null}')],
    [
      'properties that nobody knows, even where the schema forbids them',
      order('{"name":"a","more":1,"base":{"name":"b","x":1}}'),
    ],
    ['no body where one is required', order('', 'A request body is required')],
    ['a property that is missing', order('{"size":11}', '"name" is missing')],
    ['a value that must be greater than its limit', order('{"name":"a","size":10}', '/size')],
    ['what is wrong behind a reference', order('{"name":"a","base":{"name":1}}', '/base/name')],
    ['something that is no JSON', order('{"name":', 'parse')],
    ['parameters that fit', menu('?open=false&page=2', { 'X-Shop': 'b' })],
    ['a parameter that is missing', menu('?page=2', {}, "Query parameter 'open' is required")],
    ['a parameter of the wrong type', menu('?open=perhaps', {}, "Query parameter 'open' must be boolean")],
    [
      'a parameter of the path behind a reference',
      menu('?open=true&page=x', {}, "Query parameter 'page' must be integer"),
    ],
    ['a header that may not be', menu('?open=true', { 'X-Shop': 'c' }, "Header parameter 'X-Shop'")],
    ['an answer that fits', answered(201, 'application/json', '[ 1 ]')],
    ['an answer of the wrong type', answered(200, 'application/json', '{}', 'must be array')],
    ['an answer by the default', answered(404, 'application/json', '[]', 'must be object')],
    ['an answer that is no JSON', answered(200, 'text/plain', '{}')],
  ];
  for (const [fact, step] of table) it(`looks at ${fact}`, () => plays({ setup, steps: [step] }));

  it('gives up a pattern that would be tried for years by going back', () => {
    const headers = { ...bearer, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'a', code: `${'a'.repeat(60)}!` });
    const description = { $matches: 'took longer than 100 ms' };
    const expect = { response: { status: 500, body: { jsonSubset: { description } } } };
    return plays({
      setup,
      steps: [{ request: { method: 'POST', path: '/pizza/1.0.0/order', headers, body }, expect }],
    });
  });

  it('asks for credentials first', async () => {
    const request = { path: '/pizza/1.0.0/menu' };
    await plays({ setup, steps: [{ request, expect: { response: { status: 401 } } }] });
  });

  it('applies where no credentials are wanted, and reads Swagger 2', async () => {
    const swagger = {
      swagger: '2.0',
      definitions: { Pizza: { type: 'object', required: ['name'] } },
      paths: {
        '/order': {
          post: {
            parameters: [
              { name: 'n', in: 'query', type: 'integer' },
              { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Pizza' } },
            ],
            responses: { 200: { schema: { type: 'array' } } },
          },
        },
      },
    };
    const open = setupWith({
      schemaValidation: true,
      definition: swagger,
      operations: [{ verb: 'POST', target: '/order', authType: 'None' }],
    });
    const headers = { 'Content-Type': 'application/json' };
    const request = (query: string, body: string) => ({
      method: 'POST',
      path: `/pizza/1.0.0/order${query}`,
      headers,
      body,
    });
    const wrong = [backend('/p/order?n=1', { headers, body: '{}' })];
    await plays({
      setup: open,
      steps: [
        { request: request('', '{}'), expect: invalid('Request', 400, '"name" is missing') },
        { request: request('?n=x', '{"name":1}'), expect: invalid('Request', 400, "'n' must be integer") },
        { request: request('?n=1', '{"name":1}'), exchanges: wrong, expect: invalid('Response', 500, 'must be array') },
      ],
    });
  });

  it('checks nothing without a definition, or where that cannot be used', async () => {
    const request = { path: '/pizza/1.0.0/menu', headers: bearer };
    const steps = [{ request, exchanges: [backend('/p/menu')], expect: { response: { status: 200 } } }];
    await plays({ setup: setupWith({ schemaValidation: true }), steps });
    const loop = { paths: { '/menu': { $ref: '#/paths/~1menu' } } };
    await plays({ setup: setupWith({ schemaValidation: true, definition: loop }), steps });
    const broken = { '200': { content: { 'text/plain': {}, 'application/json': { schema: { type: 'nothing' } } } } };
    const odd = { paths: { '/menu': { get: { responses: broken } } } };
    await plays({ setup: setupWith({ schemaValidation: true, definition: odd }), steps });
  });
});
