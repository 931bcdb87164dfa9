import assert from 'node:assert/strict';
import { request } from 'node:http';
import {
  type AdminAddress,
  type Gateway,
  ListenError,
  OpenAdminError,
  startGateway,
} from '../../../engine/host/index.js';
import { createLogger, silentLogger } from '../../../engine/observe/index.js';
import { api, Workspace } from '../deploy/workspace.js';

describe('the admin server', () => {
  let space: Workspace;
  let gateway: Gateway | undefined;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('A'));
    space.write('api/bad.xml', '<api');
  });
  afterEach(async () => {
    await gateway?.stop(0);
    gateway = undefined;
    space.clear();
  });

  const start = async (admin: Partial<AdminAddress> = {}): Promise<Gateway> => {
    gateway = await startGateway({
      deployment: space.load(),
      logger: silentLogger(),
      version: '9.9.9',
      port: 0,
      host: '127.0.0.1',
      admin: { port: 0, ...admin },
      watch: false,
    });
    return gateway;
  };

  const ask = ({ adminPort }: Gateway, path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
      const outgoing = request(
        { port: adminPort, host: '127.0.0.1', path, headers, method, agent: false },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text, headers: incoming.headers }));
        },
      );
      outgoing.once('error', reject);
      outgoing.end();
    });

  it('says that it lives, is ready, and what is deployed', async () => {
    const subject = await start();
    const { revision } = subject.deployment.snapshot;
    const health = JSON.parse((await ask(subject, '/healthz')).text) as Record<string, unknown>;
    assert.deepEqual(
      { ...health, faulty: (health.faulty as string[]).length },
      { status: 'ready', version: '9.9.9', revision, faulty: 1 },
    );
    assert.deepEqual(JSON.parse((await ask(subject, '/readyz')).text), { status: 'ready' });
    assert.deepEqual(JSON.parse((await ask(subject, '/liveness')).text), { server: 'started' });
    const deployed = JSON.parse((await ask(subject, '/deployment')).text) as {
      revision: string;
      artifacts: { kind: string; name: string; line: number }[];
      refused: { file: string; findings: { code: string; line: number }[] }[];
    };
    assert.equal(deployed.revision, revision);
    assert.ok(deployed.artifacts.some(({ kind, name, line }) => kind === 'api' && name === 'A' && line === 1));
    assert.deepEqual(
      deployed.refused.map(({ file, findings }) => [file.split('/').at(-1), findings.map(({ code }) => code)]),
      [['bad.xml', ['xml/malformed']]],
    );
  });

  it('has metrics soon after the start', async () => {
    const subject = await start();
    let reply = await ask(subject, '/metrics');
    while (reply.status === 503) reply = await ask(subject, '/metrics');
    assert.equal(reply.status, 200);
    assert.match(reply.text, /wso2_integration_service_up\{service_name="A",service_type="api"\} 1/);
  });

  const refused: [name: string, path: string, headers: Record<string, string>, method: string, status: number][] = [
    ['another method', '/healthz', {}, 'POST', 405],
    ['an unknown path', '/', {}, 'GET', 404],
    ['a foreign host name, as a web page would have it', '/deployment', { Host: 'evil.example' }, 'GET', 403],
    ['a foreign host name for a probe', '/healthz', { Host: 'evil.example:9191' }, 'GET', 403],
  ];
  for (const [name, path, headers, method, status] of refused) {
    it(`refuses ${name}`, async () => assert.equal((await ask(await start(), path, headers, method)).status, status));
  }

  it('with a token tells details only to those who know it', async () => {
    const subject = await start({ token: 'correct horse battery' });
    const known = { Authorization: 'Bearer correct horse battery' };
    const wrong = { Authorization: 'Bearer correct horse batterz' };
    assert.deepEqual(JSON.parse((await ask(subject, '/healthz', { Host: 'gateway.example' })).text), {
      status: 'ready',
    });
    assert.equal((await ask(subject, '/deployment')).status, 401);
    assert.equal((await ask(subject, '/deployment', wrong)).status, 401);
    assert.equal((await ask(subject, '/metrics', wrong)).status, 401);
    assert.equal((await ask(subject, '/deployment', known)).status, 200);
  });

  it('is never open to the network without a token', async () => {
    await assert.rejects(start({ host: '0.0.0.0' }), OpenAdminError);
    gateway = undefined;
    assert.ok((await start({ host: '0.0.0.0', token: 'correct horse battery' })).adminPort);
  });

  it('says that the gateway drains', async () => {
    const subject = await start();
    const { adminPort } = subject;
    const stopping = subject.stop(1000);
    gateway = undefined;
    const reply = await ask({ ...subject, adminPort } as Gateway, '/readyz').catch(() => undefined);
    assert.ok(reply === undefined || reply.status === 503);
    assert.equal(await stopping, true);
  });
});

describe('a gateway', () => {
  it('says which port is taken', async () => {
    const space = new Workspace();
    const options = { deployment: space.load(), logger: silentLogger(), version: '1', host: '127.0.0.1', watch: false };
    const first = await startGateway({ ...options, port: 0 });
    await assert.rejects(startGateway({ ...options, port: first.port }), (error) => {
      assert.ok(error instanceof ListenError);
      assert.match(error.message, new RegExp(`^port ${first.port} is in use already`));
      return true;
    });
    await first.stop(0);
    space.clear();
  });

  it('logs what it deployed, and every finding with its place', async () => {
    const space = new Workspace();
    space.write('api/a.xml', api('A'));
    space.write('api/bad.xml', '<api');
    const lines: string[] = [];
    const logger = createLogger({ format: 'json', stream: { write: (line) => void lines.push(line) } });
    const gateway = await startGateway({
      deployment: space.load(),
      logger,
      version: '1',
      port: 0,
      host: '127.0.0.1',
      watch: false,
    });
    await gateway.stop(0);
    space.clear();
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const malformed = records.find(({ code }) => code === 'xml/malformed');
    assert.match(String(malformed?.at), /bad\.xml:1:\d+$/);
    assert.equal(malformed?.level, 'error');
    const deployed = records.find(({ msg }) => msg === 'deployed');
    assert.deepEqual([deployed?.revision, deployed?.refused], [gateway.deployment.snapshot.revision, 1]);
  });
});
