import type { Socket } from 'node:net';
import type { Clock } from '../../observe/index.js';
import type { FromWorker, ToWorker } from './messages.js';
import type { SpawnWorker, WorkerProcess } from './spawn-worker.js';

/** Where a worker stands: it loads, compiles what it is to serve, serves, or takes nothing more. */
export type WorkerState = 'loading' | 'starting' | 'serving' | 'leaving' | 'ended';

/** Told what a worker does by itself. */
export interface PooledWorkerListener {
  message(worker: PooledWorker, message: FromWorker): void;
  /** It takes nothing more from now on. */
  leaving(worker: PooledWorker): void;
  ended(worker: PooledWorker, code: number | null, signal: string | null): void;
}

interface Question {
  readonly answers: (message: FromWorker) => boolean;
  readonly resolve: (message: FromWorker | undefined) => void;
}

/** A worker of the pool: where it stands, what it serves, and what is asked of it. */
export class PooledWorker {
  state: WorkerState = 'loading';
  /** What it serves. */
  revision: string | undefined;
  /** Told when it ended: nothing was cut off. */
  whole: boolean | undefined;
  /** Resolves when the process has ended. */
  readonly end: Promise<void>;
  readonly #process: WorkerProcess;
  readonly #listener: PooledWorkerListener;
  readonly #clock: Clock;
  readonly #questions = new Set<Question>();
  #since: number | undefined;
  #servingFrom: number | undefined;

  constructor(spawn: SpawnWorker, clock: Clock, listener: PooledWorkerListener) {
    this.#clock = clock;
    this.#listener = listener;
    let over: () => void = () => {};
    this.end = new Promise((resolve) => {
      over = resolve;
    });
    this.#process = spawn({
      message: (message) => {
        listener.message(this, message);
        for (const question of [...this.#questions]) if (question.answers(message)) question.resolve(message);
      },
      ended: (code, signal) => {
        this.state = 'ended';
        for (const question of [...this.#questions]) question.resolve(undefined);
        over();
        listener.ended(this, code, signal);
      },
    });
  }

  get id(): number {
    return this.#process.id;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** It has been told to serve, and not to stop. */
  get takesPart(): boolean {
    return this.state === 'starting' || this.state === 'serving';
  }

  /** When it began to serve, in milliseconds since 1970. */
  get since(): number | undefined {
    return this.#since;
  }

  /** How long it has served, in milliseconds. */
  get served(): number {
    return this.#servingFrom === undefined ? 0 : this.#clock.monotonic() - this.#servingFrom;
  }

  /** It serves from now on. */
  serves(): void {
    this.state = 'serving';
    this.#since = this.#clock.now();
    this.#servingFrom = this.#clock.monotonic();
  }

  send(message: ToWorker): void {
    this.#process.send(message);
  }

  /**
   * Sends a message and waits for the answer.
   * @param limit in milliseconds
   * @returns undefined when it has ended, or did not answer in time
   */
  ask<K extends FromWorker['kind']>(
    message: ToWorker,
    kinds: readonly K[],
    limit: number,
    fits: (answer: Extract<FromWorker, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<FromWorker, { kind: K }> | undefined> {
    type Answer = Extract<FromWorker, { kind: K }>;
    const isKind = (answer: FromWorker): answer is Answer => (kinds as readonly string[]).includes(answer.kind);
    if (this.state === 'ended') return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const question: Question = {
        answers: (answer) => isKind(answer) && fits(answer),
        resolve: (answer) => {
          this.#questions.delete(question);
          this.#clock.clearTimeout(timer);
          resolve(answer as Answer | undefined);
        },
      };
      const timer = this.#clock.setTimeout(() => question.resolve(undefined), limit);
      this.#questions.add(question);
      this.#process.send(message);
    });
  }

  /** Hands over a connection. */
  hand(socket: Socket): void {
    this.#process.hand(socket);
  }

  /** Nothing more is asked of it but to end. */
  leave(): void {
    this.state = 'leaving';
    this.#listener.leaving(this);
  }

  /** Ends the process at once; resolves when it has ended. */
  kill(): Promise<void> {
    if (this.state !== 'ended') this.#process.kill();
    return this.end;
  }

  /**
   * Has the worker accept nothing more; what runs may go on for a while. Resolves when no new request reaches it.
   * @param drainLimit for what runs, in milliseconds
   * @param limit for the worker to obey, in milliseconds; then it is killed
   */
  async retire(drainLimit: number, limit: number): Promise<void> {
    this.leave();
    const draining = await this.ask({ kind: 'stop', limit: drainLimit }, ['draining'], limit);
    if (!draining) await this.kill();
  }
}
