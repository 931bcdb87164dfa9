/**
 * A server for HTTP/1.1 on bare sockets, for the side of the bench that must never be what limits a run: it reads whole
 * requests (Content-Length or chunked) and writes each answer at once. It trusts its callers and knows nothing else.
 */
import { createServer } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path with the query
 * @property {(name: string) => string | undefined} header value by lower-case name
 * @property {Buffer} body
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} [type] Content-Type
 * @property {Buffer} body
 */

/**
 * Serves on loopback until SIGTERM and tells the parent process when it listens.
 * @param {number} port
 * @param {(request: Request) => Answer} answer
 */
export function serve(port, answer) {
  const server = createServer({ noDelay: true }, (socket) => new Connection(socket, answer));
  server.listen(port, '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));
  process.on('disconnect', () => process.exit(0));
}

class Connection {
  #received = NOTHING;
  /** Pieces of a body that is still coming, so that a large one is joined once. */
  #pieces = [];
  #missing = 0;
  #head;

  constructor(socket, answer) {
    this.socket = socket;
    this.answer = answer;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => socket.destroy());
  }

  #take(chunk) {
    if (this.#missing > 0) {
      if (chunk.length < this.#missing) {
        this.#pieces.push(chunk);
        this.#missing -= chunk.length;
        return;
      }
      this.#pieces.push(chunk.subarray(0, this.#missing));
      chunk = chunk.subarray(this.#missing);
      this.#missing = 0;
      this.#finish(Buffer.concat(this.#pieces));
      this.#pieces = [];
    }
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#received.length > 0 && this.#readRequest());
  }

  /** @returns whether there may be another request in what was received */
  #readRequest() {
    const end = this.#received.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = readHead(this.#received.latin1Slice(0, end));
    const rest = this.#received.subarray(end + 4);
    if (head.chunked) {
      const chunked = readChunks(rest);
      if (!chunked) return false;
      this.#received = chunked.rest;
      this.#head = head;
      this.#finish(chunked.body);
      return true;
    }
    this.#head = head;
    if (rest.length < head.length) {
      if (rest.length > 0) this.#pieces.push(rest);
      this.#missing = head.length - rest.length;
      this.#received = NOTHING;
      return false;
    }
    this.#received = rest.subarray(head.length);
    this.#finish(rest.subarray(0, head.length));
    return true;
  }

  #finish(body) {
    const { method, path, text } = this.#head;
    const answer = this.answer({ method, path, header: (name) => headerOf(text, name), body });
    const type = answer.type ? `Content-Type: ${answer.type}\r\n` : '';
    const head = `HTTP/1.1 ${answer.status} ${answer.status < 300 ? 'OK' : 'Wrong'}\r\n${type}Content-Length: ${answer.body.length}\r\n\r\n`;
    if (answer.body.length < 16_384) this.socket.write(Buffer.concat([Buffer.from(head, 'latin1'), answer.body]));
    else {
      this.socket.cork();
      this.socket.write(head, 'latin1');
      this.socket.write(answer.body);
      this.socket.uncork();
    }
  }
}

function readHead(text) {
  const line = text.slice(0, text.indexOf('\r\n'));
  const [method, path] = line.split(' ');
  return {
    method,
    path,
    text,
    length: Number(headerOf(text, 'content-length') ?? 0),
    chunked: headerOf(text, 'transfer-encoding')?.toLowerCase() === 'chunked',
  };
}

const patterns = new Map();

function headerOf(text, name) {
  let pattern = patterns.get(name);
  if (!pattern) patterns.set(name, (pattern = new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i')));
  return pattern.exec(text)?.[1];
}

/** @returns the body and what follows it, or undefined when it has not come whole */
function readChunks(bytes) {
  const pieces = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at, 'latin1');
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.latin1Slice(at, lineEnd), 16);
    const from = lineEnd + 2;
    if (bytes.length < from + size + 2) return undefined;
    at = from + size + 2;
    if (size === 0) return { body: Buffer.concat(pieces), rest: bytes.subarray(at) };
    pieces.push(bytes.subarray(from, from + size));
  }
}
