import type { Value } from './value.js';

/**
 * Transport headers. Names are found in any case and keep the spelling and the place they first had. A repeated header
 * has one value in the map, which `get` and `set` see, and further ones aside, which `set` and `delete` leave alone.
 * Values that are no strings (typed properties) are kept but never sent.
 */
export declare class Headers {
  /** @param list name and value pairs in the order received */
  constructor(list?: Iterable<readonly [name: string, value: string]>);
  /** Text of the first value. */
  get(name: string): string | undefined;
  /** The first value in its own kind. */
  value(name: string): Value | undefined;
  /** All string values, the further ones included. */
  getAll(name: string): string[];
  has(name: string): boolean;
  /** Sets the first value; further ones stay. */
  set(name: string, value: Value): void;
  /** Adds a further value. */
  append(name: string, value: string): void;
  /** Removes the first value; further ones stay. */
  delete(name: string): boolean;
  /** Removes every value. */
  remove(name: string): boolean;
  /** Names of the map, in order. */
  names(): string[];
  /** What is sent: string values, first ones in order, each followed by its further ones. */
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
  /** Drops the map; further values of repeated headers stay (TRANSPORT_HEADERS removed). */
  clear(): void;
  copy(): Headers;
}
