import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../observe/index.js';
import type { Host } from './host.js';
import { defaultLimits, type HostLimits } from './limits.js';

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
  const limits = { ...defaultLimits, ...options.limits };
  const server = createHttpServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      insecureHTTPParser: false,
    },
    host.app.callback(),
  );
  server.maxHeadersCount = limits.maxHeaders;
  // A client that asks first hears of a body that is too large before it sends it.
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= limits.maxBodyBytes) response.writeContinue();
    server.emit('request', request, response);
  });
  await bind(server, options.port, options.host);
  const { port, address } = server.address() as AddressInfo;
  return { server, port, address, close: (limit, clock) => close(server, host, limit, clock) };
}

/** Binds a server. @throws ListenError */
export function bind(server: Server, port: number, host: string | undefined): Promise<void> {
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

async function close(server: Server, host: Host, limit: number, clock: Clock): Promise<boolean> {
  host.drain();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  let cut = false;
  const timer = clock.setTimeout(() => {
    cut = true;
    host.abort();
    server.closeAllConnections();
  }, limit);
  await Promise.all([closed, host.idle()]);
  clock.clearTimeout(timer);
  return !cut;
}
