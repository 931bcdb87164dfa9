/** A charset of Java, as far as texts are turned into bytes and back. */
export interface Charset {
  /** What the charset cannot write becomes `?`. */
  encode(text: string): Buffer;
  decode(bytes: Uint8Array): string;
}

/** Whether Java accepts the name as one that a charset may have; others are errors of their own there. */
export function isCharsetName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9.:+_-]*$/.test(name);
}

/** Labels of the web's encodings that mean another charset in Java, and Java's own names. */
const javaNames = new Map<string, string>([
  ['utf8', 'utf-8'],
  ['unicode-1-1-utf-8', 'utf-8'],
  ['ascii', 'us-ascii'],
  ['ascii7', 'us-ascii'],
  ['iso646-us', 'us-ascii'],
  ['iso8859_1', 'iso-8859-1'],
  ['iso8859-1', 'iso-8859-1'],
  ['iso_8859-1', 'iso-8859-1'],
  ['iso_8859_1', 'iso-8859-1'],
  ['8859_1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['l1', 'iso-8859-1'],
  ['cp1252', 'windows-1252'],
  ['utf_16', 'utf-16'],
  ['utf16', 'utf-16'],
  ['unicode', 'utf-16'],
  ['utf_16be', 'utf-16be'],
  ['utf_16le', 'utf-16le'],
]);

const unicode: Readonly<Record<string, Charset>> = {
  'utf-8': {
    encode: (text) => Buffer.from(text.replace(loneSurrogates, '?'), 'utf8'),
    decode: (bytes) => Buffer.from(bytes).toString('utf8'),
  },
  'us-ascii': narrow(0x7f),
  'iso-8859-1': narrow(0xff),
  'utf-16': {
    encode: (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
    decode: decodeUtf16,
  },
  'utf-16be': {
    encode: (text) => Buffer.from(text, 'utf16le').swap16(),
    decode: (bytes) => decodeBigEndian(bytes),
  },
  'utf-16le': {
    encode: (text) => Buffer.from(text, 'utf16le'),
    decode: (bytes) => Buffer.from(bytes).toString('utf16le'),
  },
};

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Charsets that were asked for; bounded by the number of single-byte charsets there are. */
const singleByte = new Map<string, Charset | undefined>();

/** A charset by any of its names, in any case: Unicode's, ASCII and the single-byte ones. Undefined for others. */
export function findCharset(name: string): Charset | undefined {
  const lower = name.toLowerCase();
  const known = javaNames.get(lower) ?? lower;
  if (Object.hasOwn(unicode, known)) return unicode[known];
  if (!/^(?:windows-12|iso-8859-|koi8-|ibm866|macintosh)/.test(known)) return undefined;
  if (!singleByte.has(known)) singleByte.set(known, tableCharset(known));
  return singleByte.get(known);
}

/** One byte per character, up to the last one. */
function narrow(last: number): Charset {
  return {
    encode: (text) => Buffer.from(characters(text, (unit) => (unit <= last ? unit : 0x3f))),
    decode: (bytes) => Array.from(bytes, (byte) => (byte <= last ? String.fromCharCode(byte) : '\ufffd')).join(''),
  };
}

/** One byte per character; a pair of surrogates counts as one. */
function characters(text: string, byteOf: (codePoint: number) => number): number[] {
  return Array.from(text, (character) => byteOf(character.codePointAt(0)!));
}

function tableCharset(label: string): Charset | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    return undefined;
  }
  const bytes = new Map<number, number>();
  for (let byte = 0; byte < 256; byte++) bytes.set(decoder.decode(Uint8Array.of(byte)).codePointAt(0)!, byte);
  return {
    encode: (text) => Buffer.from(characters(text, (codePoint) => bytes.get(codePoint) ?? 0x3f)),
    decode: (encoded) => decoder.decode(encoded),
  };
}

function decodeUtf16(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.subarray(2)).toString('utf16le');
  return decodeBigEndian(bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
}

function decodeBigEndian(bytes: Uint8Array): string {
  const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return whole.swap16().toString('utf16le') + (bytes.length % 2 === 0 ? '' : '\ufffd');
}
