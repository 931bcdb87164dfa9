import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayCommand } from '../../../engine/cli/replay.js';

const sequence = '<sequence xmlns="http://ws.apache.org/ns/synapse" name="s"><property name="p" value="1"/></sequence>';
const good = {
  name: 'good',
  artifacts: [sequence],
  entry: { sequence: 's' },
  expect: { properties: { default: { p: '1' } } },
};
const bad = { ...good, name: 'bad', expect: { properties: { default: { p: '2' } } } };

describe('mediant replay', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mediant-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    return path;
  };
  const run = async (argv: string[], interactive = false) => {
    let out = '';
    let error = '';
    const io = {
      out: (text: string) => void (out += text),
      error: (text: string) => void (error += text),
      interactive,
    };
    const status = await replayCommand(argv, io);
    return { status, out, error };
  };

  it('prints a line a case and a summary, and ends with 0 when all passed', async () => {
    const file = write('a.json', [good, { ...good, name: 'better' }]);
    assert.deepEqual(await run([folder]), {
      status: 0,
      out: `passed  ${file}: good\npassed  ${file}: better\n2 passed, 0 failed\n`,
      error: '',
    });
  });

  it('says why a case failed, with the way of the message, and ends with 1', async () => {
    const file = write('a.json', [good, bad]);
    const { status, out } = await run([file]);
    assert.equal(status, 1);
    assert.match(out, /failed {2}.*a\.json: bad\n {2}expect\.properties\.default\["p"\]: expected "2", got "1"\n/);
    assert.match(
      out,
      /the way of the message:\n {4}property {2}.*a\.json#artifacts\[0\]:1:\d+\n {8}property p = "1"\n/,
    );
    assert.match(out, /1 passed, 1 failed\n$/);
  });

  it('plays the other files when one breaks the format, and ends with 2', async () => {
    write('a.json', [good]);
    const broken = write('b.json', [{ ...good, expects: {} }]);
    const { status, out, error } = await run([folder]);
    assert.equal(status, 2);
    assert.equal(error, `${broken}#/0/expects: is not a known field; did you mean "expect"?\n`);
    assert.match(out, /1 passed, 0 failed, 1 file could not be played\n$/);
  });

  it('prints one JSON object', async () => {
    const file = write('a.json', [good, bad]);
    const { status, out } = await run(['--json', file]);
    assert.equal(status, 1);
    const { passed, failed, skipped, cases } = JSON.parse(out);
    assert.deepEqual([passed, failed, skipped], [1, 1, 0]);
    assert.deepEqual(cases[0], { file, name: 'good', status: 'passed', failures: [] });
    assert.deepEqual(cases[1].failures, [
      { at: 'expect.properties.default["p"]', expected: '"2"', actual: '"1"', message: 'expected "2", got "1"' },
    ]);
  });

  it('plays only what the filter names', async () => {
    write('a.json', [good, bad]);
    assert.match((await run(['--filter', 'goo', folder])).out, /^passed.*\n1 passed, 0 failed\n$/);
  });

  it('writes a JUnit report', async () => {
    const file = write('a.json', [good, bad]);
    const report = join(folder, 'report.xml');
    assert.equal((await run(['--junit', report, file])).status, 1);
    assert.match(readFileSync(report, 'utf8'), /<testsuites name="mediant replay" tests="2" failures="1"/);
    assert.equal((await run(['--junit', join(folder, 'none', 'report.xml'), file])).status, 2);
  });

  it('writes what came out into the fixture, after showing it', async () => {
    const file = write('a.json', [good, bad]);
    const { out } = await run(['--update', file]);
    assert.match(out, /expected "2", got "1"[\s\S]*updated .*a\.json\n/);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8'))[1].expect, { properties: { default: { p: '1' } } });
    assert.equal((await run([file])).status, 0);
  });

  it('shows progress on a terminal only', async () => {
    write('a.json', [good]);
    assert.match((await run([folder], true)).error, /1\/1 good/);
    assert.equal((await run([folder])).error, '');
  });

  const wrong: [string, string[], RegExp][] = [
    ['no path', [], /name a file or folder/],
    ['an unknown option', ['--fast', '.'], /--fast/],
    ['a path that is not there', ['/none/none.json'], /\/none\/none\.json: there is no such file or folder/],
  ];
  for (const [fact, argv, message] of wrong) {
    it(`ends with 2 for ${fact}`, async () => {
      const { status, error } = await run(argv);
      assert.equal(status, 2);
      assert.match(error, message);
    });
  }

  it('explains itself', async () => {
    const { status, out } = await run(['--help']);
    assert.equal(status, 0);
    assert.match(out, /^Usage: mediant replay/);
  });
});
