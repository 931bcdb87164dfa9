import { writeXmlObject, type XmlObject } from '../xml/index.js';
import { describeProblem } from './describe-case.js';
import type { CaseResult, ReplayResult } from './result.js';

/** The result as a JUnit report: a suite for each file, an error for each file that could not be played. */
export function junitReport(result: ReplayResult): string {
  const { failed, skipped, cases, problems } = result;
  const files = new Map<string, CaseResult[]>();
  for (const each of cases) files.set(each.file, [...(files.get(each.file) ?? []), each]);
  const suites = [...files].map(([file, own]) => suiteOf(file, own));
  const faulty = [...new Set(problems.map(({ file }) => file))];
  const errors = faulty.map((file): XmlObject => {
    const own = problems.filter((problem) => problem.file === file).map(describeProblem);
    const error = { '@message': own[0]!, '#text': own.join('\n') };
    return {
      ...counts(file, { tests: 1, failures: 0, errors: 1, skipped: 0, time: 0 }),
      testcase: { '@name': file, error },
    };
  });
  return writeXmlObject({
    testsuites: {
      ...counts('mediant replay', {
        tests: cases.length + faulty.length,
        failures: failed,
        errors: faulty.length,
        skipped,
        time: timeOf(cases),
      }),
      testsuite: [...suites, ...errors],
    },
  });
}

function suiteOf(file: string, cases: readonly CaseResult[]): XmlObject {
  const number = (status: CaseResult['status']): number => cases.filter((each) => each.status === status).length;
  return {
    ...counts(file, {
      tests: cases.length,
      failures: number('failed'),
      errors: 0,
      skipped: number('skipped'),
      time: timeOf(cases),
    }),
    testcase: cases.map((each) => caseOf(file, each)),
  };
}

function caseOf(file: string, { name, duration, status, failures }: CaseResult): XmlObject {
  return {
    '@classname': file,
    '@name': name,
    '@time': seconds(duration),
    ...(status === 'skipped' && { skipped: '' }),
    ...(failures.length > 0 && {
      failure: failures.map(({ at, message }) => ({
        '@type': at,
        '@message': `${at}: ${message.split('\n', 1)[0]}`,
        '#text': message,
      })),
    }),
  };
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** Milliseconds. */
  readonly time: number;
}

function counts(name: string, { tests, failures, errors, skipped, time }: Counts): Readonly<Record<string, string>> {
  return {
    '@name': name,
    '@tests': String(tests),
    '@failures': String(failures),
    '@errors': String(errors),
    '@skipped': String(skipped),
    '@time': seconds(time),
  };
}

function timeOf(cases: readonly CaseResult[]): number {
  return cases.reduce((sum, { duration }) => sum + duration, 0);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
