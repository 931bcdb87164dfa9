import type { Socket } from 'node:net';
import { type FollowingDeployment, followDeployment, type SharedRevision } from '../../deploy/index.js';
import { GatewayFront, storedMessages } from '../../host/index.js';
import { compileOptions } from '../../index.js';
import { createFlowLog, createLogger, standardOutput } from '../../observe/index.js';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';
import { RegistryReplica } from './registry-replica.js';

/** What a worker has once it has been started. */
interface Serving {
  readonly deployment: FollowingDeployment;
  readonly front: GatewayFront;
  readonly replica: RegistryReplica;
}

/** What a worker uses of its process. */
export interface WorkerSurroundings {
  readonly id: number;
  send(message: FromWorker): void;
  /** Ends the process once this and everything before has been sent. */
  end(last: FromWorker, status: number): void;
  /** Calls a listener with what nobody caught; then the process goes on. */
  onMistake(listener: (error: unknown) => void): void;
}

/** One of several processes that serve the same: it does what the primary tells it, one order after the other. */
export class GatewayWorker {
  readonly #surroundings: WorkerSurroundings;
  #serving: Serving | undefined;
  #stopping = false;
  #last: Promise<void> = Promise.resolve();

  constructor(surroundings: WorkerSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Takes an order. A worker that cannot carry one out ends: another one takes its place. */
  receive(order: ToWorker): void {
    this.#last = this.#last
      .then(() => this.#obey(order))
      .catch((thrown: unknown) => this.#surroundings.end({ kind: 'failed', reason: reasonOf(thrown) }, 1));
  }

  /** Takes a connection; undefined when it has ended on its way. */
  take(socket: Socket | undefined): void {
    this.#surroundings.send({ kind: 'took' });
    if (socket) this.#serving?.front.take(socket);
  }

  #obey(order: ToWorker): Promise<void> | void {
    switch (order.kind) {
      case 'start':
        return this.#start(order);
      case 'prepare':
        return this.#prepare(order.revision);
      case 'swap':
        return this.#swap(order.revision);
      case 'written':
        return this.#serving?.replica.receive(order.writes, order.own);
      case 'measure':
        return this.#measure(order.question);
      case 'list':
        return this.#list(order.question);
      case 'connection':
        return;
      case 'stop':
        this.#stop(order.limit);
    }
  }

  #start({ settings, bound, revision, writes }: Extract<ToWorker, { kind: 'start' }>): void {
    this.#serving = this.#build(settings, revision);
    const { front, replica } = this.#serving;
    replica.receive(writes, false);
    front.receive(bound.port, bound.address);
    this.#surroundings.send({ kind: 'serving' });
    front.count();
  }

  #build(settings: WorkerSettings, revision: SharedRevision): Serving {
    const { id, send, onMistake } = this.#surroundings;
    const { configuration, limits, logFormat, logLevel, paths, persistRegistry, version } = settings;
    const { properties, systemProperties } = settings;
    const stream = standardOutput(false);
    const logger = createLogger({ level: logLevel, format: logFormat, stream }).child({ worker: id });
    onMistake((err) => logger.fatal({ err }, 'a mistake of this program; the worker goes on'));
    const replica = new RegistryReplica(paths, persistRegistry, (writes) => send({ kind: 'wrote', writes }));
    const load = { paths, configuration, properties, systemProperties, registry: replica.registry };
    const deployment = followDeployment({ ...load, compile: compileOptions, log: createFlowLog(logger) }, revision);
    const front = new GatewayFront({ deployment, logger, version, limits });
    return { deployment, front, replica };
  }

  #prepare(revision: SharedRevision): void {
    const { send } = this.#surroundings;
    try {
      this.#deployment.prepare(revision);
    } catch (thrown) {
      send({ kind: 'unable', revision: revision.revision, reason: reasonOf(thrown) });
      return;
    }
    send({ kind: 'prepared', revision: revision.revision });
  }

  #swap(revision: string): void {
    this.#deployment.swap(revision);
    this.#serving?.front.swapped();
    this.#surroundings.send({ kind: 'swapped', revision });
  }

  async #measure(question: number): Promise<void> {
    const state = (await this.#serving?.front.metrics?.state()) ?? [];
    this.#surroundings.send({ kind: 'measured', question, state });
  }

  #list(question: number): void {
    this.#surroundings.send({ kind: 'stored', question, stored: storedMessages(this.#deployment.snapshot) });
  }

  /** Does not hold up the orders behind it: what ends may still take writes of others. */
  #stop(limit: number): void {
    if (this.#stopping) return;
    this.#stopping = true;
    const { send, end } = this.#surroundings;
    const stopped = this.#serving?.front.stop(limit) ?? Promise.resolve(true);
    send({ kind: 'draining' });
    void stopped.then((whole) => end({ kind: 'stopped', whole }, 0));
  }

  get #deployment(): FollowingDeployment {
    if (!this.#serving) throw new Error('The worker was not started');
    return this.#serving.deployment;
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
