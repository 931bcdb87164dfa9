import { type FindingCode, findingCodes } from './codes/index.js';
import type { Place } from './place.js';

/** `error`: the artifact is refused. `warning`: it is deployed, but something in it has no effect or is a likely mistake. */
export type Severity = 'error' | 'warning';

/** One thing that is wrong in an artifact, with its place. Plain data: it is printed, sent as JSON and compared. */
export interface Finding extends Place {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly message: string;
  /** What the author can do about it. */
  readonly hint?: string;
}

/** Values for the `{placeholders}` of a code's message. */
export type FindingValues = Readonly<Record<string, string | number>>;

/**
 * Builds a finding from the table of codes.
 * @param hint replaces the table's advice, for example with the nearest known name
 */
export function finding(code: FindingCode, place: Place, values: FindingValues = {}, hint?: string): Finding {
  const entry: { severity: Severity; message: string; advice?: string } = findingCodes[code];
  const advice = hint ?? entry.advice;
  return {
    file: place.file,
    line: place.line,
    column: place.column,
    severity: entry.severity,
    code,
    message: fill(entry.message, values),
    ...(advice === undefined ? {} : { hint: fill(advice, values) }),
  };
}

function fill(template: string, values: FindingValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** Collects findings while artifacts are read and checked. Nothing in the load path throws for bad input: it reports. */
export class Report {
  readonly findings: Finding[] = [];

  /** Adds a finding; its severity comes from the table of codes. */
  add(code: FindingCode, place: Place, values?: FindingValues, hint?: string): void {
    this.findings.push(finding(code, place, values, hint));
  }

  /** Whether an error has been reported. */
  get failed(): boolean {
    return this.findings.some((found) => found.severity === 'error');
  }
}
