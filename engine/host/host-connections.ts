import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { joinWrites } from '../endpoints/index.js';
import type { Clock } from '../observe/index.js';
import type { Host } from './host.js';
import { defaultLimits, type HostLimits } from './limits.js';

/** The HTTP side of a host: requests on the connections of a server, within the limits of connections and headers. */
export class HostConnections {
  readonly server: Server;
  readonly #host: Host;
  readonly #open = new Set<Socket>();

  constructor(host: Host, given: Partial<HostLimits> | undefined) {
    const limits = { ...defaultLimits, ...given };
    this.#host = host;
    this.server = createServer(
      {
        maxHeaderSize: limits.maxHeaderBytes,
        headersTimeout: limits.headersTimeout,
        requestTimeout: limits.requestTimeout,
        keepAliveTimeout: limits.keepAliveTimeout,
        // How often Node looks for requests that come too slowly.
        connectionsCheckingInterval: Math.min(5000, limits.headersTimeout, limits.requestTimeout),
        insecureHTTPParser: false,
      },
      (request, response) => host.handle(request, response),
    );
    this.server.maxHeadersCount = limits.maxHeaders;
    // A client that asks first hears of a body that is too large before it sends it.
    this.server.on('checkContinue', (request, response) => {
      if (Number(request.headers['content-length'] ?? 0) <= limits.maxBodyBytes) response.writeContinue();
      this.server.emit('request', request, response);
    });
    this.server.on('connection', (socket: Socket) => this.#opened(socket));
  }

  /**
   * Accepts nothing more and waits until every connection has ended; what takes longer than the limit is cut off.
   * @param limit in milliseconds
   * @returns whether nothing was cut off
   */
  async close(limit: number, clock: Clock): Promise<boolean> {
    this.#host.drain();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    let cut = false;
    const timer = clock.setTimeout(() => {
      cut = true;
      this.#host.abort();
      this.server.closeAllConnections();
    }, limit);
    await this.#closeSilent();
    await Promise.all([closed, this.#ended(), this.#host.idle()]);
    clock.clearTimeout(timer);
    return !cut;
  }

  #opened(socket: Socket): void {
    joinWrites(socket);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Connections on which nothing was ever sent are not idle to Node, and would be waited for. */
  async #closeSilent(): Promise<void> {
    // What has come on the newest connections is read in the next turns.
    await turn();
    await turn();
    for (const socket of this.#open) if (socket.bytesRead === 0) socket.destroy();
  }

  async #ended(): Promise<void> {
    await Promise.all([...this.#open].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  }
}
