import assert from 'node:assert/strict';
import type { FromWorker, ToWorker } from '../../../../engine/cli/workers/messages.js';
import type { SpawnWorker, WorkerEvents } from '../../../../engine/cli/workers/spawn-worker.js';

/** What a fake worker does with an order: the answers that it gives at once. */
export type Behaviour = (order: ToWorker, worker: FakeWorker) => readonly FromWorker[];

/** Does what it is told. */
export const obedient: Behaviour = (order) => {
  switch (order.kind) {
    case 'start':
      return [{ kind: 'serving' }];
    case 'prepare':
      return [{ kind: 'prepared', revision: order.revision.revision }];
    case 'swap':
      return [{ kind: 'swapped', revision: order.revision }];
    case 'measure':
      return [{ kind: 'measured', question: order.question, state: [] }];
    case 'list':
      return [{ kind: 'stored', question: order.question, stored: new Map() }];
    case 'stop':
      return [{ kind: 'draining' }, { kind: 'stopped', whole: true }];
    default:
      return [];
  }
};

/** Does what it is told, but for some orders. */
export function but(special: Partial<Record<ToWorker['kind'], Behaviour>>): Behaviour {
  return (order, worker) => (special[order.kind] ?? obedient)(order, worker);
}

/** A worker without a process. */
export class FakeWorker {
  readonly orders: ToWorker[] = [];
  killed = false;

  constructor(
    readonly id: number,
    readonly events: WorkerEvents,
    readonly behaviour: Behaviour,
  ) {}

  /** The kinds of the orders that it got. */
  get kinds(): string[] {
    return this.orders.map(({ kind }) => kind);
  }

  say(message: FromWorker): void {
    this.events.message(message);
    if (message.kind === 'stopped') this.end(0);
  }

  end(code: number | null, signal: string | null = null): void {
    this.events.ended(code, signal);
  }
}

/** Makes workers that behave as told; those beyond the list obey. They are ready at once. */
export class FakeWorkers {
  readonly made: FakeWorker[] = [];
  readonly #behaviours: readonly Behaviour[];

  constructor(...behaviours: Behaviour[]) {
    this.#behaviours = behaviours;
  }

  readonly spawn: SpawnWorker = (events) => {
    const worker = new FakeWorker(this.made.length + 1, events, this.#behaviours[this.made.length] ?? obedient);
    this.made.push(worker);
    queueMicrotask(() => worker.say({ kind: 'ready' }));
    return {
      id: worker.id,
      pid: 1000 + worker.id,
      send: (order) => {
        worker.orders.push(order);
        for (const answer of worker.behaviour(order, worker)) queueMicrotask(() => worker.say(answer));
      },
      hand: () => assert.fail('nobody deals connections here'),
      kill: () => {
        worker.killed = true;
        queueMicrotask(() => worker.end(null, 'SIGKILL'));
      },
    };
  };
}
