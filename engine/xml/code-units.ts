import { endianness } from 'node:os';

/** Texts shorter than this (in UTF-16 units) are copied to one array that is used again and again: 1 MiB. */
const sharedLength = 512 * 1024;

interface Scratch {
  readonly units: Uint16Array;
  /** The same memory. */
  readonly bytes: Buffer;
}

let shared: Scratch | undefined;

/**
 * The UTF-16 units of a text as array, followed by a 0. Reading them there is three times as fast as `charCodeAt`, and
 * the copy costs next to nothing. The array is valid only until the next call: whoever scans it must not call anything
 * that scans another text.
 */
export function codeUnits(text: string): Uint16Array {
  const { units, bytes } = text.length < sharedLength ? (shared ??= scratch(sharedLength)) : scratch(text.length + 1);
  const written = bytes.write(text, 0, 'utf16le');
  if (endianness() === 'BE') bytes.subarray(0, written).swap16();
  units[text.length] = 0;
  return units;
}

function scratch(length: number): Scratch {
  const units = new Uint16Array(length);
  return { units, bytes: Buffer.from(units.buffer) };
}
