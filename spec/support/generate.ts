/** `npm run gen`: writes every generated file, and keeps the score of the corpus where the corpus is there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.js';
import { keepCorpusScore, supportPage } from './support-table.js';

const root = process.cwd();
const files = new Map(generatedFiles(root));
files.set('docs/support.md', await supportPage(keepCorpusScore()));
for (const [path, content] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
