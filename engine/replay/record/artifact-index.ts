import type { Snapshot } from '../../compile/index.js';
import type { ServedFile } from './raw-recording.js';
import type { ArtifactFiles } from './request-recorder.js';

/** Sequences that the host runs by itself, without a look-up in the flow. */
const implicit = ['main', 'pre-mediate'];

/** From which file each artifact of a snapshot comes. */
export class ArtifactIndex implements ArtifactFiles {
  /** Path by key, for what shares one key space, and by `api:name` and `proxy:name`. */
  readonly #paths = new Map<string, string>();
  readonly #files: ReadonlyMap<string, ServedFile>;

  /** @param files those that the snapshot was made of; what comes from elsewhere is part of the engine */
  constructor(snapshot: Snapshot, files: readonly ServedFile[]) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    for (const { product, place } of snapshot.compiled) {
      if (!product) continue;
      if (product.kind === 'api') this.#paths.set(`api:${product.value.fullName}`, place.file);
      else if (product.kind === 'proxy') this.#paths.set(`proxy:${product.name}`, place.file);
      else if (product.kind !== 'other') this.#paths.set(product.name, place.file);
    }
  }

  has(key: string): boolean {
    return this.#paths.has(key);
  }

  filesOf(service: string | undefined, keys: ReadonlySet<string>): ServedFile[] {
    const wanted = new Set([...implicit, ...keys, `api:${service}`, `proxy:${service}`]);
    // In the order in which they were read: a later artifact may replace an earlier one of the same name.
    const paths = new Set([...wanted].flatMap((key) => this.#paths.get(key) ?? []));
    return [...this.#files.values()].filter(({ path }) => paths.has(path));
  }
}
