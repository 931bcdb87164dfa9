import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdminServer, type RecordingControl, type RecordingTarget } from '../../../engine/host/index.js';

describe('recording over the admin server', () => {
  let server: Server | undefined;
  let orders: (RecordingTarget | 'stop')[];
  afterEach(() => void server?.close());

  async function listen(token: string | undefined): Promise<string> {
    orders = [];
    const recording: RecordingControl = {
      status: { recording: false, directory: '/r', target: null, written: 0, left: 0 },
      start: (target) => void orders.push(target),
      stop: () => void orders.push('stop'),
    };
    server = createAdminServer(
      {
        version: '1',
        readiness: () => 'ready',
        health: () => ({ whole: true, revision: 'r', faulty: [] }),
        describe: () => ({ revision: 'r', since: '', artifacts: [], refused: [], findings: [] }),
        metrics: () => undefined,
        token,
        recording,
      },
      '127.0.0.1',
    );
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const order = (base: string, headers: Record<string, string>, path = '/recording'): Promise<Response> =>
    fetch(base + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{"action":"start","sequence":"s"}',
    });

  it('asks for the token', async () => {
    const base = await listen('correct horse battery');
    assert.equal((await order(base, {})).status, 401);
    assert.equal((await order(base, { Authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await fetch(`${base}/recording`)).status, 401);
    assert.deepEqual(orders, []);
    const answer = await order(base, { Authorization: 'Bearer correct horse battery' });
    assert.equal(answer.status, 200);
    assert.deepEqual(orders, [{ kind: 'sequence', name: 's' }]);
  });

  it('takes orders nowhere else', async () => {
    const base = await listen(undefined);
    for (const path of ['/recording/', '/deployment', '/']) assert.equal((await order(base, {}, path)).status, 405);
    assert.deepEqual(orders, []);
  });
});
