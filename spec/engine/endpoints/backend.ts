import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import type { Readable } from 'node:stream';

/** A backend on a loopback port, for one test. */
export interface Backend {
  readonly url: string;
  readonly port: number;
  /** Connections that were opened so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** A backend that answers HTTP requests with a listener. */
export async function httpBackend(listener: RequestListener): Promise<Backend> {
  return start(createServer(listener));
}

/** The same over TLS. */
export async function httpsBackend(
  certificate: { readonly key: string; readonly cert: string },
  listener: RequestListener,
): Promise<Backend> {
  return start(createTlsServer(certificate, listener));
}

/** A backend that does with the bare connection whatever the test wants. */
export async function socketBackend(onConnection: (socket: Socket) => void): Promise<Backend> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return start(server);
}

async function start(server: SocketServer): Promise<Backend> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get connections() {
      return connections;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port where nobody listens. */
export async function unusedPort(): Promise<number> {
  const backend = await socketBackend(() => {});
  await backend.close();
  return backend.port;
}

/** The whole of a stream. */
export async function collect(stream: Readable | IncomingMessage | Buffer): Promise<Buffer> {
  if (Buffer.isBuffer(stream)) return stream;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Answers with what it was asked, as JSON. */
export async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await collect(request);
  response.setHeader('Content-Type', 'application/json');
  response.end(
    JSON.stringify({
      method: request.method,
      url: request.url,
      headers: request.headers,
      version: request.httpVersion,
      body: body.toString(),
    }),
  );
}
