/** From runs to the figures that are reported: medians with their spread, and ratios of the pairs A B, A B, ... */
import { median, spread } from './statistics.js';

/**
 * One figure of the results. `low` and `high` are the smallest and the largest value of its pairs or repetitions.
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} unit '' for ratios
 * @property {number} value median
 * @property {number} low
 * @property {number} high
 * @property {{atLeast?: number, atMost?: number}} [target]
 * @property {boolean} [met]
 */

/** @returns {Figure} */
export function figure(what, unit, values, target) {
  const { value, low, high } = spread(values);
  const met = target && value >= (target.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (target.atMost ?? Infinity);
  return { what, unit, value, low, high, ...(target ? { target, met } : {}) };
}

/**
 * The results of a scenario.
 * @param {import('../scenarios/index.js').Scenario} scenario
 * @param {Awaited<ReturnType<import('./contest.js').contest>>} outcome
 */
export function summarise(scenario, { contestants, skipped }) {
  const baseline = contestants.find((each) => each.baseline);
  return {
    name: scenario.name,
    title: scenario.title,
    contestants: contestants.map(summariseContestant),
    skipped,
    figures: [
      ...(baseline
        ? contestants.filter((each) => each !== baseline).flatMap((each) => figuresOf(scenario, baseline, each))
        : []),
      ...againstBefore(contestants),
    ],
  };
}

/** Two builds of Mediant beside each other. */
function againstBefore(contestants) {
  const before = contestants.find((each) => each.name === 'before');
  const now = contestants.find((each) => each.name === 'mediant');
  return before && now ? figuresOf({ targets: {} }, before, now) : [];
}

function summariseContestant({ name, baseline, runs, void: reason, profile }) {
  const counted = runs.filter((run) => !run.void);
  const all = (property) => counted.map((run) => run[property]);
  return {
    name,
    baseline,
    ...(reason ? { void: reason } : {}),
    ...(profile ? { profile } : {}),
    ...(counted.length > 0
      ? {
          requestsPerSecond: spread(all('requestsPerSecond')),
          p50: median(all('p50')),
          p99: median(all('p99')),
          cpuPerRequest: spread(all('cpuPerRequest')),
          busy: median(all('busy')),
          residentMiB: median(all('residentBytes')) / 2 ** 20,
          foreign: median(all('foreign')),
        }
      : {}),
  };
}

/** What is said about a contestant beside the baseline. A void run on either side voids the comparison. */
function figuresOf({ targets, mediators }, baseline, contestant) {
  if (baseline.void || contestant.void) return [];
  const own = contestant.name === 'mediant' ? targets : {};
  const pairs = (relation) => contestant.runs.map((run, index) => relation(run, baseline.runs[index]));
  const against = `${contestant.name} / ${baseline.name}`;
  if (mediators) {
    if (contestant.name !== 'mediant') return [];
    const each = pairs((run, base) => (run.cpuPerRequest - base.cpuPerRequest) / mediators);
    return [figure('CPU time per mediator', 'µs', each, own.perMediator)];
  }
  return [
    figure(
      `requests/s, ${against}`,
      '',
      pairs((run, base) => run.requestsPerSecond / base.requestsPerSecond),
      own.ratio,
    ),
    figure(
      `requests per CPU time, ${against}`,
      '',
      pairs((run, base) => base.cpuPerRequest / run.cpuPerRequest),
      own.ratio,
    ),
    figure(
      `resident memory, ${against}`,
      '',
      pairs((run, base) => run.residentBytes / base.residentBytes),
      own.memory,
    ),
  ];
}
