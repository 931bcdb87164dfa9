import type { MetricsState } from './metrics.js';

/** The metrics of several processes, added up. */
export interface MetricsOfWorkers {
  /** Content-Type of `expose`. */
  readonly contentType: string;
  /** All metrics in the Prometheus text format. */
  expose(): Promise<string>;
  /** How many workers there are to be, and how many of them serve. */
  counted(wanted: number, serving: number): void;
  /** A worker has ended: what it has counted goes on to count. */
  ended(worker: number): void;
}

/** Kinds of metrics that only ever grow: they must not fall when the process that counted ends. */
const lasting: ReadonlySet<string> = new Set(['counter', 'histogram']);

/**
 * Makes the metrics of a group of workers. Counters never fall: of a worker that ends, what it had counted at the last
 * `expose` is kept.
 * @param collect asks the workers; who does not answer in time is left out, and its last answer counts
 */
export async function createMetricsOfWorkers(
  collect: () => Promise<ReadonlyMap<number, MetricsState>>,
): Promise<MetricsOfWorkers> {
  const { AggregatorRegistry, Counter, Gauge, Registry } = await import('prom-client');
  const own = new Registry();
  const registers = [own];
  const workers = new Gauge({ name: 'mediant_workers', help: 'Workers', labelNames: ['state'], registers });
  const ends = new Counter({ name: 'mediant_worker_ends_total', help: 'Workers that ended', registers });
  const latest = new Map<number, MetricsState>();
  let kept: MetricsState = [];

  return {
    contentType: own.contentType,
    async expose() {
      for (const [worker, state] of await collect()) latest.set(worker, state);
      const ownState = await own.getMetricsAsJSON();
      return AggregatorRegistry.aggregate([...latest.values(), kept, ownState]).metrics();
    },
    counted(wanted, serving) {
      workers.set({ state: 'wanted' }, wanted);
      workers.set({ state: 'serving' }, serving);
    },
    ended(worker) {
      ends.inc();
      const state = latest.get(worker)?.filter(({ type }) => lasting.has(String(type)));
      latest.delete(worker);
      // What a sum holds has values, although its type does not say so.
      if (state) kept = AggregatorRegistry.aggregate([kept, state]).getMetricsAsArray() as MetricsState;
    },
  };
}
