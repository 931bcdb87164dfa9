import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { certificateOf } from '../host/index.js';
import type { ClientCertificate } from '../message/index.js';

/** A request to one of the API manager's own servers. */
export interface ApimRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  /** Names in lower case; repeated ones joined as Node does it. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly remoteAddress: string;
  /** Whom the client's certificate names, when it showed one that the connection accepted. */
  readonly clientCertificate: ClientCertificate | undefined;
}

/** What such a server answers. */
export interface ApimAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: empty. */
  readonly body?: string | Buffer;
}

/** One of the API manager's own servers. It never rejects: what fails is an answer, too. */
export type ApimServer = (request: ApimRequest) => ApimAnswer | Promise<ApimAnswer>;

/** Bodies up to this size are read. */
const longestBody = 10 * 1024 * 1024;

/** The server for Node's HTTP. Bodies over 10 MiB are refused with 413. */
export function listenerFor(server: ApimServer): RequestListener {
  return (incoming, response) => {
    answer(server, incoming, response).catch(() => response.destroy());
  };
}

async function answer(server: ApimServer, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(incoming);
  if (body === undefined) {
    response.writeHead(413, { Connection: 'close', 'Content-Length': 0 }).end();
    return;
  }
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const { method = 'GET', url = '/', socket } = incoming;
  const remoteAddress = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const clientCertificate = certificateOf(socket);
  const result = await server({ method, target: url, headers, body, remoteAddress, clientCertificate });
  const bytes = Buffer.from(result.body ?? '');
  response.writeHead(result.status, { ...result.headers, 'Content-Length': bytes.length });
  response.end(bytes);
}

async function read(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > longestBody) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
