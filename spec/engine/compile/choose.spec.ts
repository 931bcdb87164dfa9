import assert from 'node:assert/strict';
import {
  type Api,
  type ApiDefinition,
  type RequestLine,
  type Resource,
  sortApis,
} from '../../../engine/compile/api.js';
import { ApiChooser, prefixLength, urlPostfix } from '../../../engine/compile/choose-api.js';
import { ResourceChooser, type ResourceRequest } from '../../../engine/compile/choose-resource.js';
import { defineApi } from '../../../engine/compile/define-api.js';
import { readResourceTemplate, readUrlMapping } from '../../../engine/compile/mapping.js';
import { Headers } from '../../../engine/message/index.js';

const place = { file: 'a.xml', line: 1, column: 1 };

function resource(id: string, options: Partial<Resource> & { map?: string; template?: string } = {}): Resource {
  const { map, template, ...rest } = options;
  const mapping =
    map === undefined ? (template === undefined ? undefined : readResourceTemplate(template)) : readUrlMapping(map);
  return {
    id,
    place,
    methods: [],
    mapping,
    protocol: undefined,
    contentType: undefined,
    userAgent: undefined,
    bindsTo: ['default'],
    inSequence: undefined,
    outSequence: undefined,
    faultHandler: () => undefined,
    ...rest,
  };
}

function api(name: string, context: string, options: Partial<ApiDefinition> = {}): Api {
  return defineApi({
    name,
    context,
    version: '',
    versionType: '',
    hostname: undefined,
    port: undefined,
    transports: undefined,
    bindsTo: ['default'],
    place,
    resources: [],
    ...options,
  });
}

function request(target: string, host?: string, scheme: 'http' | 'https' = 'http'): RequestLine {
  return { method: 'GET', target, host, scheme };
}

const url = (version: string): Partial<ApiDefinition> => ({ version, versionType: 'url' });
const inContext = (version: string): Partial<ApiDefinition> => ({ version, versionType: 'context' });

const choices: [name: string, apis: Api[], request: RequestLine, chosen: string | undefined][] = [
  ['the context itself', [api('A', '/test')], request('/test'), 'A'],
  ['a path below it', [api('A', '/test')], request('/test/x'), 'A'],
  ['a query right behind it', [api('A', '/test')], request('/test?a=5'), 'A'],
  ['a longer word is not the context', [api('A', '/test')], request('/test1/bar?a=5'), undefined],
  ['it stands at the start', [api('A', '/test')], request('/foo/test/bar?a=5'), undefined],
  ['case counts', [api('A', '/test')], request('/Test/x'), undefined],
  ['the path is not decoded', [api('A', '/test')], request('/t%65st/x'), undefined],
  ['slashes at the end of a context do not count', [api('A', '/test//')], request('/test/x'), 'A'],
  ['the longest context wins', [api('S', '/a'), api('L', '/a/b')], request('/a/b/c'), 'L'],
  ['a shorter one where the longer does not fit', [api('S', '/a'), api('L', '/a/b')], request('/a/bc'), 'S'],
  ['the default API takes the rest', [api('R', '/'), api('A', '/test')], request('/foo/bar?a=5'), 'R'],
  [
    'the default API does not take what another one matches',
    [api('R', '/'), api('A', '/test')],
    request('/test/x'),
    'A',
  ],
  ['equal contexts: the first declared', [api('A', '/x'), api('B', '/x')], request('/x'), 'A'],
  ['an API bound to other listeners', [api('A', '/x', { bindsTo: ['inbound'] })], request('/x'), undefined],
  ['version in the path', [api('A', '/test', url('1.0.0'))], request('/test/1.0.0/foo'), 'A:v1.0.0'],
  ['nothing behind the version', [api('A', '/test', url('1.0.0'))], request('/test/1.0.0'), 'A:v1.0.0'],
  ['a query behind the version', [api('A', '/test', url('1.0.0'))], request('/test/1.0.0?a=http://x'), 'A:v1.0.0'],
  ['a longer version', [api('A', '/test', url('1.0'))], request('/test/1.0.0/foo'), undefined],
  ['the version is needed', [api('A', '/test', url('1.0.0'))], request('/test/'), undefined],
  ['the version alone in the query', [api('A', '/test', url('1.0.0'))], request('/test?1.0.0'), undefined],
  ['two versions', [api('A', '/test', url('1')), api('B', '/test', url('2'))], request('/test/2/foo'), 'B:v2'],
  [
    'an unversioned one takes the others',
    [api('D', '/test'), api('A', '/test', url('1'))],
    request('/test/2/foo'),
    'D',
  ],
  [
    'a versioned one wins over a longer context',
    [api('L', '/a/1/b'), api('V', '/a', url('1'))],
    request('/a/1/b'),
    'V:v1',
  ],
  ['version in the context', [api('A', '/{version}/test', inContext('1.0'))], request('/1.0/test/foo'), 'A:v1.0'],
  ['a context without {version}', [api('A', '/test', inContext('1.0'))], request('/test/foo'), 'A:v1.0'],
  ['hostname differs', [api('A', '/t', { hostname: 's.example' })], request('/t', 'o.example'), undefined],
  ['hostname without the port', [api('A', '/t', { hostname: 's.example' })], request('/t', 's.example:8280'), 'A'],
  ['no host at all', [api('A', '/t', { hostname: 's.example' })], request('/t'), undefined],
  ['port 80 by default', [api('A', '/t', { port: 80 })], request('/t', 's.example'), 'A'],
  ['port 443 by default over TLS', [api('A', '/t', { port: 443 })], request('/t', 's.example', 'https'), 'A'],
  ['port differs', [api('A', '/t', { port: 80 })], request('/t', 's.example:8280'), undefined],
  ['a port that is no number', [api('A', '/t', { port: 80 })], request('/t', 's.example:x'), undefined],
  [
    'a longer context of another host',
    [api('L', '/a/b', { hostname: 'one.example' }), api('S', '/a')],
    request('/a/b/c', 'two.example'),
    'S',
  ],
];

const itself = (chosen: Api): Api => chosen;

describe('choosing an API', () => {
  for (const [name, apis, line, chosen] of choices) {
    it(name, () => assert.equal(new ApiChooser(apis, itself).choose(line)?.fullName, chosen));
  }

  it('tells of an API that does not allow the transport', () => {
    const denied: string[] = [];
    const chooser = new ApiChooser([api('A', '/t', { transports: 'https' }), api('R', '/')], itself);
    assert.equal(chooser.choose(request('/t'), (refused) => denied.push(refused.name))?.name, 'R');
    assert.deepEqual(denied, ['A']);
  });

  it('finds what a walk over all APIs in their order finds', () => {
    const contexts = ['/', '/a', '/a/b', '/a/b/c', '/b', '/ab'];
    const apis = contexts.map((context) => api(context, context));
    const paths = ['/', '/a', '/a/', '/a?x', '/a/b', '/a/bc', '/a/b/c/d', '/ab/c', '/b?/a', '/c', '*', ''];
    for (const path of paths) {
      const walked = sortApis(apis).find(
        ({ context }) => path === context || path.startsWith(`${context}/`) || path.startsWith(`${context}?`),
      );
      assert.equal(new ApiChooser(apis, itself).choose(request(path))?.name, walked?.name, path);
    }
  });
});

const paths: [api: Api, target: string, subPath: string, postfix: string][] = [
  [api('A', '/test'), '/test', '/', ''],
  [api('A', '/test'), '/test/me/now?a=5', '/me/now?a=5', '/me/now?a=5'],
  [api('A', '/test'), '/test?a=5', '?a=5', '?a=5'],
  [api('A', '/test', url('1.0.0')), '/test/1.0.0/foo?a=5', '/foo?a=5', '/foo?a=5'],
  [api('A', '/test', url('1.0.0')), '/test/1.0.0', '/', ''],
  [api('R', '/'), '/test/me/now', '/test/me/now', '/test/me/now'],
  [api('A', '/{version}/t', inContext('1')), '/1/t/x', '/x', '/x'],
];

describe('the path below an API', () => {
  for (const [chosen, target, subPath, postfix] of paths) {
    it(`${chosen.context} in ${target}`, () => {
      assert.deepEqual([target.slice(prefixLength(chosen)) || '/', urlPostfix(chosen, target)], [subPath, postfix]);
    });
  }
});

const get = ['GET'];
const post = ['POST'];
type Asked = Partial<Omit<ResourceRequest, 'headers'>> & { subPath: string; headers?: Record<string, string> };
const curl = { matches: (text: string) => /^curl\/.*$/.test(text) };

const resources: [name: string, resources: Resource[], request: Asked, outcome: string][] = [
  [
    'the first declared template wins',
    [resource('id', { template: '/users/{id}' }), resource('me', { template: '/users/me' })],
    { subPath: '/users/me' },
    'id',
  ],
  [
    'a literal declared first',
    [resource('me', { template: '/users/me' }), resource('id', { template: '/users/{id}' })],
    { subPath: '/users/me' },
    'me',
  ],
  ['the default resource', [resource('t', { template: '/items/{x}' }), resource('d')], { subPath: '/other/path' }, 'd'],
  [
    'the default resource comes last wherever it stands',
    [resource('d'), resource('t', { template: '/items/{x}' })],
    { subPath: '/items/1' },
    't',
  ],
  [
    'exact mapping refuses a deeper path',
    [resource('m', { map: '/foo/bar' })],
    { subPath: '/foo/bar/index.html' },
    'mismatch',
  ],
  ['exact mapping without query and slashes', [resource('m', { map: '/foo/' })], { subPath: '/foo?a=1' }, 'm'],
  [
    'exact mapping with a slash before the query',
    [resource('m', { map: '/foo' })],
    { subPath: '/foo/?a=1' },
    'mismatch',
  ],
  ['exact / with a query', [resource('m', { map: '/' })], { subPath: '?a=5' }, 'm'],
  [
    'the longest path mapping wins',
    [resource('1', { map: '/foo/*' }), resource('2', { map: '/foo/bar/*' }), resource('3', { map: '*.jsp' })],
    { subPath: '/foo/bar/index.jsp' },
    '2',
  ],
  [
    'path before extension',
    [resource('3', { map: '*.jsp' }), resource('1', { map: '/foo/*' })],
    { subPath: '/foo/index.jsp' },
    '1',
  ],
  [
    'exact before path',
    [resource('p', { map: '/foo/*' }), resource('e', { map: '/foo/bar' })],
    { subPath: '/foo/bar' },
    'e',
  ],
  ['extension without the query', [resource('j', { map: '*.jsp' })], { subPath: '/index.jsp?a=5&b=10' }, 'j'],
  ['path mapping takes its own path', [resource('p', { map: '/x/*' })], { subPath: '/x?q=1' }, 'p'],
  ['path mapping by whole segments', [resource('p', { map: '/x/*' })], { subPath: '/xy' }, 'mismatch'],
  ['/* takes everything', [resource('p', { map: '/*' }), resource('q', { map: '/a/*' })], { subPath: '/b' }, 'p'],
  [
    'url-mapping before an earlier template',
    [resource('t', { template: '/a' }), resource('m', { map: '/*' })],
    { subPath: '/a' },
    'm',
  ],
  [
    'by method',
    [resource('g', { methods: get, template: '/a' }), resource('p', { methods: post, template: '/a' })],
    { subPath: '/a', method: 'POST' },
    'p',
  ],
  [
    'no resource takes the method, path known',
    [resource('g', { methods: get, template: '/a' })],
    { subPath: '/a', method: 'POST' },
    'method-not-allowed',
  ],
  [
    'no resource takes the method, path unknown',
    [resource('g', { methods: get, template: '/a' })],
    { subPath: '/b', method: 'POST' },
    'mismatch',
  ],
  [
    'another resource takes the method',
    [resource('g', { methods: get, template: '/a' }), resource('p', { methods: post, template: '/b' })],
    { subPath: '/a', method: 'POST' },
    'mismatch',
  ],
  [
    'HEAD is not implied by GET',
    [resource('g', { methods: get, template: '/a' })],
    { subPath: '/a', method: 'HEAD' },
    'method-not-allowed',
  ],
  [
    'OPTIONS is always welcome',
    [resource('g', { methods: get, template: '/a' })],
    { subPath: '/a', method: 'OPTIONS' },
    'g',
  ],
  [
    'OPTIONS alone comes first',
    [resource('g', { methods: get, template: '/a' }), resource('o', { methods: ['OPTIONS'], template: '/*' })],
    { subPath: '/a', method: 'OPTIONS' },
    'o',
  ],
  [
    'content type differs',
    [resource('j', { contentType: 'a/b' })],
    { subPath: '/', headers: { 'Content-Type': 'a/c' }, hasBody: true },
    'bad-request',
  ],
  [
    'content type with parameters differs',
    [resource('j', { contentType: 'a/b' })],
    { subPath: '/', headers: { 'Content-Type': 'a/b; x=1' }, hasBody: true },
    'bad-request',
  ],
  ['content type without a body', [resource('j', { contentType: 'a/b' })], { subPath: '/' }, 'j'],
  [
    'content type selects',
    [resource('x', { contentType: 'a/x', template: '/a' }), resource('r', { template: '/*' })],
    { subPath: '/a', headers: { 'Content-Type': 'a/j' }, hasBody: true },
    'r',
  ],
  [
    'user agent differs',
    [resource('c', { userAgent: curl })],
    { subPath: '/', headers: { 'User-Agent': 'Mozilla' } },
    'bad-request',
  ],
  ['user agent missing', [resource('c', { userAgent: curl })], { subPath: '/' }, 'bad-request'],
  ['user agent fits', [resource('c', { userAgent: curl })], { subPath: '/', headers: { 'User-Agent': 'curl/8' } }, 'c'],
  ['protocol differs', [resource('s', { protocol: 'https' })], { subPath: '/' }, 'bad-request'],
  ['bound to another listener', [resource('b', { bindsTo: ['in'] })], { subPath: '/' }, 'bad-request'],
];

describe('choosing a resource', () => {
  for (const [name, list, asked, outcome] of resources) {
    it(name, () => {
      const chosen = new ResourceChooser(list, ({ id }) => id).choose({
        method: 'GET',
        scheme: 'http',
        hasBody: false,
        ...asked,
        headers: new Headers(Object.entries(asked.headers ?? {})),
      });
      assert.equal(chosen.kind === 'resource' ? chosen.served : chosen.kind, outcome);
    });
  }

  const texts: [mapping: string, text: string][] = [
    ['/a/', '/a'],
    ['/a/*', '/a/*'],
    ['/*', '/*'],
    ['*.jsp', '*..jsp'],
    ['/', '/'],
    ['x', 'x'],
  ];
  for (const [mapping, text] of texts) {
    it(`prints the mapping ${mapping} as ${text}`, () => assert.equal(readUrlMapping(mapping).text, text));
  }
});
