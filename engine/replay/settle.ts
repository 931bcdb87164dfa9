import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { PlayClock } from './play-clock.js';

/** What the player knows of a running case. */
export interface Waiting {
  readonly clock: PlayClock;
  /** Answers of the outside world that only virtual time holds back. */
  readonly held: number;
}

/** A case did not come to an end. */
export class StalledError extends Error {
  override readonly name = 'StalledError';
}

/** Turns of the event loop without news after which everything that does not wait for the machine has happened. */
const QUIET_TURNS = 4;
/** Real milliseconds without news after which timers fire that no held answer explains. */
const QUIET_TIME = 20;

/**
 * Waits for work that runs by virtual time. While the work waits for the machine (a file, a thread) real time passes;
 * when nothing moves any more, the clock jumps to the next timer.
 * @param limit real milliseconds after which the work counts as stalled
 * @throws StalledError
 */
export async function settle<Result>(work: Promise<Result>, waiting: Waiting, limit = 10_000): Promise<Result> {
  let done = false;
  const finish = (): void => {
    done = true;
  };
  work.then(finish, finish);
  await Promise.resolve();
  const begin = performance.now();
  let quietSince = begin;
  for (let turns = 1; !done; turns++) {
    await nextTurn();
    if (done || turns < QUIET_TURNS) continue;
    const now = performance.now();
    if (now - begin > limit) throw new StalledError(`the case did not end within ${limit / 1000} seconds`);
    if (waiting.held === 0 && now - quietSince < QUIET_TIME) {
      if (now - quietSince > 2) await sleep(1);
    } else if (waiting.clock.advanceToNext()) {
      turns = 0;
      quietSince = performance.now();
    } else {
      await sleep(1);
    }
  }
  return work;
}
