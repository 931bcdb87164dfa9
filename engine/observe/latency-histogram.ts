import type { MetricObjectWithValues, MetricValueWithName } from 'prom-client';

/** The latencies of one service. */
export class LatencySeries {
  /** Per bound, not added up; what is above all bounds is only in `count`. */
  readonly counts: number[];
  count = 0;
  sum = 0;

  constructor(
    readonly labels: Readonly<Record<string, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.counts = bounds.map(() => 0);
  }

  observe(seconds: number): void {
    this.count++;
    this.sum += seconds;
    const { bounds } = this;
    for (let at = 0; at < bounds.length; at++) {
      if (seconds > bounds[at]!) continue;
      this.counts[at]!++;
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
  readonly #series: LatencySeries[] = [];

  /** @param bounds upper bounds of the buckets in seconds, rising */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {}

  /** The series of these labels; made when it is not there. */
  series(labels: Readonly<Record<string, string>>): LatencySeries {
    const wanted = JSON.stringify(labels);
    let found = this.#series.find((each) => JSON.stringify(each.labels) === wanted);
    if (!found) {
      found = new LatencySeries(labels, this.bounds);
      this.#series.push(found);
    }
    return found;
  }

  /** What the registry writes out. */
  async get(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    const { name, help, type, aggregator } = this;
    const state = { name, help, type, aggregator, values: this.#series.flatMap((series) => this.#valuesOf(series)) };
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
