import { Fault } from '../../errors/index.js';

/** Turns text of one charset into bytes and back. Characters that the charset lacks become `?`, as in Java. */
interface Codec {
  decode(bytes: Buffer): string;
  encode(text: string): Buffer;
}

/** Java's names and ours for the charsets that are not left to `TextDecoder`, in lower case. */
const canonicalNames: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'iso-8859-1': 'iso-8859-1',
  iso8859_1: 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  l1: 'iso-8859-1',
  'us-ascii': 'us-ascii',
  ascii: 'us-ascii',
  'iso646-us': 'us-ascii',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'cp-1252': 'windows-1252',
};

const codecs = new Map<string, Codec>([
  ['utf-8', { decode: (bytes) => withoutMark(bytes.toString('utf8')), encode: (text) => Buffer.from(text, 'utf8') }],
  ['iso-8859-1', { decode: (bytes) => bytes.toString('latin1'), encode: (text) => encodeUpTo(text, 0xff) }],
  ['us-ascii', { decode: decodeAscii, encode: (text) => encodeUpTo(text, 0x7f) }],
  ['windows-1252', { decode: decodeWindows, encode: (text) => encodeByTable(text, windowsBytes) }],
  ['utf-16', { decode: decodeUtf16, encode: (text) => bigEndian(`\ufeff${text}`) }],
  ['utf-16le', { decode: (bytes) => littleEndianText(bytes), encode: (text) => Buffer.from(text, 'utf16le') }],
  ['utf-16be', { decode: (bytes) => bigEndianText(bytes), encode: bigEndian }],
]);

/** What windows-1252 has for the bytes 0x80 to 0x9f; Node 20's decoder leaves them as in ISO-8859-1. */
const windowsCharacters = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

const windowsBytes: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 0x100 }, (_, byte): [string, number] => [decodeWindows(Buffer.of(byte)), byte]).filter(
    ([character]) => character !== '\ufffd',
  ),
);

/**
 * The text that bytes stand for. A byte order mark in front is left out, malformed bytes become U+FFFD.
 * @param charset name as in a Content-Type, any case; UTF-8, ISO-8859-1, US-ASCII, UTF-16 and all that the platform
 *   decodes (windows-125x, ISO-8859-x, Shift_JIS, GBK …)
 * @throws Fault for a charset that nobody knows
 */
export function decodeText(bytes: Uint8Array, charset = 'UTF-8'): string {
  return codecOf(charset).decode(
    Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  );
}

/**
 * The bytes of a text. Characters that the charset lacks become `?`. UTF-16 is written as in Java: big endian with
 * byte order mark.
 * @throws Fault for an unknown charset, and for one with several bytes to a character that is not Unicode
 */
export function encodeText(text: string, charset = 'UTF-8'): Buffer {
  return codecOf(charset).encode(text);
}

/** Whether `decodeText` knows a charset. */
export function isKnownCharset(charset: string): boolean {
  return findCodec(charset) !== undefined;
}

/** Whether two names mean one charset: `utf8` and `UTF-8`. */
export function sameCharset(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

function canonicalName(charset: string): string {
  const name = charset.trim().toLowerCase();
  return canonicalNames[name] ?? name;
}

function codecOf(charset: string): Codec {
  const codec = findCodec(charset);
  if (codec === undefined) throw new Fault(`Unknown charset '${charset}'`);
  return codec;
}

function findCodec(charset: string): Codec | undefined {
  const name = canonicalName(charset);
  return codecs.get(name) ?? platformCodec(name);
}

/** A codec made of the platform's decoder, kept for the next time: there are some forty names that it knows. */
function platformCodec(name: string): Codec | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(name);
  } catch {
    return undefined;
  }
  const table = singleByteTable(decoder);
  const codec: Codec = {
    decode: (bytes) => decoder.decode(bytes),
    encode(text) {
      if (table === undefined) throw new Fault(`Text cannot be written in the charset '${name}'`);
      return encodeByTable(text, table);
    },
  };
  codecs.set(name, codec);
  return codec;
}

/** Character to byte for a charset with one byte per character; undefined for others. */
function singleByteTable(decoder: TextDecoder): ReadonlyMap<string, number> | undefined {
  const table = new Map<string, number>();
  for (let byte = 0; byte < 0x100; byte++) {
    const character = decoder.decode(Uint8Array.of(byte));
    if (character.length !== 1) return undefined;
    if (character !== '\ufffd') table.set(character, byte);
  }
  // A lead byte on its own is malformed: charsets with several bytes to a character leave most of the upper half out.
  return table.size > 0xc0 ? table : undefined;
}

function encodeByTable(text: string, table: ReadonlyMap<string, number>): Buffer {
  return Buffer.from(Array.from(text, (character) => table.get(character) ?? questionMark));
}

const questionMark = 0x3f;

/** One byte per character up to `highest`. */
function encodeUpTo(text: string, highest: number): Buffer {
  const fits = highest === 0xff ? /^[\0-\xff]*$/ : /^[\0-\x7f]*$/;
  const encodable = fits.test(text)
    ? text
    : Array.from(text, (character) => (character.codePointAt(0)! > highest ? '?' : character)).join('');
  return Buffer.from(encodable, 'latin1');
}

function decodeAscii(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\xff]/g, '\ufffd');
}

function decodeWindows(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => windowsCharacters[character.charCodeAt(0) - 0x80]!);
}

/** By its mark, big endian without one. */
function decodeUtf16(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? littleEndianText(bytes) : bigEndianText(bytes);
}

function littleEndianText(bytes: Buffer): string {
  const whole = bytes.toString('utf16le');
  return withoutMark(bytes.length % 2 === 0 ? whole : `${whole}\ufffd`);
}

function bigEndianText(bytes: Buffer): string {
  const whole = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
  return withoutMark(whole.toString('utf16le') + (bytes.length % 2 === 0 ? '' : '\ufffd'));
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
