import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateSources } from '../../../engine/index.js';
import { SeededRandom } from '../../../engine/observe/index.js';
import type { FixtureCase } from '../../../engine/replay/index.js';
import { corpusFolder, hasCorpus } from '../../conformance/corpus.js';
import { deploy } from './deployed.js';
import { Dice, mutated } from './mutations.js';

/** Mutants that are tried; each must be judged within a second. */
const count = 1500;
/** Longer artifacts cost time and show nothing else. */
const longest = 40_000;

/** Artifacts to start from: the real ones where they are there, and those of the conformance cases. */
function seeds(): string[] {
  const cases = join(process.cwd(), 'spec', 'conformance', 'cases');
  const inline = readdirSync(cases).flatMap((name) =>
    (JSON.parse(readFileSync(join(cases, name), 'utf8')) as FixtureCase[]).flatMap((each) => each.artifacts ?? []),
  );
  const real = hasCorpus ? xmlBelow(corpusFolder) : xmlBelow(join(process.cwd(), 'examples'));
  return [...real, ...inline.filter((text) => text.startsWith('<'))].filter((text) => text.length <= longest);
}

function xmlBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** What is wrong with the judgement of an artifact; undefined when nothing is. A slow one gets a second chance. */
function flawOf(text: string): string | undefined {
  const flaw = judge(text);
  return flaw?.startsWith('it took') ? judge(text) : flaw;
}

function judge(text: string): string | undefined {
  const begin = performance.now();
  try {
    const lines = text.split(/\r\n|\r|\n/).length;
    const found = [...validateSources([{ file: 'a0', content: text }]), ...deploy([text]).findings];
    const lost = found.find(({ file, line, column }) => file === 'a0' && (line < 1 || line > lines || column < 1));
    if (lost) return `${lost.code} stands nowhere: ${lost.line}:${lost.column}`;
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.stack}` : `thrown: ${String(thrown)}`;
  }
  const milliseconds = performance.now() - begin;
  return milliseconds > 1000 ? `it took ${Math.round(milliseconds)} ms` : undefined;
}

describe('artifacts with mistakes', () => {
  it('are judged, whatever they are: findings or a snapshot, never an exception, never for long', function () {
    this.timeout(60_000);
    const texts = seeds();
    const random = new Dice(new SeededRandom(20240101));
    const flaws: string[] = [];
    for (let at = 0; at < count && flaws.length < 5; at++) {
      const text = mutated(random.one(texts), random);
      const flaw = flawOf(text);
      if (flaw !== undefined) flaws.push(`${flaw}\n${text.slice(0, 3000)}`);
    }
    assert.equal(flaws.join('\n\n----\n'), '');
  });

  it('are told from good ones: some mutants have findings, some have none', () => {
    const texts = seeds();
    const random = new Dice(new SeededRandom(7));
    const verdicts = Array.from({ length: 100 }, () => {
      const findings = validateSources([{ file: 'a0', content: mutated(random.one(texts), random) }]);
      return findings.some(({ severity }) => severity === 'error');
    });
    assert.ok(verdicts.includes(true) && verdicts.includes(false));
  });
});
