import assert from 'node:assert/strict';
import {
  createMetrics,
  createMetricsOfWorkers,
  type Metrics,
  type MetricsOfWorkers,
  type MetricsState,
} from '../../../engine/observe/index.js';

describe('metrics of workers', () => {
  let workers: Map<number, Metrics>;
  let subject: MetricsOfWorkers;
  beforeEach(async () => {
    workers = new Map([
      [1, await createMetrics('1.2.3')],
      [2, await createMetrics('1.2.3')],
    ]);
    subject = await createMetricsOfWorkers(async () => {
      const states = new Map<number, MetricsState>();
      for (const [worker, metrics] of workers) states.set(worker, structuredClone(await metrics.state()));
      return states;
    });
  });

  const count = (worker: number, ...statuses: number[]): void => {
    for (const status of statuses) workers.get(worker)?.service('A', 'api', '/a').record(status, 0.02);
  };
  const value = async (name: string): Promise<number> => {
    const line = (await subject.expose()).split('\n').find((each) => each.startsWith(name));
    return Number(line?.split(' ').at(-1));
  };
  const requests = 'wso2_integration_api_request_count_total{';
  const latencies = 'wso2_integration_api_latency_seconds_count{';

  it('add up what they counted', async () => {
    count(1, 200, 500);
    count(2, 200);
    assert.deepEqual([await value(requests), await value(latencies)], [3, 3]);
    assert.equal(await value('wso2_integration_api_request_count_error_total{'), 1);
  });

  it('do not add up what all of them say', async () => {
    for (const each of workers.values()) {
      each.started('127.0.0.1', 8290, 1000);
      each.deployed([{ name: 'A', type: 'api' }], 'abc');
    }
    const names = ['wso2_integration_server_version{', 'wso2_integration_service_up{', 'mediant_deployment_info{'];
    for (const name of names) assert.equal(await value(name), 1, name);
    assert.equal(await value('wso2_integration_server_up{'), 1000);
  });

  it('do not fall when a worker ends and another takes its place', async () => {
    count(1, 200, 200);
    count(2, 200);
    assert.equal(await value(requests), 3);
    for (const [gone, next] of [
      [1, 3],
      [3, 4],
    ]) {
      workers.delete(gone);
      subject.ended(gone);
      assert.equal(await value(requests), gone === 1 ? 3 : 4);
      workers.set(next, await createMetrics('1.2.3'));
      count(next, 200);
      assert.equal(await value(requests), gone === 1 ? 4 : 5);
    }
    assert.equal(await value('mediant_worker_ends_total'), 2);
  });

  it('keep the last answer of a worker that does not answer', async () => {
    count(1, 200);
    await subject.expose();
    workers.delete(1);
    assert.equal(await value(requests), 1);
  });

  it('say how many workers serve', async () => {
    subject.counted(4, 3);
    assert.deepEqual(
      [await value('mediant_workers{state="wanted"}'), await value('mediant_workers{state="serving"}')],
      [4, 3],
    );
  });
});
