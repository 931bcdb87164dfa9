import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type Header, headerName, type OutboundResponse } from '../message/index.js';
import { toTransportError } from './map-error.js';
import { protocolStates, type TransportError } from './transport-error.js';

/** Who is told of the end of an exchange. */
export interface ExchangeListener {
  /** The answer is there; its body may still be coming. */
  answered(response: OutboundResponse): void;
  /** There will be no answer. */
  failed(error: TransportError): void;
  /** Nothing more will come on this exchange, in one way or the other. Called once. */
  finished(): void;
}

/**
 * Takes one answer from undici. A body that is complete at once, or announced as small, is handed over in one piece;
 * any other as a stream with back-pressure. Interim answers (1xx) and trailers are ignored.
 */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  #state: number = protocolStates.requestReady;
  #abort: ((error?: Error) => void) | undefined;
  #abortReason: TransportError | undefined;
  #over = false;
  #headers: Header[] | undefined;
  #status = 0;
  #reason = '';
  #chunks: Buffer[] = [];
  #size = 0;
  #stream: AnswerStream | undefined;
  #resume: (() => void) | undefined;
  #patience: NodeJS.Immediate | undefined;

  /**
   * @param listener is told once of the answer or the failure
   * @param hasBody the request has a body that is written piece by piece
   * @param pieceLimit bytes that are handed over in one piece at most
   */
  constructor(
    readonly listener: ExchangeListener,
    readonly hasBody: boolean,
    readonly pieceLimit: number,
  ) {}

  /** How far the exchange has come. */
  get state(): number {
    return this.#state;
  }

  /** Gives the exchange up: a waiting caller gets the error, a stream that was handed over ends with it. */
  abort(error: TransportError): void {
    if (this.#over) return;
    this.#abortReason = error;
    this.#abort?.(error);
    // Before a connection is there, undici has nothing to abort; what it reports later is ignored.
    this.#fail(error);
  }

  /** The caller need not wait for a slow body any longer: it gets what is there as a stream. */
  handOver(): boolean {
    if (!this.#headers || this.#stream) return false;
    this.#toStream();
    return true;
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    if (this.#over) abort(this.#abortReason);
    else this.#state = this.hasBody ? protocolStates.requestBody : protocolStates.requestHead;
  }

  onRequestSent(): void {
    if (this.#state < protocolStates.requestDone) this.#state = protocolStates.requestDone;
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, reason: string): boolean {
    if (this.#over || status < 200) return true;
    this.#state = protocolStates.responseHead;
    this.#resume = resume;
    const headers: Header[] = [];
    let length: number | undefined;
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const name = raw[i]!.toString('latin1');
      const value = raw[i + 1]!.toString('latin1');
      const known = headerName(name);
      headers.push([name, value, known]);
      if (known.key === 'content-length') length = Number(value);
    }
    this.#headers = headers;
    this.#status = status;
    this.#reason = reason;
    if (length === undefined) this.#patience = setImmediate(() => this.handOver());
    else if (length > this.pieceLimit) this.#toStream();
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#over) return true;
    this.#state = protocolStates.responseBody;
    if (this.#stream) return this.#stream.push(chunk);
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    return this.#size <= this.pieceLimit || this.#toStream();
  }

  onComplete(): void {
    if (this.#over) return;
    this.#state = protocolStates.responseDone;
    this.#end();
    if (this.#stream) this.#stream.push(null);
    else this.#answer(this.#piece());
    this.listener.finished();
  }

  onError(error: Error): void {
    this.#fail(this.#abortReason ?? toTransportError(error, this.#state));
  }

  #fail(error: TransportError): void {
    if (this.#over) return;
    // The answer has begun: the caller gets it, and the error where the body breaks off.
    if (this.#headers && !this.#stream) this.#toStream();
    this.#end();
    if (this.#stream) this.#stream.destroy(error);
    else this.listener.failed(error);
    this.listener.finished();
  }

  #end(): void {
    this.#over = true;
    if (this.#patience) clearImmediate(this.#patience);
  }

  #piece(): Buffer {
    if (this.#chunks.length === 1) return this.#chunks[0]!;
    return this.#chunks.length === 0 ? Buffer.alloc(0) : Buffer.concat(this.#chunks, this.#size);
  }

  #answer(body: Buffer | Readable): void {
    this.listener.answered({ status: this.#status, reason: this.#reason, headers: this.#headers!, body });
  }

  /** Hands the answer over as a stream that begins with what has been collected. */
  #toStream(): boolean {
    const stream = new AnswerStream(
      () => this.#resume?.(),
      (error) => this.abort(error),
    );
    this.#stream = stream;
    let more = true;
    for (const chunk of this.#chunks) more = stream.push(chunk);
    this.#chunks = [];
    this.#answer(stream);
    return more;
  }
}

/** The body of an answer; reading it drives the connection, destroying it closes the connection. */
class AnswerStream extends Readable {
  readonly #resume: () => void;
  readonly #abandon: (error: TransportError) => void;

  constructor(resume: () => void, abandon: (error: TransportError) => void) {
    super({ highWaterMark: 64 * 1024 });
    this.#resume = resume;
    this.#abandon = abandon;
    // The connection may break before the flow reads the body; whoever reads it then gets the error.
    this.on('error', () => {});
  }

  override _read(): void {
    this.#resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.readableEnded) this.#abandon(toTransportError(error ?? abandoned(), protocolStates.responseBody));
    callback(error);
  }
}

function abandoned(): Error {
  return Object.assign(new Error('nobody reads the answer'), { code: 'UND_ERR_ABORTED' });
}
