import type { JavaRegex, Message, MessageContent } from '../../engine/kit.js';

/** What a cache keeps and how it judges answers. */
export interface CacheRules {
  /** Life of an entry from the request that made it, in milliseconds. */
  readonly life: number;
  /** Largest body that is kept, in bytes; -1: any. */
  readonly maxMessageSize: number;
  /** Upper case, or `*`. */
  readonly methods: readonly string[];
  readonly responseCodes: JavaRegex | undefined;
  readonly cacheControl: boolean;
  readonly ageHeader: boolean;
}

/** An answer as it is given again. */
export interface StoredResponse {
  readonly content: MessageContent;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  /** When the backend made it, in milliseconds of the clock's epoch time. */
  readonly fetched: number;
  readonly bytes: number;
}

/** A request that was seen, and its answer once that is there. */
export class CacheEntry {
  #response: StoredResponse | undefined;
  /** Method of the latest request. */
  method: string | undefined;

  constructor(
    readonly key: string,
    readonly rules: CacheRules,
    /** In milliseconds of the clock's monotonic time. */
    readonly expires: number,
    private readonly cache: ResponseCache,
  ) {}

  get response(): StoredResponse | undefined {
    return this.#response;
  }

  /** Keeps an answer, or none; an entry that the cache has let go keeps nothing. */
  set response(response: StoredResponse | undefined) {
    if (!this.cache.holds(this)) return;
    const before = this.#response?.bytes ?? 0;
    this.#response = response;
    this.cache.resized((response?.bytes ?? 0) - before);
  }
}

/** Entries that are kept however large a cache is asked for. */
const MOST_ENTRIES = 10_000;
/** Bytes of bodies that one cache keeps. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Entries by key, the most recently used last. When there are too many, or too large ones, the oldest go. */
export class ResponseCache {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #most: number;
  #bytes = 0;

  /** @param most entries; undefined: 10,000 */
  constructor(most: number | undefined) {
    this.#most = Math.min(most ?? MOST_ENTRIES, MOST_ENTRIES);
  }

  /** The entry of a request; a new one without an answer when there is none that is still alive. */
  entry(key: string, rules: CacheRules, now: number): CacheEntry {
    const known = this.#entries.get(key);
    if (known) this.#drop(known);
    const entry = known && now < known.expires ? known : new CacheEntry(key, rules, now + rules.life, this);
    this.#entries.set(key, entry);
    this.#bytes += entry.response?.bytes ?? 0;
    this.#shrink();
    return entry;
  }

  /** Whether the entry is the one of its key. */
  holds(entry: CacheEntry): boolean {
    return this.#entries.get(entry.key) === entry;
  }

  /** An entry of this cache has grown or shrunk. */
  resized(by: number): void {
    this.#bytes += by;
    this.#shrink();
  }

  #shrink(): void {
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= this.#most && this.#bytes <= MOST_BYTES) return;
      this.#drop(entry);
    }
  }

  #drop(entry: CacheEntry): void {
    this.#entries.delete(entry.key);
    this.#bytes -= entry.response?.bytes ?? 0;
  }
}

/** The entry that a message's request was looked up under: the finder notes it, the collector asks for it. */
const lookedUp = new WeakMap<Message, CacheEntry>();

/** Notes the entry of a request, for the collector on its answer. */
export function noteEntry(message: Message, entry: CacheEntry): void {
  lookedUp.set(message, entry);
}

/** The entry that the finder noted; undefined when none ran before. */
export function notedEntry(message: Message): CacheEntry | undefined {
  return lookedUp.get(message);
}
