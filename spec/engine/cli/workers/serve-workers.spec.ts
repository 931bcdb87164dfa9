import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { Agent, createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ns, Workspace } from '../../deploy/workspace.js';
import { GatewayProcess, killGateways, type LogLine, type Reply } from './gateway-process.js';

/** Answers when it is told to. */
class HoldingBackend {
  readonly #server: Server;
  readonly #held: ServerResponse[] = [];
  #arrived: () => void = () => {};

  constructor() {
    this.#server = createServer((_, response) => {
      this.#held.push(response);
      this.#arrived();
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when so many requests wait. */
  async holds(count: number): Promise<void> {
    while (this.#held.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  release(): void {
    for (const response of this.#held.splice(0)) response.end('released');
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const api = (name: string, resource: string, flow: string): string =>
  `<api ${ns} name="${name}" context="/${name}"><resource ${resource}><inSequence>${flow}</inSequence></resource></api>`;

const answering = (json: string, args = ''): string =>
  `<payloadFactory media-type="json"><format>${json}</format><args>${args}</args></payloadFactory>` +
  '<property name="NO_ENTITY_BODY" scope="axis2" action="remove"/><respond/>';

const version = (number: number): string => api('version', '', answering(`{"version":${number}}`));

const versionIn = ({ body }: Reply): number => (JSON.parse(body) as { version: number }).version;

/** Replaces a file in one step, as deployment tools do. */
function replace(space: Workspace, name: string, content: string): void {
  const written = space.write(`${name}.new`, content);
  renameSync(written, join(space.path, name));
}

const resource = 'local:/spec/word';

function deploy(space: Workspace, backendPort: number): void {
  replace(space, 'api/version.xml', version(0));
  const backend = `<endpoint><http method="get" uri-template="http://127.0.0.1:${backendPort}/"/></endpoint>`;
  space.write('api/held.xml', api('held', '', `<call>${backend}</call><respond/>`));
  const word = `<property name="${resource}" scope="registry" expression="get-property('uri.var.word')"/>`;
  space.write('api/write.xml', api('write', 'uri-template="/{word}"', word + answering('{}')));
  const arg = `<arg evaluator="xml" expression="get-property('registry', '${resource}')"/>`;
  space.write('api/read.xml', api('read', '', answering('{"word":"$1"}', arg)));
}

describe('mediant serve --workers 2', function () {
  this.timeout(30_000);
  const backend = new HoldingBackend();
  let space: Workspace;
  let gateway: GatewayProcess;
  let requests = 0;

  before(async () => {
    space = new Workspace();
    deploy(space, await backend.listen());
    gateway = await GatewayProcess.start('--home', space.path, '--workers', '2');
  });
  after(async () => {
    await killGateways();
    backend.close();
    space.clear();
  });

  /** Sends requests on new connections until another worker than this one has answered. */
  const askAnotherThan = async (worker: number, path: string): Promise<Reply> => {
    for (;;) {
      const id = `spec-${requests++}`;
      const reply = await gateway.ask(path, { id });
      if ((await gateway.workerOf(id)) !== worker) return reply;
    }
  };

  interface Deployed {
    readonly revision: string;
    readonly refused: readonly unknown[];
    readonly workers: readonly { worker: number; pid: number; state: string; revision: string }[];
  }
  const deployed = async (): Promise<Deployed> => JSON.parse((await gateway.admin('/deployment')).body) as Deployed;

  const requestCount = async (): Promise<number> => {
    const { body } = await gateway.admin('/metrics');
    const counts = body.matchAll(/^wso2_integration_api_request_count_total\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };

  it('says what each worker serves', async () => {
    const { revision, workers } = await deployed();
    assert.deepEqual(
      workers.map(({ worker, state, revision: own }) => [worker, state, own]),
      [
        [1, 'serving', revision],
        [2, 'serving', revision],
      ],
    );
    for (const path of ['/healthz', '/readyz']) assert.equal((await gateway.admin(path)).status, 200, path);
  });

  it('under load, 50 reloads lose no request, and none is answered by what served before the announced swap', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let announced = 0;
    let going = true;
    const workers = new Set<number | undefined>();
    const client = async (): Promise<number> => {
      let count = 0;
      for (; going; count++) {
        const least = announced;
        const reply = await gateway.ask('/version', { agent });
        assert.equal(reply.status, 200, reply.body);
        assert.ok(versionIn(reply) >= least, `${versionIn(reply)} after ${least} was announced`);
      }
      return count;
    };
    const begin = gateway.lines.length;
    const clients = Array.from({ length: 8 }, client);
    for (let round = 1; round <= 50; round++) {
      const swapped = gateway.line(({ msg }) => msg === 'deployed', false);
      replace(space, 'api/version.xml', version(round));
      const { workers: serving } = await swapped;
      assert.equal(serving, 2);
      announced = round;
      const fresh = await Promise.all([1, 2, 3, 4].map(() => gateway.ask('/version')));
      assert.deepEqual(fresh.map(versionIn), [round, round, round, round]);
    }
    going = false;
    const count = (await Promise.all(clients)).reduce((sum, each) => sum + each, 0);
    agent.destroy();
    const lines = gateway.lines.slice(begin);
    for (const { logger, worker } of lines) if (logger === 'access') workers.add(worker);
    assert.deepEqual([...workers].sort(), [1, 2]);
    assert.ok(count > 200, `${count} requests`);
    assert.deepEqual(lines.filter(isAlarming), []);
  });

  it('what a flow writes to the registry is read by the other worker', async () => {
    const id = `spec-${requests++}`;
    await gateway.ask('/write/hello', { id });
    const writer = await gateway.workerOf(id);
    while ((await askAnotherThan(writer, '/read')).body !== '{"word":"hello"}')
      assert.equal(gateway.lines.some(isAlarming), false);
  });

  it('a worker that is killed takes its own requests with it, and is replaced by one that serves the same', async () => {
    const counted = await requestCount();
    const refused = gateway.line(({ msg }) => msg.startsWith('refused'), false);
    replace(space, 'api/version.xml', '<api');
    await refused;
    const held: Promise<string>[] = [];
    for (let index = 0; index < 4; index++) {
      const reply = gateway.ask('/held', { id: `held-${index}` });
      held.push(
        reply.then(
          ({ body }) => body,
          () => 'lost',
        ),
      );
      // One after the other, so that each worker gets some.
      await backend.holds(index + 1);
    }
    const { workers, revision } = await deployed();
    const [victim, survivor] = workers;
    const ended = gateway.line(({ msg, worker }) => msg === 'a worker ended' && worker === victim.worker);
    const replaced = gateway.line(({ msg }) => msg === 'a worker serves', false);
    process.kill(victim.pid, 'SIGKILL');
    await ended;
    for (const path of ['/healthz', '/readyz']) assert.equal((await gateway.admin(path)).status, 503, path);
    assert.equal((await gateway.ask('/version')).status, 200);
    backend.release();
    const outcomes = await Promise.all(held);
    assert.deepEqual([...new Set(outcomes)].sort(), ['lost', 'released']);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === 'released') assert.equal(await gateway.workerOf(`held-${index}`), survivor.worker);
      else assert.ok(!gateway.lines.some(({ correlationId }) => correlationId === `held-${index}`));
    }
    await replaced;
    const now = await deployed();
    assert.deepEqual(
      now.workers.map(({ worker, state, revision: own }) => [worker, state, own]),
      [
        [survivor.worker, 'serving', revision],
        [3, 'serving', revision],
      ],
    );
    assert.equal((await gateway.admin('/readyz')).status, 200);
    assert.equal(now.refused.length, 1);
    assert.equal(versionIn(await askAnotherThan(survivor.worker, '/version')), 50);
    assert.equal((await askAnotherThan(survivor.worker, '/read')).body, '{"word":"hello"}');
    assert.ok((await requestCount()) > counted);
  });

  it('a connection that a worker did not take before it was killed goes to another one', async () => {
    const [victim] = (await deployed()).workers;
    const replaced = gateway.line(({ msg }) => msg === 'a worker serves', false);
    process.kill(victim.pid, 'SIGSTOP');
    const replies = [1, 2, 3, 4].map(() => gateway.ask('/version'));
    await Promise.race(replies);
    process.kill(victim.pid, 'SIGKILL');
    assert.deepEqual((await Promise.all(replies)).map(versionIn), [50, 50, 50, 50]);
    await replaced;
  });

  it('ends with 0 on SIGTERM, after all requests that run', async () => {
    const held = [1, 2, 3].map(() => gateway.ask('/held'));
    await backend.holds(3);
    const status = gateway.signal('SIGTERM');
    for (let open = true; open; ) open = await gateway.ask('/version').then(Boolean, () => false);
    backend.release();
    assert.deepEqual(
      (await Promise.all(held)).map(({ body }) => body),
      ['released', 'released', 'released'],
    );
    assert.equal(await status, 0);
    assert.equal(gateway.lines.at(-1)?.msg, 'stopped');
  });

  it('ends with 1 when a request had to be cut off', async () => {
    const brief = await GatewayProcess.start('--home', space.path, '--workers', '2', '--drain-seconds', '0');
    const held = assert.rejects(brief.ask('/held'));
    await backend.holds(1);
    assert.equal(await brief.signal('SIGTERM'), 1);
    await held;
    backend.release();
  });

  it('ends its workers when it is killed', async () => {
    const orphaned = await GatewayProcess.start('--home', space.path, '--workers', '2', '--no-watch');
    process.kill(orphaned.pid, 'SIGKILL');
    assert.equal(await orphaned.ended, null);
  });
});

function isAlarming({ level }: LogLine): boolean {
  return level !== 'info';
}
