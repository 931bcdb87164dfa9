import type { Readable } from 'node:stream';
import type { CancelSignal, Outbound, OutboundRequest, OutboundResponse } from '../message/index.js';
import { type Clock, systemClock, type Timer } from '../observe/index.js';
import { type Limited, LongLimits, longLimit } from './long-limits.js';
import { toTransportError } from './map-error.js';
import { type OriginPool, type PoolSettings, Pools } from './pools.js';
import { requestHeaders } from './request-headers.js';
import { requestTarget } from './request-target.js';
import { type ExchangeListener, ResponseHandler } from './response-handler.js';
import { protocolStates, TransportError } from './transport-error.js';

/** How the gateway talks to backends; everything has a default. Times in milliseconds. */
export interface OutboundOptions extends Partial<PoolSettings> {
  /** Answers up to this size are handed over in one piece, larger ones as a stream. Default 64 KiB. */
  readonly pieceLimit?: number;
}

const defaults = {
  connections: 32_767,
  origins: 1_000,
  keepAlive: 20_000,
  maxHeaderBytes: 64 * 1024,
  maxResponseBytes: 2 ** 31,
  tls: {},
  proxy: undefined,
};

/**
 * The way to the backends over undici: keep-alive pools per origin, one exchange per connection at a time. Nothing is
 * retried and no redirect followed. `send` rejects with a TransportError only; after the head of an answer has come,
 * a failure is an error of its body's stream.
 */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  const clock = options.clock ?? systemClock;
  return new UndiciOutbound(new Pools({ ...defaults, ...options, clock }), clock, options.pieceLimit ?? 64 * 1024);
}

class UndiciOutbound implements Outbound {
  readonly #limits: LongLimits;
  #closed = false;

  constructor(
    readonly pools: Pools,
    readonly clock: Clock,
    readonly pieceLimit: number,
  ) {
    this.#limits = new LongLimits(clock);
  }

  send(request: OutboundRequest): Promise<OutboundResponse> {
    return new Promise((resolve, reject) => {
      try {
        this.#dispatch(request, resolve, reject);
      } catch (thrown) {
        reject(toTransportError(thrown, protocolStates.requestReady));
      }
    });
  }

  /** Takes nothing new; waits for what is under way. */
  close(): Promise<void> {
    this.#closed = true;
    return this.pools.close();
  }

  #dispatch(
    request: OutboundRequest,
    resolve: (response: OutboundResponse) => void,
    reject: (error: TransportError) => void,
  ): void {
    const { signal, body, keepAlive, http10 = false } = request;
    if (this.#closed || signal?.aborted) throw givenUp();
    const target = requestTarget(typeof request.url === 'string' ? request.url : request.url.href);
    const streamed = body !== null && !Buffer.isBuffer(body);
    const headers = requestHeaders(request.headers, target.host, streamed ? request.contentLength : undefined);
    const pool = this.pools.get(target.origin, request.connectTimeout, http10);
    if (pool.running >= this.pools.settings.connections) throw full();

    const exchange = new RunningExchange({ pool, clock: this.clock, limits: this.#limits }, resolve, reject);
    const handler = new ResponseHandler(exchange, streamed, this.pieceLimit);
    exchange.begin(handler, request.totalTimeout, signal);
    pool.dispatcher.dispatch(
      {
        origin: target.origin,
        path: request.absoluteUri ? target.absolute : target.path,
        method: request.method,
        headers,
        body: streamed ? pieces(body) : body,
        headersTimeout: request.idleTimeout,
        bodyTimeout: request.idleTimeout,
        reset: !keepAlive || http10,
      },
      handler,
    );
  }
}

/** One exchange: its limits, and the bookkeeping of its pool. */
class RunningExchange implements ExchangeListener, Limited {
  slot = 0;
  due = 0;
  #handler: ResponseHandler | undefined;
  #watched = false;
  #timer: Timer | undefined;
  #signal: CancelSignal | undefined;
  readonly #onAbort = () => this.#handler?.abort(givenUp(this.#handler.state));

  constructor(
    readonly surroundings: { readonly pool: OriginPool; readonly clock: Clock; readonly limits: LongLimits },
    readonly answered: (response: OutboundResponse) => void,
    readonly failed: (error: TransportError) => void,
  ) {}

  begin(handler: ResponseHandler, totalTimeout: number | undefined, signal: CancelSignal | undefined): void {
    this.#handler = handler;
    this.surroundings.pool.running++;
    if (totalTimeout !== undefined) this.#limit(totalTimeout);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  finished(): void {
    const { clock, limits, pool } = this.surroundings;
    if (this.#timer) clock.clearTimeout(this.#timer);
    if (this.#watched) limits.delete(this);
    this.#watched = false;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    pool.running--;
    if (pool.running === 0) pool.used = clock.monotonic();
  }

  #limit(totalTimeout: number): void {
    const { clock, limits } = this.surroundings;
    if (totalTimeout < longLimit) {
      this.#timer = clock.setTimeout(() => this.expire(), totalTimeout);
      return;
    }
    this.due = clock.monotonic() + totalTimeout;
    this.#watched = true;
    limits.add(this);
  }

  /** The limit counts up to the head of the answer; a body that still comes is handed over as a stream. */
  expire(): void {
    this.#timer = undefined;
    if (this.#watched) this.surroundings.limits.delete(this);
    this.#watched = false;
    const handler = this.#handler!;
    if (handler.state >= protocolStates.responseHead) handler.handOver();
    else handler.abort(new TransportError('timeout', handler.state, 'No answer within the limit', { limit: 'total' }));
  }
}

/**
 * A streamed request body for undici. Not the stream itself: undici destroys its body when an exchange fails, and with
 * a body that is still being received that would cut off the client, who is to get an answer.
 */
function pieces(body: Readable): Readable {
  const source: AsyncIterable<unknown> = {
    async *[Symbol.asyncIterator]() {
      try {
        yield* body.iterator({ destroyOnReturn: false });
      } catch (thrown) {
        throw new TransportError('aborted', protocolStates.requestBody, 'The body of the request broke off', {
          cause: thrown,
        });
      }
    },
  };
  // undici takes any async iterable; its type names only the stream.
  return source as unknown as Readable;
}

function givenUp(state: number = protocolStates.requestReady): TransportError {
  return new TransportError('aborted', state, 'The exchange was given up');
}

function full(): TransportError {
  return new TransportError('full', protocolStates.requestReady, 'No available connections to serve the request');
}
