import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface PerformanceTable {
  readResults(): object[];
  withTables(page: string, results: object[]): string;
}

const root = process.cwd();
const page = () => readFileSync(join(root, 'docs/performance.md'), 'utf8');
// The benchmarks are a package of their own in plain JavaScript, which the compiler does not see.
const table = (): Promise<PerformanceTable> => import(pathToFileURL(join(root, 'bench/performance-table.js')).href);

const ratio = (what: string, value: number, met: boolean) => ({
  what: `${what}, mediant / hand`,
  unit: '',
  value,
  low: value - 0.1,
  high: value + 0.1,
  target: { atLeast: 0.9 },
  met,
});

const contestant = (name: string, baseline: boolean) => ({
  name,
  baseline,
  requestsPerSecond: { value: 12_345.6, low: 12_000, high: 13_000 },
  p50: 1.234,
  p99: 5.678,
  cpuPerRequest: { value: 43.21, low: 40, high: 45 },
  residentMiB: 98.7,
});

const run = (version: string, figures: object[]) => ({
  version,
  date: '2025-01-05T15:04:05.000Z',
  machine: { cpu: 'Some CPU', cores: 2, memoryGiB: 4, node: 'v20.19.0', system: 'linux x64', virtual: true },
  settings: { rounds: 7, seconds: 0.8, connections: 32, load: 'wrk', processors: null },
  results: [
    {
      name: 'pass-through-0.2k',
      title: 'pass-through',
      contestants: [contestant('hand', true), contestant('mediant', false)],
      skipped: [{ name: 'nginx', reason: 'nginx is not installed' }],
      figures,
    },
  ],
});

describe('docs/performance.md', () => {
  it('shows the kept results', async () => {
    const { readResults, withTables } = await table();
    assert.equal(page(), withTables(page(), readResults()), 'stale: npm --prefix bench run table');
  });

  it('names a target as missed when one of the two ratios misses it', async () => {
    const { withTables } = await table();
    const figures = [ratio('requests/s', 0.95, true), ratio('requests per CPU time', 0.7, false)];
    const text = withTables(page(), [run('1.0.0', figures)]);
    assert.match(text, /\| mediant \| 12,346 \|.*\| 0\.950 \(0\.850 to 1\.05\) \| 0\.700 .*at least 0\.9: missed \|/);
    assert.match(text, /nginx did not take part, nginx is not installed\./);
  });

  it('has a column for each version once there are several', async () => {
    const { withTables } = await table();
    const figures = [ratio('requests/s', 0.95, true), ratio('requests per CPU time', 0.92, true)];
    const text = withTables(page(), [run('1.10.0', figures), run('1.9.0', figures)]);
    assert.match(text, /\| Ratio of requests\/s \| 1\.10\.0 \| 1\.9\.0 \|/);
  });

  it('must have a place for the tables', async () => {
    const { withTables } = await table();
    assert.throws(() => withTables('no markers', []), /no place for the tables/);
  });
});
