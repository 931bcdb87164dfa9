import { remembered } from '../observe/index.js';
import type { Value } from './value.js';

/** What is known of the name of a header. */
export interface HeaderName {
  /** In lower case. */
  readonly key: string;
  /** It can stand in a header line: a token of RFC 9110. */
  readonly valid: boolean;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What is known of a name: there are few, and they are asked for several times with every request. */
export const headerName: (name: string) => HeaderName = remembered(
  (name) => ({ key: name.toLowerCase(), valid: token.test(name) }),
  { longest: 40 },
);

/** Asked for with every message. */
export const contentTypeHeader = headerName('Content-Type');

/** A header's name in lower case. */
export function lowerCase(name: string): string {
  return headerName(name).key;
}

/** A header as it is sent; those of `Headers` carry along what is known of their name. */
export type Header = readonly [name: string, value: string, known?: HeaderName];

/** A header with what is known of its name. */
export type KnownHeader = readonly [name: string, value: string, known: HeaderName];
type Entry = readonly [name: string, value: Value, known: HeaderName];

/**
 * Transport headers. Names are found in any case and keep the spelling and the place they first had. A repeated header
 * has one value in the map, which `get` and `set` see, and further ones aside, which `set` and `delete` leave alone.
 * Values that are no strings (typed properties) are kept but never sent.
 */
export class Headers {
  /** Entries are never changed, so that lists that are sent can share them. A few dozen at most: a scan beats a map. */
  #list: Entry[] = [];
  /** Further values of repeated headers. Shared with copies, as in the reference. */
  #further: Header[] | undefined;
  /** Some value may be no string. */
  #typed = false;
  #present = true;

  /** @param list in the order received; the first of a repeated name goes into the map */
  constructor(list?: Iterable<Header>) {
    if (list) for (const header of list) this.#append(withKnown(header));
  }

  /** Headers from Node's flat list `[name, value, name, value, …]`. */
  static fromRaw(raw: readonly string[]): Headers {
    const headers = new Headers();
    for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at]!, raw[at + 1]!);
    return headers;
  }

  /** Text of the first value; undefined when there is none, or one that is no string. */
  get(name: string): string | undefined {
    return this.textOf(headerName(name));
  }

  /** As `get`, for those who ask for one name again and again. */
  textOf({ key }: HeaderName): string | undefined {
    const at = this.#indexOf(key);
    const value = at < 0 ? undefined : this.#list[at]![1];
    return typeof value === 'string' ? value : undefined;
  }

  /** The first value in its own kind. */
  value(name: string): Value | undefined {
    const at = this.#indexOf(lowerCase(name));
    return at < 0 ? undefined : this.#list[at]![1];
  }

  /** All values that are sent, the further ones included. */
  getAll(name: string): string[] {
    const first = this.get(name);
    const key = lowerCase(name);
    const further = this.#further?.filter(([other]) => lowerCase(other) === key).map(([, value]) => value) ?? [];
    return first === undefined ? further : [first, ...further];
  }

  /** Whether the map holds the name. */
  has(name: string): boolean {
    return this.#indexOf(lowerCase(name)) >= 0;
  }

  /** Sets the first value; further ones stay. */
  set(name: string, value: Value): void {
    const known = headerName(name);
    if (typeof value !== 'string') this.#typed = true;
    const at = this.#indexOf(known.key);
    if (at < 0) this.#list.push([name, value, known]);
    else this.#list[at] = [this.#list[at]![0], value, known];
  }

  /** Sets a header whose name is known already. */
  put(header: KnownHeader): void {
    const at = this.#indexOf(header[2].key);
    if (at < 0) this.#list.push(header);
    else this.#list[at] = [this.#list[at]![0], header[1], header[2]];
  }

  /** Adds a value: the first one of its name goes into the map, later ones beside it. */
  append(name: string, value: string): void {
    this.#append([name, value, headerName(name)]);
  }

  /** Removes the first value; further ones stay. Tells whether there was one. */
  delete(name: string): boolean {
    const at = this.#indexOf(lowerCase(name));
    if (at < 0) return false;
    this.#list.splice(at, 1);
    return true;
  }

  /** Removes every value of a name. Tells whether there was one. */
  remove(name: string): boolean {
    const key = lowerCase(name);
    const further = this.#further?.filter(([other]) => lowerCase(other) !== key);
    const had = further !== undefined && further.length !== this.#further!.length;
    if (had) this.#further = further.length > 0 ? further : undefined;
    return this.delete(name) || had;
  }

  /** False after `clear`, until a header is set again: there is no map at all. */
  get present(): boolean {
    return this.#present || this.#list.length > 0;
  }

  /** Names of the map in order, in their spelling. */
  names(): string[] {
    return this.#list.map(([name]) => name);
  }

  /** Whether some header has several values. */
  get repeated(): boolean {
    return this.#further !== undefined;
  }

  /** What is sent: string values in order, each followed by its further ones; further ones of removed names at the end. */
  sent(): Header[] {
    if (!this.#typed && !this.#further) return this.#list.slice() as Header[];
    const list: Header[] = [];
    for (const entry of this.#list) {
      if (isSent(entry)) list.push(entry);
      for (const header of this.#further ?? []) if (lowerCase(header[0]) === entry[2].key) list.push(header);
    }
    for (const header of this.#further ?? []) {
      if (this.#indexOf(lowerCase(header[0])) < 0) list.push(header);
    }
    return list;
  }

  /** What is sent, as mere pairs. */
  entries(): [name: string, value: string][] {
    return this.sent().map(([name, value]) => [name, value]);
  }

  /** As `sent`. */
  [Symbol.iterator](): IterableIterator<Header> {
    return this.sent().values();
  }

  /** Everything in the map, typed values included; further values left out. */
  *values(): IterableIterator<[name: string, value: Value]> {
    for (const [name, value] of this.#list) yield [name, value];
  }

  /** Drops the map; further values of repeated headers stay (TRANSPORT_HEADERS removed). */
  clear(): void {
    this.#list = [];
    this.#present = false;
  }

  /** A copy of the map; the further values are shared. */
  copy(): Headers {
    const copy = new Headers();
    copy.#list = this.#list.slice();
    copy.#further = this.#further;
    copy.#typed = this.#typed;
    copy.#present = this.#present;
    return copy;
  }

  #append(header: KnownHeader): void {
    if (this.#indexOf(header[2].key) < 0) this.#list.push(header);
    else {
      this.#further ??= [];
      this.#further.push(header);
    }
  }

  #indexOf(key: string): number {
    const list = this.#list;
    for (let at = 0; at < list.length; at++) if (list[at]![2].key === key) return at;
    return -1;
  }
}

function isSent(entry: Entry): entry is KnownHeader {
  return typeof entry[1] === 'string';
}

/** Adds what is known of the name, where it is missing. */
export function withKnown(header: Header): KnownHeader {
  return header[2] ? (header as KnownHeader) : [header[0], header[1], headerName(header[0])];
}
