import { remembered } from './remembered.js';
import type { Value } from './value.js';

/** A header's name in lower case: there are few, and they are asked for several times with every request. */
export const lowerCase: (name: string) => string = remembered((name) => name.toLowerCase(), { longest: 40 });

/** A header as it is sent. */
export type Header = readonly [name: string, value: string];

/**
 * Transport headers. Names are found in any case and keep the spelling and the place they first had. A repeated header
 * has one value in the map, which `get` and `set` see, and further ones aside, which `set` and `delete` leave alone.
 * Values that are no strings (typed properties) are kept but never sent.
 */
export class Headers {
  /** Parallel: spelling, lower case, value. A few dozen names at most, so a scan beats a map. */
  #names: string[] = [];
  #keys: string[] = [];
  #values: Value[] = [];
  /** Further values of repeated headers. Shared with copies, as in the reference. */
  #further: Header[] | undefined;
  #present = true;

  /** @param list name and value pairs in the order received; the first of a repeated name goes into the map */
  constructor(list?: Iterable<Header>) {
    if (list) for (const [name, value] of list) this.append(name, value);
  }

  /** Headers from Node's flat list `[name, value, name, value, …]`. */
  static fromRaw(raw: readonly string[]): Headers {
    const headers = new Headers();
    for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at]!, raw[at + 1]!);
    return headers;
  }

  /** Text of the first value; undefined when there is none, or one that is no string. */
  get(name: string): string | undefined {
    const value = this.#values[this.#indexOf(name)];
    return typeof value === 'string' ? value : undefined;
  }

  /** The first value in its own kind. */
  value(name: string): Value | undefined {
    return this.#values[this.#indexOf(name)];
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
    return this.#indexOf(name) >= 0;
  }

  /** Sets the first value; further ones stay. */
  set(name: string, value: Value): void {
    const key = lowerCase(name);
    const at = this.#keys.indexOf(key);
    if (at >= 0) {
      this.#values[at] = value;
      return;
    }
    this.#names.push(name);
    this.#keys.push(key);
    this.#values.push(value);
  }

  /** Adds a value: the first one of its name goes into the map, later ones beside it. */
  append(name: string, value: string): void {
    const key = lowerCase(name);
    if (this.#keys.includes(key)) {
      this.#further ??= [];
      this.#further.push([name, value]);
      return;
    }
    this.#names.push(name);
    this.#keys.push(key);
    this.#values.push(value);
  }

  /** Removes the first value; further ones stay. Tells whether there was one. */
  delete(name: string): boolean {
    const at = this.#indexOf(name);
    if (at < 0) return false;
    this.#names.splice(at, 1);
    this.#keys.splice(at, 1);
    this.#values.splice(at, 1);
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
    return this.#present || this.#keys.length > 0;
  }

  /** Names of the map in order, in their spelling. */
  names(): string[] {
    return [...this.#names];
  }

  /** Whether some header has several values. */
  get repeated(): boolean {
    return this.#further !== undefined;
  }

  /** What is sent: string values in order, each followed by its further ones; further ones of removed names at the end. */
  entries(): Header[] {
    const list: Header[] = [];
    for (let at = 0; at < this.#names.length; at++) {
      const value = this.#values[at];
      if (typeof value === 'string') list.push([this.#names[at]!, value]);
      if (this.#further) this.#pushFurther(list, this.#keys[at]!);
    }
    for (const header of this.#further ?? []) {
      if (!this.#keys.includes(lowerCase(header[0]))) list.push(header);
    }
    return list;
  }

  /** As `entries`. */
  [Symbol.iterator](): IterableIterator<Header> {
    return this.entries().values();
  }

  /** Everything in the map, typed values included; further values left out. */
  *values(): IterableIterator<[name: string, value: Value]> {
    for (let at = 0; at < this.#names.length; at++) yield [this.#names[at]!, this.#values[at]!];
  }

  /** Drops the map; further values of repeated headers stay (TRANSPORT_HEADERS removed). */
  clear(): void {
    this.#names = [];
    this.#keys = [];
    this.#values = [];
    this.#present = false;
  }

  /** A copy of the map; the further values are shared. */
  copy(): Headers {
    const copy = new Headers();
    copy.#names = this.#names.slice();
    copy.#keys = this.#keys.slice();
    copy.#values = this.#values.slice();
    copy.#further = this.#further;
    copy.#present = this.#present;
    return copy;
  }

  #indexOf(name: string): number {
    return this.#keys.indexOf(lowerCase(name));
  }

  #pushFurther(list: Header[], key: string): void {
    for (const header of this.#further!) if (lowerCase(header[0]) === key) list.push(header);
  }
}
