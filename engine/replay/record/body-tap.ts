import type { Readable } from 'node:stream';
import type { RawBody } from './raw-recording.js';

/** Copies the first bytes of a body while it passes. */
export class BodyTap {
  readonly #chunks: Uint8Array[] = [];
  #kept = 0;
  #size = 0;
  #ended = false;

  /**
   * @param limit bytes that are kept
   * @param onEnd called when the body has passed to its end
   */
  constructor(
    readonly limit: number,
    readonly onEnd: () => void = () => {},
  ) {}

  /** Watches a body without reading it: whoever reads it gets every byte as if nobody watched. */
  watch(body: Buffer | Readable): void {
    if (Buffer.isBuffer(body)) {
      this.#add(body);
      this.#end();
    } else this.#watchStream(body);
  }

  /** What has passed so far. */
  take(): RawBody {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 ? first! : new Uint8Array(Buffer.concat(this.#chunks));
    return { bytes, size: this.#size, ended: this.#ended };
  }

  /**
   * A listener for `data` would make the stream flow, or keep it from pausing; its `emit` tells of each chunk at the
   * moment when its reader gets it, whatever way the reader has.
   */
  #watchStream(stream: Readable): void {
    const emit = stream.emit;
    stream.emit = (event: string | symbol, ...values: unknown[]): boolean => {
      if (event === 'data' && values[0] instanceof Uint8Array) this.#add(values[0]);
      else if (event === 'end') this.#end();
      return emit.call(stream, event, ...values);
    };
  }

  #end(): void {
    this.#ended = true;
    this.onEnd();
  }

  #add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    const room = this.limit - this.#kept;
    if (room <= 0 || chunk.length === 0) return;
    // A copy of its own: a slice would hold, and hand to another thread, the whole buffer that it is part of.
    this.#chunks.push(new Uint8Array(chunk.subarray(0, room)));
    this.#kept += Math.min(room, chunk.length);
  }
}
