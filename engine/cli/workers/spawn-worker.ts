import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { relayLines } from './line-relay.js';
import type { FromWorker, ToWorker } from './messages.js';

/** A worker's process, as the primary sees it. */
export interface WorkerProcess {
  /** Never used twice. */
  readonly id: number;
  readonly pid: number | undefined;
  /** Lost when the process has ended. */
  send(message: ToWorker): void;
  /** Hands over a connection, which stays open here. */
  hand(socket: Socket): void;
  /** Ends it at once. */
  kill(): void;
}

/** What a process reports. */
export interface WorkerEvents {
  message(message: FromWorker): void;
  /** It has ended, and everything that it wrote has been read. Called once. */
  ended(code: number | null, signal: string | null): void;
}

/** Starts a process. */
export type SpawnWorker = (events: WorkerEvents) => WorkerProcess;

/**
 * Starts workers with Node's cluster.
 * @param log takes what they write, in whole lines
 */
export function workerSpawner(log: { write(text: string): void }): SpawnWorker {
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('./worker-process.js', import.meta.url)),
    args: [],
    // Contents of files go as bytes, settings as maps.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return (events) => {
    const worker = cluster.fork();
    const child = worker.process;
    if (child.stdout) relayLines(child.stdout, log);
    worker.on('message', (message: FromWorker) => events.message(message));
    // A process that cannot be started, or be written to, also ends.
    worker.on('error', () => {});
    child.once('close', (code, signal) => events.ended(code, signal));
    return {
      id: worker.id,
      pid: child.pid,
      send(message) {
        if (worker.isConnected()) child.send(message, () => {});
      },
      hand(socket) {
        const message: ToWorker = { kind: 'connection' };
        if (worker.isConnected()) child.send(message, socket, { keepOpen: true }, () => {});
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
