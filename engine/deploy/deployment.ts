import { existsSync } from 'node:fs';
import type { Snapshot } from '../compile/index.js';
import { type Finding, finding } from '../errors/index.js';
import type { Clock } from '../observe/index.js';
import { type FileSet, nextFileSet, type RefusedFile } from './file-set.js';
import type { SharedRevision } from './following-deployment.js';
import { findLayout, type Layout } from './layout.js';
import { type ListedFile, listLater, listNow } from './listing.js';
import { type InlineArtifact, SnapshotMaker, type SnapshotMakerOptions } from './snapshot-maker.js';
import { type SourceFile, startOf } from './source-file.js';

/** What a deployment is made of, and with. */
export interface DeploymentOptions extends SnapshotMakerOptions {
  /** Folders, `synapse.xml` files and single artifacts, in reading order. */
  readonly paths: readonly string[];
  /** Artifacts given as text; they stand after the files. */
  readonly artifacts: readonly InlineArtifact[];
  readonly clock: Clock;
  /** Contents of files are kept, so that `shared` can hand them on. */
  readonly keepContent: boolean;
}

/** What a look at the files led to. */
export interface Refreshed {
  /** A new snapshot serves. */
  readonly swapped: boolean;
  /** Files refused now, or refused for another reason than before. */
  readonly newlyRefused: readonly RefusedFile[];
  /** Files that may be half-written or just changed again: look again soon. */
  readonly unsettled: readonly string[];
}

/**
 * Files that serve requests. What serves is one frozen snapshot; a refresh makes the next one beside it and swaps one
 * reference, so there is nothing to undeploy and nothing to be half-undeployed: requests end on the snapshot that they
 * started on, and it goes when the last of them has gone.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #maker: SnapshotMaker;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #listed = '';
  #files: FileSet;
  #texts: readonly SourceFile[];
  #snapshot: Snapshot;
  #since: number;

  /** Reads and compiles everything. Never throws for bad input: `findings` says what is wrong. */
  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#maker = new SnapshotMaker(options);
    const listing = this.#layouts().flatMap(listNow);
    this.#files = this.#nextFiles(listing, undefined);
    this.#listed = this.#files.unsettled.length > 0 ? '' : signatureOf(listing);
    this.#texts = this.#maker.read(options.artifacts);
    this.#snapshot = this.#maker.make([...this.#files.serving, ...this.#texts]);
    this.#since = options.clock.now();
  }

  /** What serves now. Take it once per request. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** When it began to serve, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** Files that are not served as they stand on disk, and artifacts given as text that are not served. */
  get refused(): readonly RefusedFile[] {
    return [...this.#files.refused, ...this.#refusedTexts()];
  }

  /** The files whose versions serve. */
  get serving(): readonly string[] {
    return this.#files.serving.map((file) => file.path);
  }

  /** All findings: of what serves, of refused files, and of sources that are not there. */
  get findings(): readonly Finding[] {
    const all = [
      ...this.#missing(),
      ...this.#files.refused.flatMap((file) => file.findings),
      ...this.#texts.flatMap((text) => text.findings),
      ...this.#snapshot.findings,
    ];
    const seen = new Set<string>();
    return all.filter((each) => {
      const key = JSON.stringify(each);
      return !seen.has(key) && seen.add(key);
    });
  }

  /** Folders in which files of the deployment may appear, change or go. */
  get watched(): readonly string[] {
    return this.#layouts().flatMap(({ watched }) => watched);
  }

  /** What serves, for another process to serve the same. Of use only with `keepContent`. */
  get shared(): SharedRevision {
    const files = this.#files.serving.map(({ path, root, hash, content }) => ({ path, root, hash, content }));
    return { revision: this.#snapshot.revision, files };
  }

  /** Calls a listener after each swap. @returns takes the listener off again */
  onSwap(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lists the files without holding up requests. */
  async list(): Promise<readonly ListedFile[]> {
    const listings = await Promise.all(this.#layouts().map(listLater));
    return listings.flat();
  }

  /** Whether files have changed since the last refresh. */
  differs(listing: readonly ListedFile[]): boolean {
    return signatureOf(listing) !== this.#listed;
  }

  /** Brings what serves up to what is on disk. */
  refresh(listing: readonly ListedFile[] = this.#layouts().flatMap(listNow)): Refreshed {
    if (!this.differs(listing)) return { swapped: false, newlyRefused: [], unsettled: [] };
    const before = this.#files;
    this.#files = this.#nextFiles(listing, before);
    const { unsettled } = this.#files;
    this.#listed = unsettled.length > 0 ? '' : signatureOf(listing);
    const known = new Map(before.refused.map((file) => [file.path, JSON.stringify(file)]));
    const newlyRefused = this.#files.refused.filter((file) => known.get(file.path) !== JSON.stringify(file));
    const next = this.#maker.make([...this.#files.serving, ...this.#texts]);
    if (next.revision === this.#snapshot.revision) return { swapped: false, newlyRefused, unsettled };
    this.#swap(next);
    return { swapped: true, newlyRefused, unsettled };
  }

  /**
   * Takes other artifacts for those that were given as text. It swaps even when the texts are the same: what a host puts
   * around a snapshot may have changed with them. A faulty artifact is left out, whatever stood under its name before;
   * the others serve.
   * @returns those that are left out
   */
  replaceArtifacts(artifacts: readonly InlineArtifact[]): readonly RefusedFile[] {
    this.#texts = this.#maker.read(artifacts, this.#texts);
    this.#swap(this.#maker.make([...this.#files.serving, ...this.#texts]));
    return this.#refusedTexts();
  }

  #refusedTexts(): RefusedFile[] {
    return this.#texts
      .filter(({ faulty }) => faulty)
      .map(({ path, hash, findings }) => ({ path, signature: hash, findings, earlierServes: false }));
  }

  #swap(next: Snapshot): void {
    this.#snapshot = next;
    this.#since = this.#options.clock.now();
    for (const listener of this.#listeners) listener(next);
  }

  #layouts(): Layout[] {
    return this.#options.paths.map(findLayout);
  }

  #nextFiles(listing: readonly ListedFile[], previous: FileSet | undefined): FileSet {
    const { compile, keepContent, clock } = this.#options;
    return nextFileSet(listing, { compile, keepContent, previous, now: clock.now() });
  }

  /** A source that was named and has nothing to deploy. */
  #missing(): Finding[] {
    const { paths } = this.#options;
    const found = [...this.#files.serving, ...this.#files.refused];
    return paths
      .filter((path) => !found.some((file) => file.path.startsWith(path)) && !hasRegistry(path))
      .map((path) => finding('layout/nothing-found', startOf(path)));
  }
}

/** A folder may bring nothing but resources. */
function hasRegistry(path: string): boolean {
  return Object.values(findLayout(path).registry).flat().some(existsSync);
}

function signatureOf(listing: readonly ListedFile[]): string {
  return listing.map(({ path, signature }) => `${path}=${signature}`).join('\n');
}
