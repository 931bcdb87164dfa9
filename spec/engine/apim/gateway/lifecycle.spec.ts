import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway } from '../../../../engine/apim/gateway/index.js';
import { ApimState, KeyRing } from '../../../../engine/apim/index.js';
import type { Lifecycle } from '../../../../engine/apim/lifecycles.js';
import { loadDeployment } from '../../../../engine/deploy/index.js';
import { createHost } from '../../../../engine/host/index.js';
import { compileOptions } from '../../../../engine/index.js';
import type { Outbound } from '../../../../engine/message/index.js';
import { ManualClock, SeededRandom } from '../../../../engine/observe/index.js';
import { bearer, setupWith } from './played.js';

const outbound: Outbound = {
  send: async () => ({ status: 200, reason: 'OK', headers: [], body: Buffer.from('ok') }),
  close: async () => {},
};

describe('an API that moves on in its life while it is served (gateway sheet A.5)', () => {
  const table: [lifecycle: Lifecycle, withToken: number, without: number][] = [
    ['CREATED', 403, 401],
    ['PROTOTYPED', 200, 200],
    ['PUBLISHED', 200, 401],
    ['BLOCKED', 503, 503],
    ['DEPRECATED', 200, 401],
    ['RETIRED', 404, 404],
  ];
  for (const [lifecycle, withToken, without] of table) {
    it(`answers at once as ${lifecycle}`, async () => {
      const clock = new ManualClock();
      const surroundings = { clock, random: new SeededRandom(), outbound, keys: new KeyRing() };
      const state = new ApimState(setupWith(), '4.x', surroundings);
      const { artifacts, defaults, handlers } = createGateway(state);
      const deployment = loadDeployment({ compile: compileOptions, artifacts, defaults, clock, outbound });
      const host = createHost({ deployment, clock, apiHandlers: handlers });
      const server = createServer((request, response) => host.handle(request, response)).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pizza/1.0.0/menu`;
      const status = async (headers: Record<string, string>) => {
        const response = await fetch(url, { headers: { ...headers, Connection: 'close' } });
        await response.text();
        return response.status;
      };
      try {
        const api = { name: 'Pizza', version: '1.0.0', context: '/pizza' };
        state.lifecycles.move({ ...api, context: '/t/abc.com/pizza' }, 'RETIRED');
        assert.equal(await status(bearer), 200);
        state.lifecycles.move(api, lifecycle);
        assert.deepEqual([await status(bearer), await status({})], [withToken, without]);
        state.lifecycles.move(api, 'PUBLISHED');
        assert.equal(await status(bearer), 200);
      } finally {
        server.close();
      }
    });
  }
});
