import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Deployment, DeploymentWatcher } from '../deploy/index.js';
import { systemClock } from '../observe/index.js';
import { createAdminServer, type Readiness } from './admin.js';
import { describeDeployment, healthOf } from './describe-deployment.js';
import { type FrontOptions, GatewayFront } from './front.js';
import type { RecordingControl } from './recording-control.js';
import { reportRefused, reportStart } from './report-deployment.js';
import { bind } from './server.js';

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
export interface GatewayOptions extends FrontOptions {
  readonly deployment: Deployment;
  /** 0 = any free port. */
  readonly port: number;
  /** Default: all addresses. */
  readonly host?: string;
  /** Default: no admin server. */
  readonly admin?: AdminAddress;
  /** Changes of the files are taken in while it serves. Default true. */
  readonly watch?: boolean;
  /** What the admin server starts and stops recording with. Default: it cannot. */
  readonly recording?: RecordingControl;
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
  readonly #front: GatewayFront;
  #admin: Server | undefined;
  #watcher: DeploymentWatcher | undefined;
  #readiness: Readiness = 'starting';

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#front = new GatewayFront(options);
  }

  get deployment(): Deployment {
    return this.#options.deployment;
  }

  get port(): number {
    return this.#front.port;
  }

  get address(): string {
    return this.#front.address;
  }

  get adminPort(): number | undefined {
    return this.#admin && (this.#admin.address() as AddressInfo | null)?.port;
  }

  async start(): Promise<void> {
    reportStart(this.deployment, this.#options.logger);
    try {
      await this.#startAdmin();
      await this.#front.listen(this.#options.port, this.#options.host);
    } catch (error) {
      this.#admin?.close();
      throw error;
    }
    this.#followSwaps();
    if (this.#options.watch ?? true) this.#startWatcher();
    this.#readiness = 'ready';
    if (this.#admin) this.#front.count();
  }

  async stop(limit: number): Promise<boolean> {
    this.#readiness = 'draining';
    this.#watcher?.close();
    const whole = await this.#front.stop(limit);
    this.#admin?.closeAllConnections();
    this.#admin?.close();
    this.#options.logger.info({ whole }, whole ? 'stopped' : 'stopped with requests cut off');
    return whole;
  }

  async #startAdmin(): Promise<void> {
    const { admin, deployment, recording, version } = this.#options;
    if (!admin) return;
    const host = admin.host ?? '127.0.0.1';
    const server = createAdminServer(
      {
        version,
        token: admin.token,
        readiness: () => this.#readiness,
        health: () => ({ whole: true, ...healthOf(deployment) }),
        describe: () => describeDeployment(deployment),
        metrics: () => this.#front.metrics,
        recording,
      },
      host,
    );
    await bind(server, admin.port, host);
    this.#admin = server;
  }

  #startWatcher(): void {
    const { deployment, logger, clock = systemClock } = this.#options;
    this.#watcher = new DeploymentWatcher(deployment, {
      clock,
      onRefresh: ({ newlyRefused }) => {
        for (const file of newlyRefused) reportRefused(file, logger);
      },
      onError: (err) => logger.error({ err }, 'the deployment could not be looked at'),
    });
  }

  #followSwaps(): void {
    const { deployment, logger } = this.#options;
    deployment.onSwap(({ revision, compiled }) => {
      logger.info({ revision, artifacts: compiled.length }, 'deployed');
      this.#front.swapped();
    });
  }
}
