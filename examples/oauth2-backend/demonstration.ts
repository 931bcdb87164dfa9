import type { Server } from 'node:http';
import { startAuthorizationServer } from './authorization-server.js';
import { startPizzaBackend } from './pizza-backend.js';

/** Where the two servers of the demonstration listen; the artifacts of `deployment/` name the defaults. */
export interface DemonstrationPorts {
  readonly authorizationServer: number;
  readonly backend: number;
}

/** The ports that the artifacts of `deployment/` name. */
export const defaultPorts: DemonstrationPorts = { authorizationServer: 9444, backend: 9090 };

/** The client that the sequences of `deployment/` use. It protects nothing but this demonstration. */
const CLIENT = { clientId: 'pizza-gateway', clientSecret: 'demonstration-only-secret' };
const AUDIENCE = 'urn:pizza-backend';

/** The running servers of the demonstration. */
export interface Demonstration {
  readonly ports: DemonstrationPorts;
  /** Token requests so far. */
  tokenCalls(): number;
  close(): Promise<void>;
}

/**
 * Starts the authorization server and the protected backend.
 * @throws the listen error (EADDRINUSE …) when a port is taken; nothing is left running then
 */
export async function startDemonstration(ports: DemonstrationPorts = defaultPorts): Promise<Demonstration> {
  const issuer = `http://localhost:${ports.authorizationServer}`;
  const started = await Promise.allSettled([
    startAuthorizationServer({ port: ports.authorizationServer, ...CLIENT, audience: AUDIENCE }),
    startPizzaBackend({ port: ports.backend, issuer, audience: AUDIENCE }),
  ]);
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  let tokenCalls = 0;
  servers[0]?.on('request', ({ url }) => {
    if (url === '/token') tokenCalls++;
  });
  const close = async () => {
    await Promise.all(servers.map(closed));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  return { ports, tokenCalls: () => tokenCalls, close };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
