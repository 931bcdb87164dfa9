import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { runCommandLine } from '../../../engine/cli/run-command.js';
import { serveCommand } from '../../../engine/cli/serve.js';
import { readServeOptions } from '../../../engine/cli/serve-options.js';
import { api, Workspace } from '../deploy/workspace.js';

interface Written {
  readonly out: string[];
  readonly error: string[];
}

function recording(): { written: Written; io: { out(text: string): void; error(text: string): void } } {
  const written: Written = { out: [], error: [] };
  return { written, io: { out: (text) => written.out.push(text), error: (text) => written.error.push(text) } };
}

describe('mediant serve', () => {
  let space: Workspace;
  beforeEach(() => {
    space = new Workspace();
    space.write('api/a.xml', api('A'));
  });
  afterEach(() => space.clear());

  it('serves until it is told to stop, and ends with 0', async () => {
    const { io, written } = recording();
    const lines: string[] = [];
    let stop: () => void = () => {};
    let listening: (ports: { port: number; adminPort: number | undefined }) => void = () => {};
    const started = new Promise<{ port: number; adminPort: number | undefined }>((resolve) => {
      listening = resolve;
    });
    const status = serveCommand(['--home', space.path, '--port', '0', '--admin-port', '0', '--host', '127.0.0.1'], io, {
      environment: {},
      onStop: (listener) => {
        stop = listener;
      },
      onListening: (ports) => listening(ports),
      log: { write: (line) => void lines.push(line) },
    });
    const { port, adminPort } = await started;
    assert.equal((await fetch(`http://127.0.0.1:${port}/A`)).status, 202);
    assert.equal((await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status, 200);
    stop();
    assert.equal(await status, 0);
    assert.deepEqual(written, { out: [], error: [] });
    const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    for (const message of ['deployed', 'listening', 'request', 'stopped'])
      assert.ok(messages.includes(message), message);
  });

  it('says which port is in use, and ends with 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { io, written } = recording();
    const argv = ['--home', space.path, '--port', String(port), '--admin-port', '0', '--host', '127.0.0.1'];
    const status = await serveCommand(argv, io, { environment: {}, onStop: () => {}, log: { write: () => {} } });
    taken.close();
    assert.equal(status, 2);
    assert.match(written.error.join(''), new RegExp(`^mediant serve: port ${port} is in use already`));
  });

  it('says so before it starts workers', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { io, written } = recording();
    const argv = ['--home', space.path, '--port', String(port), '--host', '127.0.0.1', '--workers', '2'];
    const status = await serveCommand(argv, io, { environment: {}, onStop: () => {}, log: { write: () => {} } });
    taken.close();
    assert.equal(status, 2);
    assert.match(written.error.join(''), new RegExp(`^mediant serve: port ${port} is in use already`));
  });

  it('accepts no request before the servers of the demonstration are there', async () => {
    const taken = createServer().listen(9444);
    // Held by somebody else is as good.
    await new Promise((resolve) => taken.once('listening', resolve).once('error', resolve));
    const { io, written } = recording();
    const lines: string[] = [];
    const argv = ['--port', '0', '--admin-port', '0', '--host', '127.0.0.1'];
    const log = { write: (line: string) => void lines.push(line) };
    const status = await serveCommand(argv, io, { environment: {}, onStop: () => {}, log });
    taken.close();
    assert.equal(status, 2);
    assert.match(written.error.join(''), /^mediant serve: port 9444 is in use already; the demonstration needs it/);
    assert.deepEqual(lines, []);
  });

  const wrong: [name: string, argv: string[], environment: Record<string, string>, error: RegExp][] = [
    ['an unknown option', ['--prot', '1'], {}, /Unknown option '--prot'/],
    ['a port that is none', ['--port', 'x'], {}, /port must be a whole number from 0 to 65535, not "x"/],
    ['a port out of range', [], { MEDIANT_ADMIN_PORT: '70000' }, /adminPort must be/],
    ['a level that is none', ['--log-level', 'loud'], {}, /logLevel must be one of trace/],
    ['no workers', ['--workers', '0'], {}, /workers must be auto or a whole number from 1 to 256, not "0"/],
    ['too many workers', ['--workers', '257'], {}, /workers must be auto or .*, not "257"/],
    ['half a worker', [], { MEDIANT_WORKERS: '1.5' }, /workers must be auto or .*, not "1\.5"/],
    ['a home that is not there', ['--home', '/nonexistent'], {}, /\/nonexistent does not exist/],
    ['a configuration file that is not there', ['--config', '/nonexistent'], {}, /ENOENT/],
    ['an admin server open to the network', ['--admin-host', '0.0.0.0', '--home', '.'], {}, /only with a token/],
  ];
  for (const [name, argv, environment, error] of wrong) {
    it(`refuses ${name}`, async () => {
      const { io, written } = recording();
      const status = await serveCommand(argv, io, { environment, onStop: () => {}, log: { write: () => {} } });
      assert.equal(status, 2);
      assert.match(written.error.join(''), error);
    });
  }

  it('takes options from the command line, then the environment, then the file', async () => {
    const file = space.write(
      'mediant.json',
      JSON.stringify({
        port: 1,
        adminPort: 2,
        drainSeconds: 3,
        watch: false,
        properties: { 'http.user.agent': 'x' },
        limits: { maxBodyBytes: 5 },
      }),
    );
    const options = await readServeOptions(['--port', '10'], {
      MEDIANT_CONFIG: file,
      MEDIANT_PORT: '20',
      MEDIANT_ADMIN_PORT: '30',
      MEDIANT_ADMIN_TOKEN: 't',
    });
    assert.ok(options);
    const { port, adminPort, drainSeconds, watch, limits, properties, adminToken, adminHost } = options;
    assert.deepEqual(
      { port, adminPort, drainSeconds, watch, limits, adminToken, adminHost, agent: properties.get('http.user.agent') },
      {
        port: 10,
        adminPort: 30,
        drainSeconds: 3,
        watch: false,
        limits: { maxBodyBytes: 5 },
        adminToken: 't',
        adminHost: '127.0.0.1',
        agent: 'x',
      },
    );
  });

  const workers: [given: string, argv: string[], environment: Record<string, string>, expected: number][] = [
    ['nothing', [], {}, 1],
    ['the command line', ['--workers', '3'], { MEDIANT_WORKERS: '4' }, 3],
    ['the environment', [], { MEDIANT_WORKERS: '4' }, 4],
    ['auto', ['--workers', 'auto'], {}, availableParallelism()],
  ];
  for (const [given, argv, environment, expected] of workers) {
    it(`works out the number of workers: ${given}`, async () => {
      assert.equal((await readServeOptions(argv, environment))?.workers, expected);
    });
  }

  it('takes the number of workers from the file, as a number or a word', async () => {
    for (const [given, expected] of [
      [5, 5],
      ['auto', availableParallelism()],
    ]) {
      const file = space.write('mediant.json', JSON.stringify({ workers: given }));
      assert.equal((await readServeOptions(['--config', file], {}))?.workers, expected);
    }
    const file = space.write('mediant.json', JSON.stringify({ workers: 'many' }));
    await assert.rejects(readServeOptions(['--config', file], {}), /workers must be auto or/);
  });

  it('says what is wrong in the file', async () => {
    const file = space.write('mediant.json', JSON.stringify({ admnPort: 1, limits: { maxBodyBytes: 0 } }));
    await assert.rejects(readServeOptions(['--config', file], {}), (error: Error) => {
      assert.match(error.message, /\/admnPort is not a known field; did you mean "adminPort"\?/);
      assert.match(error.message, /\/limits\/maxBodyBytes must be >= 1/);
      return true;
    });
  });
});

describe('mediant', () => {
  const table: [argv: string[], status: number, out: RegExp, error: RegExp][] = [
    [[], 2, /^$/, /^Usage: mediant COMMAND/],
    [['--help'], 0, /serve .*\n.*validate .*\n.*replay /, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['srve'], 2, /^$/, /there is no command "srve"; did you mean serve\?/],
    [['toString'], 2, /^$/, /there is no command "toString"/],
    [['serve', '--help'], 0, /^Usage: mediant serve/, /^$/],
    [['validate', '--wrong'], 2, /^$/, /mediant validate: Unknown option '--wrong'/],
  ];
  for (const [argv, status, out, error] of table) {
    it(`mediant ${argv.join(' ')}`, async () => {
      const { io, written } = recording();
      assert.equal(await runCommandLine(argv, io), status);
      assert.match(written.out.join(''), out);
      assert.match(written.error.join(''), error);
    });
  }
});
