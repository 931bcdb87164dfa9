import type { Metrics, MetricsState, ServiceMetrics, ServiceType } from './metrics.js';

/**
 * Metrics that count from the first request on, although the library that shows them is loaded later: what happens
 * before is kept, and told to it then.
 */
export class LateMetrics implements Metrics {
  /** The library's own, for Prometheus' text format; needed before it is there. */
  readonly contentType = 'text/plain; version=0.0.4; charset=utf-8';
  readonly #create: () => Promise<Metrics>;
  #loading: Promise<Metrics> | undefined;
  #loaded: Metrics | undefined;
  /** What happened before, in order. */
  #early: ((metrics: Metrics) => void)[] = [];

  /** @param create makes the real ones, and loads what they need; called once */
  constructor(create: () => Promise<Metrics>) {
    this.#create = create;
  }

  /** Makes the real ones unless somebody has asked for them already. Rejects when they cannot be made. */
  async load(): Promise<void> {
    await this.#real();
  }

  service(name: string, type: ServiceType, url?: string): ServiceMetrics {
    if (this.#loaded) return this.#loaded.service(name, type, url);
    const early = new EarlyService();
    this.#early.push((metrics) => early.become(metrics.service(name, type, url)));
    return early;
  }

  deployed(services: Iterable<{ readonly name: string; readonly type: ServiceType }>, revision: string): void {
    this.#tell((metrics) => metrics.deployed(services, revision));
  }

  started(host: string, port: number, since: number): void {
    this.#tell((metrics) => metrics.started(host, port, since));
  }

  stopped(): void {
    this.#tell((metrics) => metrics.stopped());
  }

  async expose(): Promise<string> {
    return (await this.#real()).expose();
  }

  async state(): Promise<MetricsState> {
    return (await this.#real()).state();
  }

  #tell(what: (metrics: Metrics) => void): void {
    if (this.#loaded) what(this.#loaded);
    else this.#early.push(what);
  }

  #real(): Promise<Metrics> {
    this.#loading ??= this.#create().then((metrics) => {
      this.#loaded = metrics;
      for (const what of this.#early) what(metrics);
      this.#early = [];
      return metrics;
    });
    return this.#loading;
  }
}

/** The counters of a service that was asked for before the library was there. */
class EarlyService implements ServiceMetrics {
  #real: ServiceMetrics | undefined;
  #early: (readonly [status: number, seconds: number])[] = [];

  record(status: number, seconds: number): void {
    if (this.#real) this.#real.record(status, seconds);
    else this.#early.push([status, seconds]);
  }

  become(real: ServiceMetrics): void {
    this.#real = real;
    for (const [status, seconds] of this.#early) real.record(status, seconds);
    this.#early = [];
  }
}
