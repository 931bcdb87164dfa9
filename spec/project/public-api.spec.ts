import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import * as mediant from '../../engine/index.js';

const flow = `<api xmlns="http://ws.apache.org/ns/synapse" name="Greeting" context="/greet">
  <resource methods="GET" uri-template="/{name}">
    <inSequence>
      <class name="com.example.Shout"><property name="who" expression="get-property('uri.var.name')"/></class>
      <respond/>
    </inSequence>
  </resource>
</api>`;

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
    const deployment = mediant.loadDeployment({
      artifacts: [{ file: 'greeting.xml', content: flow }],
      classes: new Map([
        [
          'com.example.Shout',
          (message, properties) => {
            message.setText(`HELLO ${String(properties.get('who')).toUpperCase()}`);
            message.removeProperty('axis2', 'NO_ENTITY_BODY');
            message.setProperty('axis2', 'messageType', 'text/plain');
            return true;
          },
        ],
      ]),
    });
    assert.deepEqual(deployment.findings, []);
    const host = mediant.createHost({ deployment });
    const app = new Koa();
    app.use(host.middleware({ fallThrough: true }));
    app.use((context) => {
      context.body = 'the rest of the app';
    });
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
