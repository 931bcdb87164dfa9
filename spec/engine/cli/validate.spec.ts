import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validateCommand } from '../../../engine/cli/validate.js';
import type { Finding } from '../../../engine/index.js';

const SEQUENCE = 'xmlns="http://ws.apache.org/ns/synapse"';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function run(...argv: string[]): Promise<Run> {
  let out = '';
  let error = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
  };
  return { status: await validateCommand(argv, io), out, error };
}

describe('mediant validate', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mediant-validate-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(name: string, content: string | Uint8Array): string {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  async function findings(...argv: string[]): Promise<{ status: number; files: number; ok: number; found: Finding[] }> {
    const { status, out } = await run('--json', ...argv);
    const { files, ok, findings: found } = JSON.parse(out) as { files: number; ok: number; findings: Finding[] };
    return { status, files, ok, found };
  }

  it('says nothing of a good file and ends with 0', async () => {
    const path = file('good.xml', `<sequence ${SEQUENCE} name="good"><log/></sequence>`);
    const { status, out } = await run(path);
    assert.equal(status, 0);
    assert.equal(out, '1 files, 1 without errors; 0 errors, 0 warnings\n');
  });

  it('shows the place, the line and a caret below the column', async () => {
    const path = file(
      'bad.xml',
      `<sequence ${SEQUENCE} name="bad">\n  <property name="a" expression="concat('x'"/>\n</sequence>`,
    );
    const { status, out } = await run(path);
    assert.equal(status, 1);
    const [head, line, caret] = out.split('\n');
    assert.match(head, new RegExp(`^${path}:2:\\d+ error expression/xpath-syntax `));
    const column = Number(/:2:(\d+) /.exec(head)![1]);
    assert.equal(line, `    <property name="a" expression="concat('x'"/>`);
    assert.equal(caret.indexOf('^'), column - 1 + 2);
  });

  it('reports every finding of a file, with a hint for a misspelt name', async () => {
    const path = file(
      'two.xml',
      `<sequence ${SEQUENCE} name="two"><propety name="a"/><property nam="b" name="c" value="1"/></sequence>`,
    );
    const { found } = await findings(path);
    assert.deepEqual(
      found.map(({ code, hint }) => [code, hint]),
      [
        ['grammar/unknown-mediator', 'Did you mean property?'],
        ['grammar/unknown-attribute', 'Did you mean name?'],
      ],
    );
  });

  it('tells a mediator that only the reference engine has from one that nobody has', async () => {
    const path = file('ejb.xml', `<sequence ${SEQUENCE} name="s"><ejb/><nonsense/></sequence>`);
    const { found } = await findings(path);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['grammar/unsupported-mediator', 'grammar/unknown-mediator'],
    );
  });

  it('checks references among the files that it was given', async () => {
    file('a.xml', `<sequence ${SEQUENCE} name="a"><sequence key="b"/><sequence key="c"/></sequence>`);
    file('sub/b.xml', `<sequence ${SEQUENCE} name="b"><log/></sequence>`);
    const { status, files, ok, found } = await findings(folder);
    assert.deepEqual([status, files, ok], [1, 2, 1]);
    assert.deepEqual(
      found.map(({ code, message }) => [code, message]),
      [['deploy/unresolved', 'There is no sequence with the key c.']],
    );
  });

  it('takes a reference out of the file for a warning with --each', async () => {
    file('a.xml', `<sequence ${SEQUENCE} name="a"><sequence key="b"/></sequence>`);
    const { status, found } = await findings('--each', folder);
    assert.equal(status, 0);
    assert.deepEqual(
      found.map(({ severity, code }) => [severity, code]),
      [['warning', 'deploy/unresolved']],
    );
  });

  it('takes warnings for errors with --strict', async () => {
    const path = file('a.xml', `<sequence ${SEQUENCE} name="a"><log levl="full"/></sequence>`);
    assert.equal((await run(path)).status, 0);
    const { status, ok, found } = await findings('--strict', path);
    assert.deepEqual([status, ok, found[0].severity], [1, 0, 'error']);
  });

  const unreadable: readonly (readonly [title: string, content: string | Uint8Array, code: string])[] = [
    ['XML that is not well-formed', `<sequence ${SEQUENCE} name="a"><log></sequence>`, 'xml/malformed'],
    [
      'a document type',
      `<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><sequence ${SEQUENCE} name="a"/>`,
      'xml/doctype',
    ],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), 'xml/not-utf8'],
    ['an empty file', '', 'xml/empty'],
    ['another root element', `<squence ${SEQUENCE} name="a"/>`, 'grammar/unknown-root'],
    ['a root without the namespace', '<sequence name="a"/>', 'grammar/unknown-root'],
    ['a file that is too large', Buffer.alloc(100 * 1024 * 1024, 0x20), 'xml/too-large'],
    [
      'elements without end',
      `<sequence ${SEQUENCE} name="a">${'<in>'.repeat(5000)}${'</in>'.repeat(5000)}</sequence>`,
      'xml/too-deep',
    ],
  ];
  for (const [title, content, code] of unreadable) {
    it(`reports ${title}, and checks the neighbours`, async () => {
      file('a-bad.xml', content);
      file('b-good.xml', `<sequence ${SEQUENCE} name="good"><log/></sequence>`);
      const { status, files, ok, found } = await findings(folder);
      assert.deepEqual([status, files, ok], [1, 2, 1]);
      assert.ok(
        found.some((each) => each.code === code),
        JSON.stringify(found),
      );
    });
  }

  it('ends with 2 when a path cannot be read, or none is given', async () => {
    const missing = await run(join(folder, 'missing.xml'));
    assert.equal(missing.status, 2);
    assert.match(missing.error, /missing\.xml cannot be read/);
    assert.equal((await run()).status, 2);
  });
});
