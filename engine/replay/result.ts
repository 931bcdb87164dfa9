import type { Failure } from './failure.js';
import type { FixtureProblem } from './read-fixture.js';

/** One mediator that a message passed. */
export interface TraceStep {
  /** Element name. */
  readonly mediator: string;
  /** `file:line:column` */
  readonly place: string;
  /** How deep inside other mediators, from 0. */
  readonly depth: number;
  /** What it changed, a short sentence each. */
  readonly changes: readonly string[];
}

/** How a case went. */
export interface CaseResult {
  readonly file: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failures: readonly Failure[];
  /** Real milliseconds. */
  readonly duration: number;
  /** The way the message took; only of a failed case. */
  readonly trace: readonly TraceStep[];
}

/** How a run went. */
export interface ReplayResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cases: readonly CaseResult[];
  /** Files that could not be played. */
  readonly problems: readonly FixtureProblem[];
}

/** The result as `--json` prints it. */
export function resultJson(result: ReplayResult): string {
  const cases = result.cases.map(({ file, name, status, failures }) => ({
    file,
    name,
    status,
    failures: failures.map(({ at, expected = null, actual = null, message }) => ({ at, expected, actual, message })),
  }));
  const { passed, failed, skipped, problems } = result;
  return JSON.stringify({ passed, failed, skipped, cases, ...(problems.length > 0 && { problems }) });
}

/** Exit status of the command: 2 when a file could not be played, else 1 when a case failed. */
export function exitStatus({ failed, problems }: ReplayResult): 0 | 1 | 2 {
  if (problems.length > 0) return 2;
  return failed > 0 ? 1 : 0;
}
