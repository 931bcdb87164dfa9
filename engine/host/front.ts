import type { Socket } from 'node:net';
import type { Snapshot } from '../compile/index.js';
import { preloadTransport } from '../endpoints/index.js';
import { type Clock, createAccessLog, createMetrics, LateMetrics, type Logger, systemClock } from '../observe/index.js';
import type { ApiHandlers } from './api-handlers.js';
import { type ConnectionReceiver, receive } from './connection-receiver.js';
import { servicesOf } from './describe-deployment.js';
import { createHost, type Host } from './host.js';
import type { HostLimits } from './limits.js';
import type { RequestWatcher } from './request-watch.js';
import { type HostServer, listen } from './server.js';

/** What a front is made with. */
export interface FrontOptions {
  /** What serves; asked once per request. */
  readonly deployment: { readonly snapshot: Snapshot };
  readonly logger: Logger;
  /** Version of this program. */
  readonly version: string;
  readonly limits?: Partial<HostLimits>;
  readonly clock?: Clock;
  /** Sees the requests pass. Default: nobody does. */
  readonly watcher?: RequestWatcher;
  /** What goes around APIs. Default: nothing does. */
  readonly apiHandlers?: ApiHandlers;
}

/** When the metrics library is loaded unless somebody wants to see metrics before, in milliseconds from the start. */
const metricsDelay = 100;

/** The part of a gateway that takes requests, writes the access log and counts. */
export class GatewayFront {
  readonly #options: FrontOptions;
  readonly #clock: Clock;
  readonly #host: Host;
  #server: HostServer | undefined;
  #receiver: ConnectionReceiver | undefined;
  #metrics: LateMetrics | undefined;

  constructor(options: FrontOptions) {
    const { deployment, logger, limits, clock, watcher, apiHandlers } = options;
    this.#options = options;
    this.#clock = clock ?? systemClock;
    this.#host = createHost({
      deployment,
      logger,
      accessLog: createAccessLog(logger),
      clock: this.#clock,
      ...(limits && { limits }),
      ...(watcher && { watcher }),
      ...(apiHandlers && { apiHandlers }),
    });
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  get address(): string {
    return this.#server?.address ?? '';
  }

  /** Undefined until it counts, and when it cannot. */
  get metrics(): LateMetrics | undefined {
    return this.#metrics;
  }

  /** Gets ready for connections that another process accepts at a port, and hands over with `take`. */
  receive(port: number, address: string): void {
    const { limits } = this.#options;
    this.#receiver = receive(this.#host, { port, address, ...(limits && { limits }) });
    this.#server = this.#receiver;
    preloadTransport();
  }

  /** Serves a connection that another process has accepted. */
  take(socket: Socket): void {
    this.#receiver?.take(socket);
  }

  /**
   * Starts taking requests.
   * @param port 0 = any free one
   * @param host undefined = all addresses
   * @throws ListenError when the port cannot be used
   */
  async listen(port: number, host: string | undefined): Promise<void> {
    const { limits } = this.#options;
    this.#server = await listen(this.#host, { port, ...(host !== undefined && { host }), ...(limits && { limits }) });
    preloadTransport();
  }

  /** Starts counting. The metrics library is loaded a moment later: that must not hold up the first requests. */
  count(): void {
    const { version } = this.#options;
    this.#metrics = new LateMetrics(() => createMetrics(version));
    this.#host.metrics = this.#metrics;
    this.#metrics.started(this.address, this.port, this.#clock.now());
    this.swapped();
    setTimeout(() => void this.#loadMetrics(this.#metrics!), metricsDelay).unref();
  }

  /** Another snapshot serves. */
  swapped(): void {
    const { snapshot } = this.#options.deployment;
    this.#metrics?.deployed(servicesOf(snapshot), snapshot.revision);
  }

  /**
   * Stops accepting at once, lets running requests finish within a limit (in milliseconds).
   * @returns whether all of them finished
   */
  async stop(limit: number): Promise<boolean> {
    this.#metrics?.stopped();
    const whole = (await this.#server?.close(limit, this.#clock)) ?? true;
    await this.#options.deployment.snapshot.services.outbound.close();
    return whole;
  }

  async #loadMetrics(metrics: LateMetrics): Promise<void> {
    try {
      await metrics.load();
    } catch (err) {
      this.#options.logger.error({ err }, 'there are no metrics');
      this.#metrics = undefined;
      this.#host.metrics = undefined;
    }
  }
}
