import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = process.cwd();
const folders = ['engine', 'mediators', 'spec', 'examples'];

function files(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: false }).map((name) =>
      join(folder, name),
    ),
  );
}

describe('names in the project', () => {
  it('have no folder or file that says nothing', () => {
    const wrong = files().filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.|$)/.test(file));
    assert.deepEqual(wrong, []);
  });

  it('are kebab-case, but for mediators, which are called as their element', () => {
    const wrong = files()
      .filter((file) => file.endsWith('.ts') && !(dirname(file) === 'mediators' || file.startsWith('spec/mediators/')))
      .filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(spec|cases|generated))?\.ts$/.test(basename(file)));
    assert.deepEqual(wrong, []);
  });
});

describe('code in the project', () => {
  it('never runs text as JavaScript', () => {
    const wrong = files()
      .filter((file) => file.endsWith('.ts') && !file.startsWith('spec/'))
      .filter((file) =>
        /(?<![\w.-])eval\s*\(|new Function\s*\(/.test(
          readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
      );
    assert.deepEqual(wrong, []);
  });
});
