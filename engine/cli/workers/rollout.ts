import type { SharedRevision } from '../../deploy/index.js';
import type { Logger } from '../../observe/index.js';
import type { PooledWorker } from './pooled-worker.js';

/** How long workers may take, in milliseconds. */
export interface RolloutLimits {
  /** To compile a revision. */
  readonly prepare: number;
  /** To swap, or to stop accepting. */
  readonly obey: number;
  /** For what runs on a worker that is taken out. */
  readonly drain: number;
}

/**
 * Brings workers to a revision in two phases: all compile it, then all swap. A worker that cannot compile it, or does not
 * do so in time, accepts nothing more from then on. When it ends, every request that begins is served by the revision.
 * @returns false when no worker could compile it: then all serve what they served before
 */
export async function rollOut(
  revision: SharedRevision,
  workers: readonly PooledWorker[],
  limits: RolloutLimits,
  logger: Logger,
): Promise<boolean> {
  const able = await prepare(revision, workers, limits, logger);
  if (able.length === 0 && workers.length > 0) return false;
  const unable = workers.filter((worker) => worker.takesPart && !able.includes(worker));
  await Promise.all([
    ...unable.map((worker) => worker.retire(limits.drain, limits.obey)),
    ...able.map((worker) => swap(revision, worker, limits.obey)),
  ]);
  return true;
}

async function prepare(
  revision: SharedRevision,
  workers: readonly PooledWorker[],
  limits: RolloutLimits,
  logger: Logger,
): Promise<PooledWorker[]> {
  const able: PooledWorker[] = [];
  await Promise.all(
    workers.map(async (worker) => {
      const answer = await worker.ask(
        { kind: 'prepare', revision },
        ['prepared', 'unable'],
        limits.prepare,
        (given) => given.revision === revision.revision,
      );
      if (answer?.kind === 'prepared' && worker.takesPart) able.push(worker);
      else if (worker.state !== 'ended') {
        const reason = answer?.kind === 'unable' ? answer.reason : 'it did not answer in time';
        logger.error({ worker: worker.id, revision: revision.revision, reason }, 'a worker cannot take a revision');
      }
    }),
  );
  return able;
}

/** A worker that does not swap must not answer with the old revision any more. */
async function swap({ revision }: SharedRevision, worker: PooledWorker, limit: number): Promise<void> {
  const answer = await worker.ask(
    { kind: 'swap', revision },
    ['swapped'],
    limit,
    (given) => given.revision === revision,
  );
  if (answer) worker.revision = revision;
  else await worker.kill();
}
