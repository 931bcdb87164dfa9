import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as mediant from '../../engine/index.js';
import { createApp } from '../../examples/embedding/app.js';

describe('the public API', () => {
  it('exports what embedders may rely on, and nothing by accident', () => {
    assert.deepEqual(Object.keys(mediant).sort(), [
      'Deployment',
      'DeploymentWatcher',
      'Fault',
      'JavaNumber',
      'JsonData',
      'ListenError',
      'artifactDeclarations',
      'compileOptions',
      'completionData',
      'createFlowLog',
      'createHost',
      'createLogger',
      'describeFinding',
      'findingsPage',
      'formatPlace',
      'loadDeployment',
      'nearestName',
      'referenceIndex',
      'referenceMediators',
      'referencePage',
      'replay',
      'schemaDocument',
      'startGateway',
      'validateSources',
    ]);
  });

  it('serves a deployment inside another Koa app, with a function in the place of a Java class', async () => {
    const app = createApp();
    const server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      assert.equal(await (await fetch(`${base}/greet/ann`)).text(), 'HELLO ANN');
      assert.equal(await (await fetch(`${base}/elsewhere`)).text(), 'the rest of the app');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
