import assert from 'node:assert/strict';
import { createMetrics, LateMetrics } from '../../../engine/observe/index.js';

describe('late metrics', () => {
  it('tell what happened before the library was there', async () => {
    const metrics = new LateMetrics(() => createMetrics('1'));
    metrics.started('localhost', 8290, 1000);
    metrics.deployed([{ name: 'Menu', type: 'api' }], 'abc');
    const menu = metrics.service('Menu', 'api', '/menu');
    menu.record(200, 0.2);
    await metrics.load();
    menu.record(404, 0.7);
    const text = await metrics.expose();
    const labels = 'service_name="Menu",service_type="api",invocation_url="/menu"';
    for (const line of [
      `wso2_integration_api_request_count_total{${labels}} 2`,
      `wso2_integration_api_request_count_error_total{${labels}} 1`,
      `wso2_integration_api_latency_seconds_count{${labels}} 2`,
      'mediant_deployment_info{revision="abc"} 1',
    ]) {
      assert.ok(text.includes(`${line}\n`), line);
    }
    assert.match(text, /^wso2_integration_server_up\{host="localhost",port="8290",.*\} 1000$/m);
  });

  it('are made once, by whoever asks first', async () => {
    let made = 0;
    const metrics = new LateMetrics(() => {
      made++;
      return createMetrics('1');
    });
    const [text, state] = await Promise.all([metrics.expose(), metrics.state(), metrics.load()]);
    assert.equal(made, 1);
    assert.match(text, /^wso2_integration_server_version\{version="1"\} 1$/m);
    assert.ok(state.some(({ name }) => name === 'wso2_integration_server_version'));
  });

  it('name the format that the library writes', async () => {
    const create = (): ReturnType<typeof createMetrics> => createMetrics('1');
    assert.equal(new LateMetrics(create).contentType, (await create()).contentType);
  });

  it('reject for everybody when the real ones cannot be made', async () => {
    const metrics = new LateMetrics(() => Promise.reject(new Error('no library')));
    await assert.rejects(metrics.load(), /no library/);
    await assert.rejects(metrics.expose(), /no library/);
  });
});
