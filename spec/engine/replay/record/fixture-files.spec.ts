import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactFolderName, writeArtifactFolder } from '../../../../engine/replay/record/artifact-folder.js';
import { FixtureFile } from '../../../../engine/replay/record/fixture-file.js';
import { fixtureName } from '../../../../engine/replay/record/fixture-name.js';
import { holdsSecret } from '../../../../engine/replay/record/leak-check.js';
import { Secrets } from '../../../../engine/replay/record/secrets.js';

describe('the names of recorded fixtures', () => {
  const table: [service: string | undefined, method: string, path: string, expected: string][] = [
    ['PizzaShack:v1.0', 'GET', '/pizzashack/1.0/menu?x=1', 'pizzashack-v1-0-get-pizzashack-1-0-menu-200'],
    [undefined, 'POST', '/', 'post-200'],
    ['A', 'GET', '/../../etc/passwd', 'a-get-etc-passwd-200'],
    ['A', 'GET', '/%2e%2e%2f..\\..\\x\0y', 'a-get-2e-2e-2f-x-y-200'],
    ['A', 'GET', '/Ünï', 'a-get-u-ni-200'],
    ['A', '../../X', `/${'long'.repeat(100)}`, `a-x-${'long'.repeat(12)}-200`],
    ['.hidden', 'CON', '/', 'hidden-con-200'],
  ];
  for (const [service, method, path, expected] of table) {
    it(`${service} ${method} ${path.slice(0, 30)}`, () => {
      const name = fixtureName(service, method, path, 200);
      assert.equal(name, expected);
      assert.match(name, /^[a-z0-9][a-z0-9-]*$/);
    });
  }
});

describe('the files of recorded fixtures', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mediant-recorded-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('get a name of their own when they are whole', () => {
    const first = new FixtureFile(directory, 'a', 'one');
    assert.deepEqual(
      readdirSync(directory).filter((name) => name.endsWith('.json')),
      [],
    );
    assert.equal(first.keep('json'), join(directory, 'a-1.json'));
    assert.equal(new FixtureFile(directory, 'a', 'two').keep('json'), join(directory, 'a-2.json'));
    new FixtureFile(directory, 'a', 'three').discard();
    assert.deepEqual(readdirSync(directory).sort(), ['a-1.json', 'a-2.json']);
    assert.equal(readFileSync(join(directory, 'a-1.json'), 'utf8'), 'one');
  });

  it('lie beside folders of artifacts that are named by their content', () => {
    const plan = (text: string) => ({
      files: [{ path: 'sequences/s.xml', kind: 'artifact' as const, text }],
      registry: [
        { path: 'conf:/a/b', property: undefined, text: 'resource\n' },
        { path: 'conf:/a/b', property: 'p q', text: 'property' },
        { path: 'gov:/../../../outside', property: undefined, text: 'x' },
      ],
      environment: [],
      systemProperties: [],
      inPlace: [],
    });
    const harmless = { ...plan('<a/>'), registry: plan('').registry.slice(0, 2) };
    const name = artifactFolderName(harmless)!;
    assert.match(name, /^artifacts-[0-9a-f]{12}$/);
    assert.notEqual(name, artifactFolderName({ ...harmless, files: plan('<b/>').files }));
    assert.equal(artifactFolderName({ ...harmless, files: [], registry: [] }), undefined);
    writeArtifactFolder(directory, name, harmless);
    writeArtifactFolder(directory, name, harmless);
    assert.deepEqual(readdirSync(directory), [name]);
    const read = (file: string) => readFileSync(join(directory, name, file), 'utf8');
    assert.equal(read('sequences/s.xml'), '<a/>');
    assert.equal(read('registry/config/a/b'), 'resource\n\n');
    assert.equal(read('registry/config/a/b.properties'), 'p\\ q=property\n');
    assert.throws(() => writeArtifactFolder(directory, 'artifacts-other', plan('<a/>')), /leads out of the registry/);
    assert.deepEqual(readdirSync(directory), [name]);
  });
});

describe('the last look at what is to be written', () => {
  const secrets = new Secrets();
  secrets.add('a-long+secret', 'secret');
  secrets.add('tiny', 'secret');
  secrets.add('client_credentials', 'secret');
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const table: [name: string, text: string, expected: boolean][] = [
    ['nothing', '{"a": "recorded-secret-1"}', false],
    ['the secret', 'x a-long+secret y', true],
    ['in other letters', 'A-LONG+SECRET', true],
    ['escaped for a URL', 'a-long%2Bsecret', true],
    ['in base64', base64('a-long+secret'), true],
    ['in base64 behind one letter', base64('xa-long+secret-and more'), true],
    ['in base64 behind two letters', base64('xya-long+secret-and more'), true],
    ['a short word', 'tiny', false],
    ['a word of the protocol', 'grant_type=client_credentials', false],
  ];
  for (const [name, text, expected] of table) it(name, () => assert.equal(holdsSecret(text, secrets), expected));
});
