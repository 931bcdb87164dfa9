import { Readable } from 'node:stream';
import type { Message } from '../message/index.js';

/**
 * A body that can be sent twice: a stream is read into memory as long as it is not larger than `limit`. A larger one
 * stays a stream, which begins with what has been read.
 */
export async function replayable(body: Buffer | Readable | null, limit: number): Promise<Buffer | Readable | null> {
  if (body === null || Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  let size = 0;
  const source = body.iterator({ destroyOnReturn: false });
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const chunk: unknown = next.value;
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    chunks.push(piece);
    size += piece.length;
    if (size > limit) return Readable.from(rest(chunks, source), { objectMode: false });
  }
  return Buffer.concat(chunks, size);
}

async function* rest(chunks: readonly Buffer[], source: AsyncIterator<unknown>): AsyncGenerator<unknown> {
  yield* chunks;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/** Reads a body that still is a stream into memory, without looking into it: another child of a group may need it. */
export async function keepInMemory(message: Message): Promise<void> {
  if (message.built) return;
  const source = message.takeSource();
  if (source === undefined) return;
  message.setSource((await replayable(source, message.services.settings.maxBodyBytes)) ?? source);
}
