import { type FSWatcher, watch } from 'node:fs';
import type { Clock, Timer } from '../observe/index.js';
import type { Deployment, Refreshed } from './deployment.js';

/** How a watcher looks. Times in milliseconds. */
export interface WatcherOptions {
  readonly clock: Clock;
  /** Told of every look that led to something. */
  readonly onRefresh: (refreshed: Refreshed) => void;
  /** Told when the files cannot be looked at. */
  readonly onError: (error: unknown) => void;
  /** Between looks, whether the system reports changes or not. Default 700. */
  readonly pollInterval?: number;
  /** Between a reported change and the look at it. Default 30. */
  readonly debounce?: number;
  /** The system's reports are used. Default true. */
  readonly events?: boolean;
}

/** Before files that are gone, half-written or just changed are looked at again. */
const settleTime = 100;
/** The poll waits so many times as long as a look takes: with many files it is a load of its own. */
const pollShare = 50;

/**
 * Keeps a deployment up to what is on disk. Changes that the system reports are looked at at once; a poll finds what it
 * does not report (network file systems, mounted volumes). A file that is gone must stay away for a moment before it
 * counts as removed: editors take a file away for an instant when they save it.
 */
export class DeploymentWatcher {
  readonly #deployment: Deployment;
  readonly #options: WatcherOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: Timer | undefined;
  #due = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #missing = '';

  constructor(deployment: Deployment, options: WatcherOptions) {
    this.#deployment = deployment;
    this.#options = options;
    this.#watchFolders();
    this.#schedule(this.#pollInterval);
  }

  get #pollInterval(): number {
    return this.#options.pollInterval ?? 700;
  }

  /** Looks now; resolves when what was on disk at the call has been taken in, or was left for a later look. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#lookUntilQuiet();
    try {
      await this.#looking;
    } finally {
      this.#looking = undefined;
    }
  }

  /** Stops watching. */
  close(): void {
    this.#closed = true;
    if (this.#timer) this.#options.clock.clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #lookUntilQuiet(): Promise<void> {
    const { clock, onError } = this.#options;
    const start = clock.monotonic();
    let wait = this.#pollInterval;
    do {
      this.#again = false;
      try {
        wait = (await this.#lookOnce()) ? settleTime : this.#pollInterval;
      } catch (error) {
        onError(error);
      }
    } while (this.#again && !this.#closed);
    this.#watchFolders();
    this.#schedule(Math.max(wait, (clock.monotonic() - start) * pollShare));
  }

  /** @returns whether something has to be looked at again soon */
  async #lookOnce(): Promise<boolean> {
    const listing = await this.#deployment.list();
    if (this.#closed || !this.#deployment.differs(listing)) {
      this.#missing = '';
      return false;
    }
    const present = new Set(listing.map(({ path }) => path));
    const missing = this.#deployment.serving.filter((path) => !present.has(path)).join('\n');
    const confirmed = missing === '' || missing === this.#missing;
    this.#missing = missing;
    if (!confirmed) return true;
    const refreshed = this.#deployment.refresh(listing);
    if (refreshed.swapped || refreshed.newlyRefused.length > 0) this.#options.onRefresh(refreshed);
    return refreshed.unsettled.length > 0;
  }

  /** Keeps the earlier of two appointments. */
  #schedule(delay: number): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    const due = clock.monotonic() + delay;
    if (this.#timer && this.#due <= due) return;
    if (this.#timer) clock.clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      void this.look();
    }, delay);
    this.#timer.unref();
  }

  #watchFolders(): void {
    if (this.#options.events === false || this.#closed) return;
    const folders = new Set(this.#deployment.watched);
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#forget(folder);
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, () => this.#schedule(this.#options.debounce ?? 30));
        watcher.on('error', () => this.#forget(folder));
        this.#watchers.set(folder, watcher);
      } catch {
        // Not there yet, or no such service here: the poll goes on.
      }
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
