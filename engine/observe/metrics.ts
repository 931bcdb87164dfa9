import type { Gauge, Metric, MetricObjectWithValues, MetricValue } from 'prom-client';
import { LatencyHistogram, type LatencySeries } from './latency-histogram.js';

/** Kinds of services, as the reference engine labels them. */
export type ServiceType = 'api' | 'proxy';

/** Counts the requests of one service. Made once a snapshot; `record` is called once a request. */
export interface ServiceMetrics {
  /** @param status of the answer; 400 and above counts as an error */
  record(status: number, seconds: number): void;
}

/** The metrics of a process, under the names of the reference engine (configuration sheet 10.3). */
export interface Metrics {
  /** Content-Type of `expose`. */
  readonly contentType: string;
  /** @param url path under which the service answers; only APIs are labelled with it */
  service(name: string, type: ServiceType, url?: string): ServiceMetrics;
  /** Says which services are deployed; those no longer listed become 0. */
  deployed(services: Iterable<{ readonly name: string; readonly type: ServiceType }>, revision: string): void;
  /** Says where the process listens. @param since milliseconds since 1970 */
  started(host: string, port: number, since: number): void;
  /** The process is about to end. */
  stopped(): void;
  /** All metrics in the Prometheus text format. */
  expose(): Promise<string>;
  /** All metrics as data, to be added to those of other processes. */
  state(): Promise<MetricsState>;
}

/** The metrics of one process at one moment; plain data. */
export type MetricsState = MetricObjectWithValues<MetricValue<string>>[];

const types: readonly ServiceType[] = ['api', 'proxy'];
/** Buckets of the reference engine's latencies, in seconds, and finer ones below its lowest. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.19, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 1, 5];

/**
 * Makes the metrics of a process. The library is loaded here, so that commands without metrics start without it.
 * @param version of this program, for the `server_version` metric
 */
export async function createMetrics(version: string): Promise<Metrics> {
  const { collectDefaultMetrics, Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const latencies = new Map<ServiceType, LatencyHistogram>();
  for (const type of types) {
    const prefix = `wso2_integration_${type}`;
    const labelNames = ['service_name', 'service_type', ...(type === 'api' ? ['invocation_url'] : [])];
    const latency = new LatencyHistogram(`${prefix}_latency_seconds`, 'Latency', buckets);
    const counter = (name: string, help: string, count: (service: LatencySeries) => number) =>
      new Counter({
        name: `${prefix}_${name}`,
        help,
        labelNames,
        registers,
        collect() {
          this.reset();
          for (const service of latency.all()) if (count(service) > 0) this.inc(service.labels, count(service));
        },
      });
    counter('request_count_total', 'Requests', ({ count }) => count);
    counter('request_count_error_total', 'Failed requests', ({ errors }) => errors);
    registry.registerMetric(latency as unknown as Metric);
    latencies.set(type, latency);
  }
  // Of several processes they say the same, and must not be added up.
  const gauge = (name: string, help: string, ...labelNames: string[]): Gauge =>
    new Gauge({ name, help, labelNames, registers, aggregator: 'max' });
  const up = gauge('wso2_integration_server_up', 'Start time; 0 when down', 'host', 'port', 'node_version');
  const release = gauge('wso2_integration_server_version', 'Version', 'version');
  const serviceUp = gauge('wso2_integration_service_up', 'Deployed services', 'service_name', 'service_type');
  const revisions = gauge('mediant_deployment_info', 'Revision that serves', 'revision');
  release.set({ version }, 1);

  return {
    contentType: registry.contentType,
    service(name, type, url = '') {
      const labels = { service_name: name, service_type: type };
      return latencies.get(type)!.series(type === 'api' ? { ...labels, invocation_url: url } : labels);
    },
    deployed(services, revision) {
      serviceUp.reset();
      revisions.reset();
      for (const { name, type } of services) serviceUp.set({ service_name: name, service_type: type }, 1);
      revisions.set({ revision }, 1);
    },
    started: (host, port, since) => up.set({ host, port: String(port), node_version: process.versions.node }, since),
    stopped: () => up.reset(),
    expose: () => registry.metrics(),
    state: () => registry.getMetricsAsJSON(),
  };
}
