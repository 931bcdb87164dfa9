import type { ConnectionOptions } from 'node:tls';
import type { buildConnector, Dispatcher, Pool } from 'undici';
import type { Clock } from '../observe/index.js';
import { speakHttp10 } from './http10.js';
import { joinWrites } from './join-writes.js';
import { transport } from './transport.js';

/** An HTTP proxy on the way to the backends. HTTPS is tunnelled with CONNECT, and so is HTTP. */
export interface ProxySettings {
  /** `http://host:port` */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Whether a host is reached without the proxy. Default: none is. */
  readonly bypass?: (host: string) => boolean;
}

/** What the pools need to know. */
export interface PoolSettings {
  readonly clock: Clock;
  /** Connections to one origin. */
  readonly connections: number;
  /** Pools kept; beyond that, the one unused for longest is closed. */
  readonly origins: number;
  /** How long an unused connection is kept, in milliseconds, unless the backend says less. */
  readonly keepAlive: number;
  readonly maxHeaderBytes: number;
  readonly maxResponseBytes: number;
  /** Own certificate and accepted authorities. Host names are always verified. */
  readonly tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'minVersion' | 'ciphers'>;
  readonly proxy: ProxySettings | undefined;
}

/** The connections to one origin. */
export interface OriginPool {
  readonly dispatcher: Dispatcher;
  /** Exchanges under way. */
  running: number;
  /** When one was last begun or ended, in the clock's monotonic milliseconds. */
  used: number;
}

/** What tells pools apart. */
interface PoolChoice {
  readonly origin: string;
  readonly connectTimeout: number;
  readonly http10: boolean;
}

/** A pool without traffic for so many milliseconds is closed when another one is opened. */
const unusedPool = 300_000;

/** Keeps one pool of keep-alive connections per origin and connection limit. */
export class Pools {
  readonly #pools = new Map<string, OriginPool>();
  readonly #closing = new Set<Promise<void>>();
  /** The one that was asked for last: most often it is asked for again. */
  #last: (PoolChoice & { readonly pool: OriginPool }) | undefined;

  constructor(readonly settings: PoolSettings) {}

  /** The pool for an origin; opened when it is not there. */
  get(origin: string, connectTimeout: number, http10: boolean): OriginPool {
    const last = this.#last;
    if (last?.origin === origin && last.connectTimeout === connectTimeout && last.http10 === http10) return last.pool;
    const pool = this.#find(origin, connectTimeout, http10);
    this.#last = { origin, connectTimeout, http10, pool };
    return pool;
  }

  #find(origin: string, connectTimeout: number, http10: boolean): OriginPool {
    const key = `${origin} ${connectTimeout}${http10 ? ' 1.0' : ''}`;
    const found = this.#pools.get(key);
    if (found) return found;
    this.#sweep();
    const dispatcher = this.#open(origin, connectTimeout, http10);
    const pool: OriginPool = { dispatcher, running: 0, used: this.settings.clock.monotonic() };
    this.#pools.set(key, pool);
    return pool;
  }

  /** Waits for the exchanges under way, then closes every connection. */
  async close(): Promise<void> {
    const all = [...this.#pools.values()].map((pool) => pool.dispatcher.close());
    this.#pools.clear();
    this.#last = undefined;
    await Promise.allSettled([...all, ...this.#closing]);
  }

  #open(origin: string, connectTimeout: number, http10: boolean): Dispatcher {
    const { settings } = this;
    const undici = transport();
    // 0 is "no limit" to undici; a limit of less than a millisecond is none at all.
    const connect = { ...settings.tls, rejectUnauthorized: true, timeout: connectTimeout };
    const options: Pool.Options = {
      connections: settings.connections,
      pipelining: 1,
      keepAliveTimeout: settings.keepAlive,
      maxHeaderSize: settings.maxHeaderBytes,
      maxResponseSize: settings.maxResponseBytes,
      connect: connector(connect, http10),
    };
    const { proxy } = settings;
    if (!proxy || proxy.bypass?.(new URL(origin).hostname)) return new undici.Pool(origin, options);
    return new undici.ProxyAgent({ ...options, uri: proxy.url, requestTls: connect, ...proxyToken(proxy) });
  }

  /** Closes pools that nobody has used for long, and the longest unused one when there are too many. */
  #sweep(): void {
    const now = this.settings.clock.monotonic();
    const idle = [...this.#pools].filter(([, pool]) => pool.running === 0).sort(([, a], [, b]) => a.used - b.used);
    let surplus = this.#pools.size + 1 - this.settings.origins;
    for (const [key, pool] of idle) {
      if (surplus-- <= 0 && now - pool.used < unusedPool) break;
      this.#pools.delete(key);
      this.#last = undefined;
      const closed: Promise<void> = pool.dispatcher.close().finally(() => this.#closing.delete(closed));
      this.#closing.add(closed);
    }
  }
}

function connector(options: buildConnector.BuildOptions, http10: boolean): buildConnector.connector {
  const connect = transport().buildConnector(options);
  return (target, callback) =>
    connect(target, (...result) => {
      const socket = result[1];
      if (socket) joinWrites(socket);
      if (socket && http10) speakHttp10(socket);
      callback(...result);
    });
}

function proxyToken({ username, password }: ProxySettings): { token?: string } {
  if (username === undefined) return {};
  return { token: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}
