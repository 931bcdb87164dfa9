import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { Fault } from '../errors/index.js';
import type { Registry, Value } from '../message/index.js';
import { type Clock, remembered, systemClock } from '../observe/index.js';
import { parseXml, XmlElement } from '../xml/index.js';
import { readJavaProperties } from './java-properties.js';
import type { RegistryFolders } from './layout.js';

/** Limits and ways of a registry. */
export interface RegistryOptions {
  /** What flows write is also written to the files. Default false: it lives as long as the process. */
  readonly persist?: boolean;
  /** Longest resource, in bytes; a longer one counts as missing when read and faults when written. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Most resources and properties that flows may write. Default 10,000. */
  readonly maxWritten?: number;
  /** How long what was seen of a file counts, in milliseconds. Default 500; the reference ships with 15,000. */
  readonly lookInterval?: number;
  readonly clock?: Clock;
  /** Told of what flows write to memory; what goes to the files is seen there by everybody. */
  readonly onWrite?: (write: RegistryWrite) => void;
}

/** Something that a flow wrote to memory. */
export interface RegistryWrite {
  /** Path in its one normal spelling. */
  readonly resource: string;
  /** Undefined = the text of the resource itself. */
  readonly property: string | undefined;
  readonly text: string;
}

/** A resource as read from its file. */
interface Cached {
  readonly signature: string;
  readonly text: string;
  /** Parsed on demand. */
  value: Value | undefined;
}

interface FileStatus {
  readonly file: string;
  readonly signature: string;
}

/** What was last seen of a resource's file. */
interface Look {
  /** In the clock's monotonic milliseconds. */
  readonly at: number;
  /** Undefined: there is none. */
  readonly status: FileStatus | undefined;
}

const maxLooks = 10_000;

interface Written {
  /** Signature of the file when it was written over; a file that changes later counts again. */
  readonly over: string;
  readonly text: string;
  value: Value | undefined;
}

/**
 * The registry over folders of a deployment: `conf:`, `gov:`, `local:` and `resources:` paths; without a prefix `gov:`
 * (configuration sheet 5.2). A file that changes counts within `lookInterval`, what a flow writes at once. No path leads
 * out of its folder.
 */
export class FolderRegistry implements Registry {
  readonly #folders: RegistryFolders;
  readonly #persist: boolean;
  readonly #maxBytes: number;
  readonly #maxWritten: number;
  readonly #onWrite: ((write: RegistryWrite) => void) | undefined;
  readonly #lookInterval: number;
  readonly #clock: Clock;
  readonly #looks = new Map<string, Look>();
  readonly #cached = new Map<string, Cached>();
  readonly #written = new Map<string, Written>();
  readonly #writtenProperties = new Map<string, RegistryWrite>();

  constructor(folders: RegistryFolders, options: RegistryOptions = {}) {
    this.#folders = folders;
    this.#persist = options.persist ?? false;
    this.#maxBytes = options.maxBytes ?? 10 * 1024 * 1024;
    this.#maxWritten = options.maxWritten ?? 10_000;
    this.#lookInterval = options.lookInterval ?? 500;
    this.#clock = options.clock ?? systemClock;
    this.#onWrite = options.onWrite;
  }

  /** @throws Fault when the path leaves its folder */
  text(path: string): string | undefined {
    return this.#find(locate(path))?.text;
  }

  /** @throws Fault when the path leaves its folder */
  value(path: string): Value | undefined {
    const found = this.#find(locate(path));
    if (!found) return undefined;
    found.value ??= parsed(found.text);
    // A flow may put the element into a body and change it there.
    return found.value instanceof XmlElement ? found.value.clone() : found.value;
  }

  /** @throws Fault when the path leaves its folder */
  property(path: string, name: string): string | undefined {
    const place = locate(path);
    const written = this.#writtenProperties.get(`${place.key}@${name}`);
    return written?.text ?? this.#properties(place)?.get(name);
  }

  /** @throws Fault when the path leaves its folder, or a limit is reached */
  put(path: string, text: string): void {
    const place = locate(path);
    this.#checkRoom(this.#written, place.key, text);
    if (this.#persist) writeWhole(this.#fileFor(place), text);
    this.#keep(place, text);
    if (!this.#persist) this.#onWrite?.({ resource: place.key, property: undefined, text });
  }

  /** @throws Fault when the path leaves its folder, or a limit is reached */
  putProperty(path: string, name: string, text: string): void {
    const place = locate(path);
    const key = `${place.key}@${name}`;
    this.#checkRoom(this.#writtenProperties, key, text);
    if (this.#persist) {
      this.#writeProperty(place, name, text);
      return;
    }
    const write = { resource: place.key, property: name, text };
    this.#writtenProperties.set(key, write);
    this.#onWrite?.(write);
  }

  /** Takes over what a flow wrote in another process. `onWrite` is not told. */
  apply(write: RegistryWrite): void {
    const { resource, property, text } = write;
    if (property === undefined) this.#keep(locate(resource), text);
    else this.#writtenProperties.set(`${resource}@${property}`, write);
  }

  /** What was written to memory and still counts: for a process that starts later. */
  get writes(): RegistryWrite[] {
    const resources = [...this.#written]
      .filter(([key, { over }]) => over === this.#signature(locate(key)))
      .map(([resource, { text }]) => ({ resource, property: undefined, text }));
    return [...resources, ...this.#writtenProperties.values()];
  }

  #keep(place: Located, text: string): void {
    this.#looks.delete(place.key);
    this.#written.set(place.key, { over: this.#signature(place), text, value: undefined });
  }

  #writeProperty(place: Located, name: string, text: string): void {
    const all = new Map(this.#properties(place));
    all.set(name, text);
    const lines = [...all].map(([key, value]) => `${escapeProperty(key)}=${escapeProperty(value)}`);
    writeWhole(`${this.#fileFor(place)}.properties`, `${lines.join('\n')}\n`);
  }

  #checkRoom(written: ReadonlyMap<string, unknown>, key: string, text: string): void {
    if (Buffer.byteLength(text) > this.#maxBytes)
      throw new Fault(`The registry resource is longer than ${this.#maxBytes} bytes`);
    if (written.size >= this.#maxWritten && !written.has(key))
      throw new Fault('Too many registry resources were written');
  }

  #signature(place: Located): string {
    return this.#status(place)?.signature ?? '';
  }

  #find(place: Located): Cached | Written | undefined {
    const status = this.#status(place);
    const written = this.#written.get(place.key);
    if (written) {
      if (written.over === (status?.signature ?? '')) return written;
      this.#written.delete(place.key);
    }
    if (!status) return undefined;
    const cached = this.#cached.get(place.key);
    if (cached?.signature === status.signature) return cached;
    const fresh = {
      signature: status.signature,
      text: withoutLastLineEnd(readFileSync(status.file, 'utf8')),
      value: undefined,
    };
    this.#cached.set(place.key, fresh);
    return fresh;
  }

  #status(place: Located): FileStatus | undefined {
    const now = this.#clock.monotonic();
    const last = this.#looks.get(place.key);
    if (last && now - last.at < this.#lookInterval) return last.status;
    const status = this.#look(place);
    if (!last && this.#looks.size >= maxLooks) this.#looks.clear();
    this.#looks.set(place.key, { at: now, status });
    return status;
  }

  #look(place: Located): FileStatus | undefined {
    for (const file of this.#files(place)) {
      const status = statSync(file, { throwIfNoEntry: false });
      if (!status?.isFile() || status.size > this.#maxBytes) continue;
      return { file, signature: `${file}:${status.ino}:${status.size}:${status.mtimeMs}` };
    }
    return undefined;
  }

  #properties(place: Located): ReadonlyMap<string, string> | undefined {
    for (const file of this.#files(place)) {
      for (const candidate of [`${file}.properties`, `${file}.collections.properties`]) {
        const status = statSync(candidate, { throwIfNoEntry: false });
        if (status?.isFile() && status.size <= this.#maxBytes)
          return readJavaProperties(readFileSync(candidate, 'utf8'));
      }
    }
    return undefined;
  }

  #files({ space, path }: Located): string[] {
    const files = this.#folders[space].map((folder) => join(folder, path));
    const inProject = space === 'governance' && path.startsWith(`mi-resources${sep}`);
    const projectPath = path.slice('mi-resources'.length + 1);
    return inProject ? [...files, ...this.#folders.resources.map((folder) => join(folder, projectPath))] : files;
  }

  #fileFor(place: Located): string {
    const [file] = this.#files(place);
    if (file === undefined) throw new Fault('This deployment has no registry folder to write to');
    return file;
  }
}

interface Located {
  readonly space: 'local' | 'config' | 'governance';
  /** Relative, normal, with the separators of the system. */
  readonly path: string;
  /** The same for all spellings of a path, and a spelling itself. */
  readonly key: string;
}

const spelling: Readonly<Record<Located['space'], string>> = { local: 'local:', config: 'conf:', governance: 'gov:' };

const prefixes: readonly (readonly [prefix: string, space: Located['space'], below: string])[] = [
  ['conf:', 'config', ''],
  ['gov:', 'governance', ''],
  ['local:', 'local', ''],
  ['resources:', 'governance', 'mi-resources/'],
  ['/_system/config/', 'config', ''],
  ['/_system/governance/', 'governance', ''],
  ['/_system/local/', 'local', ''],
  ['', 'governance', ''],
];

/** Keys are few, and come again with every request. Throws Fault. */
const locate = remembered((key): Located => {
  const [prefix, space, below] = prefixes.find(([candidate]) => key.startsWith(candidate))!;
  const path = normalize(below + key.slice(prefix.length).replace(/^\/+/, ''));
  if (path === '..' || path.startsWith(`..${sep}`) || path.startsWith(sep) || path.includes('\0')) {
    throw new Fault(`The registry path ${key.replaceAll('\0', '')} leads out of the registry`);
  }
  return { space, path, key: spelling[space] + path };
});

/** Line ends are line feeds, and the last one does not belong to the text. */
function withoutLastLineEnd(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
}

/** XML that can be parsed is an element, anything else text. */
function parsed(text: string): Value {
  if (!/^\uFEFF?\s*</.test(text)) return text;
  try {
    return parseXml(text.replace(/^\uFEFF/, '')).documentElement ?? text;
  } catch {
    return text;
  }
}

/** Readers see the old or the new content, never half of one. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.${process.pid}.${Math.trunc(performance.now() * 1000)}.tmp`);
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

function escapeProperty(text: string): string {
  return text
    .replace(/[\\=:#! ]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
