import type { MetricObjectWithValues, MetricValueWithName } from 'prom-client';

/** Where the buckets begin in the numbers of a series, behind their sum and their count. */
const firstBucket = 2;

/** The requests of one service: their latencies, and how many failed. */
export class LatencySeries {
  /**
   * Sum, count, then one number per bound, not added up; what is above all bounds is only in the count. They lie together
   * because with many services each step to another object waits for the memory.
   */
  readonly #numbers: number[];
  #errors = 0;

  constructor(
    readonly labels: Readonly<Record<string, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.#numbers = [0, 0, ...bounds.map(() => 0)];
  }

  /** In seconds. */
  get sum(): number {
    return this.#numbers[0]!;
  }

  get count(): number {
    return this.#numbers[1]!;
  }

  /** Per bound, not added up. */
  get counts(): readonly number[] {
    return this.#numbers.slice(firstBucket);
  }

  get errors(): number {
    return this.#errors;
  }

  /** @param status of the answer; 400 and above counts as an error */
  record(status: number, seconds: number): void {
    this.observe(seconds);
    if (status >= 400) this.#errors++;
  }

  observe(seconds: number): void {
    const numbers = this.#numbers;
    numbers[0]! += seconds;
    numbers[1]!++;
    const { bounds } = this;
    for (let at = 0; at < bounds.length; at++) {
      if (seconds > bounds[at]!) continue;
      numbers[at + firstBucket]!++;
      return;
    }
  }
}

/**
 * A histogram for the registry of the metrics library, in place of the library's own: that one checks and hashes its
 * labels at each observation, which is more than all else that is counted for a request.
 */
export class LatencyHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  /** By their labels. */
  readonly #series = new Map<string, LatencySeries>();

  /** @param bounds upper bounds of the buckets in seconds, rising */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {}

  /** The series of these labels; made when it is not there. */
  series(labels: Readonly<Record<string, string>>): LatencySeries {
    const key = JSON.stringify(labels);
    let found = this.#series.get(key);
    if (!found) {
      found = new LatencySeries(labels, this.bounds);
      this.#series.set(key, found);
    }
    return found;
  }

  all(): Iterable<LatencySeries> {
    return this.#series.values();
  }

  /** What the registry writes out. */
  async get(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    const { name, help, type, aggregator } = this;
    const state = { name, help, type, aggregator, values: [...this.all()].flatMap((series) => this.#valuesOf(series)) };
    // The library's own histograms give this, although its type has a number for the kind and a function beside.
    return state as unknown as MetricObjectWithValues<MetricValueWithName<string>>;
  }

  #valuesOf({ labels, counts, count, sum }: LatencySeries): MetricValueWithName<string>[] {
    const { name, bounds } = this;
    let total = 0;
    const buckets = bounds.map((le, at) => {
      total += counts[at]!;
      return { labels: { le, ...labels }, value: total, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels: { le: '+Inf', ...labels }, value: count, metricName: `${name}_bucket` },
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: count, metricName: `${name}_count` },
    ];
  }
}
