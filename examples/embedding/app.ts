import Koa from 'koa';
import { createHost, loadDeployment } from '../../engine/index.js';

const flow = `<api xmlns="http://ws.apache.org/ns/synapse" name="Greeting" context="/greet">
  <resource methods="GET" uri-template="/{name}">
    <inSequence>
      <class name="com.example.Shout">
        <property name="who" expression="get-property('uri.var.name')"/>
      </class>
      <respond/>
    </inSequence>
  </resource>
</api>`;

/** An app that serves a flow, and everything else itself. */
export function createApp(): Koa {
  const deployment = loadDeployment({
    // `paths: ['my-deployment']` reads folders; artifacts may also be given as text.
    artifacts: [{ file: 'greeting.xml', content: flow }],
    // A function runs in the place of the Java class of that name.
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
  for (const { file, line, message } of deployment.findings) console.warn(`${file}:${line} ${message}`);

  const app = new Koa();
  app.use(createHost({ deployment }).middleware({ fallThrough: true }));
  app.use((context) => {
    context.body = 'the rest of the app';
  });
  return app;
}
