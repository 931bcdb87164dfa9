import assert from 'node:assert/strict';
import { createMetrics } from '../../../engine/observe/index.js';

describe('metrics', () => {
  it('count requests, errors and latency under the names of the reference engine', async () => {
    const metrics = await createMetrics('1.2.3');
    const menu = metrics.service('Menu', 'api', '/menu');
    menu.record(200, 0.2);
    menu.record(404, 0.7);
    metrics.service('Old', 'proxy').record(500, 0.1);
    metrics.deployed([{ name: 'Menu', type: 'api' }], 'abc');
    metrics.started('localhost', 8290, 1000);
    const text = await metrics.expose();
    const labels = 'service_name="Menu",service_type="api",invocation_url="/menu"';
    for (const line of [
      `wso2_integration_api_request_count_total{${labels}} 2`,
      `wso2_integration_api_request_count_error_total{${labels}} 1`,
      `wso2_integration_api_latency_seconds_bucket{le="0.2",${labels}} 1`,
      `wso2_integration_api_latency_seconds_count{${labels}} 2`,
      'wso2_integration_proxy_request_count_error_total{service_name="Old",service_type="proxy"} 1',
      'wso2_integration_service_up{service_name="Menu",service_type="api"} 1',
      'wso2_integration_server_version{version="1.2.3"} 1',
      'mediant_deployment_info{revision="abc"} 1',
    ]) {
      assert.ok(text.includes(`${line}\n`), `${line}\n--\n${text.match(/^(?:wso2|mediant).*$/gm)?.join('\n')}`);
    }
    assert.match(text, /^wso2_integration_server_up\{host="localhost",port="8290",.*\} 1000$/m);
  });

  it('forget services that are no longer deployed', async () => {
    const metrics = await createMetrics('1');
    metrics.deployed([{ name: 'A', type: 'api' }], 'r1');
    metrics.deployed([{ name: 'B', type: 'api' }], 'r2');
    const text = await metrics.expose();
    assert.match(text, /service_up\{service_name="B"/);
    assert.doesNotMatch(text, /service_up\{service_name="A"|revision="r1"/);
  });
});
