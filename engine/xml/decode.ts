import { Buffer, isUtf8 } from 'node:buffer';
import type { Report } from '../errors/index.js';
import { SourceText } from './source.js';

/**
 * Turns the bytes of an artifact into text: by its byte order mark, else by the encoding that its XML declaration names,
 * else as UTF-8. Bytes that are not valid in that encoding are reported, never replaced.
 * @returns undefined after a finding
 */
export function decodeArtifact(bytes: Uint8Array, file: string, report: Report): string | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && isUtf8(bytes)) {
    return withoutMark(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  }
  const decoder = decoderFor(encoding);
  if (decoder === undefined) {
    report.add('xml/unknown-encoding', { file, line: 1, column: 1 }, { encoding });
    return undefined;
  }
  try {
    return withoutMark(decoder.decode(bytes));
  } catch {
    const valid = new SourceText(file, validPrefix(bytes, encoding));
    report.add('xml/not-utf8', valid.place(valid.text.length), { encoding: encoding.toUpperCase() });
    return undefined;
  }
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return undefined;
  }
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The encoding's name in lower case. */
function encodingOf(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0 && c === 0x3f && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c && c === 0 && d === 0x3f)) return 'utf-16be';
  if (a !== 0x3c || b !== 0x3f) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^<\?xml\s[^>]*?\bencoding\s*=\s*(["'])([\w.:-]+)\1/.exec(head)?.[2]?.toLowerCase();
  // Whoever could read the declaration byte by byte does not read UTF-16, whatever it says.
  return declared === undefined || declared.startsWith('utf-16') || declared === 'utf8' ? 'utf-8' : declared;
}

/** The text before the first byte that is not valid. */
function validPrefix(bytes: Uint8Array, encoding: string): string {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  return withoutMark(decoder.decode(bytes.subarray(0, good), { stream: true }));
}
