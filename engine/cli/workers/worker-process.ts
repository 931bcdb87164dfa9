/** The program of a worker; the primary starts it and tells it what to do. */
import cluster from 'node:cluster';
import type { Socket } from 'node:net';
import { GatewayWorker } from './gateway-worker.js';
import type { FromWorker, ToWorker } from './messages.js';

// A terminal, or a service manager, signals the whole group; when and how to end is for the primary to say.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});

/** @param sent called when the message has gone out, or nobody is there to take it */
function send(message: FromWorker, sent = (): void => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, sent);
  else sent();
}

const worker = new GatewayWorker({
  id: cluster.worker?.id ?? 0,
  send,
  end: (last, status) => send(last, () => process.exit(status)),
  onMistake(listener) {
    process.on('uncaughtException', listener);
    process.on('unhandledRejection', listener);
  },
});
process.on('message', (order: ToWorker, socket: Socket | undefined) => {
  if (order.kind === 'connection') worker.take(socket);
  else worker.receive(order);
});
send({ kind: 'ready' });
