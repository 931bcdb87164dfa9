import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Deployment, DeploymentWatcher } from '../deploy/index.js';
import { preloadTransport } from '../endpoints/index.js';
import {
  type Clock,
  createAccessLog,
  createMetrics,
  type Logger,
  type Metrics,
  systemClock,
} from '../observe/index.js';
import { createAdminServer, type Readiness } from './admin.js';
import { describeDeployment, healthOf, servicesOf } from './describe-deployment.js';
import { createHost, type Host } from './host.js';
import type { HostLimits } from './limits.js';
import { reportRefused, reportStart } from './report-deployment.js';
import { bind, type HostServer, listen } from './server.js';

/** Where the admin server listens. */
export interface AdminAddress {
  /** 0 = any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Needed for an address of the network. */
  readonly token?: string;
}

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly deployment: Deployment;
  readonly logger: Logger;
  /** Version of this program. */
  readonly version: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Default: all addresses. */
  readonly host?: string;
  /** Default: no admin server. */
  readonly admin?: AdminAddress;
  readonly limits?: Partial<HostLimits>;
  /** Changes of the files are taken in while it serves. Default true. */
  readonly watch?: boolean;
  readonly clock?: Clock;
}

/** A deployment that is being served, with everything around it. */
export interface Gateway {
  readonly deployment: Deployment;
  readonly port: number;
  readonly address: string;
  readonly adminPort: number | undefined;
  /**
   * Stops accepting, lets running requests finish within a limit (in milliseconds), ends everything.
   * @returns whether all of them finished
   */
  stop(limit: number): Promise<boolean>;
}

/**
 * Starts serving a deployment.
 * @throws ListenError when a port cannot be used, OpenAdminError for an admin server that would be open to the network
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new RunningGateway(options);
  await gateway.start();
  return gateway;
}

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #clock: Clock;
  readonly #host: Host;
  #server: HostServer | undefined;
  #admin: Server | undefined;
  #watcher: DeploymentWatcher | undefined;
  #metrics: Metrics | undefined;
  #readiness: Readiness = 'starting';

  constructor(options: GatewayOptions) {
    const { deployment, logger, limits, clock } = options;
    this.#options = options;
    this.#clock = clock ?? systemClock;
    this.#host = createHost({
      deployment,
      logger,
      accessLog: createAccessLog(logger),
      clock: this.#clock,
      ...(limits && { limits }),
    });
  }

  get deployment(): Deployment {
    return this.#options.deployment;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  get address(): string {
    return this.#server?.address ?? '';
  }

  get adminPort(): number | undefined {
    return this.#admin && (this.#admin.address() as AddressInfo | null)?.port;
  }

  async start(): Promise<void> {
    const { port, host, limits, watch = true } = this.#options;
    reportStart(this.deployment, this.#options.logger);
    try {
      await this.#startAdmin();
      this.#server = await listen(this.#host, { port, ...(host !== undefined && { host }), ...(limits && { limits }) });
    } catch (error) {
      this.#admin?.close();
      throw error;
    }
    if (watch) this.#startWatcher();
    this.#readiness = 'ready';
    preloadTransport();
    // Loading the metrics library must not hold up the first requests.
    if (this.#admin) setImmediate(() => void this.#startMetrics());
  }

  async stop(limit: number): Promise<boolean> {
    this.#readiness = 'draining';
    this.#watcher?.close();
    this.#metrics?.stopped();
    const whole = (await this.#server?.close(limit, this.#clock)) ?? true;
    await this.deployment.snapshot.services.outbound.close();
    this.#admin?.closeAllConnections();
    this.#admin?.close();
    this.#options.logger.info({ whole }, whole ? 'stopped' : 'stopped with requests cut off');
    return whole;
  }

  async #startAdmin(): Promise<void> {
    const { admin, deployment, version } = this.#options;
    if (!admin) return;
    const host = admin.host ?? '127.0.0.1';
    const server = createAdminServer(
      {
        version,
        token: admin.token,
        readiness: () => this.#readiness,
        health: () => ({ whole: true, ...healthOf(deployment) }),
        describe: () => describeDeployment(deployment),
        metrics: () => this.#metrics,
      },
      host,
    );
    await bind(server, admin.port, host);
    this.#admin = server;
  }

  #startWatcher(): void {
    const { deployment, logger } = this.#options;
    this.#watcher = new DeploymentWatcher(deployment, {
      clock: this.#clock,
      onRefresh: ({ newlyRefused }) => {
        for (const file of newlyRefused) reportRefused(file, logger);
      },
      onError: (err) => logger.error({ err }, 'the deployment could not be looked at'),
    });
    deployment.onSwap(({ revision, compiled }) => {
      logger.info({ revision, artifacts: compiled.length }, 'deployed');
      this.#countServices();
    });
  }

  async #startMetrics(): Promise<void> {
    const { version, logger } = this.#options;
    try {
      this.#metrics = await createMetrics(version);
    } catch (err) {
      logger.error({ err }, 'there are no metrics');
      return;
    }
    this.#host.metrics = this.#metrics;
    this.#metrics.started(this.address, this.port, this.#clock.now());
    this.#countServices();
  }

  #countServices(): void {
    const { snapshot } = this.deployment;
    this.#metrics?.deployed(servicesOf(snapshot), snapshot.revision);
  }
}
