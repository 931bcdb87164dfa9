/** Handing an answer of a backend on to the caller. */
import { pieceLimit } from './bodies.js';
import { handedOn } from './headers.js';

/**
 * A handler for undici's `dispatch` that answers a request with what the backend answers: in one piece when the body is
 * small, otherwise piece by piece at the caller's pace.
 */
export class Relay {
  #head;
  #status;
  #pieces = [];
  #streamed = false;
  #resume;
  #abort;

  /** @param {import('node:http').ServerResponse} response */
  constructor(response) {
    this.response = response;
    response.once('close', () => {
      if (!response.writableFinished) this.#abort?.();
    });
  }

  onConnect(abort) {
    this.#abort = abort;
  }

  onHeaders(status, rawHeaders, resume) {
    const raw = rawHeaders.map((each) => each.latin1Slice());
    this.#status = status;
    this.#head = handedOn(raw);
    this.#resume = resume;
    this.#streamed = lengthOf(raw) > pieceLimit;
    if (this.#streamed) this.response.writeHead(status, this.#head);
    return true;
  }

  onData(chunk) {
    if (!this.#streamed) {
      this.#pieces.push(chunk);
      return true;
    }
    if (this.response.write(chunk)) return true;
    this.response.once('drain', this.#resume);
    return false;
  }

  onComplete() {
    if (this.#streamed) this.response.end();
    else {
      this.response.writeHead(this.#status, this.#head);
      this.response.end(this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces));
    }
  }

  onError() {
    if (this.response.headersSent) this.response.destroy();
    else this.response.writeHead(502).end();
  }
}

/** A body of unknown length may be endless, and is streamed. */
function lengthOf(raw) {
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i].length === 14 && raw[i].toLowerCase() === 'content-length') return Number(raw[i + 1]);
  }
  return Number.POSITIVE_INFINITY;
}
