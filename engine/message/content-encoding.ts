import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

/**
 * The bytes behind a Content-Encoding: gzip and br are undone, anything else is taken as it is.
 * @param limit most bytes that may come out
 * @throws Error of zlib, for malformed input and beyond the limit
 */
export function decodeContent(bytes: Buffer, encoding: string | undefined, limit: number): Buffer {
  const options = { maxOutputLength: limit };
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, options);
    case 'br':
      return brotliDecompressSync(bytes, options);
    default:
      return bytes;
  }
}

/** Whether a built body is encoded again when it is written (only gzip is). */
export function isWrittenEncoded(encoding: string | undefined): boolean {
  return /^\s*(x-)?gzip\s*$/i.test(encoding ?? '');
}

/** Whether `decodeContent` undoes an encoding that is not written again: its header must not go on. */
export function isOnlyDecoded(encoding: string | undefined): boolean {
  return /^\s*br\s*$/i.test(encoding ?? '');
}

/** A body in gzip. */
export function gzip(bytes: Buffer): Buffer {
  return gzipSync(bytes);
}
