/** The processes of a bench: started pinned, found out when they die, ended in any case. */
import { fork, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long a process may take to end by itself, in milliseconds. */
const patience = 5000;

/**
 * @typedef {object} Started
 * @property {string} name
 * @property {number} pid
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => string | undefined} death why it is not alive any more, with the end of what it wrote
 * @property {() => Promise<void>} stop
 */

export class Processes {
  /** A folder for configuration and output; removed at the end. */
  folder = mkdtempSync(join(tmpdir(), 'mediant-bench-'));
  #guard = fork(fileURLToPath(new URL('guard.js', import.meta.url)), { detached: true, stdio: 'ignore' });
  #running = new Set();
  #count = 0;

  constructor() {
    this.#guard.send({ workspace: this.folder });
  }

  /**
   * Starts a program. Its output goes to a file.
   * @param {string} name for messages
   * @param {string[]} command program and arguments
   * @param {{processor?: string, env?: Record<string, string>, ipc?: boolean, cwd?: string}} [options]
   * @returns {Started}
   */
  start(name, command, { processor, env = {}, ipc = false, cwd } = {}) {
    const pinned = processor === undefined ? command : ['taskset', '-c', processor, ...command];
    const log = join(this.folder, `${++this.#count}-${name}.log`);
    const output = openSync(log, 'w');
    const [program, ...args] = pinned;
    const child = spawn(program, args, {
      cwd: cwd ?? this.folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output, ...(ipc ? ['ipc'] : [])],
    });
    closeSync(output);
    let death;
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve((death = error.message)));
      child.once('exit', (code, signal) => resolve((death = `ended with ${signal ?? code}`)));
    });
    const started = {
      name,
      pid: child.pid,
      child,
      death: () => death && `${name} ${death}${tail(log)}`,
      stop: () => this.#stop(started, ended),
    };
    this.#running.add(started);
    if (child.pid) this.#tellGuard({ started: child.pid });
    return started;
  }

  /** Ends every process that still runs, then the guard, which removes the folder. */
  async stopAll() {
    await Promise.all([...this.#running].map((started) => started.stop()));
    if (this.#guard.connected) this.#guard.disconnect();
  }

  async #stop(started, ended) {
    const { child } = started;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(timer);
    this.#running.delete(started);
    if (child.pid) this.#tellGuard({ ended: child.pid });
  }

  #tellGuard(message) {
    if (this.#guard.connected) this.#guard.send(message);
  }
}

/** Ports on loopback that nobody uses at the moment. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer().once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function tail(log) {
  const text = readFileSync(log, 'utf8').trim();
  return text === '' ? '' : `, having written:\n${text.split('\n').slice(-15).join('\n')}`;
}
