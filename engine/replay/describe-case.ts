import type { Failure } from './failure.js';
import type { CaseResult, ReplayResult, TraceStep } from './result.js';

/** The line of a case, and for a failed one what a person needs to see why. */
export function describeCase({ file, name, status, failures, trace }: CaseResult): string {
  const lines = [`${status.padEnd(7)} ${file}: ${name}`];
  for (const failure of failures) lines.push(...describeFailure(failure));
  if (failures.length > 0 && trace.length > 0) lines.push('  the way of the message:', ...trace.flatMap(describeStep));
  return lines.join('\n');
}

function describeFailure({ at, message }: Failure): string[] {
  const [first = '', ...rest] = message.split('\n');
  const begin = /^([-+…]| {2}[^ ])/.test(first) ? [`  ${at}:`, `    ${first}`] : [`  ${at}: ${first}`];
  return [...begin, ...rest.map((line) => `    ${line}`)];
}

function describeStep({ mediator, place, depth, changes }: TraceStep): string[] {
  const indent = '  '.repeat(depth + 2);
  return [`${indent}${mediator}  ${place}`, ...changes.map((change) => `${indent}    ${change}`)];
}

/** The last line. */
export function describeResult({ passed, failed, skipped, problems }: ReplayResult): string {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (problems.length > 0) {
    const files = new Set(problems.map(({ file }) => file)).size;
    parts.push(`${files} ${files === 1 ? 'file' : 'files'} could not be played`);
  }
  return parts.join(', ');
}

/** A problem with a file as the command prints it. */
export function describeProblem({ file, pointer, message }: ReplayResult['problems'][number]): string {
  return `${file}${pointer === '' ? '' : `#${pointer}`}: ${message}`;
}

/** Problems with one file that are printed; the others are only counted. */
const PRINTED_PROBLEMS = 5;

/** All problems as the command prints them, few of each file. */
export function describeProblems(problems: ReplayResult['problems']): string[] {
  const files = new Set(problems.map(({ file }) => file));
  return [...files].flatMap((file) => {
    const own = problems.filter((problem) => problem.file === file);
    const lines = own.slice(0, PRINTED_PROBLEMS).map(describeProblem);
    const more = own.length - lines.length;
    return more > 0 ? [...lines, `${file}: ${more} more problems`] : lines;
  });
}
