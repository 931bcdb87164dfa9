import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa from 'koa';
import type { Snapshot } from '../compile/index.js';
import type { Deployment } from '../deploy/index.js';
import type { Client, ClientResponse } from '../message/index.js';
import { type AccessLog, type Clock, type Logger, type Metrics, silentLogger, systemClock } from '../observe/index.js';
import { correlationIdOf } from './correlation.js';
import { Dispatcher } from './dispatcher.js';
import { defaultLimits, type HostLimits } from './limits.js';
import { takeBody } from './request-body.js';
import type { RequestWatcher } from './request-watch.js';
import { RunningRequest } from './running-request.js';
import { RunningRequests } from './running-requests.js';
import { sendResponse } from './send-response.js';

/** What a host is made with; everything but the deployment has a default. */
export interface HostOptions {
  readonly deployment: Pick<Deployment, 'snapshot'>;
  /** Takes what goes wrong outside flows, and unhandled faults. Default: nothing is written. */
  readonly logger?: Logger;
  /** Takes a record per request. Default: none. */
  readonly accessLog?: AccessLog;
  readonly limits?: Partial<HostLimits>;
  readonly clock?: Clock;
  /** Sees the requests pass. Default: nobody does. */
  readonly watcher?: RequestWatcher;
}

/** How the host stands in a Koa app. */
export interface MiddlewareOptions {
  /** Requests that no API and no proxy takes go on to the next middleware instead of `main`. Default false. */
  readonly fallThrough?: boolean;
}

/** Serves the requests of a deployment, alone or inside another Koa app. */
export interface Host {
  /** A Koa app with nothing but this host. */
  readonly app: Koa;
  /** Serves a request over Node's own objects. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** The host as Koa middleware, for an app that does other things, too. */
  middleware(options?: MiddlewareOptions): Koa.Middleware;
  /** Counters for the requests; they may be set while the host serves. */
  metrics: Metrics | undefined;
  /** Requests whose flow or answer is not over. */
  readonly running: number;
  /** From now on connections are closed after their answer. */
  drain(): void;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
  /** Cuts off what still runs. */
  abort(): void;
}

/** Makes a host. It listens nowhere by itself: see `createServer`. */
export function createHost(options: HostOptions): Host {
  return new GatewayHost(options);
}

/** How often requests that take too long are looked for, in milliseconds. */
const sweepInterval = 1000;

class GatewayHost implements Host {
  readonly app = new Koa();
  metrics: Metrics | undefined;
  readonly #options: HostOptions;
  readonly #limits: HostLimits;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #running = new RunningRequests();
  readonly #waiting: (() => void)[] = [];
  #dispatcher: Dispatcher;
  #draining = false;
  #sweeping = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger();
    this.#dispatcher = new Dispatcher(options.deployment.snapshot);
    this.app.use(this.middleware());
    // Koa reports broken connections here; what matters of them is in the access log.
    this.app.on('error', (err) => this.#logger.debug({ err }, 'a connection broke'));
  }

  get running(): number {
    return this.#running.size;
  }

  middleware({ fallThrough = false }: MiddlewareOptions = {}): Koa.Middleware {
    return (context, next) => {
      if (fallThrough && !this.#takes(context)) return next();
      // The answer is written to the raw response: Koa's own way halves the throughput.
      context.respond = false;
      this.handle(context.req, context.res);
      return undefined;
    };
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    try {
      this.#handle(request, response);
    } catch (err) {
      this.#logger.error({ err }, 'a request could not be taken');
      response.destroy();
    }
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const dispatcher = this.#current();
    const running = this.#start(dispatcher, clientOf(request), request.headers, (answer) => {
      const close = answer.close || this.#draining;
      sendResponse(response, close ? { ...answer, close } : answer, {
        bytes: (count) => {
          running.bytesOut += count;
        },
        broken: (error) => this.#logger.warn({ ...running.identity, err: error }, 'the body of an answer broke off'),
      });
    });
    response.once('close', () => running.answered(response.writableFinished));
    takeBody(request, this.#limits, {
      ready: (body) => {
        running.bytesIn = Buffer.isBuffer(body) ? body.length : Number(request.headers['content-length'] ?? 0);
        void running.run(request.rawHeaders, body);
      },
      tooLarge: () => running.refuse('body-too-large'),
    });
  }

  drain(): void {
    this.#draining = true;
  }

  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  abort(): void {
    for (const running of this.#running.all()) running.abort();
  }

  #takes({ req, method }: Koa.Context): boolean {
    return this.#current().serviceOf({ ...lineOf(req), method }) !== undefined;
  }

  /** The dispatcher of the snapshot that serves now. */
  #current(): Dispatcher {
    const snapshot: Snapshot = this.#options.deployment.snapshot;
    if (this.#dispatcher.snapshot !== snapshot) this.#dispatcher = new Dispatcher(snapshot);
    return this.#dispatcher;
  }

  #start(
    dispatcher: Dispatcher,
    client: Client,
    headers: IncomingMessage['headers'],
    deliver: (response: ClientResponse) => void,
  ): RunningRequest {
    const running = new RunningRequest({
      dispatcher,
      client,
      headers,
      correlationId: correlationIdOf(headers),
      clock: this.#clock,
      logger: this.#logger,
      accessLog: this.#options.accessLog,
      metrics: this.metrics,
      watcher: this.#options.watcher,
      timeout: this.#limits.exchangeTimeout,
      deliver,
      over: () => this.#over(running),
    });
    this.#running.add(running);
    if (!this.#sweeping) this.#sweepLater();
    return running;
  }

  #over(running: RunningRequest): void {
    this.#running.delete(running);
    if (this.#running.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** One timer for all requests instead of one each. */
  #sweepLater(): void {
    this.#sweeping = true;
    this.#clock
      .setTimeout(() => {
        const now = this.#clock.monotonic();
        for (const running of this.#running.all()) if (running.deadline <= now) running.refuse('timed-out');
        this.#sweeping = false;
        if (this.#running.size > 0) this.#sweepLater();
      }, sweepInterval)
      .unref();
  }
}

function lineOf(request: IncomingMessage): Pick<Client, 'target' | 'scheme' | 'host'> {
  const scheme = 'encrypted' in request.socket && request.socket.encrypted ? 'https' : 'http';
  const { url = '/' } = request;
  const called = request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`;
  if (url.startsWith('/')) return { target: url, scheme, host: called };
  // The request line carries a whole URL.
  const [whole, host] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? [];
  return whole === undefined
    ? { target: url, scheme, host: called }
    : { target: withSlash(url.slice(whole.length)), scheme, host: host || called };
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

function clientOf(request: IncomingMessage): Client {
  const address = addressOf(request.socket.remoteAddress ?? '');
  const { target, scheme, host } = lineOf(request);
  return {
    target,
    scheme,
    host,
    method: request.method ?? 'GET',
    remoteAddress: address,
    remoteHost: address,
    httpVersion: request.httpVersion,
  };
}

/** An IPv4 address as such, also where it came over an IPv6 socket. */
function addressOf(remote: string): string {
  return remote.startsWith('::ffff:') ? remote.slice('::ffff:'.length) : remote;
}
