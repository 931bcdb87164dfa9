import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from 'node:http';
import { Duplex } from 'node:stream';
import type { ActualResponse } from './capture.js';
import type { ActualHeaders } from './match-headers.js';

/** A request as a client sends it. */
export interface ClientCall {
  readonly method: string;
  /** Path and query, as they go on the request line. */
  readonly path: string;
  readonly headers: ActualHeaders;
  /** null = no body. */
  readonly body: Buffer | null;
  /** Default: plain, from this machine. */
  readonly connection?: ClientConnection;
}

/** What the server sees of a connection. */
export interface ClientConnection {
  /** It counts as TLS. */
  readonly encrypted: boolean;
  readonly remoteAddress: string;
  /** Common names in the certificate that the client showed. */
  readonly certificate: { readonly subject: string; readonly issuer: string } | undefined;
}

const plainConnection: ClientConnection = { encrypted: false, remoteAddress: '127.0.0.1', certificate: undefined };

/** Field values that a client of the gateway sends when the fixture does not say otherwise. */
const HOST = 'localhost:8290';

/**
 * Node's HTTP server and client over a pipe in memory: requests go through both parsers, but there is no socket. One
 * serves all cases of a run; the handler changes from case to case.
 */
export class MemoryHttp {
  #handler: RequestListener = (_request, response) => response.destroy();
  readonly #server: Server;

  constructor() {
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (incoming, response) =>
      this.#handler(incoming, response),
    );
  }

  /** Sends a request to a handler and collects the response. Rejects when the connection breaks. */
  send(handler: RequestListener, call: ClientCall): Promise<ActualResponse> {
    this.#handler = handler;
    return new Promise((resolve, reject) => {
      const outgoing = this.#open(call);
      outgoing.once('error', reject);
      outgoing.once('response', (response) => {
        collectResponse(response).then(resolve, reject);
      });
      outgoing.end(call.body ?? undefined);
    });
  }

  #open({ method, path, headers, body, connection = plainConnection }: ClientCall): ClientRequest {
    const names = new Set(headers.map(([name]) => name.toLowerCase()));
    const fields = [...headers];
    if (!names.has('host')) fields.unshift(['Host', HOST]);
    if (body !== null && !names.has('content-length') && !names.has('transfer-encoding')) {
      fields.push(['Content-Length', String(body.length)]);
    }
    return request({
      method,
      path,
      // Node takes pairs, its types only say flat lists.
      headers: fields.flat(),
      setHost: false,
      createConnection: () => {
        const [client, server] = memoryPipe(connection);
        this.#server.emit('connection', server);
        return client;
      },
    });
  }
}

async function collectResponse(response: IncomingMessage): Promise<ActualResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    headers.push([response.rawHeaders[at]!, response.rawHeaders[at + 1]!]);
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    body: { bytes: Buffer.concat(chunks), contentType: response.headers['content-type'] },
  };
}

/** Two ends of a connection. */
function memoryPipe(connection: ClientConnection): [PipeEnd, PipeEnd] {
  const client = new PipeEnd(connection);
  const server = new PipeEnd(connection);
  client.other = server;
  server.other = client;
  return [client, server];
}

/** One end: what is written here is read at the other. */
class PipeEnd extends Duplex {
  other: PipeEnd | undefined;
  /** Of a socket; servers read them. */
  readonly remoteAddress: string;
  readonly remotePort = 50_000;
  readonly encrypted: boolean;
  readonly authorized: boolean;
  readonly #certificate: ClientConnection['certificate'];
  #resume: (() => void) | undefined;

  constructor({ encrypted, remoteAddress, certificate }: ClientConnection) {
    super();
    this.encrypted = encrypted;
    this.remoteAddress = remoteAddress;
    this.authorized = certificate !== undefined;
    this.#certificate = certificate;
  }

  getPeerCertificate(): object {
    if (!this.#certificate) return {};
    const { subject, issuer } = this.#certificate;
    return { subject: { CN: subject }, issuer: { CN: issuer } };
  }

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { other } = this;
    if (other === undefined || other.destroyed) done();
    else if (other.push(chunk)) done();
    // The writer waits until the reader wants more.
    else other.#resume = done;
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    if (other !== undefined && !other.destroyed && !other.readableEnded) other.push(null);
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    done(error);
  }

  /** Methods of a socket that Node's HTTP calls; there is nothing to set. */
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
