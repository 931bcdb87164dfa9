import assert from 'node:assert/strict';
import { ResourceTemplateError, readResourceTemplate } from '../../../engine/compile/resource-template.js';
import { Fault } from '../../../engine/errors/index.js';

const no = undefined;
const table: [template: string, path: string, variables: Record<string, string> | undefined][] = [
  // the root
  ['/', '/', {}],
  ['/', '/?a=5', {}],
  ['/', '?a=5', no],
  ['/', '//', {}],
  // literals
  ['/test', '/test', {}],
  ['/test/', '/test', {}],
  ['/test//', '/test', {}],
  ['/test', '/test/', {}],
  ['/test', '/Test', no],
  ['/test', '/te%73t', no],
  ['/test', '/test?x=1', {}],
  ['/test', '/tests', no],
  // a literal that ends with a star
  ['*', '/any/thing?x=1', {}],
  ['/*', '/', {}],
  ['/*', '/a/b?c', {}],
  ['/view/*', '/view', no],
  ['/view/*', '/view/', {}],
  ['/view/*', '/view/a/b?c=1', {}],
  ['/view*', '/view', {}],
  ['/view*', '/viewer', {}],
  ['/{a}/*', '/x', { a: 'x' }],
  ['/{a}/*', '/x/y', { a: 'x' }],
  ['/{a}/*', '/x?q=1', no],
  ['/a?*', '/a?x', {}],
  ['/a?*', '/a', no],
  // one variable
  ['/users/{id}', '/users/42', { id: '42' }],
  ['/users/{id}', '/users/42/', { id: '42' }],
  ['/users/{id}', '/users/42?x=1', { id: '42' }],
  ['/users/{id}', '/users/a%2Fb', { id: 'a/b' }],
  ['/users/{id}', '/users/a%20b%C3%A9', { id: 'a bé' }],
  ['/users/{id}', '/users/', no],
  ['/users/{id}', '/users/?x=1', { id: '' }],
  ['/users/{id}', '/users/42/?x=1', no],
  ['/users/{id}', '/users/42/?x=1/', { id: '42' }],
  ['/users/{id}', '/users/42?x=a/', no],
  ['/users/{id}', '/users/42/y', no],
  ['/users/{id}', '/users/joe@x.org', no],
  ['/users/{id}', '/users/10:30', no],
  ['/users/{id}', '/users/a,b', no],
  ['/users/{id}', '/users/a+b', no],
  ['/users/{id}', '/users/joe%40x.org', { id: 'joe@x.org' }],
  ['/~{user}', '/~foo', { user: 'foo' }],
  ['/~{user}', '/~foo/bar', no],
  ['/w/{v}/end', '/w/a%2Fb/end', { v: 'a/b' }],
  ['/{ab', '/x', { ab: 'x' }],
  // several
  ['/dictionary/{char}/{word}', '/dictionary/c/cat', { char: 'c', word: 'cat' }],
  ['/dictionary/{char}/{word}', '/dictionary/c', no],
  ['/{a}-{b}', '/x-y-z', { a: 'x', b: 'y-z' }],
  ['/{a}/{a}', '/x/x', { a: 'x' }],
  ['/{a}/{a}', '/x/y', no],
  ['/{a,b}', '/x,y', { a: 'x', b: 'y' }],
  ['/{a,b}', '/x', { a: 'x', b: '' }],
  ['/{a,b}', '/x,y,z', no],
  // lengths
  ['/c/{code:3}', '/c/abc', { code: 'abc' }],
  ['/c/{code:3}', '/c/ab', no],
  ['/c/{code:3}', '/c/abcd', no],
  // operators
  ['/{+p}', '/a/b?x=1', { p: 'a/b?x=1' }],
  ['/{+p}', '/a,b+c', { p: 'a,b+c' }],
  ['/{+p}/end', '/a/end', { p: 'a' }],
  ['/{+p}/end', '/a/b/end', no],
  ['/x{.e}', '/x.json', { e: 'json' }],
  ['/x{/s}', '/x/y', { s: 'y' }],
  ['/x{#f}', '/x#y', { f: 'y' }],
  // query
  ['/s?q={q}&n={n}', '/s?q=a&n=2', { q: 'a', n: '2' }],
  ['/s?q={q}&n={n}', '/s?n=2&q=a', no],
  ['/s?q={q}&n={n}', '/s?q=a', no],
  ['/s?q={q}&n={n}', '/s?q=a&n=2&z=1', no],
  ['/p?la={+la}&lo={+lo}', '/p?la=&lo=2', { la: '', lo: '2' }],
  ['/p?la={+la}&lo={+lo}', '/p?la=1&lo=', { la: '1' }],
  ['/a?x={x}', '/a?x=', {}],
  ['/a?x={x}', '/a', no],
];

const refused = [
  '{id}',
  '/a{',
  '/a{}',
  '/a{b{c}}',
  '/a}',
  '/a{?x}',
  '/a{&x}',
  '/a{;x}',
  '/a{b*}',
  '/a{b c}',
  '/a{,b}',
  '',
];

describe('uri-templates of resources', () => {
  for (const [template, path, variables] of table) {
    it(`${template} ${variables ? 'takes' : 'refuses'} ${path}`, () => {
      const found = readResourceTemplate(template).match(path);
      assert.deepEqual(found && Object.fromEntries(found), variables);
    });
  }

  for (const template of refused) {
    it(`cannot be ${JSON.stringify(template)}`, () => {
      assert.throws(() => readResourceTemplate(template), ResourceTemplateError);
    });
  }

  it('let sub-delimiters pass when the setting says so', () => {
    const template = readResourceTemplate('/w/{v}', { allowSubdelims: true });
    assert.deepEqual([...template.match('/w/a;b+c')!], [['v', 'a;b+c']]);
    assert.equal(template.match('/w/a@b'), undefined);
  });

  it('fault on a malformed percent sequence', () => {
    assert.throws(() => readResourceTemplate('/w/{v}').match('/w/%zz'), Fault);
  });

  it('do not share variables between requests', () => {
    const template = readResourceTemplate('/w/{v}');
    const first = template.match('/w/1')!;
    template.match('/w/2');
    assert.equal(first.get('v'), '1');
  });
});
