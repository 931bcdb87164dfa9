import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chdir, cwd } from 'node:process';
import { replayCommand } from '../../engine/cli/replay.js';
import { compileOptions, replay } from '../../engine/index.js';

const root = cwd();
const guide = readFileSync(join(root, 'docs', 'testing.md'), 'utf8');

/** A case that stands in the guide itself, with what it is said to print when it fails. */
interface GuideCase {
  readonly name: string;
  readonly text: string;
  readonly fails: boolean;
  readonly output: string | undefined;
}

const guideCases: GuideCase[] = [
  ...guide.matchAll(/(?:<!-- (fails|file: \S+) -->\n)?```json\n([\s\S]*?)```(?:[^`]*```text\n([\s\S]*?)```)?/g),
]
  .filter(([, comment]) => !comment?.startsWith('file:'))
  .map(([, comment, text, output]) => ({
    name: (JSON.parse(text!) as { name: string }).name,
    text: text!,
    fails: comment === 'fails',
    output: comment === 'fails' ? output : undefined,
  }));

describe('the fixtures of the examples', () => {
  it('pass', async () => {
    const { passed, cases, problems } = await replay({ compile: compileOptions, paths: [join(root, 'examples')] });
    const failed = cases.filter(({ status }) => status !== 'passed');
    assert.deepEqual([failed, problems], [[], []]);
    assert.ok(passed >= 3);
  });
});

describe('the cases in docs/testing.md', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mediant-spec-'));
    chdir(folder);
  });
  afterEach(() => {
    chdir(root);
    rmSync(folder, { recursive: true });
  });

  it('are some that pass and one that fails', () => {
    assert.deepEqual(
      guideCases.map(({ fails }) => fails),
      [false, true],
    );
  });

  for (const { name, text, fails, output } of guideCases) {
    it(`${name}: ${fails ? 'fails as the guide says' : 'passes'}`, async () => {
      writeFileSync('price.json', text);
      let out = '';
      const io = { out: (line: string) => void (out += line), error: (line: string) => void (out += line) };
      assert.equal(await replayCommand(['price.json'], io), fails ? 1 : 0, out);
      if (output !== undefined) assert.equal(out, output);
    });
  }
});
