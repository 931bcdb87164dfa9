import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serveCommand } from '../../../engine/cli/serve.js';
import { readServeOptions } from '../../../engine/cli/serve-options.js';
import { compileOptions, replay } from '../../../engine/index.js';
import { ns, Workspace } from '../deploy/workspace.js';

const flow = '<payloadFactory media-type="json"><format>{"a":1}</format><args/></payloadFactory><respond/>';

describe('mediant serve --record', () => {
  let space: Workspace;
  let stop: () => void;
  let lines: string[];
  let error: string;

  beforeEach(() => {
    space = new Workspace();
    lines = [];
    error = '';
    for (const name of ['A', 'B']) {
      const resource = `<resource><inSequence>${flow}</inSequence></resource>`;
      space.write(`home/api/${name}.xml`, `<api ${ns} name="${name}" context="/${name}">${resource}</api>`);
    }
  });
  afterEach(() => space.clear());

  /** Resolves when the gateway listens, or to its status when it ends before. */
  function serve(argv: string[]): Promise<{ port: number; adminPort: number; ended: Promise<number> } | number> {
    return new Promise((resolve, reject) => {
      const io = { out: () => {}, error: (text: string) => void (error += text) };
      const ended = serveCommand(
        ['--home', join(space.path, 'home'), '--port', '0', '--admin-port', '0', '--host', '127.0.0.1', ...argv],
        io,
        {
          environment: {},
          onStop: (listener) => {
            stop = listener;
          },
          onListening: ({ port, adminPort }) => resolve({ port, adminPort: adminPort!, ended }),
          log: { write: (line) => void lines.push(line) },
        },
      );
      ended.then(resolve, reject);
    });
  }

  const recordings = (): string[] =>
    readdirSync(join(space.path, 'recordings'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort();

  it('writes what was recorded before it ends, in a thread of its own', async () => {
    const serving = await serve(['--record', join(space.path, 'recordings'), '--record-only', 'api:B']);
    assert.ok(typeof serving === 'object', error);
    for (const name of ['A', 'B']) assert.equal((await fetch(`http://127.0.0.1:${serving.port}/${name}`)).status, 200);
    stop();
    assert.equal(await serving.ended, 0);
    assert.deepEqual(recordings(), ['b-get-b-200-1.json'], lines.join(''));
    const { passed, failed, problems } = await replay({
      compile: compileOptions,
      paths: [join(space.path, 'recordings')],
    });
    assert.deepEqual([passed, failed, problems], [1, 0, []]);
  });

  it('waits for the admin server to be told, when it is to', async () => {
    const serving = await serve(['--record', join(space.path, 'recordings'), '--record-only', 'none']);
    assert.ok(typeof serving === 'object', error);
    const visit = () => fetch(`http://127.0.0.1:${serving.port}/A`).then((answer) => answer.arrayBuffer());
    await visit();
    const answer = await fetch(`http://127.0.0.1:${serving.adminPort}/recording`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"action":"start","api":"A","directory":"later"}',
    });
    const { recording, target } = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual([recording, target], [true, { kind: 'api', name: 'A' }]);
    await visit();
    stop();
    await serving.ended;
    assert.deepEqual(recordings(), [join('later', 'a-get-a-200-1.json')]);
  });

  it('goes on serving when the directory goes away', async () => {
    const serving = await serve(['--record', join(space.path, 'recordings')]);
    assert.ok(typeof serving === 'object', error);
    rmSync(join(space.path, 'recordings'), { recursive: true });
    space.write('recordings', '');
    assert.equal((await fetch(`http://127.0.0.1:${serving.port}/A`)).status, 200);
    stop();
    assert.equal(await serving.ended, 0);
    assert.match(lines.join(''), /"level":"warn".*not recorded: the fixture could not be written/);
  });

  it('without a directory the admin server records nothing', async () => {
    const serving = await serve([]);
    assert.ok(typeof serving === 'object', error);
    const answer = await fetch(`http://127.0.0.1:${serving.adminPort}/recording`);
    assert.equal(answer.status, 404);
    stop();
    await serving.ended;
  });

  const refused: [name: string, argv: string[], error: RegExp][] = [
    ['a directory that is none', ['--record', '/dev/null/x'], /\/dev\/null\/x cannot be written to: ENOTDIR/],
    ['an API that is not there', ['--record', 'RECORDINGS', '--record-only', 'api:C'], /there is no api "C"/],
  ];
  for (const [name, argv, expected] of refused) {
    it(`refuses ${name}`, async () => {
      const status = await serve(argv.map((each) => each.replace('RECORDINGS', join(space.path, 'recordings'))));
      assert.equal(status, 2);
      assert.match(error, expected);
    });
  }

  const wrong: [argv: string[], error: RegExp][] = [
    [['--record', 'x', '--record-only', 'B'], /recordOnly must be api:NAME, sequence:NAME or none, not "B"/],
    [['--record', 'x', '--record-body-bytes', '99999999'], /recordBodyBytes must be a whole number from 0 to 16777216/],
    [['--record-only', 'none'], /recordOnly says nothing without record/],
    [['--record', 'x', '--workers', '2'], /record needs one process/],
  ];
  for (const [argv, expected] of wrong) {
    it(argv.join(' '), () => assert.rejects(readServeOptions(argv, {}), expected));
  }

  it('takes its options from the environment, too', async () => {
    const options = await readServeOptions([], { MEDIANT_RECORD: 'x', MEDIANT_RECORD_ONLY: 'sequence:s' });
    assert.deepEqual(options?.record, { directory: 'x', target: { kind: 'sequence', name: 's' }, bodyBytes: 65_536 });
  });
});
