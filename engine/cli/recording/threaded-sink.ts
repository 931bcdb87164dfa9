import { Worker } from 'node:worker_threads';
import type { SharedFile } from '../../deploy/index.js';
import type { RawRecording, RecordingSink, WriteOutcome } from '../../replay/record/index.js';
import type { FromThread, ThreadSettings, ToThread } from './messages.js';

/**
 * Hands recordings to a thread of its own: searching them for secrets, writing and playing them takes time that the
 * requests of others would wait for. The thread is started with the recording, and anew when it broke down.
 */
export class ThreadedSink implements RecordingSink {
  readonly #settings: ThreadSettings;
  readonly #waiting = new Map<number, (outcome: WriteOutcome) => void>();
  /** Hashes of the contents that the thread has been sent. */
  readonly #sent = new Set<string>();
  #files: readonly SharedFile[] = [];
  #thread: Worker | undefined;
  #number = 0;
  #idle: (() => void) | undefined;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  deployed(files: readonly SharedFile[]): void {
    this.#files = files;
    if (this.#thread) this.#announce(this.#thread);
    else this.#thread = this.#start();
  }

  write(recording: RawRecording): Promise<WriteOutcome> {
    const number = this.#number++;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      try {
        this.#send({ kind: 'write', number, recording });
      } catch (error) {
        this.#settle(number, { kind: 'left', reason: `the recording could not be handed over: ${String(error)}` });
      }
    });
  }

  async close(): Promise<void> {
    if (this.#waiting.size > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#thread?.terminate();
  }

  #send(message: ToThread): void {
    this.#thread ??= this.#start();
    this.#thread.postMessage(message);
  }

  #start(): Worker {
    const thread = new Worker(new URL('./writer-thread.js', import.meta.url), { workerData: this.#settings });
    // What is still to be written is waited for in `close`, not by keeping the process alive.
    thread.unref();
    thread.on('message', ({ number, outcome }: FromThread) => this.#settle(number, outcome));
    thread.once('error', (error) => this.#broken(thread, String(error)));
    thread.once('exit', () => this.#broken(thread, 'it ended'));
    this.#sent.clear();
    this.#announce(thread);
    return thread;
  }

  /** Tells what serves; each content is sent once. */
  #announce(thread: Worker): void {
    const files = this.#files.map((file) => (this.#sent.has(file.hash) ? { ...file, content: undefined } : file));
    for (const { hash } of this.#files) this.#sent.add(hash);
    thread.postMessage({ kind: 'deployed', files } satisfies ToThread);
  }

  #broken(thread: Worker, reason: string): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    for (const number of [...this.#waiting.keys()]) {
      this.#settle(number, { kind: 'left', reason: `the thread that writes fixtures broke down: ${reason}` });
    }
  }

  #settle(number: number, outcome: WriteOutcome): void {
    this.#waiting.get(number)?.(outcome);
    this.#waiting.delete(number);
    if (this.#waiting.size === 0) this.#idle?.();
  }
}
