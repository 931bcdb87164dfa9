import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { type ClientResponse, headerName } from '../message/index.js';

/** What the connection itself decides; a flow cannot set these, or one response could be taken for two. */
const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Told how a response went out. */
export interface SendListener {
  /** So many bytes of the body were handed to the connection. */
  bytes(count: number): void;
  /** The body broke off; the connection is cut so that the client notices. */
  broken(error: Error): void;
}

/**
 * Writes a response to a connection: headers that cannot forge others, a body in one piece or a stream that waits for a
 * slow client. Call it once.
 */
export function sendResponse(to: ServerResponse, response: ClientResponse, listener: SendListener): void {
  const { body } = response;
  const withoutBody = body === null || to.req.method === 'HEAD' || isBodiless(response.status);
  const headers: string[] = [];
  for (const header of response.headers) {
    const { key } = header[2] ?? headerName(header[0]);
    if (!connectionHeaders.has(key)) headers.push(header[0], header[1]);
  }
  const length = lengthOf(response, withoutBody);
  if (length !== undefined) headers.push('Content-Length', String(length));
  if (response.close) headers.push('Connection', 'close');
  writeHead(to, statusOf(response.status), response.reason, headers);
  if (withoutBody) {
    if (body && !Buffer.isBuffer(body)) body.destroy();
    to.end();
  } else if (Buffer.isBuffer(body)) {
    listener.bytes(body.length);
    if (response.close && isBeingSent(to.req)) endLater(to, body);
    else endInOnePiece(to, body);
  } else pump(body, to, response.contentLength, listener);
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** A final status; what is none becomes 500. */
function statusOf(status: number): number {
  return Number.isInteger(status) && status >= 200 && status <= 999 ? status : 500;
}

function lengthOf({ body, contentLength, status }: ClientResponse, withoutBody: boolean): number | undefined {
  if (status === 204 || status === 304) return undefined;
  const length = Buffer.isBuffer(body) ? body.length : contentLength;
  return length ?? (withoutBody ? 0 : undefined);
}

/**
 * Node refuses what could break out of a header; then what offends is taken out.
 * @param headers names and values by turns
 */
function writeHead(to: ServerResponse, status: number, reason: string | undefined, headers: string[]): void {
  try {
    if (reason === undefined) to.writeHead(status, headers);
    else to.writeHead(status, reason, headers);
  } catch {
    const safe: string[] = [];
    for (let at = 0; at < headers.length; at += 2) {
      const name = headers[at]!;
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) continue;
      safe.push(name, headers[at + 1]!.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' '));
    }
    to.writeHead(status, safe);
  }
}

/** Up to this size a body is copied behind the headers: one write to the connection is cheaper than two pieces. */
const copiedBytes = 16 * 1024;

function endInOnePiece(to: ServerResponse, body: Buffer): void {
  if (body.length > copiedBytes) to.end(body);
  else to.end(body.toString('latin1'), 'latin1');
}

/** Bytes of a refused request that are read so that its client gets to see the answer. */
const lingerBytes = 4 * 1024 * 1024;

/** A client that asked before sending has not begun. */
function isBeingSent({ complete, headers }: IncomingMessage): boolean {
  return !complete && headers.expect === undefined;
}

/**
 * Answers a request that is still being sent. Closing the connection at once would reset it, and the client would lose
 * the answer; so the rest of the request is read and dropped, up to a limit.
 */
function endLater(to: ServerResponse, body: Buffer): void {
  const { req } = to;
  let left = lingerBytes;
  to.write(body);
  const end = (): void => void to.end();
  req.once('end', end);
  req.once('close', end);
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  });
}

/**
 * Passes a stream on at the pace of the client.
 * @param length bytes that were announced; a stream that does not keep to it must not run into the next response
 */
function pump(body: Readable, to: ServerResponse, length: number | undefined, listener: SendListener): void {
  let left = length ?? Number.POSITIVE_INFINITY;
  const resume = (): void => {
    body.resume();
  };
  to.on('drain', resume);
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    listener.bytes(chunk.length);
    if (left < 0) body.destroy(new Error('The body is longer than announced'));
    else if (!to.write(chunk)) body.pause();
  });
  body.once('end', () => {
    if (length === undefined || left === 0) to.end();
    else to.destroy(new Error('The body is shorter than announced'));
  });
  body.once('error', (error) => {
    listener.broken(error);
    to.destroy();
  });
  body.once('close', () => {
    if (!body.readableEnded) to.destroy();
  });
  to.once('close', () => {
    to.off('drain', resume);
    if (!body.readableEnded) body.destroy();
  });
}
