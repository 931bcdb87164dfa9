import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileOptions, type ReplayResult, replay } from '../../engine/index.js';

const folder = join(process.cwd(), 'spec', 'conformance');

/** A case that does not pass yet, or (without a name) a file whose format is not played yet. */
export interface KnownGap {
  readonly file: string;
  readonly name?: string;
  readonly reason: string;
}

/** A case that was shown to be wrong, or a deviation that was decided on. */
export interface DisputedCase {
  readonly file: string;
  readonly name: string;
  /** `wrong`: the case does not say what the reference does. `deviation`: it does, and we do better on purpose. */
  readonly kind: 'wrong' | 'deviation';
  readonly proof: string;
}

/** Reads a list that stands beside the cases. */
export function readList<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T[];
}

let played: Promise<ReplayResult> | undefined;

/** Plays all conformance cases, once in a process. */
export function playConformance(): Promise<ReplayResult> {
  played ??= replay({ compile: compileOptions, paths: [join(folder, 'cases')] });
  return played;
}

/** How many cases pass of how many. */
export interface Score {
  passed: number;
  all: number;
}

/** Scores by file, and by mediator that a case uses. */
export function conformanceScores({ cases }: ReplayResult): {
  areas: Map<string, Score>;
  mediators: Map<string, Score>;
} {
  const areas = new Map<string, Score>();
  const mediators = new Map<string, Score>();
  const elements = elementsByCase();
  for (const { file, name, status } of cases) {
    const area = basename(file, '.json');
    count(areas, area, status === 'passed');
    for (const element of elements.get(`${area} ${name}`) ?? []) count(mediators, element, status === 'passed');
  }
  return { areas, mediators };
}

function count(scores: Map<string, Score>, key: string, passed: boolean): void {
  const score = scores.get(key) ?? { passed: 0, all: 0 };
  score.all++;
  if (passed) score.passed++;
  scores.set(key, score);
}

/** The element names in the artifacts of each case. */
function elementsByCase(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const area of areaNames()) {
    const cases = JSON.parse(readFileSync(join(folder, 'cases', `${area}.json`), 'utf8')) as {
      name: string;
      artifacts?: string[];
    }[];
    for (const { name, artifacts = [] } of cases) {
      const names = [...artifacts.join('').matchAll(/<(?:\w+:)?([\w.-]+)/g)].map(([, element]) => element);
      found.set(`${area} ${name}`, new Set(names));
    }
  }
  return found;
}

/** The files of cases, without their ending. */
export function areaNames(): string[] {
  return [
    'configuration',
    'endpoints',
    'expressions',
    'gateway-and-tokens',
    'mediators-flow',
    'mediators-message',
    'message-model',
  ];
}
