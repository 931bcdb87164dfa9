/** The results as text for a terminal. */

/** A share of one processor that others used during a run, from which on a scenario is called disturbed. */
export const disturbed = 0.1;
/** A baseline that used less of its processor was not the limit of its runs. */
const saturated = 0.9;

/** @param {ReturnType<import('./summary.js').summarise>} result */
export function reportScenario({ title, contestants = [], skipped = [], figures, notes = [], problem }) {
  return [
    '',
    title,
    ...contestantTable(contestants),
    ...skipped.map(({ name, reason }) => `  ${name} skipped: ${reason}`),
    ...figures.map((each) => `  ${describeFigure(each)}`),
    ...notes.map((note) => `  note: ${note}`),
    ...remarks(contestants).map((remark) => `  note: ${remark}`),
    ...(problem ? [`  failed: ${problem}`] : []),
  ].join('\n');
}

function contestantTable(contestants) {
  if (contestants.length === 0) return [];
  const rows = contestants.map((each) =>
    each.requestsPerSecond
      ? [
          each.name,
          Math.round(each.requestsPerSecond.value).toLocaleString('en'),
          each.p50.toFixed(2),
          each.p99.toFixed(2),
          each.cpuPerRequest.value.toFixed(1),
          `${Math.round(each.busy * 100)} %`,
          each.residentMiB.toFixed(0),
        ]
      : [each.name, 'no run', '', '', '', '', ''],
  );
  const table = [['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request', 'busy', 'MiB'], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table.map(
    (row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')}`,
  );
}

/** @param {import('./summary.js').Figure} figure */
export function describeFigure({ what, unit, value, low, high, target, met }) {
  const shown = `${number(value)}${unit && ` ${unit}`} (${number(low)} to ${number(high)})`;
  return `${what}: ${shown}${target ? `, ${describeTarget(target, unit)}: ${met ? 'met' : 'MISSED'}` : ''}`;
}

export function describeTarget({ atLeast, atMost }, unit) {
  return `${atLeast === undefined ? 'at most' : 'at least'} ${atLeast ?? atMost}${unit && ` ${unit}`}`;
}

/** Three digits that count. */
export function number(value) {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(3, digits));
}

function remarks(contestants) {
  const measured = contestants.filter((each) => each.requestsPerSecond);
  const noisy = measured.filter((each) => each.foreign > disturbed);
  const idle = measured.filter((each) => each.baseline && each.busy < saturated);
  return [
    ...contestants.filter((each) => each.void).map((each) => `${each.name} is void: ${each.void}`),
    ...noisy.map(
      (each) => `other programs used ${Math.round(each.foreign * 100)} % of a processor while ${each.name} ran`,
    ),
    ...idle.map(
      (each) =>
        `${each.name} used ${Math.round(each.busy * 100)} % of its processor: its requests/s were limited elsewhere; CPU time says more`,
    ),
  ];
}
