import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusScore, checkCorpus, hasCorpus, scoreOf } from './corpus.js';

const kept = JSON.parse(
  readFileSync(join(process.cwd(), 'spec', 'conformance', 'corpus-score.json'), 'utf8'),
) as CorpusScore;

describe('the corpus of real artifacts', () => {
  if (!hasCorpus) {
    it('is not beside this clone; its score is not checked');
    return;
  }
  const files = checkCorpus();

  it('is judged as the reference engine judges it, and not worse than before', () => {
    const { agreed, judged, causes } = scoreOf(files);
    assert.equal(judged, kept.judged);
    assert.ok(
      agreed >= kept.agreed,
      `${agreed} of ${judged} agree, it were ${kept.agreed}; causes: ${JSON.stringify(causes, null, 1)}`,
    );
    assert.equal(agreed, kept.agreed, 'more files agree than before: keep the new score with npm run gen');
  });

  it('takes less than a second for each file', () => {
    const slow = files.filter(({ milliseconds }) => milliseconds > 1000).map(({ file }) => file);
    assert.deepEqual(slow, []);
  });

  it('gives each finding a place in its file', () => {
    const wrong = files.flatMap(({ file, findings }) =>
      findings.filter((found) => found.file !== file || found.line < 1 || found.column < 1),
    );
    assert.deepEqual(wrong, []);
  });
});
