import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileOptions, type ReplayResult, replay } from '../../../../engine/index.js';
import type { FixtureCase } from '../../../../engine/replay/index.js';
import { startDemonstration } from '../../../../examples/oauth2-backend/demonstration.js';
import { copyArtifacts, freePort } from '../../../support/running-demonstration.js';
import { serveRecorded } from './recorded-gateway.js';

const secret = 'demonstration-only-secret';
const credentials = Buffer.from(`pizza-gateway:${secret}`).toString('base64');

/** What was written while the demonstration ran, and what must not be in it. */
interface Recorded {
  /** By path below the directory for recordings. */
  readonly files: ReadonlyMap<string, string>;
  readonly tokens: ReadonlySet<string>;
}

/** Records menu and order through both APIs, twice each; then nothing runs any more. */
async function record(home: string, directory: string): Promise<Recorded> {
  const ports = { authorizationServer: await freePort(), backend: await freePort() };
  copyArtifacts(home, ports);
  const servers = await startDemonstration(ports);
  const tokens = new Set<string>();
  const served = await serveRecorded(home, {
    directory,
    onRecording: ({ exchanges }) => {
      for (const [, value] of exchanges.flatMap(({ headers }) => headers)) {
        const token = /^Bearer (.*)$/.exec(value)?.[1];
        if (token) tokens.add(token);
      }
    },
  });
  served.recorder.start({ kind: 'all' }, '');
  try {
    for (const round of [1, 2]) {
      for (const api of ['pizzashack', 'pizzashack-cached']) {
        const menu = await fetch(served.address(`/${api}/1.0.0/menu`));
        assert.equal(menu.status, 200, await menu.text());
        const order = await fetch(served.address(`/${api}/1.0.0/order`), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: `{"pizza":"Chicken Parmesan","quantity":${round}}`,
        });
        assert.equal(order.status, 201, await order.text());
      }
    }
  } finally {
    await served.stop();
    await servers.close();
  }
  assert.equal(served.recorder.status.written, 8, served.log.join(''));
  return { files: served.files(), tokens };
}

function play(directory: string): Promise<ReplayResult> {
  return replay({ compile: compileOptions, paths: [directory] });
}

describe('a recording of the demonstration', () => {
  let space: string;
  let directory: string;
  let recorded: Recorded;
  let cases: FixtureCase[];
  before(async () => {
    space = mkdtempSync(join(tmpdir(), 'mediant-demonstration-'));
    directory = join(space, 'recordings');
    recorded = await record(join(space, 'deployment'), directory);
    cases = [...recorded.files]
      .filter(([name]) => name.endsWith('.json'))
      .map(([, text]) => JSON.parse(text) as FixtureCase);
  });
  after(() => rmSync(space, { recursive: true }));

  it('replays without authorization server and backend', async () => {
    const { passed, failed, problems, cases: results } = await play(directory);
    assert.deepEqual([passed, failed, problems], [8, 0, []], JSON.stringify(results));
  });

  it('holds neither the client secret nor any token', () => {
    // One for each request of the simple edition, one for all of the cached one.
    assert.equal(recorded.tokens.size, 5);
    for (const token of recorded.tokens) assert.match(token, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    for (const [name, text] of recorded.files) {
      for (const unwanted of [secret, credentials, ...recorded.tokens]) {
        assert.ok(!text.includes(unwanted) && !name.includes(unwanted), name);
      }
      // What is base64 holds none of it, either.
      const decoded = [...text.matchAll(/[\w+/-]{12,}={0,2}/g)].map(([run]) => Buffer.from(run, 'base64').toString());
      assert.ok(!decoded.join('\n').includes(secret), name);
    }
  });

  it('asks for the token that the authorization server gave', () => {
    const simple = cases.filter(({ name }) => name.includes('/pizzashack/'));
    assert.equal(simple.length, 4);
    for (const { exchanges } of simple) {
      const [tokenCall, backendCall] = exchanges!;
      const issued = JSON.parse(String(tokenCall!.response.body)) as { access_token: string };
      assert.equal(backendCall!.request!.headers!.Authorization, `Bearer ${issued.access_token}`);
      assert.equal(
        tokenCall!.request!.headers!.Authorization,
        'Basic {{basic pizza-gateway:recorded-client-secret-1}}',
      );
    }
  });

  it('notices when another token is sent', async () => {
    const [{ exchanges, ...rest }] = cases;
    const other = exchanges!.map((exchange, index) =>
      index === 0 ? { ...exchange, response: { ...exchange.response, body: '{"access_token":"another"}' } } : exchange,
    );
    const { Player } = await import('../../../../engine/replay/index.js');
    const player = new Player({ compile: compileOptions });
    const { failures } = await player.play({ ...rest, exchanges: other }, join(directory, 'changed.json'));
    assert.match(failures.map(({ message }) => message).join('\n'), /expected "Bearer recorded-access-token-1"/);
  });

  it('holds the registry as each request found it', () => {
    const cached = cases.filter(({ name }) => name.startsWith('GET /pizzashack-cached/'));
    assert.deepEqual(
      cached.map(({ exchanges }) => exchanges!.length),
      [2, 1],
    );
    const tokenOf = ({ artifacts }: FixtureCase): string | undefined =>
      recorded.files.get(`${artifacts![0]}/registry/local/api-backend-credentials/pizzaOrderingAPI/access_Token`);
    assert.deepEqual(cached.map(tokenOf), [undefined, 'recorded-access-token-1']);
  });
});

describe('a recording of the demonstration beside its deployment', () => {
  it('uses the artifacts where they lie, and holds no secret of theirs', async () => {
    const space = mkdtempSync(join(tmpdir(), 'mediant-demonstration-'));
    try {
      const { files, tokens } = await record(join(space, 'deployment'), space);
      const fixtures = [...files].filter(([name]) => name.endsWith('.json'));
      assert.equal(fixtures.length, 8);
      for (const [name, text] of [...files].filter(([path]) => !path.startsWith('deployment/'))) {
        for (const unwanted of [secret, credentials, ...tokens]) assert.ok(!text.includes(unwanted), name);
      }
      const { artifacts, exchanges } = JSON.parse(fixtures[0]![1]) as FixtureCase;
      assert.deepEqual(artifacts, ['deployment']);
      assert.deepEqual(exchanges![0]!.request!.headers!.Authorization, { $matches: '^Basic .+$' });
      const { passed, failed, problems } = await play(space);
      assert.deepEqual([passed, failed, problems], [8, 0, []]);
    } finally {
      rmSync(space, { recursive: true });
    }
  });
});
