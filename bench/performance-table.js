/**
 * The tables of docs/performance.md, made from the kept results (`results/<version>.json`) and written between the two
 * markers. `node performance-table.js --write` writes them, `--check` ends with 1 when they are stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeTarget, disturbed, number } from './harness/report.js';

const markers = [
  '<!-- made by `npm --prefix bench run table` from bench/results; not to be edited -->',
  '<!-- end -->',
];
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const folder = fileURLToPath(new URL('results/', import.meta.url));

/** The kept results, newest version first. */
export function readResults() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
}

/**
 * A page with the tables of the results in it.
 * @param {string} text of the page, with both markers
 * @param {ReturnType<typeof readResults>} results
 * @throws Error when a marker is missing
 */
export function withTables(text, results) {
  const begin = text.indexOf(markers[0]);
  const end = text.indexOf(markers[1], begin);
  if (begin < 0 || end < 0) throw new Error(`the page has no place for the tables: ${markers.join(' … ')}`);
  return `${text.slice(0, begin + markers[0].length)}\n\n${tables(results)}\n\n${text.slice(end)}`;
}

function tables(results) {
  if (results.length === 0) return 'No results are kept yet.';
  const [latest] = results;
  return [
    describeRun(latest),
    underLoad(latest.results),
    otherFigures(latest.results),
    ...skippedNotes(latest.results),
    ...(results.length > 1 ? [history(results)] : []),
  ].join('\n\n');
}

function describeRun({ version, date, machine, settings, results }) {
  const { cpu, cores, memoryGiB, node, system, virtual } = machine;
  const pinned = settings.processors ? 'contestant on a processor of its own' : 'nothing pinned';
  return (
    `Version ${version}, ${date.slice(0, 10)}. ${cores} cores of ${cpu}${virtual ? ' (virtual machine)' : ''}, ` +
    `${memoryGiB} GiB, ${system}, Node ${node}. ${settings.rounds} rounds of ${settings.seconds} s, ` +
    `${settings.connections} connections, ${settings.load}, ${pinned}. ` +
    `Medians; in brackets the smallest and the largest of the pairs.${disturbance(results)}`
  );
}

/** What other programs did at the time, where it was worth a word. */
function disturbance(results) {
  const most = Math.max(0, ...results.flatMap(({ contestants = [] }) => contestants.map(({ foreign = 0 }) => foreign)));
  if (most <= disturbed) return '';
  return ` Other programs used up to ${Math.round(most * 100)} % of a processor meanwhile: for orientation only.`;
}

const columns = [
  'Scenario',
  'Contestant',
  'Requests/s',
  'p50 ms',
  'p99 ms',
  'CPU µs/request',
  'MiB',
  'Requests/s ratio',
  'CPU ratio',
  'Target',
];

function underLoad(results) {
  const rows = results
    .filter(({ contestants = [] }) => contestants.length > 0)
    .flatMap(({ title, contestants, figures }) =>
      contestants.map((contestant, index) => [index === 0 ? title : '', ...contestantCells(contestant, figures)]),
    );
  return markdown(columns, rows, 2);
}

function contestantCells(contestant, figures) {
  const { name, requestsPerSecond, p50, p99, cpuPerRequest, residentMiB } = contestant;
  if (!requestsPerSecond || contestant.void) return [name, 'void', '', '', '', '', '', '', ''];
  const figureOf = (kind) => figures.find(({ what }) => what.startsWith(`${kind}, ${name} / `));
  const throughput = figureOf('requests/s');
  const cpu = figureOf('requests per CPU time');
  return [
    name,
    Math.round(requestsPerSecond.value).toLocaleString('en'),
    p50.toFixed(2),
    p99.toFixed(2),
    cpuPerRequest.value.toFixed(1),
    residentMiB.toFixed(0),
    contestant.baseline ? '1' : ratioCell(throughput),
    contestant.baseline ? '1' : ratioCell(cpu),
    throughput?.target
      ? `${describeTarget(throughput.target, '')}: ${throughput.met && cpu.met ? 'met' : 'missed'}`
      : '',
  ];
}

function ratioCell(figure) {
  return figure ? `${number(figure.value)} (${number(figure.low)} to ${number(figure.high)})` : '';
}

/** Everything that is no ratio under load and has a target, and the comparisons without one. */
function otherFigures(results) {
  const rows = results.flatMap(({ title, contestants = [], figures }) =>
    figures
      .filter(({ what }) => contestants.length === 0 || !/^requests/.test(what))
      .map(({ what, unit, target, met, ...values }) => [
        title,
        what,
        `${ratioCell(values)}${unit && ` ${unit}`}`,
        target ? `${describeTarget(target, unit)}: ${met ? 'met' : 'missed'}` : '',
      ]),
  );
  return markdown(['Measurement', 'Figure', 'Value', 'Target'], blankRepeated(rows), 2);
}

function blankRepeated(rows) {
  return rows.map(([first, ...others], index) => [rows[index - 1]?.[0] === first ? '' : first, ...others]);
}

function skippedNotes(results) {
  const notes = results.flatMap(({ title, skipped = [] }) =>
    skipped.map(({ name, reason }) => `${title}: ${name} did not take part, ${reason.split('\n', 1)[0]}.`),
  );
  return notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : [];
}

/** The ratio to the baseline of each scenario by version. Versions were measured at different times, ratios stay. */
function history(results) {
  const names = results[0].results.filter(({ contestants = [] }) => contestants.length > 0);
  const rows = names.map(({ name, title }) => [
    title,
    ...results.map((each) => {
      const figures = each.results.find((result) => result.name === name)?.figures ?? [];
      return ratioCell(figures.find(({ what, target }) => target && what.startsWith('requests/s')));
    }),
  ]);
  return markdown(['Ratio of requests/s', ...results.map(({ version }) => version)], rows, 1);
}

/** @param {number} textColumns columns from the left that hold text; the others are set to the right */
function markdown(head, rows, textColumns) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, index) => (index < textColumns ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = readFileSync(page, 'utf8');
  const next = withTables(text, readResults());
  if (process.argv.includes('--write')) writeFileSync(page, next);
  else if (next !== text) {
    console.error('docs/performance.md is stale: npm --prefix bench run table');
    process.exitCode = 1;
  }
}
