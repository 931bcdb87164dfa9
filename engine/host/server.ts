import type { Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { Clock } from '../observe/index.js';
import type { Host } from './host.js';
import { HostConnections } from './host-connections.js';
import type { HostLimits } from './limits.js';

/** Where a server listens. */
export interface ListenOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Address or name to bind to; default all addresses. */
  readonly host?: string;
  readonly limits?: Partial<HostLimits>;
}

/** A port that cannot be used. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** A host that listens. */
export interface HostServer {
  readonly server: Server;
  readonly port: number;
  /** Address that it is bound to. */
  readonly address: string;
  /**
   * Stops accepting, lets running requests finish, and cuts off those that take longer than the limit.
   * @param limit in milliseconds
   * @returns whether all of them finished
   */
  close(limit: number, clock: Clock): Promise<boolean>;
}

/**
 * Lets a host listen for HTTP. Headers over the limit are answered with 431, slow ones with 408, both by Node.
 * @throws ListenError when the address is in use or not allowed
 */
export async function listen(host: Host, options: ListenOptions): Promise<HostServer> {
  const connections = new HostConnections(host, options.limits);
  const { server } = connections;
  await bind(server, options.port, options.host);
  const { port, address } = server.address() as AddressInfo;
  return { server, port, address, close: (limit, clock) => connections.close(limit, clock) };
}

/** Binds a server. @throws ListenError */
export function bind(server: NetServer, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(reasonOf(error, port, host))));
    server.listen({ port, host, backlog: 1024 }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException, port: number, host = 'all addresses'): string {
  if (code === 'EADDRINUSE') return `port ${port} is in use already (${host})`;
  if (code === 'EACCES') return `port ${port} may not be used by this user (${host})`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is no address of this machine`;
  return message;
}
