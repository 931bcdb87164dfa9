import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRegistry, type RegistryWrite, readJavaProperties } from '../../../engine/deploy/index.js';
import { Fault } from '../../../engine/errors/index.js';
import { ManualClock } from '../../../engine/observe/index.js';
import { XmlElement } from '../../../engine/xml/index.js';
import { Workspace } from './workspace.js';

describe('the registry of a deployment', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
    space.write('registry/config/x/a.txt', 'one\r\ntwo\r\n');
    space.write('registry/governance/b.xml', '<b><c/></b>');
    space.write('registry/governance/mi-resources/r.json', '{}');
    space.write('registry/local/broken.xml', '<b>');
    space.write('registry/config/x/a.txt.properties', 'colour=red\n');
    space.write('registry/config/x.collections.properties', 'shape=round\n');
    space.write('secret.txt', 'secret');
  });
  afterEach(() => space.clear());

  const clock = new ManualClock();
  const registry = (persist = false) =>
    space.load({ registry: { persist, maxBytes: 1000, clock } }).snapshot.services.registry;

  const texts: [path: string, text: string | undefined][] = [
    ['conf:/x/a.txt', 'one\ntwo'],
    ['conf:x/a.txt', 'one\ntwo'],
    ['/_system/config/x/a.txt', 'one\ntwo'],
    ['gov:/b.xml', '<b><c/></b>'],
    ['b.xml', '<b><c/></b>'],
    ['/_system/governance/b.xml', '<b><c/></b>'],
    ['resources:r.json', '{}'],
    ['gov:mi-resources/r.json', '{}'],
    ['local:/broken.xml', '<b>'],
    ['conf:/none', undefined],
    ['conf:/x', undefined],
    ['conf:/x/../x/a.txt', 'one\ntwo'],
  ];
  for (const [path, text] of texts) it(`reads ${path}`, () => assert.equal(registry().text(path), text));

  for (const path of [
    'conf:/../../secret.txt',
    'gov:../../secret.txt',
    'local:/..',
    'conf:/a\0b',
    '../../secret.txt',
  ]) {
    it(`refuses ${JSON.stringify(path)}`, () => {
      assert.throws(() => registry().text(path), Fault);
      assert.throws(() => registry().put(path, 'x'), Fault);
      assert.throws(() => registry().property(path, 'x'), Fault);
    });
  }

  it('gives XML as an element of its own for each caller, and broken XML as text', () => {
    const subject = registry();
    const first = subject.value('gov:b.xml');
    assert.ok(first instanceof XmlElement && first.localName === 'b');
    assert.notEqual(subject.value('gov:b.xml'), first);
    assert.equal(subject.value('local:broken.xml'), '<b>');
  });

  it('reads properties of resources and collections', () => {
    assert.equal(registry().property('conf:/x/a.txt', 'colour'), 'red');
    assert.equal(registry().property('conf:/x', 'shape'), 'round');
    assert.equal(registry().property('conf:/x', 'none'), undefined);
  });

  it('looks at the file of a resource again after half a second', () => {
    const subject = registry();
    subject.text('conf:/x/a.txt');
    space.write('registry/config/x/a.txt', 'three');
    clock.advance(499);
    assert.equal(subject.text('conf:/x/a.txt'), 'one\ntwo');
    clock.advance(1);
    assert.equal(subject.text('conf:/x/a.txt'), 'three');
  });

  it('finds a resource that was missing', () => {
    const subject = registry();
    assert.equal(subject.text('conf:/late'), undefined);
    space.write('registry/config/late', 'there');
    clock.advance(500);
    assert.equal(subject.text('conf:/late'), 'there');
  });

  it('keeps what flows write in memory, until the file changes', () => {
    const subject = registry();
    subject.put('conf:/x/a.txt', 'mine');
    subject.put('conf:/new', '<n/>');
    subject.putProperty('conf:/new', 'colour', 'blue');
    assert.deepEqual(
      [subject.text('conf:/x/a.txt'), subject.text('conf:new'), subject.property('conf:new', 'colour')],
      ['mine', '<n/>', 'blue'],
    );
    assert.ok(subject.value('conf:new') instanceof XmlElement);
    assert.equal(readFileSync(join(space.path, 'registry/config/x/a.txt'), 'utf8'), 'one\r\ntwo\r\n');
    space.write('registry/config/x/a.txt', 'operator');
    clock.advance(500);
    assert.equal(subject.text('conf:/x/a.txt'), 'operator');
  });

  it('writes to the files when it is told so', () => {
    const subject = registry(true);
    subject.put('conf:/n/b.txt', 'mine');
    subject.putProperty('conf:/n/b.txt', 'a key', 'a=b');
    assert.deepEqual(
      [registry().text('conf:/n/b.txt'), registry().property('conf:/n/b.txt', 'a key')],
      ['mine', 'a=b'],
    );
  });

  it('tells of what flows write to memory, in one spelling, and takes it over elsewhere', () => {
    const writes: RegistryWrite[] = [];
    const subject = openRegistry([space.path], { onWrite: (write) => writes.push(write) });
    subject.put('/_system/config/x/../new', 'text');
    subject.putProperty('resources:r.json', 'colour', 'blue');
    assert.deepEqual(writes, [
      { resource: 'conf:new', property: undefined, text: 'text' },
      { resource: 'gov:mi-resources/r.json', property: 'colour', text: 'blue' },
    ]);
    const other = openRegistry([space.path], { onWrite: () => assert.fail('what was taken over is no news') });
    for (const write of writes) other.apply(write);
    assert.deepEqual([other.text('conf:/new'), other.property('resources:r.json', 'colour')], ['text', 'blue']);
    assert.deepEqual(other.writes, writes);
  });

  it('no longer tells of a written resource whose file has changed since', () => {
    const subject = openRegistry([space.path], { clock });
    subject.put('conf:/x/a.txt', 'mine');
    assert.equal(subject.writes.length, 1);
    space.write('registry/config/x/a.txt', 'operator');
    clock.advance(500);
    assert.deepEqual(subject.writes, []);
  });

  it('that writes to the files shares everything through them', () => {
    const options = { persist: true, clock, onWrite: () => assert.fail('nothing is in memory alone') };
    const [one, other] = [openRegistry([space.path], options), openRegistry([space.path], options)];
    one.put('conf:/x/a.txt', 'one');
    one.putProperty('conf:/x/a.txt', 'colour', 'one');
    other.put('conf:/x/a.txt', 'other');
    other.putProperty('conf:/x/a.txt', 'colour', 'other');
    clock.advance(500);
    assert.deepEqual([one.text('conf:/x/a.txt'), one.property('conf:/x/a.txt', 'colour')], ['other', 'other']);
  });

  it('has limits', () => {
    const subject = registry();
    assert.throws(() => subject.put('conf:/big', 'x'.repeat(1001)), Fault);
    space.write('registry/config/big', 'x'.repeat(1001));
    assert.equal(subject.text('conf:/big'), undefined);
  });
});

describe('Java properties', () => {
  const table: [name: string, text: string, expected: Record<string, string>][] = [
    ['three separators', 'a=1\nb: 2\nc 3', { a: '1', b: '2', c: '3' }],
    ['comments and blank lines', '# x=1\n! y=2\n\n  a = 1', { a: '1' }],
    ['continued lines', 'a=1,\\\n   2\\\\\nb=3', { a: '1,2\\', b: '3' }],
    ['escapes', 'a\\ b=c\\u0041\\n\\=', { 'a b': 'cA\n=' }],
    ['no value', 'a\nb=', { a: '', b: '' }],
    ['all line ends', 'a=1\r\nb=2\rc=3', { a: '1', b: '2', c: '3' }],
  ];
  for (const [name, text, expected] of table) {
    it(`are read with ${name}`, () => assert.deepEqual(Object.fromEntries(readJavaProperties(text)), expected));
  }
});
