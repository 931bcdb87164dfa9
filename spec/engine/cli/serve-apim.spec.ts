import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveCommand } from '../../../engine/cli/serve.js';
import { Workspace } from '../deploy/workspace.js';

const example = JSON.parse(readFileSync('examples/api-manager/apim.json', 'utf8')) as Record<string, unknown>;
const arguments_ = ['--port', '0', '--admin-port', '0', '--host', '127.0.0.1', '--apim'];

interface LogLine {
  readonly msg: string;
  readonly server?: string;
  readonly port?: number;
  readonly refused?: number;
}

/** A log that keeps its lines. */
function linesInto(lines: LogLine[]): { write(text: string): void } {
  return {
    write(text) {
      for (const line of text.trim().split('\n')) lines.push(JSON.parse(line) as LogLine);
    },
  };
}

describe('mediant serve --apim', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
  });
  afterEach(() => space.clear());

  const write = (content: unknown): string => {
    space.write('apim.json', typeof content === 'string' ? content : JSON.stringify(content));
    return `${space.path}/apim.json`;
  };

  /** Starts the command. */
  const start = async (content: unknown) => {
    const lines: LogLine[] = [];
    let stop: () => void = () => {};
    let status: Promise<number> | undefined;
    const gateway = await new Promise<number>((resolve) => {
      status = serveCommand(
        [...arguments_, write(content)],
        { out: () => {}, error: () => {} },
        {
          environment: {},
          onStop: (listener) => {
            stop = listener;
          },
          onListening: ({ port }) => resolve(port),
          log: linesInto(lines),
        },
      );
    });
    const portOf = (server: string): number => lines.find((line) => line.server === server)!.port!;
    return {
      lines,
      gateway: `http://127.0.0.1:${gateway}`,
      server: (name: string) => `http://127.0.0.1:${portOf(name)}`,
      stop: async () => {
        stop();
        return status;
      },
    };
  };

  it('serves the APIs of the file, and its key manager gives the tokens for them', async () => {
    const { lines, gateway, server, stop } = await start({ ...example, listen: { keymanager: 0, publisher: 0 } });
    const menu = `${gateway}/pizzashack/1.0.0/menu`;
    const refused = await fetch(menu);
    assert.equal(refused.status, 401);
    assert.equal(((await refused.json()) as { code: string }).code, '900902');
    const answer = await fetch(`${server('keymanager')}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('shop-key:shop-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const served = await fetch(menu, { headers: { Authorization: `Bearer ${token}` } });
    assert.deepEqual(await served.json(), { pizza: 'Margherita', for: 'shop' });
    assert.equal((await fetch(`${server('publisher')}/api/am/publisher/v4/apis`)).status, 401);
    assert.equal(
      lines.some((line) => JSON.stringify(line).includes(token)),
      false,
    );
    assert.equal(await stop(), 0);
    await assert.rejects(fetch(`${server('publisher')}/`));
  });

  it('serves what a publisher deploys with the next request', async () => {
    const tokens = [{ value: 'publisher-token', user: 'alice', scopes: ['apim:api_manage'] }];
    const { lines, gateway, server, stop } = await start({ ...example, tokens, listen: { publisher: 0 } });
    const publish = async (path: string, body: unknown): Promise<string> => {
      const response = await fetch(`${server('publisher')}/api/am/publisher/v4/apis${path}`, {
        method: 'POST',
        headers: { Authorization: 'Bearer publisher-token', 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.equal(response.status, 201);
      return ((await response.json()) as { id: string }).id;
    };
    const status = async () => (await fetch(`${gateway}/pasta/1/menu`)).status;
    const api = await publish('', { name: 'Pasta', version: '1', context: '/pasta' });
    const revision = await publish(`/${api}/revisions`, {});
    assert.equal(await status(), 404);
    const environments = [{ name: 'Default' }];
    await publish(`/${api}/deploy-revision?revisionId=${revision}`, environments);
    assert.equal(await status(), 401);
    await publish(`/${api}/undeploy-revision?revisionId=${revision}`, environments);
    assert.equal(await status(), 404);
    assert.equal(lines.filter(({ msg }) => msg === 'deployed').length, 3);
    assert.equal(await stop(), 0);
  });

  const refused: readonly [name: string, content: unknown, argv: readonly string[], reason: RegExp][] = [
    ['no JSON', '{', [], /apim\.json: .*JSON/],
    ['an unknown member', { ...example, colour: 1 }, [], /apim\.json: \/colour/],
    [
      'an unknown member of an API',
      { apis: [{ name: 'a', version: '1', context: '/a', sort: 1 }] },
      [],
      /\/apis\/0\/sort/,
    ],
    ['an API without a version', { apis: [{ name: 'a', version: '', context: '/a' }] }, [], /\/apis\/0\/version/],
    ['settings that are no TOML', { toml: 'a =' }, [], /apim\.json: .*toml/i],
    [
      'a rule that cannot be used',
      { listen: { identity: 0 }, toml: '[[resource.access_control]]\nsecure = true\n' },
      [],
      /context of resource\.access_control no\. 1 is missing/,
    ],
    ['several workers', example, ['--workers', '2'], /leave workers at 1/],
    ['recording', example, ['--record', 'fixtures'], /leave record out/],
  ];
  for (const [name, content, argv, reason] of refused) {
    it(`refuses ${name}`, async () => {
      const errors: string[] = [];
      const io = { out: () => {}, error: (text: string) => void errors.push(text) };
      const surroundings = { environment: {}, onStop: () => {}, log: { write: () => {} } };
      assert.equal(await serveCommand([...arguments_, write(content), ...argv], io, surroundings), 2);
      assert.match(errors.join(''), reason);
    });
  }

  it('serves no API without a sequence that belongs to it, and says which one is faulty', async () => {
    const [api] = example.apis as [object];
    const xml = '<sequence xmlns="http://ws.apache.org/ns/synapse" name="i"><property nam="a"/></sequence>';
    const bad = { ...api, name: 'Bad', context: '/bad', subscriptionTiers: [], sequences: { in: xml } };
    const { gateway, lines, server, stop } = await start({
      ...example,
      apis: [api, bad],
      listen: { keymanager: 0 },
    });
    const answer = await fetch(`${server('keymanager')}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('shop-key:shop-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const headers = { Authorization: `Bearer ${token}` };
    const refused = await fetch(`${gateway}/bad/1.0.0/menu`, { headers });
    assert.equal(refused.status, 500);
    assert.match(await refused.text(), /The sequence prod--Bad:v1\.0\.0--In is faulty/);
    assert.equal((await fetch(`${gateway}/pizzashack/1.0.0/menu`, { headers })).status, 200);
    assert.ok(lines.some((line) => line.msg === 'deployed' && line.refused === 1));
    await stop();
  });

  it('says which port is in use, and listens nowhere then', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const lines: LogLine[] = [];
    const errors: string[] = [];
    const status = await serveCommand(
      [...arguments_, write({ ...example, listen: { keymanager: 0, publisher: port } })],
      { out: () => {}, error: (text) => void errors.push(text) },
      {
        environment: {},
        onStop: () => {},
        log: linesInto(lines),
      },
    );
    taken.close();
    assert.equal(status, 2);
    assert.match(errors.join(''), new RegExp(`port ${port} is in use already`));
    const keyManager = lines.find((line) => line.server === 'keymanager')!.port!;
    await assert.rejects(fetch(`http://127.0.0.1:${keyManager}/oauth2/jwks`));
  });
});
