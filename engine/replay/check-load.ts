import { type Finding, formatPlace } from '../errors/index.js';
import type { Failure } from './failure.js';
import type { ExpectedLoad } from './fixture.js';
import { show } from './match-value.js';

/** Compares what loading found with what was expected. */
export function checkLoad(expected: ExpectedLoad, findings: readonly Finding[]): Failure[] {
  const at = 'expect.load';
  const errors = findings.filter(({ severity }) => severity === 'error');
  const unwanted = (): Failure[] =>
    errors.map((finding) => ({ at, expected: show(expected), actual: finding.code, message: describe(finding) }));
  if (expected === 'ok') return unwanted();
  if ('error' in expected)
    return errors.some((finding) => fits(finding, expected.error)) ? [] : [missing(expected.error, 'error')];
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const found = warnings.some((finding) => fits(finding, expected.warning));
  return [...unwanted(), ...(found ? [] : [missing(expected.warning, 'warning')])];

  function missing(wanted: string, severity: string): Failure {
    const actual = findings.map(describe).join('\n') || 'nothing was found';
    return { at, expected: wanted, actual, message: `no ${severity} is or says ${show(wanted)}:\n${actual}` };
  }
}

function fits({ code, message }: Finding, wanted: string): boolean {
  return code === wanted || message.includes(wanted);
}

function describe(finding: Finding): string {
  return `${formatPlace(finding)} ${finding.severity} ${finding.code} ${finding.message}`;
}
