import assert from 'node:assert/strict';
import { codes, deploy, ns, run, sequence } from './deployed.js';

const entry = (key: string, content: string): string => `<localEntry ${ns} key="${key}">${content}</localEntry>`;
const endpoint = (name: string): string =>
  `<endpoint ${ns} name="${name}"><address uri="http://backend.example/"/></endpoint>`;
const template = (name: string): string => `<template ${ns} name="${name}"><sequence/></template>`;
const endpointTemplate = (name: string): string =>
  `<template ${ns} name="${name}"><endpoint><address uri="http://backend.example/"/></endpoint></template>`;
const api = (name: string, context: string, attributes = ''): string =>
  `<api ${ns} name="${name}" context="${context}" ${attributes}><resource><inSequence/></resource></api>`;
const proxy = (name: string): string => `<proxy ${ns} name="${name}"><target><inSequence/></target></proxy>`;
const v1 = 'version="1" version-type="url"';
const refused = 'a1 deploy/duplicate';
const context = 'a1 deploy/duplicate-context';
const replaced = 'a0 deploy/replaced';
const store = `<messageStore ${ns} name="x"/>`;

/** Artifacts, and what their names lead to. */
const rows: readonly [what: string, artifacts: readonly string[], findings: readonly string[]][] = [
  ['a later sequence replaces an earlier one', [sequence('x'), sequence('x')], [replaced]],
  ['an endpoint replaces a sequence', [sequence('x'), endpoint('x')], [replaced]],
  ['a template replaces an endpoint', [endpoint('x'), template('x')], [replaced]],
  ['an endpoint template replaces a template', [template('x'), endpointTemplate('x')], [replaced]],
  ['an entry replaces a sequence', [sequence('x'), entry('x', 'text')], [replaced]],
  ['a sequence does not replace an entry', [entry('x', 'text'), sequence('x')], [refused]],
  ['an endpoint does not replace an entry', [entry('x', '<a/>'), endpoint('x')], [refused]],
  ['an entry does not replace an entry', [entry('x', 'one'), entry('x', 'two')], [refused]],
  ['names have a case', [sequence('x'), sequence('X')], []],
  ['an API of a name that is taken is refused', [api('x', '/a'), api('x', '/b')], [refused]],
  ['an API may have the name of a sequence or proxy', [sequence('x'), api('x', '/a'), proxy('x')], []],
  ['versions of an API share its name', [api('x', '/a', v1), api('x', '/a', 'version="2" version-type="url"')], []],
  ['the same version twice is refused', [api('x', '/a', v1), api('x', '/a', v1)], [refused]],
  ['the same context twice is refused', [api('x', '/a'), api('y', '/a')], [context]],
  ['slashes at the end of a context do not count', [api('x', '/a/'), api('y', '/a')], [context]],
  ['the default API is there once', [api('x', '/'), api('y', '/')], [context]],
  ['the same context and version is refused, whatever the name', [api('x', '/a', v1), api('y', '/a', v1)], [context]],
  ['the same context in another version is another one', [api('x', '/a', v1), api('y', '/a')], []],
  ['hosts do not tell contexts apart', [api('x', '/a', 'hostname="h"'), api('y', '/a', 'hostname="g"')], [context]],
  ['contexts may lie in each other', [api('x', '/a'), api('y', '/a/b')], []],
  [
    'a version in the context counts as it is filled in',
    [api('x', '/a/{version}', 'version="1" version-type="context"'), api('y', '/a/1', v1)],
    [context],
  ],
  ['a proxy of a name that is taken is refused', [proxy('x'), proxy('x')], [refused]],
  [
    'stores of one name are refused',
    [store, store],
    ['a0 deploy/store-not-emptied', 'a1 deploy/store-not-emptied', refused],
  ],
  [
    'a store and a processor may share a name',
    [store, `<messageProcessor ${ns} name="x"/>`],
    ['a0 deploy/store-not-emptied', 'a1 deploy/not-run'],
  ],
];

describe('names of a deployment', () => {
  for (const [what, artifacts, findings] of rows) {
    it(what, () => {
      assert.deepEqual(codes(deploy(artifacts)), findings);
    });
  }

  it('say where the other artifact is', () => {
    const [found] = deploy([api('x', '/a'), api('y', '/a')]).findings;
    assert.equal(found.message, 'URL context: /a is already registered with the API: x, at a0:1:1.');
  });

  it('the last sequence of a name runs', async () => {
    const both = deploy([
      sequence('x', '<property name="by" value="one"/>'),
      sequence('x', '<property name="by" value="two"/>'),
    ]);
    assert.equal((await run(both, 'x')).by, 'two');
  });

  it('an entry that stays is still found', () => {
    const { artifacts, services } = deploy([entry('x', 'text'), sequence('x')]);
    assert.equal(artifacts.entry('x'), 'text');
    assert.equal(services.localEntry('x'), 'text');
    assert.equal(artifacts.sequence('x'), undefined);
  });

  it('a sequence that replaces nothing hides no entry', () => {
    const { services } = deploy([sequence('x'), entry('x', 'text')]);
    assert.equal(services.localEntry('x'), 'text');
  });

  it('the first API of a context serves', () => {
    assert.deepEqual(
      deploy([api('x', '/a'), api('y', '/a'), api('z', '/z')]).apis.map(({ name }) => name),
      ['x', 'z'],
    );
  });

  it('an artifact with errors takes no name', () => {
    const { apis, findings } = deploy([api('x', 'a'), api('x', '/a')]);
    assert.deepEqual(
      apis.map(({ context: served }) => served),
      ['/a'],
    );
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['grammar/bad-value'],
    );
  });
});

describe('references of a deployment', () => {
  const calls = '<sequence key="x"/>';
  const found: readonly [what: string, artifacts: readonly string[]][] = [
    ['a sequence', [sequence('s', calls), sequence('x')]],
    ['a sequence in an entry', [sequence('s', calls), entry('x', `<sequence ${ns} name="any"/>`)]],
    ['the standard sequences', [sequence('s', '<sequence key="main"/><sequence key="fault"/>')]],
    ['an endpoint', [sequence('s', '<call><endpoint key="x"/></call>'), endpoint('x')]],
    ['a template', [sequence('s', '<call-template target="x"/>'), template('x')]],
    ['an onError sequence', [sequence('s', '', 'onError="x"'), sequence('x')]],
    ['what a dynamic key may name', [sequence('s', '<sequence key="{$ctx:x}"/>')]],
  ];
  for (const [what, artifacts] of found) {
    it(`may lead to ${what}`, () => {
      assert.deepEqual(codes(deploy(artifacts)), []);
    });
  }

  const lost: readonly [what: string, artifacts: readonly string[]][] = [
    ['nothing', [sequence('s', calls)]],
    ['an artifact of another kind', [sequence('s', calls), endpoint('x')]],
    ['an entry that holds something else', [sequence('s', calls), entry('x', '<other/>')]],
    ['an artifact that was refused', [sequence('s', calls), sequence('x', '<nonsense/>')]],
    ['no endpoint', [sequence('s', '<call><endpoint key="x"/></call>')]],
    ['no template', [sequence('s', '<call-template target="x"/>')]],
    ['no onError sequence', [sequence('s', '', 'onError="x"')]],
    ['no sequence of a branch', [sequence('s', '<filter xpath="true()"><then sequence="x"/></filter>')]],
    ['outside of the registry', [sequence('s', '<sequence key="conf:/../../x"/>')]],
    ['no sequence of a resource', [`<api ${ns} name="A" context="/a"><resource inSequence="x"/></api>`]],
  ];
  for (const [what, artifacts] of lost) {
    it(`that lead to ${what} are warnings`, () => {
      const { findings } = deploy(artifacts);
      const unresolved = findings.filter(({ code }) => code === 'deploy/unresolved');
      assert.deepEqual(
        unresolved.map(({ file, severity }) => `${file} ${severity}`),
        ['a0 warning'],
      );
    });
  }

  it('have the place of the key', () => {
    const [found] = deploy([`<sequence ${ns} name="s">\n  <sequence key="nope"/>\n</sequence>`]).findings;
    assert.deepEqual([found.line, found.column, found.message], [2, 18, 'There is no sequence with the key nope.']);
  });
});
