import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusScore } from '../conformance/corpus.js';
import { generatedFiles } from '../support/generated-files.js';
import { supportPage } from '../support/support-table.js';

const root = process.cwd();

function kept(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '(there is no such file)';
  }
}

describe('generated files', () => {
  for (const [path, content] of generatedFiles(root)) {
    it(`${path} is fresh`, () => {
      assert.equal(kept(path), content, 'run npm run gen');
    });
  }

  it('docs/support.md is fresh', async () => {
    const score = JSON.parse(kept('spec/conformance/corpus-score.json')) as CorpusScore;
    assert.equal(kept('docs/support.md'), await supportPage(score), 'run npm run gen');
  });
});
