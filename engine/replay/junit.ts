import { serializeXml, type XmlElement, xmlElement } from '../xml/index.js';
import { describeProblem } from './describe-case.js';
import type { CaseResult, ReplayResult } from './result.js';

/** The result as a JUnit report: a suite for each file, an error for each file that could not be played. */
export function junitReport(result: ReplayResult): string {
  const files = new Map<string, CaseResult[]>();
  for (const each of result.cases) files.set(each.file, [...(files.get(each.file) ?? []), each]);
  const suites = [...files].map(([file, cases]) => suite(file, cases));
  for (const problem of result.problems) {
    const error = element('error', { message: clean(describeProblem(problem)) });
    suites.push(
      element('testsuite', counts(problem.file, 1, 0, 1, 0), element('testcase', { name: problem.file }, error)),
    );
  }
  const total = result.cases.reduce((sum, { duration }) => sum + duration, 0);
  const { failed, skipped, cases, problems } = result;
  const all = counts('mediant replay', cases.length + problems.length, failed, problems.length, total, skipped);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serializeXml(element('testsuites', all, ...suites))}\n`;
}

function suite(file: string, cases: readonly CaseResult[]): XmlElement {
  const number = (status: CaseResult['status']): number => cases.filter((each) => each.status === status).length;
  const total = cases.reduce((sum, { duration }) => sum + duration, 0);
  const children = cases.map((each) => {
    const attributes = { classname: file, name: each.name, time: seconds(each.duration) };
    if (each.status === 'skipped') return element('testcase', attributes, element('skipped', {}));
    const failures = each.failures.map(({ at, message }) => {
      const failure = element('failure', { type: at, message: clean(`${at}: ${message.split('\n', 1)[0]}`) });
      failure.textContent = clean(message);
      return failure;
    });
    return element('testcase', attributes, ...failures);
  });
  return element('testsuite', counts(file, cases.length, number('failed'), 0, total, number('skipped')), ...children);
}

type Attributes = Readonly<Record<string, string>>;

function counts(
  name: string,
  tests: number,
  failures: number,
  errors: number,
  duration: number,
  skipped = 0,
): Attributes {
  return {
    name,
    tests: String(tests),
    failures: String(failures),
    errors: String(errors),
    skipped: String(skipped),
    time: seconds(duration),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function element(name: string, attributes: Attributes, ...children: readonly XmlElement[]): XmlElement {
  const created = xmlElement('', name, ...children);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, clean(value));
  return created;
}

/** XML cannot hold every character. */
function clean(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
