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

  it('serves the APIs of the file, and its key manager gives the tokens for them', async () => {
    const file = write({ ...example, listen: { keymanager: 0, publisher: 0 } });
    const lines: LogLine[] = [];
    let stop: () => void = () => {};
    let status: Promise<number> | undefined;
    const gateway = await new Promise<number>((resolve) => {
      status = serveCommand(
        [...arguments_, file],
        { out: () => {}, error: () => {} },
        {
          environment: {},
          onStop: (listener) => {
            stop = listener;
          },
          onListening: ({ port }) => resolve(port),
          log: {
            write: (text) =>
              void lines.push(
                ...text
                  .trim()
                  .split('\n')
                  .map((line) => JSON.parse(line) as LogLine),
              ),
          },
        },
      );
    });
    const portOf = (server: string): number => lines.find((line) => line.server === server)!.port!;
    const menu = `http://127.0.0.1:${gateway}/pizzashack/1.0.0/menu`;
    const refused = await fetch(menu);
    assert.equal(refused.status, 401);
    assert.equal(((await refused.json()) as { code: string }).code, '900902');
    const answer = await fetch(`http://127.0.0.1:${portOf('keymanager')}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('shop-key:shop-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const served = await fetch(menu, { headers: { Authorization: `Bearer ${token}` } });
    assert.deepEqual(await served.json(), { pizza: 'Margherita', for: 'shop' });
    assert.equal((await fetch(`http://127.0.0.1:${portOf('publisher')}/api/am/publisher/v4/apis`)).status, 401);
    assert.equal(
      lines.some((line) => JSON.stringify(line).includes(token)),
      false,
    );
    stop();
    assert.equal(await status, 0);
    await assert.rejects(fetch(`http://127.0.0.1:${portOf('publisher')}/`));
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
        log: {
          write: (text) =>
            void lines.push(
              ...text
                .trim()
                .split('\n')
                .map((line) => JSON.parse(line) as LogLine),
            ),
        },
      },
    );
    taken.close();
    assert.equal(status, 2);
    assert.match(errors.join(''), new RegExp(`port ${port} is in use already`));
    const keyManager = lines.find((line) => line.server === 'keymanager')!.port!;
    await assert.rejects(fetch(`http://127.0.0.1:${keyManager}/oauth2/jwks`));
  });
});
