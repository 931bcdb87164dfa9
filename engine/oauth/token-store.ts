import type { Clock } from '../observe/index.js';
import { type IssuedToken, TokenError } from './token-client.js';

/** Where tokens come from and how long they are kept. */
export interface TokenSource {
  /** Asks for a token. Rejects with TokenError. */
  fetch(): Promise<IssuedToken>;
  readonly clock: Clock;
  /** Milliseconds that a token is kept whose answer does not say how long it lives. */
  readonly fixedLife: number;
}

/** Figures for metrics. */
export interface TokenStatistics {
  /** Answered from the cache. */
  hits: number;
  /** Token requests that were made. */
  fetches: number;
  failures: number;
}

interface Entry {
  token: { readonly value: string; readonly refreshFrom: number; readonly expires: number } | undefined;
  /** The request under way, shared by all that wait. */
  pending: Promise<string> | undefined;
  failure: { readonly error: TokenError; readonly count: number; readonly until: number } | undefined;
}

/** Keys kept at most. */
const limit = 10_000;
/** Nothing is asked again for so long after the second failure in a row, twice as long after each further one. */
const pauseAfterFailure = 500;
const longestPause = 5_000;

/**
 * Tokens by key, in memory. At any time one request per key is under way; who comes meanwhile shares its outcome. A
 * token is used until a margin before its end (10 % of its life, at most 30 s); before that, in a span as long as the
 * margin, it is renewed in the background. One failure is no reason not to ask again; from the second in a row on, the
 * last error stands for a short while.
 */
export class TokenStore {
  readonly statistics: TokenStatistics = { hits: 0, fetches: 0, failures: 0 };
  readonly #entries = new Map<string, Entry>();

  /** The number of keys. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The token for a key. Rejects with TokenError.
   * @param rejected a token that was just refused: dropped if it still is the one that is kept
   */
  get(key: string, source: TokenSource, rejected?: string): string | Promise<string> {
    const entry = this.#entry(key);
    const now = source.clock.monotonic();
    if (rejected !== undefined && entry.token?.value === rejected) entry.token = undefined;
    const { token } = entry;
    if (token && now < token.expires) {
      this.statistics.hits++;
      if (now >= token.refreshFrom) this.#renewInBackground(entry, source, now);
      return token.value;
    }
    entry.token = undefined;
    if (entry.pending) return entry.pending;
    const { failure } = entry;
    if (failure && failure.count > 1 && now < failure.until) return Promise.reject(failure.error);
    return this.#fetch(entry, source);
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
  }

  #entry(key: string): Entry {
    const found = this.#entries.get(key) ?? { token: undefined, pending: undefined, failure: undefined };
    // The one used last stands at the end.
    this.#entries.delete(key);
    this.#entries.set(key, found);
    if (this.#entries.size > limit) this.#entries.delete(this.#entries.keys().next().value!);
    return found;
  }

  #renewInBackground(entry: Entry, source: TokenSource, now: number): void {
    if (entry.pending || (entry.failure && now < entry.failure.until)) return;
    // As long as the present token lasts, a failure only means another try.
    this.#fetch(entry, source).catch(() => {});
  }

  #fetch(entry: Entry, source: TokenSource): Promise<string> {
    this.statistics.fetches++;
    const pending = source.fetch().then(
      (issued) => keep(entry, issued, source),
      (thrown: unknown) => {
        this.statistics.failures++;
        throw this.#remember(entry, thrown, source.clock.monotonic());
      },
    );
    entry.pending = pending.finally(() => {
      entry.pending = undefined;
    });
    return entry.pending;
  }

  #remember(entry: Entry, thrown: unknown, now: number): TokenError {
    const error = thrown instanceof TokenError ? thrown : new TokenError('Error generating token');
    const count = (entry.failure?.count ?? 0) + 1;
    const pause = Math.min(pauseAfterFailure * 2 ** (count - 1), longestPause);
    entry.failure = { error, count, until: now + pause };
    return error;
  }
}

function keep(entry: Entry, { value, expiresIn }: IssuedToken, { clock, fixedLife }: TokenSource): string {
  const now = clock.monotonic();
  const life = expiresIn === undefined ? fixedLife : expiresIn * 1000;
  const margin = expiresIn === undefined ? 0 : Math.min(30_000, life / 10);
  entry.failure = undefined;
  entry.token = { value, expires: now + life - margin, refreshFrom: now + life - 2 * margin };
  return value;
}
