import type { Socket } from 'node:net';
import type { Host } from './host.js';
import { HostConnections } from './host-connections.js';
import type { HostLimits } from './limits.js';
import type { HostServer } from './server.js';

/** Where the process listens that hands on its connections. */
export interface ReceiveOptions {
  readonly port: number;
  readonly address: string;
  readonly limits?: Partial<HostLimits>;
}

/** A host that is handed connections instead of listening. */
export interface ConnectionReceiver extends HostServer {
  /** Serves a connection that another process has accepted. */
  take(socket: Socket): void;
}

/** Lets a host serve connections that another process accepts; the limits are those of a host that listens. */
export function receive(host: Host, { port, address, limits }: ReceiveOptions): ConnectionReceiver {
  const connections = new HostConnections(host, limits);
  const { server } = connections;
  // From this event on Node looks for requests that come too slowly, and knows which connections are idle.
  server.emit('listening');
  return {
    server,
    port,
    address,
    take(socket) {
      // As Node sets it for connections that it accepts: a client may end its side before it has the answer.
      socket.allowHalfOpen = true;
      server.emit('connection', socket);
    },
    close: (limit, clock) => connections.close(limit, clock),
  };
}
