import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { type ApiHandlers, createHost } from '../../../engine/host/index.js';
import { compileOptions } from '../../../engine/index.js';
import { type Message, plainResponse, withKnown } from '../../../engine/message/index.js';
import type { Outcome } from '../../../engine/run/index.js';
import { ns } from './served.js';

const api = `<api ${ns} name="a" context="/a"><resource methods="GET" url-mapping="/x"><inSequence>
  <payloadFactory media-type="json"><format>{"to":"$1","added":"$2"}</format><args>
    <arg expression="get-property('REST_SUB_REQUEST_PATH')"/><arg expression="get-property('transport', 'X-Added')"/>
  </args></payloadFactory><respond/></inSequence></resource></api>`;
const other = api.replace('name="a" context="/a"', 'name="b" context="/b"');

/** Asks a host with handlers that take part in the API `a` only. */
async function asked(path: string, request: (message: Message) => Outcome | Promise<Outcome>) {
  const handlers: ApiHandlers = {
    handlerOf: ({ name }) =>
      name === 'a'
        ? {
            request(message, answer) {
              answer.finish = (headers) => [...headers, ['X-Finished', 'yes']];
              return request(message);
            },
            response: () => true,
          }
        : undefined,
    redirect: (target) =>
      target.startsWith('/old') ? { target: `/a${target.slice(4)}`, header: withKnown(['X-Added', 'z']) } : undefined,
  };
  const artifacts = [api, other].map((content, index) => ({ file: `${index}.xml`, content }));
  const deployment = loadDeployment({ compile: compileOptions, artifacts });
  const host = createHost({ deployment, apiHandlers: handlers });
  const server = createServer((incoming, response) => host.handle(incoming, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve) => {
      const options = { port: (server.address() as AddressInfo).port, path, agent: false };
      httpRequest(options, (incoming) => {
        let body = '';
        incoming.on('data', (chunk) => {
          body += chunk;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }));
      }).end();
    });
  } finally {
    server.close();
  }
}

const on = (): Outcome => true;

describe('handlers of APIs', () => {
  it('run before a resource is chosen, and see to the headers of the answer', async () => {
    const answer = await asked('/a/x', on);
    assert.deepEqual([answer.status, answer.body], [200, '{"to":"/x","added":""}']);
    assert.equal(answer.headers['x-finished'], 'yes');
    assert.ok(!('access-control-allow-methods' in answer.headers), 'the rule of the engine does not hold');
    const missing = await asked('/a/none', on);
    assert.deepEqual([missing.status, missing.headers['x-finished']], [404, 'yes']);
  });

  it('leave other APIs alone', async () => {
    const answer = await asked('/b/x', () => assert.fail('asked for another API'));
    assert.deepEqual([answer.status, answer.headers['x-finished']], [200, undefined]);
    assert.equal(answer.headers['access-control-allow-methods'], 'GET');
  });

  for (const [kind, wait] of [
    ['at once', (outcome: Outcome) => outcome],
    ['later', (outcome: Outcome) => Promise.resolve(outcome)],
  ] as const) {
    it(`end the flow ${kind}`, async () => {
      const answer = await asked('/a/x', ({ exchange }) => {
        exchange.respondWith(plainResponse(exchange, 299));
        return wait(false);
      });
      assert.deepEqual([answer.status, answer.body, answer.headers['x-finished']], [299, '', 'yes']);
    });

    it(`let the flow go on ${kind}, by another target when they set one`, async () => {
      const answer = await asked('/a/y', ({ exchange }) => {
        exchange.client = { ...exchange.client, target: '/a/x' };
        return wait(true);
      });
      assert.equal(answer.status, 200);
    });
  }

  it('lead requests that no API takes to one that does', async () => {
    assert.equal((await asked('/old/x', on)).body, '{"to":"/x","added":"z"}');
    assert.equal((await asked('/other/x', on)).status, 404);
  });
});
