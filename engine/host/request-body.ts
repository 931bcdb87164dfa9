import type { IncomingMessage } from 'node:http';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import type { HostLimits } from './limits.js';

/** What becomes of a request's body; exactly one of the two is called, `tooLarge` also after `ready` of a stream. */
export interface BodyTaker {
  /** null = the request has no body. Short bodies come in one piece, longer ones as a stream. */
  ready(body: Buffer | Readable | null): void;
  /** The body is longer than allowed. */
  tooLarge(): void;
}

/**
 * Takes the body of a request. A body that is missing is known at once; a short one of known length is read first, since
 * one piece is cheaper than a stream all the way to the backend. When the client goes away nothing is called.
 */
export function takeBody(request: IncomingMessage, limits: HostLimits, taker: BodyTaker): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding !== undefined) {
    const limited = new LimitedBody(limits.maxBodyBytes, () => taker.tooLarge());
    request.once('error', (error) => limited.destroy(error));
    taker.ready(request.pipe(limited));
    return;
  }
  const bytes = length === undefined ? 0 : Number(length);
  if (bytes === 0) taker.ready(length === undefined ? null : Buffer.alloc(0));
  else if (bytes > limits.maxBodyBytes) taker.tooLarge();
  else if (bytes > limits.pieceBytes) taker.ready(request);
  else collectPiece(request, taker);
}

/**
 * A short body has most often come in one packet with the headers. Then all of it is there in the next tick, and the
 * stream need not be set flowing, which takes longer than to read it.
 */
function collectPiece(request: IncomingMessage, taker: BodyTaker): void {
  process.nextTick(takePiece, request, taker);
}

function takePiece(request: IncomingMessage, taker: BodyTaker): void {
  if (request.readableLength === Number(request.headers['content-length'])) taker.ready(request.read());
  else waitForPiece(request, taker);
}

function waitForPiece(request: IncomingMessage, taker: BodyTaker): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => taker.ready(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
}

/** Passes a body on as long as it is not too long. */
class LimitedBody extends Transform {
  #left: number;
  readonly #tooLarge: () => void;

  constructor(limit: number, tooLarge: () => void) {
    super();
    this.#left = limit;
    this.#tooLarge = tooLarge;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#left -= chunk.length;
    if (this.#left >= 0) {
      done(null, chunk);
      return;
    }
    this.#tooLarge();
    done(new Error('The body of the request is too large'));
  }
}
