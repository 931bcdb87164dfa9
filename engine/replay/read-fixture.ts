import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { JsonSyntaxError, parseJson } from '../message/index.js';
import { compileSchema, pointerToken } from '../schema/index.js';
import type { FixtureCase } from './fixture.js';
import { caseSchema } from './fixture-schema.js';
import { pattern } from './match-value.js';

/** A file of cases that can be played. */
export interface FixtureFile {
  readonly path: string;
  /** As it was read; `--update` writes back what it does not change. */
  readonly text: string;
  readonly cases: readonly FixtureCase[];
}

/** Why a file cannot be played. */
export interface FixtureProblem {
  readonly file: string;
  /** JSON pointer to what is wrong; '' is the whole file. */
  readonly pointer: string;
  readonly message: string;
}

const checkCase = compileSchema(caseSchema);

/** Reads and checks a file of one case or several. Never throws: an unreadable file is a problem. */
export function readFixture(path: string): FixtureFile | FixtureProblem[] {
  let text: string;
  let data: unknown;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    return [{ file: path, pointer: '', message: `cannot be read: ${(error as NodeJS.ErrnoException).code}` }];
  }
  try {
    data = JSON.parse(text);
  } catch {
    return [{ file: path, pointer: '', message: `is not JSON: ${syntaxFault(text)}` }];
  }
  const cases = Array.isArray(data) ? data : [data];
  const problems = cases.flatMap((each, index) => {
    const prefix = Array.isArray(data) ? `/${index}` : '';
    return caseProblems(each, path).map(({ pointer, message }) => ({ file: path, pointer: prefix + pointer, message }));
  });
  if (problems.length === 0) problems.push(...equalNames(cases as FixtureCase[], path));
  return problems.length > 0 ? problems : { path, text, cases: cases as FixtureCase[] };
}

/** JSON.parse does not say reliably where; the engine's own reader does. */
function syntaxFault(text: string): string {
  try {
    parseJson(text);
    return 'it cannot be parsed';
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) return String(error);
    return `line ${error.line}, column ${error.column}: ${error.message}`;
  }
}

type Problem = Omit<FixtureProblem, 'file'>;

function caseProblems(data: unknown, path: string): Problem[] {
  const problems: Problem[] = [...checkCase(data)];
  if (problems.length > 0) return problems;
  const fixtureCase = data as FixtureCase;
  return [...faultyPatterns(fixtureCase, ''), ...faultyArtifacts(fixtureCase, path)];
}

/** Regular expressions that cannot be compiled. */
function faultyPatterns(value: unknown, pointer: string): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = `${pointer}/${pointerToken(name)}`;
    if ((name !== 'matches' && name !== '$matches') || typeof member !== 'string') return faultyPatterns(member, at);
    try {
      pattern(member);
      return [];
    } catch (error) {
      return [{ pointer: at, message: (error as Error).message }];
    }
  });
}

function faultyArtifacts({ artifacts = [] }: FixtureCase, path: string): Problem[] {
  return artifacts.flatMap((artifact, index) => {
    if (isInline(artifact)) return [];
    const message = pathFault(artifact, dirname(resolve(path)));
    return message === undefined ? [] : [{ pointer: `/artifacts/${index}`, message }];
  });
}

/** Whether an artifact is XML itself and not the path of some. */
export function isInline(artifact: string): boolean {
  return /^\uFEFF?\s*</.test(artifact);
}

function pathFault(artifact: string, folder: string): string | undefined {
  const path = resolve(folder, artifact);
  if (leaves(folder, path)) return `the path ${artifact} leaves the folder of the fixture`;
  if (!existsSync(path)) return `there is no file or folder ${artifact}`;
  // A link inside the folder may lead out of it.
  return leaves(realpathSync(folder), realpathSync(path))
    ? `the path ${artifact} leaves the folder of the fixture`
    : undefined;
}

function leaves(folder: string, path: string): boolean {
  const from = relative(folder, path);
  return from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from);
}

function equalNames(cases: readonly FixtureCase[], file: string): FixtureProblem[] {
  const seen = new Set<string>();
  return cases.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ file, pointer: `/${index}/name`, message: `the name "${name}" stands twice` }];
  });
}
