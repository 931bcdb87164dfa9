import { dynamicJavaRegex } from '../../expressions/index.js';

const pattern = 'regexp=';

/** A longer address is none; in characters. */
const longestAddress = 2048;

/**
 * Whether an address is the one that a client registered: exactly, or by `regexp=(…)`, a Java expression for the whole
 * of it. Never one with a fragment, or with characters that no header may have.
 */
export function isRegistered(address: string, registered: string | undefined): boolean {
  if (address.length > longestAddress || !/^[\x21-\x22\x24-\x7e]+$/.test(address) || !registered) return false;
  if (!registered.startsWith(pattern)) return address === registered;
  return dynamicJavaRegex(registered.slice(pattern.length)).matches(address);
}

/** An address with parameters, in its query or, as `#` says, in its fragment. */
export function withParameters(
  address: string,
  mark: '?' | '#',
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const joint = mark === '?' && address.includes('?') ? '&' : mark;
  return `${address}${joint}${new URLSearchParams(given)}`;
}
