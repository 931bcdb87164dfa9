import { brotliCompressSync, brotliDecompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { charsetOf } from '../../message/index.js';
import type { RawBody, RawHeaders } from './raw-recording.js';

/** A body as a fixture can hold it. */
export interface BodyContent {
  /** As it passed. */
  readonly bytes: Buffer;
  /**
   * What can be searched and changed: text, unpacked when the body is packed. Of what is no text, a character for each
   * byte.
   */
  readonly text: string;
  /** Content-Type. */
  readonly type: string | undefined;
  /** The bytes are the text in UTF-8; otherwise a fixture holds them in base64. */
  readonly plain: boolean;
  /** The bytes of another text, packed in the same way. */
  encode(text: string): Buffer;
}

/** A body that cannot be searched for secrets, or is not there as a whole. */
export class UnusableBodyError extends Error {
  override readonly name = 'UnusableBodyError';
}

interface Packing {
  readonly pack: (bytes: Buffer) => Buffer;
  readonly unpack: (bytes: Buffer) => Buffer;
}

/** A packed body may not become larger than this. */
const limits = { maxOutputLength: 16 * 1024 * 1024 };

const gzip: Packing = { pack: (bytes) => gzipSync(bytes), unpack: (bytes) => gunzipSync(bytes, limits) };

const packings: Readonly<Record<string, Packing>> = {
  gzip,
  'x-gzip': gzip,
  deflate: { pack: (bytes) => deflateSync(bytes), unpack: (bytes) => inflateSync(bytes, limits) },
  br: { pack: (bytes) => brotliCompressSync(bytes), unpack: (bytes) => brotliDecompressSync(bytes, limits) },
};

/**
 * Reads a body. Undefined when there is none, or an empty one.
 * @throws UnusableBodyError for what cannot be unpacked, and so not be searched
 */
export function bodyContent(body: RawBody | null, headers: RawHeaders): BodyContent | undefined {
  if (body === null || body.size === 0) return undefined;
  const bytes = Buffer.from(body.bytes);
  const type = headerValue(headers, 'content-type');
  const packing = packingOf(headerValue(headers, 'content-encoding'));
  const content = packing ? unpacked(bytes, packing) : bytes;
  const charset = (type && charsetOf(type)) ?? 'UTF-8';
  if (/^utf-?(?:16|32)/i.test(charset)) throw new UnusableBodyError(`a body in ${charset} cannot be searched`);
  const text = utf8Text(content, charset);
  const encoding = text === undefined ? 'latin1' : 'utf8';
  const pack = packing?.pack ?? ((plain: Buffer) => plain);
  return {
    bytes,
    type,
    text: text ?? content.toString('latin1'),
    plain: text !== undefined && packing === undefined,
    encode: (changed) => pack(Buffer.from(changed, encoding)),
  };
}

function packingOf(encoding = 'identity'): Packing | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return undefined;
  const packing = Object.hasOwn(packings, name) ? packings[name] : undefined;
  if (!packing) throw new UnusableBodyError(`a body that is packed by ${JSON.stringify(name)} cannot be searched`);
  return packing;
}

function unpacked(bytes: Buffer, { unpack }: Packing): Buffer {
  try {
    return unpack(bytes);
  } catch {
    throw new UnusableBodyError('a packed body cannot be unpacked');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for what a fixture could not hold as text without loss. */
function utf8Text(bytes: Buffer, charset: string): string | undefined {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return undefined;
  }
  const isAscii = text.length === bytes.length;
  if (!isAscii && !/^utf-?8$/i.test(charset)) return undefined;
  return /^\uFEFF|[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text) ? undefined : text;
}

/** The first value of a header, by its name in any case. */
export function headerValue(headers: RawHeaders, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1];
}
