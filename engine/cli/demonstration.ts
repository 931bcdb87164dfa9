import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { DemonstrationReport } from '../../examples/oauth2-backend/demonstration-process.js';
import { DemonstrationError } from './demonstration-error.js';
import { packageRoot } from './package-root.js';

/** The demonstration beside the gateway: servers to call, and a folder to deploy. */
export interface RunningDemonstration {
  readonly folder: string;
  /** Resolves when the servers listen. Rejects with DemonstrationError. */
  readonly started: Promise<void>;
  /** What to tell the person who started it. */
  welcome(port: number): string;
  close(): void;
}

const AUTHORIZATION_SERVER = 9444;
const BACKEND = 9090;

/**
 * Starts the servers of examples/oauth2-backend, in a process of their own: so they weigh on the gateway neither in
 * start-up time nor in memory.
 */
export function startDemonstration(): RunningDemonstration {
  const program = join(packageRoot(), 'dist', 'examples', 'oauth2-backend', 'demonstration-process.js');
  // What the servers print is about themselves (runtime, in-memory store) and no news to who tries the gateway.
  const child = fork(program, [String(AUTHORIZATION_SERVER), String(BACKEND)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const started = new Promise<void>((resolve, reject) => {
    child.once('message', (report: DemonstrationReport) => {
      if (report.started) resolve();
      else reject(new DemonstrationError(explain(report)));
    });
    child.once('exit', () => reject(new DemonstrationError('the servers of the demonstration ended')));
  });
  return {
    folder: join(packageRoot(), 'examples', 'oauth2-backend', 'deployment'),
    started,
    welcome,
    close: () => void child.kill('SIGTERM'),
  };
}

function explain({ code, port, message }: Extract<DemonstrationReport, { started: false }>): string {
  return code === 'EADDRINUSE' ? `port ${port} is in use already; the demonstration needs it` : message;
}

function welcome(port: number): string {
  return `
The demonstration runs:
  gateway               http://localhost:${port}
  authorization server  http://localhost:${AUTHORIZATION_SERVER}
  protected backend     http://localhost:${BACKEND}

The backend wants a token that its callers do not have; the gateway fetches it. Try:
  curl -i http://localhost:${BACKEND}/menu
  curl -i http://localhost:${port}/pizzashack/1.0.0/menu
  curl -i -H 'Content-Type: application/json' -d '{"pizzaType":"Chicken Parmesan","quantity":2}' http://localhost:${port}/pizzashack/1.0.0/order

Ctrl-C ends it.
`;
}
