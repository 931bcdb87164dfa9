import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Histogram, type Metric, Registry } from 'prom-client';
import { LatencyHistogram } from '../../../engine/observe/latency-histogram.js';

const bounds = [0.001, 0.01, 0.1, 1];
const services = ['one', 'two'];

describe('the histogram of latencies', () => {
  it('shows what the library shows', async () => {
    const seconds = fc.oneof(fc.constantFrom(...bounds, 0), fc.double({ min: 0, max: 3, noNaN: true }));
    const observations = fc.array(fc.tuple(fc.constantFrom(...services), seconds), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(observations, async (list) => {
        const [ours, theirs] = [new Registry(), new Registry()];
        const own = new LatencyHistogram('latency', 'Latency', bounds);
        ours.registerMetric(own as unknown as Metric);
        const library = new Histogram({
          name: 'latency',
          help: 'Latency',
          labelNames: ['service'],
          buckets: bounds,
          registers: [theirs],
        });
        for (const [service, value] of list) {
          own.series({ service }).observe(value);
          library.labels(service).observe(value);
        }
        assert.equal(await ours.metrics(), await theirs.metrics());
        assert.deepEqual(plain(await ours.getMetricsAsJSON()), plain(await theirs.getMetricsAsJSON()));
      }),
    );
  });
});

/** As it goes to another process, without the examples that nobody gives. */
function plain(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state, (name, value) => (name === 'exemplar' ? undefined : value)));
}
