import { writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { findFixtures } from './find-fixtures.js';
import type { FixtureCase } from './fixture.js';
import { Player, type PlayerOptions } from './play-case.js';
import { type FixtureFile, type FixtureProblem, isInline, readFixture } from './read-fixture.js';
import type { CaseResult, ReplayResult } from './result.js';
import { updateFixture } from './update-fixture.js';

/** What to replay, and how. */
export interface ReplayOptions extends PlayerOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Only cases whose name or file holds this text; the others are left out of the result. */
  readonly filter?: string;
  /** Writes what came out into the fixtures. Default false. */
  readonly update?: boolean;
  /** Told of each case as it ends, with the number of all. */
  readonly onCase?: (result: CaseResult, done: number, all: number) => void;
  /** Told of each file that was written anew. */
  readonly onUpdate?: (file: string) => void;
}

/** One case and where it stands. */
interface Planned {
  readonly file: FixtureFile;
  readonly index: number;
  readonly fixtureCase: FixtureCase;
}

/** Replays fixtures. Never rejects for what they hold: bad files are problems of the result. */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { files, problems } = readAll(options.paths);
  const planned = files.flatMap((file) =>
    file.cases.map((fixtureCase, index): Planned => ({ file, index, fixtureCase })),
  );
  const { filter = '' } = options;
  const chosen = planned.filter(
    ({ file, fixtureCase }) => fixtureCase.name.includes(filter) || file.path.includes(filter),
  );
  const player = new Player(options);
  const cases: CaseResult[] = [];
  for (const { file, fixtureCase } of chosen) {
    const result = await playOne(player, file.path, fixtureCase);
    cases.push(result);
    options.onCase?.(result, cases.length, chosen.length);
  }
  if (options.update) writeUpdates(chosen, cases, options.onUpdate);
  const count = (status: CaseResult['status']): number => cases.filter((each) => each.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), cases, problems };
}

function readAll(paths: readonly string[]): { files: FixtureFile[]; problems: FixtureProblem[] } {
  const found = findFixtures(paths);
  const files: FixtureFile[] = [];
  const problems: FixtureProblem[] = [];
  for (const path of found.files) {
    const read = readFixture(path);
    if (Array.isArray(read)) problems.push(...read);
    else files.push(read);
  }
  const deployed = deployedFolders(files);
  const named = new Set(paths.map((path) => resolve(path)));
  // Resources of a deployment may be JSON, and are no cases; what was named itself is meant to be some.
  const isResource = (file: string): boolean =>
    !named.has(resolve(file)) && deployed.some((folder) => resolve(file).startsWith(folder));
  return { files, problems: [...found.problems, ...problems.filter(({ file }) => !isResource(file))] };
}

/** Folders that cases deploy, with a separator at the end. */
function deployedFolders(files: readonly FixtureFile[]): string[] {
  const paths = files.flatMap(({ path, cases }) =>
    cases
      .flatMap(({ artifacts = [] }) => artifacts)
      .filter((artifact) => !isInline(artifact))
      .map((artifact) => resolve(dirname(path), artifact)),
  );
  return [...new Set(paths)].map((path) => `${path}${sep}`);
}

/** A failed case is played again to record the way of the message: a world of its own makes it the same way. */
async function playOne(player: Player, file: string, fixtureCase: FixtureCase): Promise<CaseResult> {
  const begin = performance.now();
  const played = await withinLimit(player.play(fixtureCase, file));
  const failures = played?.failures ?? [{ at: 'case', message: `the case did not end within ${caseLimit / 1000} s` }];
  const again = played && failures.length > 0 ? await withinLimit(player.play(fixtureCase, file, true)) : undefined;
  const trace = again?.trace ?? [];
  const status = failures.length > 0 ? 'failed' : 'passed';
  return { file, name: fixtureCase.name, status, failures, trace, duration: performance.now() - begin };
}

/** Longest time for one case, in milliseconds: its own time is virtual, so that only a mistake takes this long. */
const caseLimit = 20_000;

/** The result, or undefined when it does not come in time: one case must not keep the others from being played. */
async function withinLimit<T>(playing: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), caseLimit);
  });
  try {
    return await Promise.race([playing, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function writeUpdates(
  chosen: readonly Planned[],
  cases: readonly CaseResult[],
  onUpdate?: (file: string) => void,
): void {
  for (const file of new Set(chosen.map((planned) => planned.file))) {
    const failures = new Map(
      chosen.flatMap((planned, at) =>
        planned.file === file && cases[at]!.status === 'failed' ? [[planned.index, cases[at]!.failures] as const] : [],
      ),
    );
    const { text } = updateFixture(file, failures);
    if (text === file.text) continue;
    writeFileSync(file.path, text);
    onUpdate?.(file.path);
  }
}
