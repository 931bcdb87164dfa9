import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { type DisputedCase, type KnownGap, playConformance, readList } from './scores.js';

const result = await playConformance();
const gaps = readList<KnownGap>('known-gaps.json');
const disputed = readList<DisputedCase>('disputed.json');
const key = (file: string, name: string) => `${file} ${name}`;
const gapKeys = new Map(
  gaps.flatMap((gap) => (gap.name === undefined ? [] : [[key(gap.file, gap.name), gap] as const])),
);
const disputedKeys = new Map(disputed.map((each) => [key(each.file, each.name), each]));

describe('conformance with the reference engine', () => {
  for (const { file, name, status, failures } of result.cases) {
    const id = key(basename(file), name);
    const gap = gapKeys.get(id);
    const dispute = disputedKeys.get(id);
    if (gap) {
      it(`${id} (known gap: ${gap.reason})`, () => {
        assert.equal(status, 'failed', 'the case passes: strike it off known-gaps.json');
      });
    } else if (dispute) {
      it(`${id} (${dispute.kind}: ${dispute.proof})`, () => {
        assert.equal(status, 'failed', 'the case passes: strike it off disputed.json');
      });
    } else {
      it(id, () => {
        assert.equal(status, 'passed', failures.map(({ at, message }) => `${at}: ${message}`).join('\n'));
      });
    }
  }

  it('plays every file that is not listed as a whole', () => {
    const whole = new Set(gaps.filter(({ name }) => name === undefined).map(({ file }) => file));
    const unplayed = new Set(result.problems.map(({ file }) => basename(file)));
    assert.deepEqual([...unplayed].sort(), [...whole].sort());
  });

  it('lists only cases that exist', () => {
    const known = new Set(result.cases.map(({ file, name }) => key(basename(file), name)));
    const stale = [...gapKeys.keys(), ...disputedKeys.keys()].filter((id) => !known.has(id));
    assert.deepEqual(stale, []);
  });
});
