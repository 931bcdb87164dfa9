import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { DeploymentWatcher } from '../../../engine/deploy/index.js';
import { systemClock } from '../../../engine/observe/index.js';
import { Workspace } from '../deploy/workspace.js';
import { answering, ask, closeServed, givenUp, ns, serve } from './served.js';

const api = (text: string): string =>
  `<api ${ns} name="A" context="/api"><resource><inSequence>${answering(text)}</inSequence></resource></api>`;

describe('reloading under load', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('0'));
    space.write('api/b.xml', api('b').replace('"A"', '"B"').replace('/api', '/b'));
  });
  afterEach(async () => {
    await closeServed();
    space.clear();
  });

  it('200 times loses no request, and each is served whole by one version', async () => {
    const served = await serve([], { paths: [space.path] });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let going = true;
    const seen = new Set<string>();
    const client = async (): Promise<number> => {
      let count = 0;
      for (; going; count++) {
        const { status, body } = await ask(served, '/api', { agent });
        assert.equal(status, 200, body);
        seen.add((JSON.parse(body) as { r: string }).r);
      }
      return count;
    };
    const clients = Array.from({ length: 8 }, client);
    for (let round = 1; round <= 200; round++) {
      space.write('api/a.xml', round % 3 === 0 ? '<api' : api(String(round)));
      served.deployment.refresh();
      await ask(served, '/b', { agent });
    }
    going = false;
    const count = (await Promise.all(clients)).reduce((sum, each) => sum + each, 0);
    agent.destroy();
    assert.ok(count > 200 && seen.size > 20, `${count} requests, ${seen.size} versions`);
    assert.ok(![...seen].some((text) => text !== '0' && Number(text) % 3 === 0));
  });

  it('a running request ends on the version that it started on', async () => {
    let goOn: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    space.write('sequences/s.xml', `<sequence ${ns} name="s">${answering('old')}</sequence>`);
    space.write(
      'api/a.xml',
      `<api ${ns} name="A" context="/api"><resource><inSequence><probe/><sequence key="s"/></inSequence></resource></api>`,
    );
    const probe = (): Promise<boolean> => {
      entered();
      return waiting.then(() => true);
    };
    const served = await serve([], { paths: [space.path], probe });
    const before = ask(served, '/api');
    await inside;
    space.write('sequences/s.xml', `<sequence ${ns} name="s">${answering('new')}</sequence>`);
    assert.equal(served.deployment.refresh().swapped, true);
    goOn();
    assert.equal((await before).body, '{"r":"old"}');
    assert.equal((await ask(served, '/api')).body, '{"r":"new"}');
  });

  it('is live within a second of the change', async () => {
    const served = await serve([], { paths: [space.path] });
    const swapped = new Promise<void>((resolve) => served.deployment.onSwap(() => resolve()));
    const watcher = new DeploymentWatcher(served.deployment, {
      clock: systemClock,
      onRefresh: () => {},
      onError: (error) => assert.fail(String(error)),
    });
    const changed = performance.now();
    space.write('api/a.xml', api('fresh'));
    await swapped;
    assert.equal((await ask(served, '/api')).body, '{"r":"fresh"}');
    assert.ok(performance.now() - changed < 1000);
    watcher.close();
  });
});

describe('stopping', () => {
  afterEach(closeServed);
  it('lets running requests finish and accepts no new ones', async () => {
    let goOn: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const flow = `<api ${ns} name="A" context="/api"><resource><inSequence><probe/>${answering('done')}</inSequence></resource></api>`;
    const served = await serve([flow], {
      probe: () => {
        entered();
        return waiting.then(() => true);
      },
    });
    const running = ask(served, '/api');
    await inside;
    const stopped = served.server.close(60_000, systemClock);
    await assert.rejects(ask(served, '/api'), { code: 'ECONNREFUSED' });
    goOn();
    const reply = await running;
    assert.deepEqual([reply.status, reply.headers.connection, await stopped], [200, 'close', true]);
  });

  it('cuts off what takes longer than the limit', async () => {
    const flow = `<api ${ns} name="A" context="/api"><resource><inSequence><probe/></inSequence></resource></api>`;
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const served = await serve([flow], {
      probe: ({ exchange }) => {
        entered();
        return givenUp(exchange.signal!).then(() => false);
      },
    });
    const running = ask(served, '/api');
    await inside;
    const [whole] = await Promise.all([served.server.close(10, systemClock), assert.rejects(running)]);
    assert.equal(whole, false);
  });
});
