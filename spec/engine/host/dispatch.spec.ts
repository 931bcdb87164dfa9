import assert from 'node:assert/strict';
import { answering, api, ask, closeServed, ns, type Reply, type ServeTestOptions, serve } from './served.js';

interface Case {
  readonly name: string;
  readonly artifacts: readonly string[];
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly options?: ServeTestOptions;
  readonly status: number;
  /** Text of `r` in the body, or the whole body. */
  readonly r?: string;
  readonly answerHeaders?: Record<string, string | undefined>;
}

const get = api('methods="GET" uri-template="/a"', answering('g'));
const main = `<sequence ${ns} name="main">${answering('main')}</sequence>`;
const header = (name: string, expression: string): string =>
  `<header name="${name}" scope="transport" expression="${expression}"/>`;
const open = {
  properties: { 'synapse.rest.CORSConfig.Access-Control-Allow-Origin': 'https://a.example, https://b.example' },
};
const closed = { properties: { 'synapse.rest.CORSConfig.enabled': 'false' } };

const cases: readonly Case[] = [
  { name: 'an API answers', artifacts: [get], status: 200, r: 'g' },
  { name: 'an unknown path goes to main', artifacts: [get, main], path: '/zzz', status: 200, r: 'main' },
  {
    name: 'a main with in and out sees its answers in out',
    artifacts: [`<sequence ${ns} name="main"><in><loopback/></in><out>${answering('out')}</out></sequence>`],
    path: '/zzz',
    status: 200,
    r: 'out',
  },
  { name: 'the standard main answers 404 without a body', artifacts: [get], path: '/zzz', status: 404, r: '' },
  { name: 'a path that no resource has', artifacts: [get], path: '/api/b', status: 404, r: '' },
  { name: 'a method that no resource takes', artifacts: [get], method: 'DELETE', status: 405, r: '' },
  { name: 'HEAD is not implied by GET', artifacts: [get], method: 'HEAD', status: 405, r: '' },
  {
    name: 'another filter than method and path',
    artifacts: [api('methods="POST" uri-template="/a" content-type="a/b"', answering('p'))],
    method: 'POST',
    headers: { 'Content-Type': 'a/c' },
    body: 'x',
    status: 400,
    r: '',
    answerHeaders: { 'content-length': '0' },
  },
  {
    name: 'a sequence takes unknown paths',
    artifacts: [get, `<sequence ${ns} name="_resource_mismatch_handler_">${answering('mismatch')}</sequence>`],
    path: '/api/b',
    status: 200,
    r: 'mismatch',
  },
  {
    name: 'a sequence takes methods that are not allowed',
    artifacts: [get, `<sequence ${ns} name="_method_not_allowed_handler_">${answering('method')}</sequence>`],
    method: 'PUT',
    status: 200,
    r: 'method',
  },
  {
    name: 'pre-mediate runs first',
    artifacts: [
      api('uri-template="/a"', `${header('X-Flag', "get-property('flag')")}${answering('a')}`),
      `<sequence ${ns} name="pre-mediate"><property name="flag" value="seen"/></sequence>`,
    ],
    status: 200,
    answerHeaders: { 'x-flag': 'seen' },
  },
  {
    name: 'pre-mediate may end the message',
    artifacts: [get, `<sequence ${ns} name="pre-mediate"><drop/></sequence>`],
    status: 202,
    r: '',
  },
  {
    name: 'favicon.ico',
    artifacts: [api('', answering('x')).replace('/api', '/')],
    path: '/favicon.ico',
    status: 404,
    r: '',
  },
  {
    name: 'a resource without an in-sequence',
    artifacts: [`<api ${ns} name="A" context="/api"><resource/></api>`],
    status: 202,
    r: '',
  },
  {
    name: 'a flow that only ends',
    artifacts: [api('', '<property name="HTTP_SC" value="400" scope="axis2"/>')],
    status: 202,
    r: '',
  },
  {
    name: 'properties of the request',
    artifacts: [
      `<api ${ns} name="Shop" context="/shop" version="1.0" version-type="url"><resource uri-template="/i/{id}"><inSequence>${[
        'SYNAPSE_REST_API',
        'SYNAPSE_REST_API_VERSION',
        'SYNAPSE_REST_API_VERSION_STRATEGY',
        'REST_API_CONTEXT',
        'REST_FULL_REQUEST_PATH',
        'REST_SUB_REQUEST_PATH',
        'REST_URL_PREFIX',
        'REST_METHOD',
        'RESOURCE_PATH',
        'uri.var.id',
        'query.param.q',
      ]
        .map((name) => header(`X-${name.replaceAll('.', '-').replaceAll('_', '-')}`, `get-property('${name}')`))
        .join(
          '',
        )}${header('X-Postfix', "get-property('axis2','REST_URL_POSTFIX')")}${answering('p')}</inSequence></resource></api>`,
    ],
    path: '/shop/1.0/i/a%20b?q=x+y%21&q2',
    headers: { Host: 'h.example:80' },
    status: 200,
    answerHeaders: {
      'x-synapse-rest-api': 'Shop:v1.0',
      'x-synapse-rest-api-version': '1.0',
      'x-synapse-rest-api-version-strategy': 'url',
      'x-rest-api-context': '/shop',
      'x-rest-full-request-path': '/shop/1.0/i/a%20b?q=x+y%21&q2',
      'x-rest-sub-request-path': '/i/a%20b?q=x+y%21&q2',
      'x-rest-url-prefix': 'http://h.example:80',
      'x-rest-method': 'GET',
      'x-resource-path': '/i/{id}',
      'x-uri-var-id': 'a b',
      'x-query-param-q': 'x y!&q2',
      'x-postfix': '/i/a%20b?q=x+y%21&q2',
    },
  },
  {
    name: 'a malformed query value faults before the fault sequence of the resource is in place',
    artifacts: [
      api('', answering('x'), `<faultSequence>${answering('own')}</faultSequence>`),
      `<sequence ${ns} name="fault">${header('X-Code', "get-property('ERROR_CODE')")}${answering('global')}</sequence>`,
    ],
    path: '/api?a=%zz',
    status: 400,
    r: 'global',
    answerHeaders: { 'x-code': '400' },
  },
  {
    name: 'the fault sequence of the resource',
    artifacts: [api('', '<sequence key="none"/>', `<faultSequence>${answering('own')}</faultSequence>`)],
    path: '/api',
    status: 200,
    r: 'own',
  },
  {
    name: 'a fault inside it goes to the global one',
    artifacts: [
      api('', '<sequence key="none"/>', '<faultSequence><sequence key="none"/></faultSequence>'),
      `<sequence ${ns} name="fault">${answering('global')}</sequence>`,
    ],
    path: '/api',
    status: 200,
    r: 'global',
  },
  {
    name: 'OPTIONS without allowed origins',
    artifacts: [get],
    method: 'OPTIONS',
    status: 403,
    r: '',
    answerHeaders: { allow: 'GET' },
  },
  {
    name: 'OPTIONS of a resource for all methods',
    artifacts: [api('uri-template="/a"', answering('a'))],
    method: 'OPTIONS',
    status: 403,
    answerHeaders: { allow: 'GET, POST, PUT, DELETE' },
  },
  { name: 'OPTIONS of an unknown path', artifacts: [get], method: 'OPTIONS', path: '/api/b', status: 404, r: '' },
  {
    name: 'a preflight from an allowed origin',
    artifacts: [get],
    method: 'OPTIONS',
    headers: { Origin: 'https://b.example' },
    options: open,
    status: 200,
    r: '',
    answerHeaders: {
      'access-control-allow-origin': 'https://b.example',
      'access-control-allow-methods': 'GET',
      allow: 'GET',
    },
  },
  {
    name: 'a preflight from another origin',
    artifacts: [get],
    method: 'OPTIONS',
    headers: { Origin: 'https://c.example' },
    options: open,
    status: 403,
  },
  {
    name: 'OPTIONS with CORS switched off',
    artifacts: [get],
    method: 'OPTIONS',
    options: closed,
    status: 200,
    answerHeaders: { allow: 'GET', 'access-control-allow-methods': undefined },
  },
  {
    name: 'a mediated OPTIONS inherits 403',
    artifacts: [api('methods="OPTIONS" uri-template="/a"', answering('o'))],
    method: 'OPTIONS',
    status: 403,
    r: 'o',
  },
  {
    name: 'a mediated OPTIONS with Max-Forwards: 0 is answered by the engine',
    artifacts: [api('methods="OPTIONS GET" uri-template="/a"', answering('o'))],
    method: 'OPTIONS',
    headers: { 'Max-Forwards': '0' },
    options: closed,
    status: 200,
    r: '',
    answerHeaders: { allow: 'GET' },
  },
  {
    name: 'Max-Forwards counts down',
    artifacts: [api('methods="OPTIONS" uri-template="/a"', answering('o'))],
    method: 'OPTIONS',
    headers: { 'Max-Forwards': '3' },
    options: closed,
    status: 200,
    r: 'o',
    answerHeaders: { 'max-forwards': '2' },
  },
  {
    name: 'an answer of an API says what CORS allows, whatever the flow set',
    artifacts: [
      api(
        'methods="GET" uri-template="/a"',
        `<header name="Access-Control-Allow-Methods" scope="transport" value="X"/>${answering('g')}`,
      ),
    ],
    headers: { Origin: 'https://a.example' },
    options: open,
    status: 200,
    answerHeaders: {
      'access-control-allow-methods': 'GET',
      'access-control-allow-origin': 'https://a.example',
      origin: 'https://a.example',
    },
  },
  {
    name: 'CORS says nothing in main',
    artifacts: [main],
    status: 200,
    answerHeaders: { 'access-control-allow-methods': undefined },
  },
  {
    name: 'an absolute request target',
    artifacts: [get],
    path: 'http://other.example/api/a',
    status: 200,
    r: 'g',
  },
];

describe('dispatch', () => {
  afterEach(closeServed);
  for (const each of cases) {
    it(each.name, async () => {
      const served = await serve(each.artifacts, each.options);
      const { method = 'GET', path = '/api/a', headers = {}, body } = each;
      const reply = await ask(served, path, { method, headers, ...(body !== undefined && { body }) });
      check(each, reply);
    });
  }

  function check({ status, r, answerHeaders = {} }: Case, reply: Reply): void {
    assert.equal(reply.status, status, reply.body);
    if (r !== undefined) assert.equal(reply.body && (JSON.parse(reply.body) as { r: string }).r, r);
    for (const [name, value] of Object.entries(answerHeaders)) assert.equal(reply.headers[name], value, name);
  }
});

describe('proxies', () => {
  afterEach(closeServed);
  const proxy = (name: string, flow: string): string =>
    `<proxy ${ns} name="${name}" transports="http https"><target><inSequence>${flow}</inSequence></target></proxy>`;
  const paths: [path: string, status: number][] = [
    ['/services/Hello', 200],
    ['/services/Hello/op', 200],
    ['/services/Hello?x=1', 200],
    ['/services/Hell', 404],
    ['/services/Hello2', 404],
  ];
  for (const [path, status] of paths) {
    it(`${path} → ${status}`, async () => {
      const served = await serve([proxy('Hello', answering('p'))]);
      const reply = await ask(served, path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      });
      assert.equal(reply.status, status);
    });
  }

  it('are listed under /services/, unless that is blocked', async () => {
    const served = await serve([proxy('Hello', answering('p'))]);
    assert.match((await ask(served, '/services/')).body, /<a href="\/services\/Hello">Hello<\/a>/);
    const blocked = await serve([proxy('Hello', answering('p'))], {
      properties: { 'http.block_service_list': 'true' },
    });
    assert.equal((await ask(blocked, '/services/')).status, 403);
  });
});
