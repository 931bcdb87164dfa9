import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type Koa from 'koa';
import type { Snapshot } from '../compile/index.js';
import type { Deployment } from '../deploy/index.js';
import type { ClientResponse } from '../message/index.js';
import {
  type AccessLog,
  type Clock,
  type Logger,
  type Metrics,
  Roster,
  silentLogger,
  systemClock,
} from '../observe/index.js';
import { AnswerBatch } from './answer-batch.js';
import type { ApiHandlers } from './api-handlers.js';
import { clientOf } from './client.js';
import { Dispatcher } from './dispatcher.js';
import { defaultLimits, type HostLimits } from './limits.js';
import { takeBody } from './request-body.js';
import type { RequestWatcher } from './request-watch.js';
import { type RequestSurroundings, RunningRequest } from './running-request.js';
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
  /** What goes around APIs. Default: nothing does. */
  readonly apiHandlers?: ApiHandlers;
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

// Koa is loaded when somebody asks for the app: a gateway that stands alone serves Node's requests without it.
const require = createRequire(import.meta.url);

/** With so many requests at a time, answers are written together. */
const batchedFrom = 8;

/** How often requests that take too long are looked for, in milliseconds. */
const sweepInterval = 1000;

class GatewayHost implements Host {
  readonly #deployment: HostOptions['deployment'];
  readonly #limits: HostLimits;
  readonly #surroundings: RequestSurroundings;
  readonly #running = new Roster<RunningRequest>();
  readonly #batch: AnswerBatch;
  readonly #apiHandlers: ApiHandlers | undefined;
  readonly #waiting: (() => void)[] = [];
  #dispatcher: Dispatcher;
  #app: Koa | undefined;
  #sweeping = false;

  constructor(options: HostOptions) {
    const { deployment, limits, clock, logger = silentLogger(), accessLog, watcher, apiHandlers } = options;
    this.#deployment = deployment;
    this.#apiHandlers = apiHandlers;
    this.#limits = { ...defaultLimits, ...limits };
    this.#surroundings = {
      clock: clock ?? systemClock,
      logger,
      accessLog,
      metrics: undefined,
      watcher,
      timeout: this.#limits.exchangeTimeout,
      draining: false,
      send: (running, to, response) => this.#send(running, to, response),
      over: (running) => this.#over(running),
    };
    this.#batch = new AnswerBatch((err) => logger.error({ err }, 'an answer could not be written'));
    this.#dispatcher = new Dispatcher(deployment.snapshot, apiHandlers);
  }

  get app(): Koa {
    this.#app ??= this.#createApp();
    return this.#app;
  }

  #createApp(): Koa {
    const app = new (require('koa') as typeof Koa)();
    app.use(this.middleware());
    // Koa reports broken connections here; what matters of them is in the access log.
    app.on('error', (err) => this.#surroundings.logger.debug({ err }, 'a connection broke'));
    return app;
  }

  get metrics(): Metrics | undefined {
    return this.#surroundings.metrics;
  }

  set metrics(metrics: Metrics | undefined) {
    this.#surroundings.metrics = metrics;
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
      const running = new RunningRequest(this.#surroundings, this.#current(), request, response);
      this.#running.add(running);
      if (!this.#sweeping) this.#sweepLater();
      response.on('close', () => running.answered(response.writableFinished));
      takeBody(request, this.#limits, running);
    } catch (err) {
      this.#surroundings.logger.error({ err }, 'a request could not be taken');
      response.destroy();
    }
  }

  drain(): void {
    this.#surroundings.draining = true;
  }

  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  abort(): void {
    for (const running of this.#running.all()) running.abort();
  }

  #takes({ req }: Koa.Context): boolean {
    return this.#current().serviceOf(clientOf(req)) !== undefined;
  }

  /** The dispatcher of the snapshot that serves now. */
  #current(): Dispatcher {
    const snapshot: Snapshot = this.#deployment.snapshot;
    if (this.#dispatcher.snapshot !== snapshot) this.#dispatcher = new Dispatcher(snapshot, this.#apiHandlers);
    return this.#dispatcher;
  }

  #send(running: RunningRequest, to: ServerResponse, response: ClientResponse): void {
    const inOnePiece = response.body === null || Buffer.isBuffer(response.body);
    if (inOnePiece && this.#running.size >= batchedFrom) this.#batch.add(to, response, running);
    else sendResponse(to, response, running);
  }

  #over(running: RunningRequest): void {
    this.#running.delete(running);
    if (this.#running.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** One timer for all requests instead of one each. */
  #sweepLater(): void {
    this.#sweeping = true;
    const { clock } = this.#surroundings;
    clock
      .setTimeout(() => {
        const now = clock.monotonic();
        for (const running of this.#running.all()) if (running.deadline <= now) running.refuse('timed-out');
        this.#sweeping = false;
        if (this.#running.size > 0) this.#sweepLater();
      }, sweepInterval)
      .unref();
  }
}
