import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly worker?: number;
  readonly [field: string]: unknown;
}

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

interface Wanted {
  readonly fits: (line: LogLine) => boolean;
  readonly resolve: (line: LogLine) => void;
}

/** What runs as a gateway. */
interface Program {
  readonly file: string;
  /** Options of Node. */
  readonly options?: readonly string[];
}

const program = fileURLToPath(new URL('../../../../engine/cli/main.js', import.meta.url));
const running = new Set<GatewayProcess>();

/** Kills what a test left running: for `after`. */
export async function killGateways(): Promise<void> {
  await Promise.all([...running].map((gateway) => gateway.signal('SIGKILL')));
}

/** `mediant serve` as a process of its own, in a process group of its own. */
export class GatewayProcess {
  readonly lines: LogLine[] = [];
  port = 0;
  adminPort = 0;
  /** Exit status, once all of its processes have ended. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #wanted = new Set<Wanted>();
  #error = '';

  private constructor({ file, options = [] }: Program, argv: readonly string[]) {
    const fixed = ['--host', '127.0.0.1', '--port', '0', '--admin-port', '0', '--log-format', 'json'];
    this.#child = spawn(process.execPath, [...options, file, 'serve', ...fixed, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    createInterface(this.#child.stdout!).on('line', (line) => this.#take(JSON.parse(line) as LogLine));
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#error += text.toString();
    });
    // Workers have the same standard error, so it is closed only when all have ended.
    this.ended = once(this.#child, 'close').then(([status]) => {
      running.delete(this);
      return status as number | null;
    });
    running.add(this);
  }

  /** Starts a gateway; resolves when it serves. */
  static start(...argv: string[]): Promise<GatewayProcess> {
    return GatewayProcess.run({ file: program }, ...argv);
  }

  /** Starts another build of it. */
  static async run(started: Program, ...argv: string[]): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(started, argv);
    const failed = gateway.ended.then((status) => {
      throw new Error(`ended with ${status}: ${gateway.#error}`);
    });
    const listening = await Promise.race([gateway.line(({ msg }) => msg === 'listening'), failed]);
    gateway.port = listening.port as number;
    gateway.adminPort = listening.adminPort as number;
    return gateway;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The first line that fits, among those to come, or among all. */
  line(fits: (line: LogLine) => boolean, earlier = true): Promise<LogLine> {
    const found = earlier ? this.lines.find(fits) : undefined;
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => this.#wanted.add({ fits, resolve }));
  }

  /** Signals the whole group, as a terminal does; resolves with the exit status. */
  signal(signal: NodeJS.Signals): Promise<number | null> {
    process.kill(-this.pid, signal);
    return this.ended;
  }

  /** The worker that answered a request, by its correlation id. */
  async workerOf(id: string): Promise<number> {
    const { worker } = await this.line((line) => line.logger === 'access' && line.correlationId === id);
    return worker!;
  }

  /** Sends a request, on a connection of its own unless an agent is given. */
  ask(path: string, options: { agent?: Agent; id?: string } = {}): Promise<Reply> {
    return ask(this.port, path, options.agent, options.id === undefined ? {} : { activityid: options.id });
  }

  admin(path: string): Promise<Reply> {
    return ask(this.adminPort, path, undefined, {});
  }

  #take(line: LogLine): void {
    this.lines.push(line);
    for (const wanted of [...this.#wanted]) {
      if (!wanted.fits(line)) continue;
      this.#wanted.delete(wanted);
      wanted.resolve(line);
    }
  }
}

function ask(port: number, path: string, agent: Agent | undefined, headers: Record<string, string>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', path, agent: agent ?? false, headers }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (text: string) => {
        body += text;
      });
      incoming.once('error', reject);
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, body }));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
