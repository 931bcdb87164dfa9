import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, validateSources } from '../../engine/index.js';

const root = process.cwd();

/** Pages that people write; the reference is generated and checked elsewhere. */
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...inFolder('docs'), ...examplePages()];

function inFolder(folder: string): string[] {
  return readdirSync(join(root, folder), { encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function examplePages(): string[] {
  return readdirSync(join(root, 'examples'), { encoding: 'utf8' })
    .map((name) => join('examples', name, 'README.md'))
    .filter((path) => existsSync(join(root, path)));
}

interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that the block repeats, when the line before says so. */
  readonly file: string | undefined;
  readonly line: number;
}

function blocks(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/(?:<!-- file: (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g)].map((match) => ({
    file: match[1],
    language: match[2],
    text: match[3],
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** The errors of an XML example: a whole artifact, or mediators to be put into a sequence. */
function errorsOf(xml: string): Finding[] {
  const whole = /^\s*<(api|sequence|endpoint|proxy|template|localEntry|definitions)\b[^>]*xmlns=/.test(xml);
  const content = whole ? xml : `<sequence xmlns="http://ws.apache.org/ns/synapse" name="example">${xml}</sequence>`;
  const found = validateSources([{ file: 'example.xml', content }], { unresolved: 'warning' });
  return found.filter(({ severity }) => severity === 'error');
}

describe('the documentation', () => {
  for (const page of pages) {
    for (const { language, text, file, line } of blocks(page)) {
      if (language === 'xml') {
        it(`${page}:${line}: the XML example has no errors`, () => {
          assert.deepEqual(errorsOf(text), []);
        });
      } else if (file !== undefined) {
        it(`${page}:${line}: the example is ${file}, which the specs run`, () => {
          const kept = readFileSync(join(root, file), 'utf8').replaceAll("'../../engine/index.js'", "'mediant'");
          assert.equal(text, kept);
        });
      } else if (language === 'json') {
        it(`${page}:${line}: the JSON example can be read`, () => {
          assert.doesNotThrow(() => JSON.parse(text));
        });
      } else {
        it(`${page}:${line}: ${language} is a kind of example that is checked, or no code`, () => {
          assert.ok(['sh', 'text'].includes(language));
        });
      }
    }

    it(`${page}: its links lead somewhere`, () => {
      const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '');
      const broken = [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
        .map(([, target]) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)));
      assert.deepEqual(broken, []);
    });
  }
});
