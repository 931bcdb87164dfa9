import type { Readable } from 'node:stream';

/** A stream holds more bytes than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(readonly limit: number) {
    super(`The body has more than ${limit} bytes`);
  }
}

/**
 * Reads a stream to its end. Beyond the limit the rest is read and dropped, so that the connection can still answer.
 * Rejects with BodyTooLarge, or with the stream's own error when it breaks off.
 */
export function collect(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else tooLarge();
    });
    stream.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    stream.once('error', reject);
    stream.once('close', () => {
      if (!stream.readableEnded) reject(new Error('The connection was closed before the body was complete'));
    });
    if (stream.destroyed) reject(new Error('The body is gone'));

    function tooLarge(): void {
      chunks.length = 0;
      stream.removeAllListeners('data');
      stream.resume();
      reject(new BodyTooLarge(limit));
    }
  });
}
