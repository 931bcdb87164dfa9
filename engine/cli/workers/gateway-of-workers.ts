import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Deployment, DeploymentWatcher, type FolderRegistry } from '../../deploy/index.js';
import {
  type AdminAddress,
  bind,
  createAdminServer,
  type DeploymentDescription,
  describeDeployment,
  healthOf,
  type Readiness,
  reportRefused,
  reportStart,
  withStored,
} from '../../host/index.js';
import { type Clock, createMetricsOfWorkers, type Logger, type MetricsOfWorkers } from '../../observe/index.js';
import { ConnectionDealer } from './connection-dealer.js';
import type { WorkerSettings } from './messages.js';
import type { SpawnWorker } from './spawn-worker.js';
import { type WorkerDescription, WorkerPool } from './worker-pool.js';

/** What a gateway of several processes is started with. */
export interface GatewayOfWorkersOptions {
  /** Looks at the files; it keeps their contents. */
  readonly deployment: Deployment;
  /** Keeps what flows write, for workers that start later. */
  readonly registry: FolderRegistry;
  readonly workers: number;
  readonly spawn: SpawnWorker;
  readonly settings: WorkerSettings;
  /** 0 = any free port. */
  readonly port: number;
  /** Undefined = all addresses. */
  readonly host: string | undefined;
  readonly admin: AdminAddress;
  readonly watch: boolean;
  /** For what runs on a worker that is taken out, in milliseconds. */
  readonly drainLimit: number;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What the admin server says about a deployment that workers serve. */
interface WorkersDescription extends DeploymentDescription {
  readonly workers: readonly WorkerDescription[];
}

/** Limits of a rollout, in milliseconds. */
const limits = { prepare: 30_000, obey: 10_000 };

/**
 * Serves a deployment with several processes. This one watches the files, agrees with the workers on what all of them
 * serve, deals out connections and answers for the whole; it reads no request itself.
 * @throws ListenError when a port cannot be used, OpenAdminError for an admin server that would be open to the network,
 *   WorkerStartError when a worker cannot start
 */
export async function startGatewayOfWorkers(options: GatewayOfWorkersOptions): Promise<GatewayOfWorkers> {
  const gateway = new GatewayOfWorkers(options);
  await gateway.start();
  return gateway;
}

/** A running gateway of several processes; made by `startGatewayOfWorkers`. */
export class GatewayOfWorkers {
  readonly #options: GatewayOfWorkersOptions;
  readonly #dealer = new ConnectionDealer();
  readonly #pool: WorkerPool;
  #admin: Server | undefined;
  #watcher: DeploymentWatcher | undefined;
  #metrics: MetricsOfWorkers | undefined;
  #readiness: Readiness = 'starting';
  /** What all workers serve, and since when. */
  #agreed: Pick<DeploymentDescription, 'revision' | 'since' | 'artifacts'>;
  /** The revision that the workers were last asked to serve. */
  #tried: string;
  #rolling = false;

  constructor(options: GatewayOfWorkersOptions) {
    const { clock, deployment, drainLimit, logger, registry, settings, spawn, workers } = options;
    this.#options = options;
    this.#agreed = describeDeployment(deployment);
    this.#tried = this.#agreed.revision;
    this.#pool = new WorkerPool({
      count: workers,
      spawn,
      dealer: this.#dealer,
      settings,
      registry,
      clock,
      logger,
      revision: deployment.shared,
      limits: { ...limits, drain: drainLimit },
      onChange: (serving) => this.#metrics?.counted(workers, serving),
      onEnd: (worker) => this.#metrics?.ended(worker),
    });
  }

  get port(): number {
    return this.#dealer.port;
  }

  get address(): string {
    return this.#dealer.address;
  }

  get adminPort(): number | undefined {
    return this.#admin && (this.#admin.address() as AddressInfo | null)?.port;
  }

  async start(): Promise<void> {
    const { deployment, host, logger, port, watch } = this.#options;
    reportStart(deployment, logger);
    try {
      await this.#startAdmin();
      await this.#dealer.listen(port, host);
      const { port: bound, address } = this.#dealer;
      await Promise.all([this.#pool.start({ port: bound, address }), this.#startMetrics()]);
    } catch (error) {
      this.#closeAdmin();
      this.#dealer.close();
      await this.#pool.stop(0);
      throw error;
    }
    if (watch) this.#startWatcher();
    this.#readiness = 'ready';
  }

  /**
   * Has all workers accept nothing more, lets running requests finish within a limit (in milliseconds), ends everything.
   * @returns whether all of them finished
   */
  async stop(limit: number): Promise<boolean> {
    this.#readiness = 'draining';
    this.#watcher?.close();
    this.#dealer.close();
    const whole = await this.#pool.stop(limit);
    this.#closeAdmin();
    this.#options.logger.info({ whole }, whole ? 'stopped' : 'stopped with requests cut off');
    return whole;
  }

  async #startAdmin(): Promise<void> {
    const { admin, deployment, settings } = this.#options;
    const host = admin.host ?? '127.0.0.1';
    const server = createAdminServer(
      {
        version: settings.version,
        token: admin.token,
        readiness: () => (this.#readiness === 'ready' && !this.#pool.whole ? 'starting' : this.#readiness),
        health: () => ({ ...healthOf(deployment), revision: this.#pool.revision, whole: this.#pool.whole }),
        describe: () => this.#describe(),
        metrics: () => this.#metrics,
      },
      host,
    );
    await bind(server, admin.port, host);
    this.#admin = server;
  }

  async #startMetrics(): Promise<void> {
    this.#metrics = await createMetricsOfWorkers(() => this.#pool.measure());
    this.#metrics.counted(this.#options.workers, this.#pool.serving);
  }

  #closeAdmin(): void {
    this.#admin?.closeAllConnections();
    this.#admin?.close();
  }

  async #describe(): Promise<WorkersDescription> {
    const stored = await this.#pool.list();
    const { revision, since, artifacts } = this.#agreed;
    return {
      ...describeDeployment(this.#options.deployment),
      ...{ revision, since, artifacts: withStored(artifacts, stored), workers: this.#pool.workers },
    };
  }

  #startWatcher(): void {
    const { deployment, logger, clock } = this.#options;
    this.#watcher = new DeploymentWatcher(deployment, {
      clock,
      onRefresh: ({ newlyRefused }) => {
        for (const file of newlyRefused) reportRefused(file, logger);
      },
      onError: (err) => logger.error({ err }, 'the deployment could not be looked at'),
    });
    deployment.onSwap(() => {
      if (!this.#rolling) void this.#follow();
    });
  }

  /** Brings the workers to what the files say, and again when that has changed meanwhile. */
  async #follow(): Promise<void> {
    const { deployment } = this.#options;
    this.#rolling = true;
    try {
      while (deployment.snapshot.revision !== this.#tried && this.#readiness === 'ready') await this.#roll();
    } finally {
      this.#rolling = false;
    }
  }

  async #roll(): Promise<void> {
    const { deployment, logger, clock } = this.#options;
    const { revision, artifacts } = describeDeployment(deployment);
    const { length } = deployment.snapshot.compiled;
    this.#tried = revision;
    if (await this.#pool.roll(deployment.shared)) {
      this.#agreed = { revision, artifacts, since: new Date(clock.now()).toISOString() };
      logger.info({ revision, artifacts: length, workers: this.#pool.serving }, 'deployed');
    } else logger.error({ revision, serving: this.#pool.revision }, 'no worker takes this revision');
  }
}
