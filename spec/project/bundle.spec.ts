import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type RollupOptions, rollup } from 'rollup';
import * as mediant from '../../engine/index.js';
import { GatewayProcess, killGateways } from '../engine/cli/workers/gateway-process.js';
import { ns, Workspace } from '../engine/deploy/workspace.js';

const root = process.cwd();
const folder = join(root, 'build', 'bundle-of-specs');
const file = join(folder, 'main.js');
const preload = fileURLToPath(new URL('../support/loaded-scripts.js', import.meta.url));

/** Packages that a gateway without scripts, schemas and transformations never needs before its port is open. */
const atOpening = ['@pinojs/redact', '@xmldom/xmldom', 'atomic-sleep', 'on-exit-leak-free', 'pino'].concat(
  ['pino-std-serializers', 'quick-format-unescaped', 'safe-stable-stringify', 'saxes', 'sonic-boom', 'thread-stream'],
  ['xmlchars'],
);
/** Those that it loads a moment later: the client for its backends, and the metrics with what they bring along. */
const soonAfter = ['@opentelemetry/api', 'bintrees', 'prom-client', 'tdigest', 'undici'];

function flow(name: string, mediators: string): string {
  return `<api ${ns} name="${name}" context="/${name}"><resource methods="GET">
    <inSequence>${mediators}</inSequence></resource></api>`;
}

describe('the bundle', () => {
  let space: Workspace;
  let backend: Server;

  before(async () => {
    const { default: options } = (await import(pathToFileURL(join(root, 'rollup.config.js')).href)) as {
      default: RollupOptions & { output: object };
    };
    rmSync(folder, { recursive: true, force: true });
    const bundle = await rollup(options);
    await bundle.write({ ...options.output, dir: folder });
    await bundle.close();
    backend = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => backend.once('listening', resolve));
  });
  after(() => {
    backend.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    const { port } = backend.address() as AddressInfo;
    space = new Workspace();
    space.write('api/a.xml', flow('a', '<respond/>'));
    space.write(
      'api/b.xml',
      flow(
        'b',
        `<call><endpoint><http method="get" uri-template="http://127.0.0.1:${port}/"/></endpoint></call><respond/>`,
      ),
    );
  });
  afterEach(async () => {
    await killGateways();
    space.clear();
  });

  it('holds every program that a thread or a process is started with', () => {
    const named = readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/new URL\('([^']+)', import\.meta\.url\)/g),
      ])
      .map(([, path]) => path);
    assert.deepEqual(named.sort(), ['./worker-process.js', './worker.js', './writer-thread.js']);
    for (const path of named) assert.ok(existsSync(join(folder, path)), path);
  });

  it('exports what the engine exports', async () => {
    const bundled = (await import(pathToFileURL(join(folder, 'index.js')).href)) as object;
    assert.deepEqual(Object.keys(bundled).sort(), Object.keys(mediant).sort());
  });

  it('starts from few files, and with few packages', async () => {
    const gateway = await GatewayProcess.run({ file, options: ['--import', preload] }, '--home', space.path);
    assert.equal((await gateway.ask('/a')).status, 200);
    assert.equal((await gateway.ask('/b')).body, 'hello');
    assert.equal((await gateway.admin('/metrics')).status, 200);
    process.kill(gateway.pid, 'SIGUSR2');
    const { opening, now } = (await gateway.line(({ msg }) => msg === 'loaded')) as unknown as Loaded;
    assert.deepEqual(packagesOf(opening), atOpening);
    assert.deepEqual(packagesOf(now), [...atOpening, ...soonAfter].sort());
    const own = now.filter((url) => url.includes(folder)).map((url) => basename(url));
    assert.ok(own.length <= 8, own.join());
  });

  it('transforms, in threads of its own', async () => {
    space.write(
      'local-entries/sheet.xml',
      `<localEntry ${ns} key="sheet"><xsl:stylesheet xmlns="" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">
        <xsl:template match="/"><done/></xsl:template></xsl:stylesheet></localEntry>`,
    );
    const payload = '<payloadFactory media-type="xml"><format><a xmlns=""/></format><args/></payloadFactory>';
    space.write('api/x.xml', flow('x', `${payload}<xslt key="sheet"/><respond/>`));
    const gateway = await GatewayProcess.run({ file }, '--home', space.path);
    const { body } = await gateway.ask('/x');
    assert.match(body, /<done\/>/);
  });

  it('serves with several processes', async () => {
    const gateway = await GatewayProcess.run({ file }, '--home', space.path, '--workers', '2');
    assert.equal((await gateway.ask('/b')).body, 'hello');
  });

  it('records', async () => {
    const records = join(space.path, 'records');
    const gateway = await GatewayProcess.run({ file }, '--home', join(space.path, 'api'), '--record', records);
    assert.equal((await gateway.ask('/a')).status, 200);
    assert.equal(await gateway.signal('SIGTERM'), 0);
    assert.equal(readdirSync(records).filter((name) => name.endsWith('.json')).length, 1);
  });
});

interface Loaded {
  readonly opening: readonly string[];
  readonly now: readonly string[];
}

function packagesOf(urls: readonly string[]): string[] {
  const names = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}
