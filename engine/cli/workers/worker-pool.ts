import type { FolderRegistry, RegistryWrite, SharedFile, SharedRevision } from '../../deploy/index.js';
import type { StoredMessages } from '../../host/index.js';
import type { Clock, Logger, MetricsState, Timer } from '../../observe/index.js';
import type { ConnectionDealer } from './connection-dealer.js';
import type { BoundAddress, FromWorker, WorkerSettings } from './messages.js';
import { PooledWorker, type WorkerState } from './pooled-worker.js';
import { RestartDelay } from './restart-delay.js';
import { type RolloutLimits, rollOut } from './rollout.js';
import type { SpawnWorker } from './spawn-worker.js';
import { WorkerStartError } from './worker-start-error.js';

/** What a pool is made with. */
export interface PoolOptions {
  /** How many workers are to serve. */
  readonly count: number;
  readonly spawn: SpawnWorker;
  /** Deals connections to those that serve. */
  readonly dealer: Pick<ConnectionDealer, 'join' | 'taken' | 'leave' | 'gone'>;
  readonly settings: WorkerSettings;
  /** What the workers start with. */
  readonly revision: SharedRevision;
  /** Keeps what flows wrote, for workers that start later. */
  readonly registry: FolderRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: RolloutLimits;
  /** Told when the number of workers that serve may have changed. */
  readonly onChange?: (serving: number) => void;
  /** Told of each worker that has ended. */
  readonly onEnd?: (worker: number) => void;
}

/** What is said about a worker. */
export interface WorkerDescription {
  readonly worker: number;
  readonly pid: number | undefined;
  readonly state: WorkerState;
  readonly revision: string | undefined;
  /** When it began to serve. */
  readonly since: string | undefined;
}

/** For a worker to compile everything, in milliseconds. */
const startLimit = 60_000;
/** For a worker to answer what the admin server is asked, in milliseconds. */
const answerLimit = 2000;
/** Beyond the limit of draining, before workers are killed, in milliseconds. */
const stopGrace = 5000;

/** The place of one worker: who ends there is replaced. */
interface Place {
  worker: PooledWorker | undefined;
  readonly delay: RestartDelay;
  timer: Timer | undefined;
}

/** Keeps a number of workers that serve the same revision and share what flows write to the registry. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #places: Place[];
  /** All that have not ended, those on their way out included. */
  readonly #alive = new Set<PooledWorker>();
  /** Workers that could start but for a rollout under way. */
  readonly #waiting = new Set<PooledWorker>();
  #agreed: SharedRevision;
  #bound: BoundAddress | undefined;
  #rolling = false;
  #stopping = false;
  #questions = 0;
  #started: { resolve(): void; reject(error: Error): void } | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#agreed = options.revision;
    this.#places = Array.from({ length: options.count }, () => ({
      worker: undefined,
      delay: new RestartDelay(),
      timer: undefined,
    }));
  }

  /** What the workers serve. */
  get revision(): string {
    return this.#agreed.revision;
  }

  /** Every worker serves, and the same. */
  get whole(): boolean {
    return !this.#stopping && this.serving === this.#places.length;
  }

  get workers(): WorkerDescription[] {
    return [...this.#alive].map(({ id, pid, state, revision, since }) => ({
      worker: id,
      pid,
      state,
      revision,
      since: since === undefined ? undefined : new Date(since).toISOString(),
    }));
  }

  /**
   * Starts the workers; resolves when all serve.
   * @param bound where the dealer accepts
   * @throws WorkerStartError when one says that it cannot
   */
  async start(bound: BoundAddress): Promise<void> {
    this.#bound = bound;
    const started = new Promise<void>((resolve, reject) => {
      this.#started = { resolve, reject };
    });
    for (const place of this.#places) this.#fill(place);
    await started;
  }

  /**
   * Brings all workers to a revision. One at a time.
   * @returns false when none could compile it: then all go on with what they serve
   */
  async roll(revision: SharedRevision): Promise<boolean> {
    this.#rolling = true;
    const { limits, logger } = this.#options;
    const takingPart = [...this.#alive].filter((worker) => worker.takesPart);
    try {
      const agreed = await rollOut(news(revision, this.#agreed), takingPart, limits, logger);
      if (agreed) this.#agreed = revision;
      return agreed;
    } finally {
      this.#rolling = false;
      for (const worker of this.#waiting) this.#startWorker(worker);
      this.#waiting.clear();
      for (const place of this.#places) if (place.worker?.state === 'leaving') this.#replace(place, place.worker);
      this.#changed();
    }
  }

  /** Asks the workers what they have counted; who does not answer is left out. */
  async measure(): Promise<Map<number, MetricsState>> {
    const states = new Map<number, MetricsState>();
    await this.#askServing(async (worker, question) => {
      const order = { kind: 'measure', question } as const;
      const answer = await worker.ask(order, ['measured'], answerLimit, (given) => given.question === question);
      if (answer) states.set(worker.id, answer.state);
    });
    return states;
  }

  /** Asks the workers what their message stores hold; who does not answer is left out. */
  async list(): Promise<StoredMessages[]> {
    const lists: StoredMessages[] = [];
    await this.#askServing(async (worker, question) => {
      const order = { kind: 'list', question } as const;
      const answer = await worker.ask(order, ['stored'], answerLimit, (given) => given.question === question);
      if (answer) lists.push(answer.stored);
    });
    return lists;
  }

  /**
   * Has all workers accept nothing more, finish what runs within a limit (in milliseconds), and end.
   * @returns whether all of it finished
   */
  async stop(limit: number): Promise<boolean> {
    this.#stopping = true;
    const { clock } = this.#options;
    for (const { timer } of this.#places) if (timer) clock.clearTimeout(timer);
    const workers = [...this.#alive];
    const busy = workers.filter(({ state }) => state === 'serving' || state === 'leaving');
    const late = clock.setTimeout(() => {
      for (const worker of workers) void worker.kill();
    }, limit + stopGrace);
    for (const worker of workers) {
      if (worker.state === 'loading') void worker.kill();
      else worker.send({ kind: 'stop', limit });
      worker.leave();
    }
    await Promise.all(workers.map(({ end }) => end));
    clock.clearTimeout(late);
    return busy.every(({ whole }) => whole === true);
  }

  /** How many workers serve. */
  get serving(): number {
    return [...this.#alive].filter(({ state }) => state === 'serving').length;
  }

  /** @param ask gets a number that no other question has */
  async #askServing(ask: (worker: PooledWorker, question: number) => Promise<void>): Promise<void> {
    const serving = [...this.#alive].filter(({ state }) => state === 'serving');
    await Promise.all(serving.map((worker) => ask(worker, this.#questions++)));
  }

  #fill(place: Place): void {
    const { spawn, clock } = this.#options;
    const worker = new PooledWorker(spawn, clock, {
      message: (from, message) => this.#take(from, message),
      leaving: (from) => this.#options.dealer.leave(from),
      ended: (from, code, signal) => this.#ended(place, from, code, signal),
    });
    place.worker = worker;
    this.#alive.add(worker);
  }

  #take(worker: PooledWorker, message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        if (this.#rolling) this.#waiting.add(worker);
        else this.#startWorker(worker);
        break;
      case 'serving':
        this.#servesNow(worker);
        break;
      case 'failed':
        this.#options.logger.error({ worker: worker.id, reason: message.reason }, 'a worker failed');
        this.#started?.reject(new WorkerStartError(message.reason));
        break;
      case 'took':
        this.#options.dealer.taken(worker);
        break;
      case 'wrote':
        this.#share(worker, message.writes);
        break;
      case 'stopped':
        worker.whole = message.whole;
    }
  }

  #startWorker(worker: PooledWorker): void {
    if (this.#stopping || worker.state !== 'loading' || !this.#bound) return;
    const { settings, registry } = this.#options;
    worker.state = 'starting';
    worker.revision = this.#agreed.revision;
    const start = { settings, bound: this.#bound, revision: this.#agreed, writes: registry.writes };
    const order = { kind: 'start', ...start } as const;
    void worker.ask(order, ['serving', 'failed'], startLimit).then((answer) => {
      if (!answer) void worker.kill();
    });
  }

  #servesNow(worker: PooledWorker): void {
    if (worker.state !== 'starting') return;
    worker.serves();
    this.#options.dealer.join(worker);
    this.#options.logger.info({ worker: worker.id, pid: worker.pid, revision: worker.revision }, 'a worker serves');
    if (this.whole) this.#started?.resolve();
    this.#changed();
  }

  /** Puts writes into the one order and sends them to all, their writer included. */
  #share(writer: PooledWorker, writes: readonly RegistryWrite[]): void {
    for (const write of writes) this.#options.registry.apply(write);
    for (const worker of this.#alive) {
      if (worker.takesPart) worker.send({ kind: 'written', writes, own: worker === writer });
    }
  }

  #ended(place: Place, worker: PooledWorker, code: number | null, signal: string | null): void {
    this.#alive.delete(worker);
    this.#waiting.delete(worker);
    this.#options.dealer.gone(worker);
    this.#options.onEnd?.(worker.id);
    this.#changed();
    if (this.#stopping) return;
    const expected = worker.whole !== undefined;
    this.#options.logger[expected ? 'info' : 'error']({ worker: worker.id, code, signal }, 'a worker ended');
    this.#replace(place, worker);
  }

  /** Puts another worker into the place of one that ends; only once. */
  #replace(place: Place, worker: PooledWorker): void {
    if (this.#stopping || place.worker !== worker) return;
    place.worker = undefined;
    const delay = place.delay.next(worker.served);
    this.#options.logger.warn({ worker: worker.id, delay }, 'another worker takes its place');
    place.timer = this.#options.clock.setTimeout(() => {
      place.timer = undefined;
      this.#fill(place);
    }, delay);
  }

  #changed(): void {
    this.#options.onChange?.(this.serving);
  }
}

/** A revision without the contents that those who serve another one have already. */
function news({ revision, files }: SharedRevision, known: SharedRevision): SharedRevision {
  const earlier = new Map(known.files.map((file) => [file.path, file]));
  const isKnown = ({ path, hash, root }: SharedFile) =>
    earlier.get(path)?.hash === hash && earlier.get(path)?.root === root;
  return { revision, files: files.map((file) => (isKnown(file) ? { ...file, content: undefined } : file)) };
}
